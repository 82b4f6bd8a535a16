import { inspect } from '../../lambdas/heal-evidence/inspect';
import { readDesired } from '../../lambdas/heal-evidence/desired';
import { isSamePolicy } from '../../lambdas/heal-evidence/policy';
import type { ApiCall } from '../../lambdas/shared/api-call';
import { ACCOUNT, type Answers, FakeAws } from './fake-aws';
import { ALL, bucket, error, KEY, POLICY, SOUND, statement } from './evidence';
import { causeOf as call } from './healers';

const DESIRED = { buckets: [bucket('trail'), bucket('config')], keys: [{ arn: KEY }] };

async function looked(answers: Answers, cause?: ApiCall, desired: object = { buckets: [bucket('trail')], keys: [{ arn: KEY }] }) {
  const aws = new FakeAws({ ...SOUND, ...answers });
  const drifts = await inspect(readDesired(desired), aws, cause);
  const read = aws.sent.splice(0);
  return { aws, drifts, read, whats: drifts.map(({ what }) => what) };
} // prettier-ignore

async function mended(answers: Answers) {
  const { aws, drifts, whats } = await looked(answers);
  for (const { mend } of drifts) await mend?.();
  return { whats, calls: aws.sent.map(({ command }) => command), inputs: aws.sent.map(({ input }) => input) };
}

test('nothing differs in what was synthesized; every bucket is asked as our own', async () => {
  const { whats, read } = await looked({}, undefined, DESIRED);
  expect(whats).toEqual([]);
  const s3 = read.filter(({ input }) => input['Bucket']);
  expect(s3.map(({ command, input }) => `${command} ${String(input['Bucket'])}`)).toEqual(
    ['trail', 'config'].flatMap((name) =>
      ['GetPublicAccessBlock', 'GetBucketPolicy', 'GetBucketVersioning'].map((command) => `${command} ${name}`),
    ),
  );
  for (const { input } of s3) expect(input['ExpectedBucketOwner']).toBe(ACCOUNT);
});

const PUBLIC = 'the bucket trail may become public';
const POLICY_DIFFERS = 'the bucket trail has another policy';
describe('one action mends', () => {
  test.each<[string, Answers, string, ...string[]]>([
    ['no public access block', { GetPublicAccessBlock: error('NoSuchPublicAccessBlockConfiguration') }, PUBLIC, 'PutPublicAccessBlock'],
    ...Object.keys(ALL).map((block): [string, Answers, string, string] => [`one without ${block}`, { GetPublicAccessBlock: () => ({ PublicAccessBlockConfiguration: { ...ALL, [block]: false } }) }, PUBLIC, 'PutPublicAccessBlock']),
    ['no policy', { GetBucketPolicy: error('NoSuchBucketPolicy') }, POLICY_DIFFERS, 'PutBucketPolicy'],
    ['a policy that lacks a statement', { GetBucketPolicy: () => ({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }) }, POLICY_DIFFERS, 'PutBucketPolicy'],
    ['a policy that is none', { GetBucketPolicy: () => ({ Policy: '{' }) }, POLICY_DIFFERS, 'PutBucketPolicy'],
    ['suspended versions', { GetBucketVersioning: () => ({ Status: 'Suspended' }) }, 'the bucket trail keeps no versions', 'PutBucketVersioning'],
    ['no versions', { GetBucketVersioning: () => ({}) }, 'the bucket trail keeps no versions', 'PutBucketVersioning'],
    ['a disabled key', { DescribeKey: () => ({ KeyMetadata: { KeyState: 'Disabled' } }) }, `the key ${KEY} is disabled`, 'EnableKey'],
    ['a key that is to be deleted', { DescribeKey: () => ({ KeyMetadata: { KeyState: 'PendingDeletion' } }), GetKeyRotationStatus: () => ({ KeyRotationEnabled: false }) }, `the key ${KEY} is to be deleted`, 'CancelKeyDeletion', 'EnableKey'],
    ['a key that is not rotated', { GetKeyRotationStatus: () => ({ KeyRotationEnabled: false }) }, `the key ${KEY} is not rotated`, 'EnableKeyRotation'],
  ])('%s', async (_what, answers, what, ...calls) => {
    expect(await mended(answers)).toMatchObject({ whats: [what], calls });
  }); // prettier-ignore
});

