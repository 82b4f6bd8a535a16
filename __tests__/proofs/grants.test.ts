import { isDeepStrictEqual } from 'node:util';
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

/** Under each of these another value fails the condition, and so does a missing one. */
const OPERATORS = ['StringEquals', 'ArnEquals'];

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
    'aws:SourceArn': [declared.trailArn, ...declared.evidenceBucketArns, eventRuleArn(declared)],
    'aws:SourceAccount': declared.accounts,
    'aws:SourceOrgID': [declared.id],
    // CloudWatch Logs says for whom it acts in no other way; nobody else may be pinned by it.
    ...(principals(statement, 'Service').every((host) => host.startsWith('logs.')) && {
      'kms:EncryptionContext:aws:logs:arn': [declared.trailLogGroupArn, eventLogGroupArn(declared)],
    }),
  };
  const pins = Object.keys(ours).filter((key) => valuesOf(statement.Condition, key).length > 0);
  // A bucket's ARN names no account: alone it is a pin to whoever holds the name.
  const names = pins.filter(
    (key) => !valuesOf(statement.Condition, key).some((value) => declared.evidenceBucketArns.includes(value)),
  );
  return (
    (names.length > 0 && pins.every((key) => isAmong(ours[key]!, valuesOf(statement.Condition, key)))) ||
    isTrustPinnedIfSent(statement, declared) ||
    opensStream(statement, declared) ||
    leavesLetters(statement, declared)
  );
}

/** The rule that keeps what reaches the bus of the audit account. */
const eventRuleArn = (declared: Organization): string =>
  declared.arn('events', {
    region: declared.home,
    account: declared.auditAccount,
    resource: `rule/${declared.names.eventBus}/${declared.names.platformPrefix}keep`,
  });

const eventLogGroupArn = (declared: Organization): string =>
  declared.arn('logs', {
    region: declared.home,
    account: declared.auditAccount,
    resource: `log-group:${declared.names.eventLogGroup}`,
  });

/** An empty stream in the event log, for which AWS does not document what it sends. Writing to it is pinned to a rule. */
function opensStream({ Action, Resource, Condition }: PolicyStatement, declared: Organization): boolean {
  const pinned = { StringEqualsIfExists: { 'aws:SourceAccount': declared.auditAccount } };
  const isEventLog = Resource === `${eventLogGroupArn(declared)}:*`;
  return Action === 'logs:CreateLogStream' && isEventLog && isDeepStrictEqual(Condition, pinned);
}

/** Rules leave what they could not deliver in a queue of their own account, which takes it from rules of our names there. */
function leavesLetters({ Action, Resource, Condition }: PolicyStatement, declared: Organization): boolean {
  const [, partition, service, region, account] = String(Resource).split(':');
  if (Action !== 'sqs:SendMessage' || service !== 'sqs' || !declared.accounts.includes(account!)) return false;
  const rules = `arn:${partition}:events:${region}:${account}:rule/`;
  const { ArnLike, StringEqualsIfExists, ...others } = Condition ?? {};
  const sources = list(ArnLike?.['aws:SourceArn'] ?? []);
  return (
    Object.keys(others).length === 0 &&
    isDeepStrictEqual(StringEqualsIfExists, { 'aws:SourceAccount': account }) &&
    sources.length > 0 &&
    sources.every((source) => source.startsWith(rules) && source.includes(declared.names.platformPrefix))
  );
}

const isAmong = (ours: readonly string[], values: readonly string[]): boolean =>
  values.every((value) => ours.includes(value));

/**
 * Of some calls that assume a role AWS does not document that they carry the key. A role's trust policy, and no other
 * policy, may then let a missing key pass, in one of exactly two ways.
 */
