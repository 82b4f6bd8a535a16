import type { PolicyStatement } from '../../src/policy/document';
import type { Act } from '../../src/proofs/acts';
import { isBarred, Matrix, type Sources } from '../../src/proofs/matrix';
import { list } from '../../src/policy/document';
import { gapsOf, prove } from '../../src/proofs/proof';
import type { SynthesizedPolicies } from '../../src/proofs/synthesized-policies';
import { administrator, AUDIT, LOG_ARCHIVE, MANAGEMENT, MEMBER, type Principal, role, rootUser } from './principals';
import { act, changed, prover } from './prover';

jest.setTimeout(120_000);

const SETTINGS = {
  accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
  trail: { administrator: 'delegated', notifications: true },
  recorder: { role: 'custom' },
  guardrails: { exemptRoles: ['audit/BreakGlass'] },
  alarms: { topicArns: ['arn:aws:sns:us-east-1:111111111111:security-alerts'] },
};
const { policies, sources, matrix } = prover(SETTINGS);

const gaps = async (weak: SynthesizedPolicies, one: Act, told: Sources = sources): Promise<readonly string[]> =>
  (await new Matrix(weak, told).row(one)).gaps;

const sparing =
  (...arns: string[]) =>
  (statement: PolicyStatement): PolicyStatement => ({
    ...statement,
    Condition: { ...statement.Condition, ArnNotLike: { 'aws:PrincipalArn': arns } },
  });
const but =
  (...actions: string[]) =>
  (statement: PolicyStatement): PolicyStatement => ({
    ...statement,
    Action: list(statement.Action).filter((action) => !actions.includes(action)),
  });

const UNNOTICED = 'open to management, and nothing notices';
const EVERYBODY = 'admin, root, path, lookalike, delegated';

const DELETE_RULE = act('config:DeleteConfigRule');

test('as the policies are, nothing is missing', async () => {
  expect(await gaps(policies, DELETE_RULE)).toEqual([]);
});