test('a bucket is closed before its policy is put, each as our own', async () => {
  const { calls, inputs } = await mended({
    GetPublicAccessBlock: error('NoSuchPublicAccessBlockConfiguration'),
    GetBucketPolicy: error('NoSuchBucketPolicy'),
    GetBucketVersioning: () => ({ Status: 'Suspended' }),
  });
  expect(calls).toEqual(['PutPublicAccessBlock', 'PutBucketPolicy', 'PutBucketVersioning']);
  const own = { Bucket: 'trail', ExpectedBucketOwner: ACCOUNT };
  expect(inputs).toEqual([
    { ...own, PublicAccessBlockConfiguration: ALL },
    { ...own, Policy: POLICY },
    { ...own, VersioningConfiguration: { Status: 'Enabled' } },
  ]);
});

test('a disabled key is enabled before it is rotated', async () => {
  const answers = {
    DescribeKey: () => ({ KeyMetadata: { KeyState: 'Disabled' } }),
    GetKeyRotationStatus: () => ({ KeyRotationEnabled: false }),
  };
  expect((await mended(answers)).calls).toEqual(['EnableKey', 'EnableKeyRotation']);
});

describe('people are told of', () => {
  test.each<[string, Answers, string, RegExp]>([
    ['a bucket that is gone', { GetPublicAccessBlock: error('NoSuchBucket') }, 'the bucket trail is gone', /^Find out who deleted the bucket trail/],
    ['a key that is gone', { DescribeKey: error('NotFoundException') }, `the key ${KEY} is gone`, /^What the key .* encrypted is lost/],
    ['a key that refuses us', { DescribeKey: error('AccessDeniedException') }, `the key ${KEY} cannot be read`, /^See who refuses/],
    ['a key that waits for something', { DescribeKey: () => ({ KeyMetadata: { KeyState: 'PendingImport' } }) }, `the key ${KEY} cannot be used`, /PendingImport/],
  ])('%s, and nothing is changed', async (_what, answers, what, firstStep) => {
    const { drifts } = await looked(answers);
    expect(drifts).toMatchObject([{ what, firstStep: expect.stringMatching(firstStep) }]);
    expect(drifts[0]!.mend).toBeUndefined();
  }); // prettier-ignore

  test('one bucket, and the next is looked at all the same', async () => {
    const GetBucketPolicy = ({ Bucket }: { Bucket: string }) =>
      Bucket === 'trail' ? error('AccessDenied')() : error('NoSuchBucketPolicy')();
    const { whats } = await looked({ GetBucketPolicy }, undefined, DESIRED);
    expect(whats).toEqual(['the bucket trail cannot be read', 'the bucket config has another policy']);
  });

  test('a key that does not show whether it rotates, which is enabled all the same', async () => {
    const DescribeKey = () => ({ KeyMetadata: { KeyState: 'Disabled' } });
    const { whats, calls } = await mended({ DescribeKey, GetKeyRotationStatus: error('AccessDeniedException') });
    expect([whats, calls]).toEqual([[`the key ${KEY} is disabled`, `the key ${KEY} cannot be read`], ['EnableKey']]);
  });
});

test.each(['GetBucketVersioning', 'DescribeKey', 'GetKeyRotationStatus'])(
  'what fails otherwise in %s is no verdict',
  async (command) => {
    await expect(looked({ [command]: error('InternalError') })).rejects.toThrow('as AWS says');
  },
);

describe('a call', () => {
  const s3 = (bucketName: unknown) => call('s3.amazonaws.com', { bucketName });
  const kms = (keyId: unknown) => call('kms.amazonaws.com', { keyId });
  const COMMANDS_OF_BUCKET = ['GetPublicAccessBlock', 'GetBucketPolicy', 'GetBucketVersioning'];
  const COMMANDS_OF_KEY = ['DescribeKey', 'GetKeyRotationStatus'];

  test.each<[string, ApiCall, readonly string[]]>([
    ['another bucket', s3('holiday-pictures'), []],
    ['a bucket of a longer name', s3('trail-2'), []],
    ['another key', kms('8765-4321'), []],
    ['another key, by ARN', kms(KEY.replace('1234', '4321')), []],
    ['the end of a key’s id', kms('5678'), []],
    ['a bucket of evidence', s3('config'), COMMANDS_OF_BUCKET],
    ['a key of evidence', kms('1234-5678'), COMMANDS_OF_KEY],
    ['a key of evidence, by ARN', kms(KEY), COMMANDS_OF_KEY],
    ['something it does not name', s3(undefined), [...COMMANDS_OF_BUCKET, ...COMMANDS_OF_BUCKET, ...COMMANDS_OF_KEY]],
    ['another service', call('iam.amazonaws.com', { keyId: 'x', bucketName: 'x' }), [...COMMANDS_OF_BUCKET, ...COMMANDS_OF_BUCKET, ...COMMANDS_OF_KEY]],
  ])('about %s', async (_what, cause, commands) => {
    const { read, whats } = await looked({}, cause, DESIRED);
    expect(read.map(({ command }) => command)).toEqual(commands);
    expect(whats).toEqual([]);
  }); // prettier-ignore
});

