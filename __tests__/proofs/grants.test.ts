import type { Organization } from '../../src/config/organization';
import { EXAMPLES, organization } from '../organizations';
import { Platform } from '../synthesized';
import { everyPolicy, list, type PolicyStatement } from './policies';

interface Found {
  /** Where, for the reader of a failure. */
  readonly at: string;
  readonly statement: PolicyStatement;
}

type Condition = NonNullable<PolicyStatement['Condition']>;

/** Under each of these another value fails the condition; with IfExists, and only so, a missing one passes. */
const OPERATORS = ['StringEquals', 'StringEqualsIfExists', 'ArnEquals'];

const valuesOf = (condition: Condition = {}, key: string): readonly string[] =>
  OPERATORS.flatMap((operator) => list(condition[operator]?.[key] ?? []));

const principals = ({ Principal }: PolicyStatement, kind: 'Service' | 'AWS'): readonly string[] => {
  if (Principal === undefined) return [];
  if (Principal === '*') return kind === 'AWS' ? ['*'] : [];
  return list(Principal[kind] ?? []);
};

/** Whether a service may act for nobody but what is ours. */
function isPinned(statement: PolicyStatement, declared: Organization): boolean {
  const ours: Readonly<Record<string, readonly string[]>> = {
    'aws:SourceArn': [declared.trailArn, ...declared.evidenceBucketArns],
    'aws:SourceAccount': declared.accounts.map(({ id }) => id),
    'aws:SourceOrgID': [declared.id],
    // CloudWatch Logs says for whom it acts in no other way; nobody else may be pinned by it.
    ...(principals(statement, 'Service').every((host) => host.startsWith('logs.')) && {
      'kms:EncryptionContext:aws:logs:arn': [declared.trailLogGroupArn],
    }),
  };
  return Object.entries(ours).some(([key, allowed]) => {
    const values = valuesOf(statement.Condition, key);
    return values.length > 0 && values.every((value) => allowed.includes(value));
  });
}

describe.each(Object.entries(EXAMPLES))('in the organization "%s"', (_name, settings) => {
  const declared = organization(settings);
  const platform = new Platform(declared);
  const allowed: Found[] = everyPolicy(platform).flatMap(({ place, policy }) =>
    policy.Statement.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({
      at: `${place} ${statement.Sid}`,
      statement,
    })),
  );
  const where = (holds: (statement: PolicyStatement) => boolean) =>
    allowed.filter(({ statement }) => holds(statement)).map(({ at }) => at);

  test('services may act: there is something to prove', () => {
    expect(where((statement) => principals(statement, 'Service').length > 0).length).toBeGreaterThan(8);
  });

  test('every service acts for us alone', () => {
    expect(where((statement) => principals(statement, 'Service').length > 0 && !isPinned(statement, declared))).toEqual(
      [],
    );
  });

  test('nothing is open to everybody', () => {
    expect(
      where(
        (statement) =>
          principals(statement, 'AWS').includes('*') &&
          statement.Condition?.StringEquals?.['aws:PrincipalOrgID'] !== declared.id,
      ),
    ).toEqual([]);
  });

  test('what is open to the organization is open to named roles only', () => {
    expect(
      where(
        (statement) =>
          principals(statement, 'AWS').includes('*') &&
          statement.Condition?.ArnLike?.['aws:PrincipalArn'] === undefined,
      ),
    ).toEqual([]);
  });

  test('nobody is given all of a service', () => {
    expect(where(({ Action }) => list(Action).some((action) => /^(?:[^:]*:)?\*$/.test(action)))).toEqual([]);
  });

  test('nothing is allowed by naming what it is not', () => {
    expect(where((statement) => 'NotPrincipal' in statement || 'NotAction' in statement)).toEqual([]);
  });

  test('every ARN is of its partition', () => {
    const text = JSON.stringify(platform.stacks.map(({ json }) => json));
    const partitions = [...text.matchAll(/arn:(aws[a-z-]*):/g)].map(([, partition]) => partition);
    expect(new Set(partitions)).toEqual(new Set([declared.partition]));
  });
});

describe('that a service acts for whoever asks is noticed when', () => {
  const declared = organization();
  const pinnedBy = (Condition?: Condition, host = 'config.amazonaws.com'): PolicyStatement => ({
    Effect: 'Allow',
    Principal: { Service: host },
    Action: 's3:PutObject',
    Condition,
  });
  const logGroup = { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': declared.trailLogGroupArn } };

  test.each<[string, PolicyStatement]>([
    ['there is no condition', pinnedBy()],
    ['the condition is about something else', pinnedBy({ StringEquals: { 's3:x-amz-acl': 'private' } })],
    ['the pin is turned around', pinnedBy({ StringNotEquals: { 'aws:SourceOrgID': declared.id } })],
    ['the pin is any organization', pinnedBy({ StringLike: { 'aws:SourceOrgID': '*' } })],
    ['the pin is another organization', pinnedBy({ StringEquals: { 'aws:SourceOrgID': 'o-zzzzzzzzzz' } })],
    ['the pin is that of CloudWatch Logs, for another service', pinnedBy(logGroup)],
  ])('%s', (_name, statement) => {
    expect(isPinned(statement, declared)).toBe(false);
  });

  test.each<[string, PolicyStatement]>([
    ['our organization', pinnedBy({ StringEquals: { 'aws:SourceOrgID': declared.id } })],
    ['our account, wherever one is sent', pinnedBy({ StringEqualsIfExists: { 'aws:SourceAccount': '222222222222' } })],
    ['our log group, for CloudWatch Logs', pinnedBy(logGroup, 'logs.us-east-1.amazonaws.com')],
  ])('but not when the pin is %s', (_name, statement) => {
    expect(isPinned(statement, declared)).toBe(true);
  });
});
