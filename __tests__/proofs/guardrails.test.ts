import { expand } from '../../src/authorization/authorization';
import { matches } from '../../src/authorization/wildcards';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import { list, type PolicyStatement } from '../../src/policy/document';
import { type Act, EVERYDAY_WORK } from '../../src/proofs/acts';
import { type Cell, isBarred } from '../../src/proofs/matrix';
import { ARCHIVE, administrator, AUDIT, LOG_ARCHIVE, MEMBER, type Principal, role, rootUser, user } from './principals';
import { act, ALL_ACTS, prover } from './prover';

jest.setTimeout(120_000);

const READER = `arn:aws:iam::${MEMBER}:role/audit/Reader`;
const SSO = 'aws-reserved/sso.amazonaws.com/AWSReservedSSO';

/** A delegated trail: everything then lies in members, where service control policies bind. */
const guarded = (recorder: 'custom' | 'service-linked') =>
  prover({
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, archive: ARCHIVE, members: [MEMBER] },
    trail: { administrator: 'delegated', notifications: true },
    recorder: { role: recorder },
    storage: { readers: [READER] },
    guardrails: {
      exemptRoles: ['AWSControlTowerExecution', 'audit/BreakGlass', `${SSO}_Audit_*`],
      evaluatorRoles: ['TeamRules'],
      securityRoles: ['TeamSecurity'],
    },
  });
const { policies, matrix } = guarded('custom');

/** Roles that anybody may create, named in the hope of being taken for an exempt one. */
const impostors = (account: string): Principal[] => [
  role(account, 'MyAWSControlTowerExecution'),
  role(account, 'AWSControlTowerExecution2'),
  role(account, 'awscontroltowerexecution'),
  role(account, 'team/AWSControlTowerExecution'),
  role(account, 'BreakGlass'),
  role(account, 'my/audit/BreakGlass'),
  role(account, 'OrganizationAccountAccessRole-team'),
  role(account, 'team/OrganizationAccountAccessRole'),
  role(account, 'AWSReservedSSO_Audit_0123456789abcdef'),
  role(account, `team/${SSO}_Audit_0123456789abcdef`),
  role(account, 'team/acme-audit-remediation-x'),
  user(account, 'AWSControlTowerExecution'),
  user(account, 'role/OrganizationAccountAccessRole'),
];

const exempt = (account: string): Principal[] => [
  role(account, 'OrganizationAccountAccessRole'),
  role(account, 'AWSControlTowerExecution'),
  role(account, 'audit/BreakGlass'),
  role(account, `${SSO}_Audit_0123456789abcdef`),
  role(account, 'acme-audit-remediation-x'),
];

/** SCPs as their files have them, before they are merged. */
const STATEMENTS = new GuardrailPlan(policies.organization, 'policies').statements
  .filter(({ type }) => type === 'SERVICE_CONTROL_POLICY')
  .map(({ statement }) => statement);

/** Whose exemption is written wrong shows in any act that the same statement denies: one act for each will do. */
const ONE_OF_EACH_STATEMENT = STATEMENTS.map((statement): [string, Act] => [
  statement.Sid!,
  ALL_ACTS.find((one) => one.verdict === 'denied' && reaches(statement, one))!,
]);

function reaches({ Action, Resource, Condition = {} }: PolicyStatement, { action, on }: Act): boolean {
  if (!list(Action).some((pattern) => expand(pattern).some(({ name }) => name === action))) return false;
  const { arn } = matrix.targets.target(on, LOG_ARCHIVE);
  const context = matrix.targets.contextOf(on);
  const keys = Object.values(Condition).flatMap((values) => Object.keys(values));
  return (
    list(Resource).some((resource) => matches(resource, arn)) &&
    keys.every((key) => key.startsWith('aws:') || key in context)
  );
}

const by = ({ by: refusals }: Cell): string[] => refusals.filter(({ kind }) => kind === 'SCP').map(({ sid }) => sid);