describe('while S3 still makes another change', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  const mending = async (failures: number, name = 'OperationAborted') => {
    let left = failures;
    const PutBucketPolicy = () => (left-- > 0 ? error(name)() : {});
    const { aws, drifts } = await looked({ GetBucketPolicy: error('NoSuchBucketPolicy'), PutBucketPolicy });
    const outcome = drifts[0]!.mend!().then(
      () => 'mended',
      (cause: Error) => cause.name,
    );
    await jest.advanceTimersByTimeAsync(20_000);
    return [await outcome, aws.inputsOf('PutBucketPolicy').length];
  };

  test('the policy is put again', async () => expect(await mending(4)).toEqual(['mended', 5]));
  test('but not for ever', async () => expect(await mending(9)).toEqual(['OperationAborted', 5]));
  test('nor after another failure', async () => expect(await mending(1, 'MalformedPolicy')).toEqual(['MalformedPolicy', 1])); // prettier-ignore
});

describe('policies', () => {
  const of = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

  test.each([
    ['statements in another order', of({ ...statement, Sid: 'Other' }, statement)],
    ['values in another order', of({ ...statement, Resource: ['b', 'a'] }, { ...statement, Sid: 'Other' })],
    ['a single value without its list', of({ ...statement, Action: 's3:*' }, { ...statement, Sid: 'Other' })],
    ['members in another order', of({ Resource: ['a', 'b'], Action: ['s3:*'], Principal: '*', Effect: 'Deny', Sid: 'DenyPlainHttp' }, { ...statement, Sid: 'Other' })],
  ])('with %s say the same', (_what, policy) => {
    expect(isSamePolicy(policy, POLICY)).toBe(true);
  }); // prettier-ignore

  test('with a boolean for its text say the same', () => {
    const secure = (value: unknown) => of({ ...statement, Condition: { Bool: { 'aws:SecureTransport': value } } });
    expect(isSamePolicy(secure(false), secure('false'))).toBe(true);
    expect(isSamePolicy(secure(true), secure('false'))).toBe(false);
  });

  test.each([
    ['one statement less', of(statement)],
    ['one statement more', of(statement, { ...statement, Sid: 'Other' }, { ...statement, Sid: 'Third', Effect: 'Allow' })],
    ['another effect', of({ ...statement, Effect: 'Allow' }, { ...statement, Sid: 'Other' })],
    ['one value less', of({ ...statement, Resource: ['a'] }, { ...statement, Sid: 'Other' })],
    ['a condition more', of({ ...statement, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }, { ...statement, Sid: 'Other' })],
    ['another principal', of({ ...statement, Principal: { AWS: '*' } }, { ...statement, Sid: 'Other' })],
  ])('with %s differ', (_what, policy) => {
    expect(isSamePolicy(policy, POLICY)).toBe(false);
  }); // prettier-ignore
});

test('what should be is refused with every problem at once', () => {
  expect(readDesired(DESIRED)).toEqual(DESIRED);
  const wrong = {
    buckets: [
      { name: '', policy: '{}', publicAccessBlock: { ...ALL, BlockPublicAcls: false }, versioning: 'Suspended' },
    ],
    keys: [{ arn: '${EvidenceKeyArn}' }],
  };
  expect(() => readDesired(wrong)).toThrow(
    'what the evidence should be is malformed: buckets[0].name is "", not a text; buckets[0].policy is "{}", not the ' +
      'text of a policy; buckets[0].publicAccessBlock.BlockPublicAcls is false, not true; buckets[0].versioning is ' +
      '"Suspended", not Enabled; keys[0].arn is "${EvidenceKeyArn}", not a key\'s ARN',
  );
  expect(() => readDesired({})).toThrow('buckets is nothing, not a list; keys is nothing, not a list');
});
