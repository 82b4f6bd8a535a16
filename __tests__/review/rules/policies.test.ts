import { reviewOf } from './cases';

type Statement = Readonly<Record<string, unknown>>;
const document = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const numbers = (count: number): readonly number[] => [...Array(count).keys()];

const WHOLE = 'arn:aws:s3:::evidence/*';
const STAYS = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Resource: WHOLE }; // prettier-ignore
const EVERYBODY = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: WHOLE };
const readers = (accounts: readonly number[]): Statement => ({
  Effect: 'Allow',
  Principal: { AWS: accounts.map((account) => `arn:aws:iam::${String(account).padStart(12, '0')}:root`) },
  Action: 's3:GetObject',
  Resource: WHOLE,
});
const deliveries = numbers(25).map((at) => ({
  ...STAYS,
  Action: 's3:GetBucketAcl',
  Resource: `arn:aws:s3:::evidence-${at}`,
  Condition: { StringEquals: { 'aws:SourceAccount': String(111111111100 + at) } },
}));

const bucketPolicy = (before: readonly Statement[], after: readonly Statement[]) =>
  reviewOf([
    {
      type: 'aws_s3_bucket_policy',
      base: { bucket: 'evidence' },
      before: { policy: document(...before) },
      after: { policy: document(...after) },
    },
  ]).findings;

const guardrail = (before: readonly Statement[], after: readonly Statement[]) =>
  reviewOf([
    {
      type: 'aws_organizations_policy',
      base: { id: 'p-1', name: 'guard', type: 'SERVICE_CONTROL_POLICY' },
      before: { content: document(...before) },
      after: { content: document(...after) },
    },
  ]).findings;

describe('many gains at once', () => {
  test('do not hide that one of them is everybody’s', () => {
    const findings = bucketPolicy([STAYS], [STAYS, ...deliveries, EVERYBODY]);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['bucket-policy-widened', 'critical']]);
    expect(findings[0]!.details.at(-1)).toBe('And 6 more.');
  });

  test('do not hide a refusal that is gone', () => {
    const refusal = { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: WHOLE };
    const findings = bucketPolicy([STAYS, refusal], [STAYS, ...deliveries]);
    expect(findings.map(({ rule }) => rule)).toEqual(['bucket-denial-removed', 'bucket-policy-widened']);
  });

  test('do not hide an act on evidence among what a guardrail denied', () => {
    const others = numbers(25).map((at) => ({ Effect: 'Deny', Action: 'acm:*', Resource: `arn:aws:acm:*:*:certificate/${at}` })); // prettier-ignore
    const findings = guardrail([{ Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' }, ...others], [others[0]!]); // prettier-ignore
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['guardrail-weakened', 'high']]);
  });
});

describe('the id of a finding', () => {
  const idOf = (findings: ReturnType<typeof bucketPolicy>): string => findings[0]!.id;

  test('is another where what differs is in the part of a list that is cut', () => {
    const [few, others] = [numbers(9), [...numbers(6), 97, 98, 99]].map((accounts) =>
      bucketPolicy([STAYS], [STAYS, readers(accounts)]),
    );
    expect(few![0]!.details).toEqual(others![0]!.details);
    expect(idOf(few!)).not.toBe(idOf(others!));
  });

  test('is another where a guardrail spares others in the part of a list that is cut', () => {
    const denying = (spared: readonly number[]): Statement => ({
      Effect: 'Deny',
      Action: 'cloudtrail:StopLogging',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': spared.map(String) } },
    });
    const before = { Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' };
    const [few, others] = [numbers(9), [...numbers(6), 97, 98, 99]].map((spared) => guardrail([before], [denying(spared)]));
    expect(idOf(few!)).not.toBe(idOf(others!));
  }); // prettier-ignore

  test('is the same however a policy is written', () => {
    const accounts = numbers(9);
    const plain = bucketPolicy([STAYS], [STAYS, readers(accounts)]);
    const written = bucketPolicy([STAYS], [{ Sid: 'Readers', ...readers([...accounts].reverse()) }, STAYS]);
    expect(idOf(written)).toBe(idOf(plain));
  });
});
