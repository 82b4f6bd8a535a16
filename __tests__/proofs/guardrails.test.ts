import { organization } from '../organizations';
import {
  type Act,
  config,
  CONFIG_BUCKET,
  EVERYTHING,
  LOG_FILE,
  LOG_STREAM,
  memberRole,
  READER_ROLE,
  SNAPSHOT,
  TRAIL,
} from './acts';
import { ORDINARY_WORK, ORDINARY_WORK_OF_MEMBERS, RECOVERY } from './ordinary-work';
import { type Document, list, Policies } from './policies';
import { administrator, AUDIT, LOG_ARCHIVE, MEMBER, type Principal, role, rootUser, user } from './principals';
import { decideByGuardrails, type Decision } from './simulator';
import { TAMPERING, TAMPERING_WITH_EVIDENCE_ACCOUNTS } from './tampering';

/** A delegated trail: everything then lies in members, where service control policies bind. */
const guardrailsWith = (role: 'custom' | 'service-linked'): readonly Document[] =>
  new Policies(
    organization({
      accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
      trail: { administrator: 'delegated', notifications: true },
      recorder: { role },
      storage: { readers: [READER_ROLE] },
      guardrails: { exemptRoles: ['AWSControlTowerExecution', 'audit/BreakGlass'], evaluatorRoles: ['TeamRules'] },
    }),
  ).guardrails;
const guardrails = guardrailsWith('custom');

/** The most powerful there are in an account. */
const powerful = (account: string): Principal[] => [
  administrator(account),
  rootUser(account),
  user(account, 'administrator'),
  role(account, 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef'),
];

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
  user(account, 'AWSControlTowerExecution'),
  user(account, 'role/OrganizationAccountAccessRole'),
];

const exempt = (account: string): Principal[] => [
  role(account, 'OrganizationAccountAccessRole'),
  role(account, 'AWSControlTowerExecution'),
  role(account, 'audit/BreakGlass'),
];

/** The audit account holds log group and topic, the log archive holds keys and buckets. */
const ANYONE = [...powerful(MEMBER), rootUser(LOG_ARCHIVE), administrator(AUDIT)];

const ALL_TAMPERING = [...TAMPERING, ...TAMPERING_WITH_EVIDENCE_ACCOUNTS];

/** Whose exemption is written wrong shows in any act that the same statement denies: one act for each will do. */
const ONE_OF_EACH_STATEMENT = guardrails.flatMap(({ Statement }) =>
  Statement.map(({ Action }) => ALL_TAMPERING.find(([, action]) => list(Action).includes(action))!),
);

async function decisions(
  [, action, arn]: Act,
  principals: readonly Principal[],
  policies: readonly Document[] = guardrails,
): Promise<Set<Decision>> {
  // Guardrails look at a resource's ARN, not at who holds it.
  const target = { arn, account: MEMBER };
  const each = principals.map((principal) => decideByGuardrails({ principal, action, target }, policies));
  return new Set(await Promise.all(each));
}

describe('nobody in a member account may', () => {
  test.each(TAMPERING)('%s (%s)', async (...act) => {
    expect(await decisions(act, ANYONE)).toEqual(new Set(['ExplicitlyDenied']));
  });

  test.each(TAMPERING_WITH_EVIDENCE_ACCOUNTS)('in the evidence account %s (%s)', async (...act) => {
    expect(await decisions(act, powerful(LOG_ARCHIVE))).toEqual(new Set(['ExplicitlyDenied']));
  });
});

describe('the deploying role and exempt roles may', () => {
  test.each(ALL_TAMPERING)('%s (%s)', async (...act) => {
    expect(await decisions(act, exempt(LOG_ARCHIVE))).toEqual(new Set(['Allowed']));
  });
});

describe.each(impostors(LOG_ARCHIVE))('by its name alone, $name may not', (impostor) => {
  test.each(ONE_OF_EACH_STATEMENT)('%s (%s)', async (...act) => {
    expect(await decisions(act, [impostor])).toEqual(new Set(['ExplicitlyDenied']));
  });
});

describe('everybody in a member account may', () => {
  test.each([...ORDINARY_WORK, ...RECOVERY])('%s (%s)', async (...act) => {
    expect(await decisions(act, ANYONE)).toEqual(new Set(['Allowed']));
  });

  test.each(ORDINARY_WORK_OF_MEMBERS)('unless it holds evidence, %s (%s)', async (...act) => {
    expect(await decisions(act, [...powerful(MEMBER), ...powerful(AUDIT)])).toEqual(new Set(['Allowed']));
  });
});

