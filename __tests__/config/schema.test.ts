import { parseOrganization } from '../../src/config/load';
import { complaintAbout, report, smallest, type Case } from './audit-file';

const valueAt = (config: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], config);

describe('the smallest file', () => {
  test('yields these settings', () => {
    expect(parseOrganization(smallest(), 'audit.yaml').config).toEqual({
      name: 'acme',
      organization: {
        id: 'o-a1b2c3d4e5',
        rootId: 'r-a1b2',
        managementAccountId: '111111111111',
        trustedAccess: 'assumed',
      },
      accounts: { audit: '222222222222', members: [] },
      regions: { home: 'us-east-1', governed: ['us-east-1'], archive: 'us-west-2', retired: [] },
      retention: { mode: 'COMPLIANCE', years: 7 },
      storage: {
        transitions: [{ afterDays: 90, storageClass: 'GLACIER_IR' }],
        archiveTransitions: [{ afterDays: 90, storageClass: 'DEEP_ARCHIVE' }],
        replicateTrail: true,
        readers: [],
      },
      trail: {
        administrator: 'management',
        insights: ['ApiCallRateInsight', 'ApiErrorRateInsight'],
        dataEvents: { s3Buckets: [], calls: 'all' },
        notifications: false,
      },
      recorder: {
        frequency: 'CONTINUOUS',
        dailyTypes: [],
        continuousTypes: [],
        exclude: [],
        role: 'service-linked',
        serviceLinkedRoleExistsIn: [],
        snapshotFrequency: 'TwentyFour_Hours',
      },
      aggregator: { regions: 'all' },
      guardrails: { exemptRoles: [], evaluatorRoles: [], limits: { alreadyAttached: 1 } },
      backend: { type: 'local' },
      provider: { version: 6, roleName: 'OrganizationAccountAccessRole' },
      tags: {},
      deletionProtection: true,
    });
  });

  const READER = 'arn:aws:iam::222222222222:role/audit/Reader';

  test.each<[path: string, text: string, value: unknown]>([
    ['storage.transitions', 'storage: { transitions: [] }', []],
    ['storage.archiveTransitions', 'storage: { archiveTransitions: [] }', []],
    ['storage.expireAfterYears', 'storage: { expireAfterYears: 100 }', 100],
    ['storage.replicateTrail', 'storage: { replicateTrail: false }', false],
    ['storage.replicationTimeControl', 'storage: { replicationTimeControl: false }', false],
    ['storage.readers', `storage: { readers: [${READER}] }`, [READER]],
    ['trail.administrator', 'trail: { administrator: delegated }', 'delegated'],
    ['trail.insights', 'trail: { insights: [] }', []],
    ['trail.dataEvents.s3Buckets', 'trail: { dataEvents: { s3Buckets: all } }', 'all'],
    ['trail.dataEvents.calls', 'trail: { dataEvents: { calls: write } }', 'write'],
    ['trail.logRetentionDays', 'trail: { logRetentionDays: 90 }', 90],
    ['trail.notifications', 'trail: { notifications: true }', true],
    ['recorder.frequency', 'recorder: { frequency: DAILY }', 'DAILY'],
    ['recorder.dailyTypes', 'recorder: { dailyTypes: [AWS::S3::Bucket] }', ['AWS::S3::Bucket']],
    [
      'recorder.continuousTypes',
      'recorder: { frequency: DAILY, continuousTypes: [AWS::S3::Bucket] }',
      ['AWS::S3::Bucket'],
    ],
    ['recorder.exclude', 'recorder: { exclude: [AWS::S3::Bucket] }', ['AWS::S3::Bucket']],
    ['recorder.role', 'recorder: { role: custom }', 'custom'],
    ['recorder.serviceLinkedRoleExistsIn', 'recorder: { serviceLinkedRoleExistsIn: all }', 'all'],
    ['recorder.snapshotFrequency', 'recorder: { snapshotFrequency: One_Hour }', 'One_Hour'],
    ['recorder.snsTopicName', 'recorder: { snsTopicName: config-changes }', 'config-changes'],
    ['aggregator.regions', 'aggregator: { regions: [us-east-1] }', ['us-east-1']],
    ['guardrails.attachTo', 'guardrails: { attachTo: [] }', []],
    ['guardrails.exemptRoles', 'guardrails: { exemptRoles: [BreakGlass] }', ['BreakGlass']],
    ['guardrails.evaluatorRoles', 'guardrails: { evaluatorRoles: [Rule*] }', ['Rule*']],
    ['guardrails.limits.policyCharacters', 'guardrails: { limits: { policyCharacters: 5120 } }', 5120],
    ['guardrails.limits.attachments', 'guardrails: { limits: { attachments: 5 } }', 5],
    ['guardrails.limits.alreadyAttached', 'guardrails: { limits: { alreadyAttached: 0 } }', 0],
    ['backend', 'backend: { type: cloud, organization: acme }', { type: 'cloud', organization: 'acme' }],
    ['provider.version', 'provider: { version: 5 }', 5],
    ['provider.roleName', 'provider: { roleName: AuditDeployer }', 'AuditDeployer'],
    ['provider.managementRoleName', 'provider: { managementRoleName: audit/Deployer }', 'audit/Deployer'],
    ['tags', 'tags: { cost center: "42", Team: "" }', { 'cost center': '42', Team: '' }],
  ])('takes another %s', (path, text, value) => {
    const byDefault = parseOrganization(smallest(), 'audit.yaml').config;
    const { config } = parseOrganization(smallest({ 15: text }), 'audit.yaml');
    expect(valueAt(config, path)).toEqual(value);
    expect(valueAt(byDefault, path)).not.toEqual(value);
  });

  test('takes another organization.trustedAccess', () => {
    const source = smallest({ 5: '  managementAccountId: "111111111111"\n  trustedAccess: managed' });
    expect(parseOrganization(source, 'audit.yaml').config.organization.trustedAccess).toBe('managed');
  });

  test('takes another deletionProtection', () => {
    const source = smallest({ 13: '  mode: GOVERNANCE', 15: 'deletionProtection: false' });
    expect(parseOrganization(source, 'audit.yaml').config.deletionProtection).toBe(false);
  });

  test('takes accounts for logs, archive and members', () => {
    const source = smallest({
      7: '  audit: "222222222222"\n  logArchive: "333333333333"\n  archive: "444444444444"\n  members: ["555555555555"]',
    });
    expect(parseOrganization(source, 'audit.yaml').config.accounts).toEqual({
      audit: '222222222222',
      logArchive: '333333333333',
      archive: '444444444444',
      members: ['555555555555'],
    });
  });
});