function isTrustPinnedIfSent({ Action, Resource, Condition }: PolicyStatement, declared: Organization): boolean {
  const isTrust = Action === 'sts:AssumeRole' && Resource === undefined;
  const forms: Condition[] = [
    { StringEqualsIfExists: { 'aws:SourceArn': declared.trailArn } },
    ...declared.accounts.map((id): Condition => ({ StringEqualsIfExists: { 'aws:SourceAccount': id } })),
  ];
  return isTrust && forms.some((form) => isDeepStrictEqual(form, Condition));
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
  const trustedBy = (Condition?: Condition): PolicyStatement => ({
    Effect: 'Allow',
    Principal: { Service: 'config.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition,
  });
  const granting = (Action: string, Condition: Condition): PolicyStatement => ({
    ...pinnedBy(Condition),
    Action,
    Resource: '*',
  });
  const [bucket] = declared.evidenceBucketArns as [string];
  const ourTrailIfSent = { StringEqualsIfExists: { 'aws:SourceArn': declared.trailArn } };
  const ourAccountIfSent = { StringEqualsIfExists: { 'aws:SourceAccount': '222222222222' } };
  const rules = 'arn:aws:events:us-east-1:222222222222:rule/';
  const letters = (source: string): PolicyStatement => ({
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: 'arn:aws:sqs:us-east-1:222222222222:acme-audit-dead-letters',
    Condition: { ...ourAccountIfSent, ArnLike: { 'aws:SourceArn': source } },
  });
  const logGroup = { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': declared.trailLogGroupArn } };

  test.each<[string, PolicyStatement]>([
    ['there is no condition', pinnedBy()],
    ['the condition is about something else', pinnedBy({ StringEquals: { 's3:x-amz-acl': 'private' } })],
    ['the pin is turned around', pinnedBy({ StringNotEquals: { 'aws:SourceOrgID': declared.id } })],
    ['the pin is any organization', pinnedBy({ StringLike: { 'aws:SourceOrgID': '*' } })],
    ['the pin is another organization', pinnedBy({ StringEquals: { 'aws:SourceOrgID': 'o-zzzzzzzzzz' } })],
    ['the pin is that of CloudWatch Logs, for another service', pinnedBy(logGroup)],
    ['the pin is another account', pinnedBy({ StringEquals: { 'aws:SourceAccount': '999999999999' } })],
    [
      'the pin is our account or another',
      pinnedBy({ StringEquals: { 'aws:SourceAccount': ['222222222222', '999999999999'] } }),
    ],
    ['the pin is a bucket’s name alone', pinnedBy({ StringEquals: { 'aws:SourceArn': bucket } })],
    [
      'the pin is a bucket’s name in another account',
      pinnedBy({ StringEquals: { 'aws:SourceArn': bucket, 'aws:SourceAccount': '999999999999' } }),
    ],
    [
      'the pin is another bucket in our account',
      pinnedBy({ StringEquals: { 'aws:SourceArn': `${bucket}-2`, 'aws:SourceAccount': '222222222222' } }),
    ],
    [
      'the pin is a bucket, in our account if one is sent',
      pinnedBy({ StringEquals: { 'aws:SourceArn': bucket }, ...ourAccountIfSent }),
    ],
    ...['s3:PutObject', 'kms:GenerateDataKey', 'sns:Publish'].flatMap((action): [string, PolicyStatement][] => [
      [`the pin is our account if one is sent, for ${action}`, granting(action, ourAccountIfSent)],
      [`the pin is our trail if one is sent, for ${action}`, granting(action, ourTrailIfSent)],
    ]),
    ['any rule leaves letters in a queue of ours', letters(`${rules}*`)],
    ['rules of another account leave letters', letters(`${rules.replace('2222', '9999')}acme-audit-*`)],
    ['rules of any account leave letters', letters('arn:aws:events:us-east-1:*:rule/acme-audit-*')],
    ['nobody knows which rule leaves letters', { ...letters('x'), Condition: ourAccountIfSent }],
    ['rules may read letters', { ...letters(`${rules}acme-audit-*`), Action: 'sqs:ReceiveMessage' }],
    ['a role trusts without a condition', trustedBy()],
    ['a role trusts and does more', { ...trustedBy(ourAccountIfSent), Action: ['sts:AssumeRole', 'sts:TagSession'] }],
    ['a role trusts another account', trustedBy({ StringEqualsIfExists: { 'aws:SourceAccount': '999999999999' } })],
    [
      'a role trusts our account and another',
      trustedBy({ StringEqualsIfExists: { 'aws:SourceAccount': ['222222222222', '999999999999'] } }),
    ],
    ['a role trusts another trail', trustedBy({ StringEqualsIfExists: { 'aws:SourceArn': `${declared.trailArn}-2` } })],
    ['a role trusts a bucket', trustedBy({ StringEqualsIfExists: { 'aws:SourceArn': bucket } })],
    ['a role trusts any trail', trustedBy({ ArnLikeIfExists: { 'aws:SourceArn': '*' } })],
    [
      'a role trusts our organization if one is sent',
      trustedBy({ StringEqualsIfExists: { 'aws:SourceOrgID': declared.id } }),
    ],
  ])('%s', (_name, statement) => {
    expect(isPinned(statement, declared)).toBe(false);
  });

  test.each<[string, PolicyStatement]>([
    ['our organization', pinnedBy({ StringEquals: { 'aws:SourceOrgID': declared.id } })],
    ['our account', pinnedBy({ StringEquals: { 'aws:SourceAccount': '222222222222' } })],
    ['our trail', pinnedBy({ StringEquals: { 'aws:SourceArn': declared.trailArn } })],
    [
      'our bucket in our account',
      pinnedBy({ StringEquals: { 'aws:SourceArn': bucket, 'aws:SourceAccount': '222222222222' } }),
    ],
    ['our account, for who assumes a role', trustedBy({ StringEquals: { 'aws:SourceAccount': '222222222222' } })],
    ['our account if one is sent, for who assumes a role', trustedBy(ourAccountIfSent)],
    ['our trail if one is sent, for who assumes a role', trustedBy(ourTrailIfSent)],
    ['rules of ours, in the account of their queue', letters(`${rules}acme-audit-*`)],
    ['our log group, for CloudWatch Logs', pinnedBy(logGroup, 'logs.us-east-1.amazonaws.com')],
  ])('but not when the pin is %s', (_name, statement) => {
    expect(isPinned(statement, declared)).toBe(true);
  });
});