describe('roles with one exemption have no other', () => {
  const writer = role(AUDIT, 'acme-audit-trail-logs');
  const rule = role(MEMBER, 'acme-audit-rule-encryption');
  const teamRule = role(MEMBER, 'TeamRules');
  const report: Act = ['report a finding', 'config:PutEvaluations', EVERYTHING];
  const write: Act = ['write events', 'logs:PutLogEvents', LOG_STREAM];
  const recorder = role(MEMBER, 'acme-audit-recorder');
  const reader = role(MEMBER, 'audit/Reader');
  const upload: Act = ['set an ACL', 's3:PutObjectAcl', SNAPSHOT];

  test.each<[string, Decision, Principal, Act]>([
    ['the trail’s role writing events', 'Allowed', writer, write],
    ['the trail’s role reporting a finding', 'ExplicitlyDenied', writer, report],
    ['the trail’s role stopping the trail', 'ExplicitlyDenied', writer, ['', 'cloudtrail:StopLogging', TRAIL]],
    ['a rule’s role reporting a finding', 'Allowed', rule, report],
    ['a rule’s role writing events', 'ExplicitlyDenied', rule, write],
    [
      'a rule’s role deleting its rule',
      'ExplicitlyDenied',
      rule,
      ['', 'config:DeleteConfigRule', config('config-rule/x')],
    ],
    ['a team’s evaluator reporting a finding', 'Allowed', teamRule, report],
    ['a team’s evaluator stopping the trail', 'ExplicitlyDenied', teamRule, ['', 'cloudtrail:StopLogging', TRAIL]],
    [
      'a team’s evaluator creating another',
      'ExplicitlyDenied',
      teamRule,
      ['', 'iam:CreateRole', memberRole('TeamRules')],
    ],
    [
      'a role that resembles a rule’s reporting a finding',
      'ExplicitlyDenied',
      role(MEMBER, 'my-acme-audit-rule-x'),
      report,
    ],
    ['a role that resembles an evaluator reporting a finding', 'ExplicitlyDenied', role(MEMBER, 'TeamRules2'), report],
    [
      'the recorder’s role stopping the recorder',
      'ExplicitlyDenied',
      recorder,
      ['', 'config:StopConfigurationRecorder', config('configuration-recorder/default/x')],
    ],
    ['the recorder’s role setting an ACL', 'Allowed', recorder, upload],
    ['the recorder’s role deleting a snapshot', 'ExplicitlyDenied', recorder, ['', 's3:DeleteObjectVersion', SNAPSHOT]],
    ['the recorder’s role shortening a lock', 'ExplicitlyDenied', recorder, ['', 's3:PutObjectRetention', LOG_FILE]],
    [
      'the recorder’s role changing the bucket’s ACL',
      'ExplicitlyDenied',
      recorder,
      ['', 's3:PutBucketAcl', CONFIG_BUCKET],
    ],
    ['the recorder’s role reporting a finding', 'ExplicitlyDenied', recorder, report],
    [
      'the recorder’s role giving itself rights',
      'ExplicitlyDenied',
      recorder,
      ['', 'iam:PutRolePolicy', memberRole('acme-audit-recorder')],
    ],
    [
      'a role that resembles the recorder’s setting an ACL',
      'ExplicitlyDenied',
      role(MEMBER, 'acme-audit-recorder2'),
      upload,
    ],
    [
      'a role named as the recorder’s under a path setting an ACL',
      'ExplicitlyDenied',
      role(MEMBER, 'x/acme-audit-recorder'),
      upload,
    ],
    ['the trail’s role setting an ACL', 'ExplicitlyDenied', writer, upload],
    ['a rule’s role setting an ACL', 'ExplicitlyDenied', rule, upload],
    ['a reader setting an ACL', 'ExplicitlyDenied', reader, upload],
    ['a reader letting others in', 'ExplicitlyDenied', reader, ['', 'iam:UpdateAssumeRolePolicy', READER_ROLE]],
    [
      'the replication role deleting a replica',
      'ExplicitlyDenied',
      role(LOG_ARCHIVE, 'acme-audit-replication'),
      ['', 's3:DeleteObject', `arn:aws:s3:::acme-archive-${LOG_ARCHIVE}-us-west-2/x`],
    ],
  ])('%s is %s', async (_name, decision, principal, act) => {
    expect(await decisions(act, [principal])).toEqual(new Set([decision]));
  });
});

describe('with the service-linked recorder role, an ACL of evidence', () => {
  const serviceLinked = guardrailsWith('service-linked');
  const exemptOf = (sid: string) =>
    serviceLinked.flatMap(({ Statement }) => Statement).find(({ Sid }) => Sid === sid)?.Condition;
  const acts = ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'].flatMap((action) =>
    [SNAPSHOT, LOG_FILE].map((object): Act => ['set', action, object]),
  );

  test.each(acts)('is %s (%s on %s) by nobody', async (...act) => {
    const roles = ['recorder', 'trail-logs', 'rule-encryption', 'replication'].map((name) => `acme-audit-${name}`);
    const nobody = [
      ...ANYONE,
      ...[MEMBER, LOG_ARCHIVE].flatMap((account) => [
        ...impostors(account),
        ...[...roles, 'TeamRules', 'audit/Reader'].map((path) => role(account, path)),
      ]),
    ];
    expect(await decisions(act, nobody, serviceLinked)).toEqual(new Set(['ExplicitlyDenied']));
  });

  test.each(acts)('is %s (%s on %s) by exempt roles', async (...act) => {
    expect(await decisions(act, exempt(LOG_ARCHIVE), serviceLinked)).toEqual(new Set(['Allowed']));
  });

  test('has no exemption but that of all evidence', () => {
    expect(exemptOf('ProtectEvidenceAcls')).toBeDefined();
    expect(exemptOf('ProtectEvidenceAcls')).toEqual(exemptOf('ProtectEvidenceObjects'));
  });
});

test('no action of the guardrails is without a row', () => {
  const rows = new Set(ALL_TAMPERING.map(([, action]) => action));
  const denied = guardrails.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => list(Action)));
  expect(denied.filter((action) => !rows.has(action))).toEqual([]);
});