describe('it shows when', () => {
  test('a statement is missing', async () => {
    const weak = changed(policies, 'ProtectConfig', () => undefined);
    expect(await gaps(weak, DELETE_RULE)).toEqual([`open to ${EVERYBODY}`]);
    expect(await gaps(weak, act('config:PutEvaluations'))).toEqual([]);
  });

  test('everybody is exempt', async () => {
    expect(await gaps(changed(policies, 'ProtectConfig', sparing('*')), DELETE_RULE)).toEqual([`open to ${EVERYBODY}`]);
  });

  test('more are exempt than should be', async () => {
    const byName = sparing('arn:aws:iam::*:role/*OrganizationAccountAccessRole');
    expect(await gaps(changed(policies, 'ProtectConfig', byName), DELETE_RULE)).toEqual(['open to lookalike']);
    const signedIn = sparing('arn:aws:iam::*:role/OrganizationAccountAccessRole', 'arn:aws:iam::*:role/aws-reserved/*');
    expect(await gaps(changed(policies, 'ProtectConfig', signedIn), DELETE_RULE)).toEqual(['open to path']);
    const root = sparing('arn:aws:iam::*:role/OrganizationAccountAccessRole', 'arn:aws:iam::*:root');
    expect(await gaps(changed(policies, 'ProtectConfig', root), DELETE_RULE)).toEqual(['open to root']);
    const audit = sparing('arn:aws:iam::*:role/OrganizationAccountAccessRole', `arn:aws:iam::${AUDIT}:role/*`);
    expect(await gaps(changed(policies, 'ProtectConfig', audit), DELETE_RULE)).toEqual(['open to delegated']);
  });

  test('an action is missing', async () => {
    const weak = changed(policies, 'ProtectConfig', but('config:Delete*'));
    expect(await gaps(weak, DELETE_RULE)).toEqual([`open to ${EVERYBODY}`]);
    expect(await gaps(weak, act('config:PutConfigRule'))).toEqual([]);
  });

  test('a resource is missing', async () => {
    const weak = changed(policies, 'ProtectTrail', (statement) => ({ ...statement, Resource: 'arn:aws:s3:::other' }));
    const stop = act('cloudtrail:StopLogging');
    // The trail is the management account's, so that nothing grants members anything; but CloudTrail does not ask that
    // of its delegated administrator, and a policy may change.
    expect(await gaps(weak, stop)).toEqual([`denied by no statement to ${EVERYBODY}`]);
    expect(await gaps(policies, stop)).toEqual([]);
  });

  test('SCPs are attached to nothing', async () => {
    const loose = prover({ ...SETTINGS, guardrails: { attachTo: [] } });
    expect(await gaps(loose.policies, DELETE_RULE)).toEqual([`open to ${EVERYBODY}`]);
  });

  test('SCPs are attached to some members only: the others are looked at', async () => {
    const some = prover({ ...SETTINGS, guardrails: { attachTo: [LOG_ARCHIVE, MEMBER] } });
    expect(await gaps(some.policies, DELETE_RULE)).toEqual([`open to ${EVERYBODY}`]);
  });

  test('no alarm notices what the management account can do', async () => {
    const deaf: Sources = { ...sources, notices: () => [] };
    expect(await gaps(policies, DELETE_RULE, deaf)).toEqual([UNNOTICED]);
    expect(await gaps(policies, act('organizations:DeleteOrganization'), deaf)).toEqual([UNNOTICED]);
    expect(await gaps(policies, DELETE_RULE)).toEqual([]);
  });

  test('alarms notice others, but not the management account', async () => {
    const half: Sources = {
      ...sources,
      notices: (_act, { isServiceLinked = false }) => (isServiceLinked ? ['other-changes'] : []),
    };
    expect(await gaps(policies, DELETE_RULE, half)).toEqual([UNNOTICED]);
  });

  test('an exempt role is locked out', async () => {
    const weak = changed(policies, 'ProtectConfig', sparing('arn:aws:iam::*:role/audit/BreakGlass'));
    expect(await gaps(weak, DELETE_RULE)).toEqual(['denied to exempt, which must be able to']);
  });

  test.each<[string, string, Act]>([
    ['arn:aws:iam::222222222222:role/acme-audit-rule-x', 'DenyForgedEvaluations', act('config:PutEvaluations')],
    [
      'arn:aws:iam::222222222222:role/acme-audit-recorder',
      'ProtectEvidenceAcls',
      act('s3:PutObjectAcl', 'config-object'),
    ],
    [
      'arn:aws:iam::222222222222:role/acme-audit-trail-logs',
      'ProtectTrailLogs',
      act('logs:PutLogEvents', 'trail-log-stream'),
    ],
    ['arn:aws:iam::222222222222:role/acme-audit-x', 'ProtectQueuedAlerts', act('sqs:DeleteMessage')],
  ])('%s, whom an act is left to, is locked out by %s', async (name, sid, one) => {
    const weak = changed(policies, sid, sparing('arn:aws:iam::*:role/OrganizationAccountAccessRole'));
    expect(await gaps(weak, one)).toEqual([`${name} may not, and must`]);
    expect(await gaps(policies, one)).toEqual([]);
  });

  test('what is to be allowed is denied', async () => {
    const wide = changed(policies, 'ProtectConfig', (statement) => ({ ...statement, Action: 'config:*' }));
    expect(await gaps(wide, act('config:StartConfigurationRecorder'))).toEqual([
      'denied to admin, though it is to stay open',
    ]);
  });
});

describe('with every row', () => {
  test('a statement that is too broad bars everyday work, and says which', async () => {
    const wide = changed(policies, 'ProtectTrail', (statement) => ({
      ...statement,
      Action: [...list(statement.Action), 'cloudtrail:LookupEvents'],
      Resource: '*',
    }));
    const found = gapsOf(await prove(wide, sources, []));
    const barred = found.filter((gap) => gap.includes('everyday work'));
    expect(barred).toContain('cloudtrail:LookupEvents (look up events): everyday work, but denied by SCP ProtectTrail');
    expect(barred).toContain(
      'cloudtrail:DeleteTrail (delete a trail of the team’s): everyday work, but denied by SCP ProtectTrail',
    );
    expect(found.filter((gap) => !gap.startsWith('cloudtrail:'))).toEqual([]);
  });
});