const tries = (principal: Principal, { action, on }: Act): Promise<Cell> => matrix.cellOf(principal, action, on);

test('every statement has an act that it denies', () => {
  expect(ONE_OF_EACH_STATEMENT.filter(([, one]) => one === undefined)).toEqual([]);
  expect(STATEMENTS.length).toBeGreaterThan(15);
});

describe('nobody in the account that holds evidence may', () => {
  test.each(ONE_OF_EACH_STATEMENT)('what %s denies', async (sid, one) => {
    const people = [rootUser(LOG_ARCHIVE), user(LOG_ARCHIVE, 'administrator'), administrator(LOG_ARCHIVE)];
    for (const who of [...people, role(LOG_ARCHIVE, `${SSO}_AdministratorAccess_0123456789abcdef`)]) {
      expect([who.name, ...by(await tries(who, one))]).toEqual([who.name, sid]);
    }
  });
});

describe.each(impostors(LOG_ARCHIVE))('by its name alone, $name may not do', (impostor) => {
  test.each(ONE_OF_EACH_STATEMENT)('what %s denies', async (sid, one) => {
    expect(by(await tries(impostor, one))).toEqual([sid]);
  });
});

describe.each(exempt(LOG_ARCHIVE))('$name may do', (spared) => {
  test.each(ONE_OF_EACH_STATEMENT)('what %s denies', async (_sid, one) => {
    expect(isBarred(await tries(spared, one))).toBe(false);
  });
});

test.each([MEMBER, AUDIT])('everyday work is free for the root user and users of %s', async (account) => {
  const cells = EVERYDAY_WORK.flatMap(({ action, on }) =>
    [rootUser(account), user(account, 'somebody')].map(async (who) => ({
      work: `${who.name} ${action} ${on}`,
      isInTheWay: isBarred(await matrix.cellOf(who, action, on)),
    })),
  );
  expect((await Promise.all(cells)).filter(({ isInTheWay }) => isInTheWay)).toEqual([]);
});

