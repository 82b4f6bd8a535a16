import { readDesired } from '../../lambdas/heal-evidence/desired';
import { inspect } from '../../lambdas/heal-evidence/inspect';
import { ALL, bucket, error, POLICY, SOUND } from './evidence';
import { ACCOUNT, type Answers, FakeAws } from './fake-aws';
import { call } from './healers';
import { run } from './shared/healer-run';

describe('a bucket that refuses to be read', () => {
  const READS = ['GetPublicAccessBlock', 'GetBucketPolicy', 'GetBucketVersioning'];
  const PUTS = ['PutPublicAccessBlock', 'PutBucketPolicy', 'PutBucketVersioning'];
  const UNREADABLE = 'the bucket trail cannot be read';

  /** Calls that the bucket's policy refuses until ours is put, and those that something else refuses. */
  function refusing(byPolicy: readonly string[], byOthers: readonly string[] = []): Answers {
    let isOurs = false;
    const answer = (command: string) => () => {
      if (byOthers.includes(command) || (!isOurs && byPolicy.includes(command))) error('AccessDenied')();
      if (command === 'PutBucketPolicy') isOurs = true;
      return SOUND[command]!({} as never);
    };
    return Object.fromEntries([...READS, ...PUTS].map((command) => [command, answer(command)]));
  }

  async function healed(answers: Answers) {
    const desired = readDesired({ buckets: [bucket('trail')], keys: [] });
    const aws = new FakeAws({ ...SOUND, ...answers });
    const drifts = await inspect(desired, aws);
    aws.sent.splice(0);
    const failure = await drifts[0]!.mend!().then(() => undefined, String);
    const puts = aws.sent.splice(0);
    const remaining = (await inspect(desired, aws)).map(({ what }) => what);
    return { drifts, failure, puts, calls: puts.map(({ command }) => command), remaining };
  }

  test.each(READS)('with %s is made as it should be, without being read', async (read) => {
    const { drifts, failure, puts, remaining } = await healed(refusing([read]));
    expect(drifts).toMatchObject([{ what: UNREADABLE, firstStep: expect.stringMatching(/^See .* who refuses/) }]);
    expect(failure).toBeUndefined();
    const own = { Bucket: 'trail', ExpectedBucketOwner: ACCOUNT };
    expect(puts.map(({ command, input }) => [command, input])).toEqual([
      ['PutPublicAccessBlock', { ...own, PublicAccessBlockConfiguration: ALL }],
      ['PutBucketPolicy', { ...own, Policy: POLICY }],
      ['PutBucketVersioning', { ...own, VersioningConfiguration: { Status: 'Enabled' } }],
    ]);
    expect(remaining).toEqual([]);
  });

  test('and to be closed is closed once its policy is ours', async () => {
    const { failure, calls, remaining } = await healed(refusing([...READS, 'PutPublicAccessBlock']));
    expect(calls).toEqual([...PUTS, 'PutPublicAccessBlock']);
    expect([failure, remaining]).toEqual([undefined, []]);
  });

  test('and to be versioned has its policy and is closed', async () => {
    const { failure, calls, remaining } = await healed(refusing(READS, ['PutBucketVersioning']));
    expect(calls).toEqual([...PUTS, 'PutBucketVersioning']);
    expect([failure, remaining]).toEqual(['AccessDenied: as AWS says', []]);
  });

  test('and to be changed is a failure', async () => {
    const { failure, remaining } = await healed(refusing([...READS, ...PUTS]));
    expect([failure, remaining]).toEqual(['AccessDenied: as AWS says', [UNREADABLE]]);
  });

  test.each<[string, Answers, string, string, readonly string[]]>([
    ['is mended', refusing(READS), 'mend', 'mended', PUTS],
    ['is left alone where nothing is mended', refusing(READS), 'report', 'reported', []],
    [
      'has failed where it refuses everything',
      refusing([...READS, ...PUTS]),
      'mend',
      'failed',
      [...PUTS, 'PutPublicAccessBlock'],
    ],
    ['has failed where not its policy refuses', refusing([], READS), 'mend', 'failed', PUTS],
  ])('%s, and told of', async (_what, answers, MODE, outcome, calls) => {
    const healer = { readDesired: () => readDesired({ buckets: [bucket('trail')], keys: [] }), inspect } as object;
    const { aws, healing } = await run(call(), { healer, answers: { ...SOUND, ...answers }, env: { MODE } });
    expect(aws.sent.map(({ command }) => command).filter((command) => PUTS.includes(command))).toEqual(calls);
    expect(healing).toMatchObject([{ outcome, changes: [{ what: UNREADABLE, mended: outcome === 'mended' }] }]);
    expect('firstStep' in healing[0]!).toBe(outcome !== 'mended');
  });
});