describe('each statement of the RCPs', () => {
  const thin = (parts: string) => [`kept by nothing but its own policy from ${parts}`];

  test.each<[string, Act, string]>([
    ['KeepEvidence', act('s3:PutBucketPolicy', 'trail-bucket'), 'management'],
    ['KeepEvidence', act('kms:ScheduleKeyDeletion', 'evidence-key'), 'management'],
    ['KeepEvidenceAcls', act('s3:PutObjectAcl', 'config-object'), 'management'],
    ['KeepOutsidersOut', act('kms:Decrypt', 'evidence-key'), 'stranger'],
    ['KeepConfusedDeputiesOut', act('s3:GetObject', 'trail-object'), 'deputy'],
    ['KeepPlainHttpOut', act('kms:Decrypt', 'archive-key'), 'http'],
  ])('%s is missed', async (sid, one, parts) => {
    expect(await gaps(policies, one)).toEqual([]);
    const [gap] = await gaps(
      changed(policies, sid, () => undefined),
      one,
    );
    expect(gap).toMatch(new RegExp(`^${thin('')[0]}.*${parts}`));
  });

  test('with an exemption for every role is missed', async () => {
    const wide = changed(policies, 'KeepEvidence', sparing('arn:aws:iam::*:role/*'));
    expect(await gaps(wide, act('s3:PutBucketPolicy', 'trail-bucket'))).toEqual(thin('management'));
  });
});

describe('without RCPs', () => {
  const bare = prover({ ...SETTINGS, guardrails: { resourceControlPolicies: { enabled: false } } });
  const acts = [act('s3:PutBucketPolicy', 'trail-bucket'), act('s3:DeleteObjectVersion', 'trail-object')];

  test.each(acts)('$does: the management account is refused by nothing, but granted nothing either', async (one) => {
    expect((await matrix.row(one)).cells.management).toMatchObject({
      outcome: 'refused',
      by: [{ sid: 'KeepEvidence' }],
    });
    expect((await bare.matrix.row(one)).cells.management).toEqual({ outcome: 'ungranted', by: [] });
    expect(await gaps(bare.policies, one)).toEqual([]);
  });
});

describe('who is bound by what', () => {
  const stop = act('config:StopConfigurationRecorder');
  const unmake = act('s3:DeleteObjectVersion', 'trail-object');
  const linked = (account: string): Principal => ({ ...administrator(account), isServiceLinked: true });

  const kinds = async (principal: Principal, { action, on }: Act): Promise<string[]> => [
    ...new Set((await matrix.cellOf(principal, action, on)).by.map(({ kind }) => kind)),
  ];

  test.each<[string, Principal, Act, readonly string[]]>([
    ['a member by SCPs', administrator(MEMBER), stop, ['SCP']],
    ['the delegated administrator by SCPs', administrator(AUDIT), stop, ['SCP']],
    ['a root user by SCPs', rootUser(MEMBER), stop, ['SCP']],
    ['the management account by no SCP', administrator(MANAGEMENT), stop, []],
    ['its root user by no SCP', rootUser(MANAGEMENT), stop, []],
    ['a service-linked role by no SCP', linked(MEMBER), stop, []],
    ['strangers by no SCP', administrator('999999999999'), stop, []],
    ['a member by SCPs and RCPs', administrator(LOG_ARCHIVE), unmake, ['SCP', 'RCP']],
    ['the management account by RCPs', administrator(MANAGEMENT), unmake, ['RCP']],
    ['a service-linked role by neither', linked(LOG_ARCHIVE), unmake, []],
    ['strangers by RCPs, and the bucket’s policy', administrator('999999999999'), unmake, ['RCP', 'resource']],
    ['an exempt role where evidence lies by neither', role(LOG_ARCHIVE, 'audit/BreakGlass'), unmake, []],
    ['an exempt role elsewhere by RCPs', role(MEMBER, 'audit/BreakGlass'), unmake, ['RCP']],
  ])('%s', async (_name, principal, one, expected) => {
    expect(await kinds(principal, one)).toEqual(expected);
  });

  test('only guardrails bar somebody; a bucket’s own policy does not', () => {
    const cell = (kind: 'SCP' | 'RCP' | 'resource') =>
      isBarred({ outcome: 'refused', by: [{ kind, policy: 'x', sid: 'X' }] });
    expect([cell('SCP'), cell('RCP'), cell('resource')]).toEqual([true, true, false]);
  });
});

test('a refusal names the one statement of those that were merged, not one whose Sid begins alike', async () => {
  const cell = await matrix.cellOf(administrator(MEMBER), 'securityhub:BatchUpdateFindings', 'suppressed-finding-v2');
  expect(cell.by.map(({ sid }) => sid)).toEqual(['DenySuppressedFindingsV2']);
});
