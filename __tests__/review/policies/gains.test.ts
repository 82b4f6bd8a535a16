import { expand, takesResource } from '../../../src/authorization/authorization';
import { compareGuardrails, comparePolicies } from '../../../src/review/policies/compare';
import { linesOf } from '../../../src/review/policies/comparison';

const BUCKET = 'arn:aws:s3:::evidence';
const OBJECTS = `${BUCKET}/*`;
const TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/t';
const ROOT = 'arn:aws:iam::111111111111:root';

/** How many actions of a pattern take something in the bucket: AWS adds some every month. */
const count = (pattern: string, ...resources: readonly string[]): number =>
  expand(pattern).filter((one) => resources.some((resource) => takesResource(one, resource))).length;

type Json = Readonly<Record<string, unknown>>;

const document = (...Statement: readonly Json[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

const delivery: Json = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: OBJECTS,
  Condition: { StringEquals: { 'aws:SourceArn': TRAIL } },
};
const readers: Json = { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 's3:GetObject', Resource: OBJECTS };
const plainHttp: Json = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [BUCKET, OBJECTS],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const exempt = (...roles: readonly string[]): Json => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: OBJECTS,
  Condition: { ArnNotLike: { 'aws:PrincipalArn': roles } },
});
const spare = (...principals: readonly string[]): Json => ({
  Effect: 'Deny',
  NotPrincipal: { AWS: principals },
  Action: 's3:GetObject',
  Resource: OBJECTS,
});
const key = (Action: string | readonly string[], Principal: unknown = { AWS: ROOT }): Json => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource: '*',
});
const pinned = (Condition: Json): Json => ({ ...delivery, Condition });
const [A, B] = ['arn:aws:iam::*:role/a', 'arn:aws:iam::*:role/b'];

const NONE: readonly string[] = [];

