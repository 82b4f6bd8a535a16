import { type Leak, leaksOf, recipe, recipeProblems } from '../../src/proofs/recipe';
import { AUDIT, LOG_ARCHIVE, MEMBER } from './principals';
import { ALL_ACTS, prover } from './prover';

jest.setTimeout(120_000);

const { policies, sources } = prover({ accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] } });

let leaks: readonly Leak[];
beforeAll(async () => {
  leaks = await leaksOf(policies, ALL_ACTS, sources);
});

const leak = (action: string, on: string) => leaks.find(({ act }) => act.action === action && act.on === on);

test('as it is written, the recipe is refused', () => {
  expect(recipeProblems(policies.organization)[0]).toBe(
    'ArnNotMatches is no operator of IAM; did you mean "ArnNotLike"?',
  );
});

test.each<[string, string, string]>([
  ['config:DeleteConfigRule', 'config-rule', 'SCP ProtectConfig'],
  ['config:PutConfigRule', 'config-rule', 'SCP ProtectConfig'],
  ['config:DeleteConformancePack', 'conformance-pack', 'SCP ProtectConfig'],
  ['config:PutRetentionConfiguration', 'nothing', 'SCP ProtectConfig'],
  ['config:PutEvaluations', 'nothing', 'SCP DenyForgedEvaluations'],
  ['cloudtrail:DeleteEventDataStore', 'event-data-store', 'SCP ProtectTrailService'],
  ['cloudtrail:PutInsightSelectors', 'event-data-store', 'SCP ProtectEventDataStores'],
  ['cloudtrail:DeregisterOrganizationDelegatedAdmin', 'nothing', 'SCP ProtectTrailService'],
  ['s3:PutLifecycleConfiguration', 'trail-bucket', 'SCP ProtectEvidence'],
  ['s3:PutBucketPolicy', 'trail-bucket', 'SCP ProtectEvidence'],
  ['s3:PutReplicationConfiguration', 'trail-bucket', 'SCP ProtectEvidence'],
  ['kms:ScheduleKeyDeletion', 'evidence-key', 'SCP ProtectKeys'],
  ['iam:CreateRole', 'exempt-role', 'SCP ProtectRoles'],
  ['iam:UpdateAssumeRolePolicy', 'exempt-role', 'SCP ProtectRoles'],
  ['iam:DeleteServiceLinkedRole', 'service-linked-role:config', 'SCP ProtectServiceLinkedRoles'],
  ['organizations:LeaveOrganization', 'nothing', 'SCP StayInOrganization'],
  ['guardduty:DeleteDetector', 'detector', 'SCP ProtectSecurityServices'],
])('with its operator mended, it lets %s on the %s through, which %s stops', (action, on, stopper) => {
  expect(leak(action, on)?.stoppedBy).toContain(stopper);
});

test('what it denies is no leak', () => {
  const denied = recipe(policies.organization).Action as readonly string[];
  expect(denied).toHaveLength(9);
  expect(leaks.filter(({ act }) => denied.includes(act.action))).toEqual([]);
});

test('every leak is stopped here, and there are hundreds', () => {
  expect(leaks.filter(({ stoppedBy }) => stoppedBy.length === 0)).toEqual([]);
  expect(leaks.length).toBeGreaterThan(200);
});