describe('a name', () => {
  const MEND = 'use lower-case letters, digits and single hyphens, starting with a letter';
  test.each<Case>([
    ['of one letter', { 1: 'name: a' }],
    ['with digits and hyphens', { 1: 'name: a9-0-b9' }],
    ['starting with a digit', { 1: 'name: 1a' }, `line 1, name: "1a" is not a name; ${MEND}`],
    ['with two hyphens together', { 1: 'name: a--b' }, `line 1, name: "a--b" is not a name; ${MEND}`],
    ['ending with a hyphen', { 1: 'name: a-' }, `line 1, name: "a-" is not a name; ${MEND}`],
    ['with an underscore', { 1: 'name: a_b' }, `line 1, name: "a_b" is not a name; ${MEND}`],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('an id of the organization', () => {
  const ID = 'copy it from `aws organizations describe-organization`, as in o-a1b2c3d4e5';
  const ROOT = 'copy it from `aws organizations list-roots`, as in r-a1b2';
  test.each<Case>([
    ['has 10 characters at least', { 3: '  id: o-0123456789' }],
    [
      'has not 9',
      { 3: '  id: o-012345678' },
      `line 3, organization.id: "o-012345678" is not an organization id; ${ID}`,
    ],
    ['has 32 at most', { 3: `  id: o-${'0'.repeat(32)}` }],
    [
      'has not 33',
      { 3: `  id: o-${'0'.repeat(33)}` },
      `line 3, organization.id: "o-000000000000000000000000000000000" is not an organization id; ${ID}`,
    ],
    ['of its root has 4 at least', { 4: '  rootId: r-0123' }],
    [
      'of its root has not 3',
      { 4: '  rootId: r-012' },
      `line 4, organization.rootId: "r-012" is not a root id; ${ROOT}`,
    ],
    [
      'of its root is not that of a unit',
      { 4: '  rootId: ou-a1b2-11111111' },
      `line 4, organization.rootId: "ou-a1b2-11111111" is not a root id; ${ROOT}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