describe('what a resource policy allows more', () => {
  test.each<[string, readonly Json[], readonly Json[], readonly string[]]>([
    [
      'everybody added',
      [delivery],
      [delivery, { ...readers, Principal: '*' }],
      [`everybody may s3:GetObject on ${OBJECTS}`],
    ],
    [
      'an account added',
      [readers],
      [{ ...readers, Principal: { AWS: [ROOT, '222222222222'] } }],
      [`222222222222 may s3:GetObject on ${OBJECTS}`],
    ],
    [
      'the account for a role of it',
      [{ ...readers, Principal: { AWS: 'arn:aws:iam::111111111111:role/r' } }],
      [readers],
      [`111111111111 may s3:GetObject on ${OBJECTS}`],
    ],
    [
      'a role of the account',
      [readers],
      [readers, { ...readers, Principal: { AWS: 'arn:aws:iam::111111111111:role/r' } }],
      NONE,
    ],
    ['the id of the account for its root', [readers], [{ ...readers, Principal: { AWS: '111111111111' } }], NONE],
    [
      'a session of a role',
      [{ ...readers, Principal: { AWS: 'arn:aws:iam::111111111111:role/p/r' } }],
      [{ ...readers, Principal: { AWS: 'arn:aws:sts::111111111111:assumed-role/r/s' } }],
      NONE,
    ],
    [
      'an action added',
      [readers],
      [{ ...readers, Action: ['s3:GetObject', 's3:PutObject'] }],
      [`111111111111 may s3:PutObject on ${OBJECTS}`],
    ],
    [
      'a wildcard',
      [readers],
      [{ ...readers, Action: 's3:GetObject*' }],
      [`111111111111 may ${count('s3:GetObject*', OBJECTS) - 1} actions of s3:GetObject* on ${OBJECTS}`],
    ],
    ['actions that take no objects', [readers], [{ ...readers, Action: ['s3:GetObject', 's3:ListBucket'] }], NONE],
    [
      'all but some actions',
      [readers],
      [{ ...readers, Action: undefined, NotAction: 's3:Delete*' }],
      [`111111111111 may all but s3:Delete* on ${OBJECTS}`],
    ],
    [
      'another part of the bucket',
      [{ ...readers, Resource: `${BUCKET}/a/*` }],
      [readers],
      [`111111111111 may s3:GetObject on ${OBJECTS}`],
    ],
    [
      'all but a part',
      [readers],
      [{ ...readers, Resource: undefined, NotResource: OBJECTS }],
      [`111111111111 may s3:GetObject on all but ${OBJECTS}`],
    ],
    [
      'the condition gone',
      [delivery],
      [pinned({})],
      [`cloudtrail.amazonaws.com may s3:PutObject on ${OBJECTS} where not (StringEquals aws:SourceArn ${TRAIL})`],
    ],
    [
      'IfExists',
      [delivery],
      [pinned({ StringEqualsIfExists: { 'aws:SourceArn': TRAIL } })],
      [`cloudtrail.amazonaws.com may s3:PutObject on ${OBJECTS} where aws:SourceArn is absent`],
    ],
    [
      'a wider pattern',
      [delivery],
      [pinned({ StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*' } })],
      [
        `cloudtrail.amazonaws.com may s3:PutObject on ${OBJECTS} where not (StringEquals aws:SourceArn ${TRAIL}) and StringLike aws:SourceArn arn:aws:cloudtrail:*`,
      ],
    ],
    ['the same text as a pattern', [delivery], [pinned({ ArnLike: { 'aws:SourceArn': TRAIL } })], NONE],
    [
      'a narrower pin',
      [pinned({ StringEquals: { 'aws:SourceAccount': '1' } })],
      [pinned({ StringEquals: { 'aws:SourceAccount': '1', 'aws:SourceArn': TRAIL } })],
      NONE,
    ],
    [
      'another pin',
      [delivery],
      [pinned({ StringEquals: { 'aws:SourceAccount': '1' } })],
      [
        `cloudtrail.amazonaws.com may s3:PutObject on ${OBJECTS} where not (StringEquals aws:SourceArn ${TRAIL}); and aws:SourceAccount is 1`,
      ],
    ],
    [
      'another network',
      [pinned({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
      [pinned({ IpAddress: { 'aws:SourceIp': ['10.1.0.0/16', '192.0.2.0/24'] } })],
      [`cloudtrail.amazonaws.com may s3:PutObject on ${OBJECTS} where aws:SourceIp is 192.0.2.0/24`],
    ],
    [
      'an operator that nobody knows, changed',
      [pinned({ Novel: { k: 'a' } })],
      [pinned({ Novel: { k: 'b' } })],
      [`cloudtrail.amazonaws.com may s3:PutObject on ${OBJECTS} where not (Novel k a); and Novel k b`],
    ],
    ['an operator that nobody knows', [pinned({ Novel: { k: 'a' } })], [pinned({ Novel: { K: ['a'] } })], NONE],
    [
      'a variable for everything',
      [{ ...readers, Resource: `${BUCKET}/\${aws:username}/*` }],
      [{ ...readers, Resource: `${BUCKET}/*` }],
      [`111111111111 may s3:GetObject on ${OBJECTS}`],
    ],
    ['everything for a variable', [readers], [{ ...readers, Resource: `${BUCKET}/\${aws:username}/*` }], NONE],
    [
      'a variable for a name',
      [{ ...readers, Resource: `${BUCKET}/a/*` }],
      [{ ...readers, Resource: `${BUCKET}/\${aws:username}/*` }],
      [`111111111111 may s3:GetObject on ${BUCKET}/\${aws:username}/*`],
    ],
    [
      'a refusal gone',
      [delivery, plainHttp],
      [delivery],
      [
        `everybody is no longer refused s3:* (${count('s3:*', BUCKET, OBJECTS)} actions) on ${BUCKET}, ${OBJECTS} where aws:SecureTransport is false`,
      ],
    ],
    [
      'an exemption added',
      [exempt(A)],
      [exempt(A, B)],
      [`everybody is no longer refused s3:PutObject on ${OBJECTS} where aws:PrincipalArn is ${B}`],
    ],
    [
      'whoever carries no organization',
      [{ ...exempt(), Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o' } } }],
      [
        {
          ...exempt(),
          Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o' }, Null: { 'aws:PrincipalOrgID': 'false' } },
        },
      ],
      [`everybody is no longer refused s3:PutObject on ${OBJECTS} where aws:PrincipalOrgID is absent`],
    ],
    ['an exemption gone', [exempt(A, B)], [exempt(A)], NONE],
    [
      'somebody spared',
      [spare(ROOT)],
      [spare(ROOT, '222222222222')],
      [`222222222222 is no longer refused s3:GetObject on ${OBJECTS}`],
    ],
    [
      'a role of a spared account',
      [spare(ROOT)],
      [spare(ROOT, 'arn:aws:iam::111111111111:role/r')],
      [`arn:aws:iam::111111111111:role/r is no longer refused s3:GetObject on ${OBJECTS}`],
    ],
    [
      'the members of a spared account, who were refused',
      [readers, spare(ROOT)],
      [readers],
      [`everybody is no longer refused s3:GetObject on ${OBJECTS}`],
    ],
    [
      'a user name more, though others are allowed already',
      [pinned({ StringNotLike: { 'aws:username': ['ann', '*'] } })],
      [pinned({ StringNotLike: { 'aws:username': ['l*'] } })],
      [
        `cloudtrail.amazonaws.com may s3:PutObject on ${OBJECTS} where not (StringNotLike aws:username ann, *) and StringNotLike aws:username l*`,
      ],
    ],
    ['nobody spared any more', [spare(ROOT)], [{ ...spare(), NotPrincipal: undefined, Principal: '*' }], NONE],
    ['a refusal added', [delivery], [delivery, plainHttp], NONE],
    [
      'an Allow that a Deny undoes',
      [{ ...plainHttp, Condition: undefined }],
      [{ ...plainHttp, Condition: undefined }, readers],
      NONE,
    ],
    ['all gone', [readers], [], NONE],
  ])('%s', (_name, before, after, expected) => {
    const { gains, undecided } = comparePolicies(document(...before), document(...after), 'resource');
    expect({ told: gains.map(({ text }) => text), undecided }).toEqual({
      told: expected,
      undecided: [],
    });
  });
});

describe('what a policy that nothing else opens allows more', () => {
  test.each<[string, readonly Json[], readonly Json[], readonly string[]]>([
    [
      'all of KMS to the account',
      [key('kms:Decrypt')],
      [key('kms:*')],
      [`111111111111 may ${expand('kms:*').length - 1} actions of kms:* on *`],
    ],
    [
      'a refusal of what nothing allows',
      [key('kms:Decrypt'), { ...key('kms:PutKeyPolicy', '*'), Effect: 'Deny' }],
      [key('kms:Decrypt')],
      NONE,
    ],
    [
      'a refusal of what is allowed',
      [key('kms:*'), { ...key('kms:PutKeyPolicy', '*'), Effect: 'Deny' }],
      [key('kms:*')],
      ['111111111111 is no longer refused kms:PutKeyPolicy on *'],
    ],
    [
      'a refusal that spared the account, and not who is in it',
      [
        key('kms:Decrypt'),
        { ...key('kms:Decrypt'), Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: ROOT } },
      ],
      [key('kms:Decrypt')],
      ['111111111111 is no longer refused kms:Decrypt on *'],
    ],
    [
      'another service trusted',
      [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      [
        {
          Effect: 'Allow',
          Principal: { Service: ['config.amazonaws.com', 'ec2.amazonaws.com'] },
          Action: 'sts:AssumeRole',
        },
      ],
      ['ec2.amazonaws.com may sts:AssumeRole'],
    ],
  ])('%s', (_name, before, after, expected) => {
    const { gains } = comparePolicies(document(...before), document(...after), 'exclusive');
    expect(gains.map(({ text }) => text)).toEqual(expected);
  });
});

describe('what guardrails refuse no longer', () => {
  const deny = (Action: string | readonly string[], some: Json = {}): string =>
    document({ Effect: 'Deny', Action, Resource: '*', ...some });
  const stops = ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'];
  const full = document({ Effect: 'Allow', Action: '*', Resource: '*' });
  const only = (...Action: readonly string[]): string => document({ Effect: 'Allow', Action, Resource: '*' });

  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['packed into one', [deny(stops[0]!), deny(stops[1]!)], [deny(stops)], NONE],
    ['with what AWS attaches', [deny(stops)], [full, deny(stops)], NONE],
    ['an action less', [deny(stops)], [deny(stops[0]!)], ['is no longer refused cloudtrail:DeleteTrail on *']],
    ['detached', [deny(stops)], [], ['is no longer refused cloudtrail:StopLogging, cloudtrail:DeleteTrail on *']],
    [
      'an exemption',
      [deny(stops)],
      [deny(stops, { Condition: { ArnNotLike: { 'aws:PrincipalArn': A } } })],
      [`is no longer refused cloudtrail:StopLogging, cloudtrail:DeleteTrail on * where aws:PrincipalArn is ${A}`],
    ],
    [
      'a resource control policy says of whom',
      [deny(stops, { Principal: '*' })],
      [deny(stops, { Principal: { AWS: '*' } })],
      NONE,
    ],
    ['a list of what is allowed detached', [only('s3:*')], [], ['may all actions on *']],
    ['a list of what is allowed grows', [only('s3:*')], [only('s3:*', 'kms:Decrypt')], ['may kms:Decrypt on *']],
    ['a list of what is allowed shrinks', [only('s3:*', 'kms:Decrypt')], [only('s3:*')], NONE],
  ])('%s', (_name, before, after, expected) => {
    const { gains, undecided } = compareGuardrails(before, after);
    expect({ told: gains.map(({ text }) => text), undecided }).toEqual({ told: expected, undecided: [] });
  });
});

test('a gain in parts', () => {
  const [gain] = comparePolicies(
    document(delivery),
    document(delivery, { ...readers, Principal: '*' }),
    'resource',
  ).gains;
  expect(gain).toEqual({
    kind: 'grant',
    principals: ['*'],
    everybody: true,
    actions: ['s3:GetObject'],
    writes: false,
    resources: [OBJECTS],
    conditions: [],
    text: `everybody may s3:GetObject on ${OBJECTS}`,
  });
});

test('many gains are counted', () => {
  const all = Array.from({ length: 25 }, (_, at) => ({
    ...readers,
    Condition: { StringEquals: { [`aws:PrincipalTag/${at}`]: 'x' } },
  }));
  const { gains } = comparePolicies(document(), document(...all), 'resource');
  expect(gains).toHaveLength(25);
  expect(linesOf(gains)).toHaveLength(21);
  expect(linesOf(gains).at(-1)).toBe('And 5 more.');
});

describe('what cannot be decided', () => {
  const tangled = Array.from({ length: 24 }, (_, at) => `*${at}a*${at}b*`);

  test.each<[string, string, string]>([
    ['no JSON', '{', 'The policies cannot be compared: what is there after the change is not valid JSON.'],
    ['no object', '[]', 'The policies cannot be compared: what is there after the change is no JSON object.'],
    [
      'no statements',
      '{"Version":"2012-10-17"}',
      'The policies cannot be compared: what is there after the change has no statements.',
    ],
    [
      'another version',
      '{"Version":"2020-01-01","Statement":[]}',
      'The policies cannot be compared: what is there after the change has no version that AWS knows.',
    ],
    [
      'a misspelled member',
      document({ ...readers, Resources: '*' }),
      'The policies cannot be compared: what is there after the change has a statement with members that none has.',
    ],
    [
      'both',
      document({ ...readers, NotAction: 's3:*' }),
      'The policies cannot be compared: what is there after the change has a statement with both Action and NotAction.',
    ],
    [
      'a part of a principal',
      document({ ...readers, Principal: { AWS: A } }),
      'The policies cannot be compared: what is there after the change names a principal with a wildcard, which AWS does not take.',
    ],
    [
      'too many cases',
      document({ ...readers, Resource: tangled }),
      'The policies cannot be compared: they tell too many cases apart for it.',
    ],
  ])('%s', (_name, after, sentence) => {
    expect(comparePolicies(document(readers), after, 'resource')).toEqual({
      gains: [],
      undecided: [sentence],
    });
  });

  test('is nothing where nothing changes', () => {
    expect(comparePolicies('{', '{', 'resource')).toEqual({ gains: [], undecided: [] });
  });
});