describe('roles with one exemption have no other', () => {
  const writer = role(AUDIT, 'acme-audit-trail-logs');
  const rule = role(MEMBER, 'acme-audit-rule-encryption');
  const teamRule = role(MEMBER, 'TeamRules');
  const security = role(AUDIT, 'TeamSecurity');
  const recorder = role(MEMBER, 'acme-audit-recorder');
  const healer = role(AUDIT, 'acme-audit-healer');
  const report = act('config:PutEvaluations');
  const write = act('logs:PutLogEvents', 'trail-log-stream');
  const upload = act('s3:PutObjectAcl', 'config-object');
  const stop = act('cloudtrail:StopLogging');
  const receive = act('sqs:DeleteMessage');

  test.each<[string, 'free' | 'barred', Principal, Act]>([
    ['the trail’s role writing events', 'free', writer, write],
    ['the trail’s role reporting a finding', 'barred', writer, report],
    ['the trail’s role stopping the trail', 'barred', writer, stop],
    ['the trail’s role setting an ACL', 'barred', writer, upload],
    [
      'a role named as the trail’s, under a path, writing events',
      'barred',
      role(AUDIT, 'x/acme-audit-trail-logs'),
      write,
    ],
    ['a rule’s role reporting a finding', 'free', rule, report],
    ['a rule’s role writing events', 'barred', rule, write],
    ['a rule’s role deleting its rule', 'barred', rule, act('config:DeleteConfigRule')],
    ['a rule’s role setting an ACL', 'barred', rule, upload],
    ['a team’s evaluator reporting a finding', 'free', teamRule, report],
    ['a team’s evaluator stopping the trail', 'barred', teamRule, stop],
    ['a team’s evaluator creating another', 'barred', teamRule, act('iam:CreateRole', 'evaluator-role')],
    ['a role that resembles a rule’s reporting a finding', 'barred', role(MEMBER, 'my-acme-audit-rule-x'), report],
    ['a role that resembles an evaluator reporting a finding', 'barred', role(MEMBER, 'TeamRules2'), report],
    ['a role for security services muting findings', 'free', security, act('securityhub:CreateAutomationRule')],
    [
      'a role for security services suppressing findings',
      'free',
      security,
      act('securityhub:BatchUpdateFindings', 'suppressed-finding'),
    ],
    ['a role for security services stopping the trail', 'barred', security, stop],
    ['a role for security services reporting a finding', 'barred', security, report],
    [
      'a role that resembles one for security services',
      'barred',
      role(AUDIT, 'x/TeamSecurity'),
      act('securityhub:CreateAutomationRule'),
    ],
    ['the recorder’s role stopping the recorder', 'barred', recorder, act('config:StopConfigurationRecorder')],
    ['the recorder’s role setting an ACL', 'free', recorder, upload],
    ['the recorder’s role deleting a snapshot', 'barred', recorder, act('s3:DeleteObjectVersion', 'config-object')],
    ['the recorder’s role shortening a lock', 'barred', recorder, act('s3:PutObjectRetention', 'trail-object')],
    ['the recorder’s role changing a bucket’s ACL', 'barred', recorder, act('s3:PutBucketAcl')],
    ['the recorder’s role reporting a finding, as Config’s own rules do', 'free', recorder, report],
    ['the recorder’s role giving itself rights', 'barred', recorder, act('iam:PutRolePolicy', 'platform-role')],
    ['a role that resembles the recorder’s setting an ACL', 'barred', role(MEMBER, 'acme-audit-recorder2'), upload],
    ['a role named as the recorder’s, under a path', 'barred', role(MEMBER, 'x/acme-audit-recorder'), upload],
    ['a reader setting an ACL', 'barred', role(MEMBER, 'audit/Reader'), upload],
    [
      'a reader letting others in',
      'barred',
      role(MEMBER, 'audit/Reader'),
      act('iam:UpdateAssumeRolePolicy', 'reader-role'),
    ],
    ['a role of the platform taking an alert from its queue', 'free', healer, receive],
    ['a role of the platform emptying the queue', 'barred', healer, act('sqs:PurgeQueue')],
    ['a role that resembles the platform’s taking an alert', 'barred', role(AUDIT, 'x/acme-audit-healer'), receive],
    [
      'the replication role deleting a replica',
      'barred',
      role(LOG_ARCHIVE, 'acme-audit-replication'),
      act('s3:DeleteObject', 'archive-object'),
    ],
  ])('%s is %s', async (_name, expected, principal, one) => {
    expect(isBarred(await tries(principal, one)) ? 'barred' : 'free').toBe(expected);
  });
});

describe('with the service-linked recorder role, an ACL of evidence', () => {
  const linked = guarded('service-linked');
  const acts: [action: string, on: string][] = ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'].flatMap((action) =>
    ['config-object', 'trail-object', 'archive-object'].map((on): [string, string] => [action, on]),
  );
  const roles = ['recorder', 'trail-logs', 'rule-encryption', 'replication'].map((name) => `acme-audit-${name}`);
  const nobody = [MEMBER, AUDIT, LOG_ARCHIVE].flatMap((account) => [
    administrator(account),
    rootUser(account),
    ...impostors(account),
    ...[...roles, 'TeamRules', 'audit/Reader'].map((path) => role(account, path)),
  ]);

  test.each(acts)('is set (%s on %s) by nobody', async (action, on) => {
    const cells = await Promise.all(nobody.map(async (who) => [who.name, await linked.matrix.cellOf(who, action, on)]));
    expect(cells.filter(([, cell]) => !isBarred(cell as Cell))).toEqual([]);
  });

  test.each(acts)('is barred (%s on %s) to no exempt role', async (action, on) => {
    const holder = linked.matrix.targets.target(on, '').account;
    const cells = await Promise.all(exempt(holder).map((who) => linked.matrix.cellOf(who, action, on)));
    expect(cells.filter(isBarred)).toEqual([]);
  });
});
