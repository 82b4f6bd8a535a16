import { parseOrganization } from '../../src/config/load';
import { complaintAbout, report, smallest, type Case } from './audit-file';

const valueAt = (config: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], config);

const settingsOf = (text: string) => parseOrganization(smallest({ 15: text }), 'audit.yaml').config;

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
      guardrails: {
        optional: [],
        resourceControlPolicies: {},
        exemptRoles: [],
        evaluatorRoles: [],
        securityRoles: [],
        limits: {
          scp: { alreadyAttachedTo: {} },
          rcp: { alreadyAttachedTo: {} },
        },
      },
      alarms: {
        subscriptions: [{ protocol: 'email', endpoint: 'security@example.com' }],
        topicArns: [],
        cis: true,
      },
      rules: {
        managed: [],
        lambda: [],
        guard: [],
        requiredTags: [],
        allowedPublicPorts: [80, 443],
        logRetentionDays: 365,
        serviceLinkedRoleExists: false,
      },
      conformancePacks: [],
      response: { selfHealing: 'mend', trustedRoles: [], remediations: [] },
      forensics: {
        accounts: 'declared',
        otherAccounts: [],
        since: '2013-11-01',
        scanLimitGb: 1000,
        resultsExpireAfterDays: 30,
        investigators: [],
      },
      adopt: { delegatedAdministrators: [], buckets: {}, keys: {}, recorders: [], policies: [] },
      backend: { type: 'local' },
      provider: { version: 6, roleName: 'OrganizationAccountAccessRole' },
      tags: {},
      deletionProtection: true,
    });
  });

  const READER = 'arn:aws:iam::222222222222:role/audit/Reader';
  const TOPIC = 'arn:aws:sns:us-east-1:222222222222:security-alerts';

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
    ['guardrails.securityRoles', 'guardrails: { securityRoles: [Security*] }', ['Security*']],
    ['guardrails.optional', 'guardrails: { optional: [{ policy: a }] }', [{ policy: 'a' }]],
    [
      'guardrails.resourceControlPolicies.enabled',
      'guardrails: { resourceControlPolicies: { enabled: false } }',
      false,
    ],
    [
      'guardrails.resourceControlPolicies.attachTo',
      'guardrails: { resourceControlPolicies: { attachTo: [r-a1b2] } }',
      ['r-a1b2'],
    ],
    ...['scp', 'rcp'].flatMap((kind): [path: string, text: string, value: unknown][] => {
      const target = kind === 'scp' ? 'r-a1b2' : '222222222222';
      return [
        [`guardrails.limits.${kind}.characters`, `guardrails: { limits: { ${kind}: { characters: 4096 } } }`, 4096],
        [`guardrails.limits.${kind}.attachments`, `guardrails: { limits: { ${kind}: { attachments: 7 } } }`, 7],
        [`guardrails.limits.${kind}.alreadyAttached`, `guardrails: { limits: { ${kind}: { alreadyAttached: 0 } } }`, 0],
        [
          `guardrails.limits.${kind}.alreadyAttachedTo`,
          `guardrails: { limits: { ${kind}: { alreadyAttachedTo: { ${target}: 4 } } } }`,
          { [target]: 4 },
        ],
      ];
    }),
    ['alarms.topicArns', `alarms: { topicArns: [${TOPIC}] }`, [TOPIC]],
    ['alarms.cis', `alarms: { cis: false, topicArns: [${TOPIC}] }`, false],
    ...(
      [
        ['email', 'security+audit@example.com'],
        ['email-json', 'security@example.com'],
        ['https', 'https://pager.example.com/hooks?key=1'],
        ['sqs', 'arn:aws:sqs:us-east-1:222222222222:alerts'],
        ['lambda', 'arn:aws:lambda:us-east-1:222222222222:function:pager:live'],
      ] as const
    ).map(([protocol, endpoint]): [string, string, unknown] => [
      'alarms.subscriptions',
      `alarms: { subscriptions: [{ protocol: ${protocol}, endpoint: "${endpoint}" }] }`,
      [{ protocol, endpoint }],
    ]),
    ['rules.requiredTags', 'rules: { requiredTags: [owner, "Kosten:Stelle"] }', ['owner', 'Kosten:Stelle']],
    ['rules.allowedPublicPorts', 'rules: { allowedPublicPorts: [0, 65535] }', [0, 65535]],
    ['rules.logRetentionDays', 'rules: { logRetentionDays: 90 }', 90],
    ['rules.serviceLinkedRoleExists', 'rules: { serviceLinkedRoleExists: true }', true],
    ['forensics.accounts', 'forensics: { accounts: any }', 'any'],
    ['forensics.otherAccounts', 'forensics: { otherAccounts: ["999999999999"] }', ['999999999999']],
    ['forensics.since', 'forensics: { since: 2024-01-01 }', '2024-01-01'],
    ['forensics.scanLimitGb', 'forensics: { scanLimitGb: 20 }', 20],
    ['forensics.resultsExpireAfterDays', 'forensics: { resultsExpireAfterDays: 7 }', 7],
    ['forensics.investigators', `forensics: { investigators: [${READER}] }`, [READER]],
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

  const managed = (keys: string) =>
    `rules: { managed: [{ rule: REQUIRED_TAGS, parameters: { tag1Key: a }, ${keys} }] }`;
  const iam = (keys: string) => `rules: { managed: [{ rule: IAM_PASSWORD_POLICY, ${keys} }] }`;
  const lambda = (keys: string) => `rules: { lambda: [{ rule: iam-user-mfa, ${keys} }] }`;
  const guard = (keys: string) => `rules: { guard: [{ rule: s3-bucket-no-website, ${keys} }] }`;
  const pack = (keys: string) => `conformancePacks: [{ pack: cis-aws-5.0.0, ${keys} }]`;
  const optional = (policy: string) => `guardrails: { optional: [{ policy: ${policy} }] }`;
  const VALUES = { text: 'a', number: 1.5, flag: false };

  test.each<[path: string, text: string, byDefault: string, value: unknown]>([
    ['guardrails.optional.0.policy', optional('deny-root-user'), optional('a'), 'deny-root-user'],
    ['guardrails.optional.0.attachTo', optional('a, attachTo: [r-a1b2]'), optional('a'), ['r-a1b2']],
    ['guardrails.optional.0.attachTo', optional('a, attachTo: []'), optional('a'), []],
    ['rules.managed.0.rule', iam(''), managed(''), 'IAM_PASSWORD_POLICY'],
    ['rules.managed.0.name', managed('name: Tags_1'), managed(''), 'Tags_1'],
    [
      'rules.managed.0.parameters',
      iam('parameters: { MinimumPasswordLength: 14 }'),
      iam(''),
      { MinimumPasswordLength: 14 },
    ],
    [
      'rules.managed.0.scope',
      managed('scope: { resourceTypes: [AWS::S3::Bucket], resourceId: records }'),
      managed(''),
      { resourceTypes: ['AWS::S3::Bucket'], resourceId: 'records' },
    ],
    [
      'rules.managed.0.scope',
      managed('scope: { tagKey: stage, tagValue: production }'),
      managed(''),
      { tagKey: 'stage', tagValue: 'production' },
    ],
    ['rules.managed.0.frequency', iam('frequency: One_Hour'), iam(''), 'One_Hour'],
    ['rules.managed.0.regions', managed('regions: [us-east-1]'), managed(''), ['us-east-1']],
    ['rules.managed.0.excludedAccounts', managed('excludedAccounts: ["111111111111"]'), managed(''), ['111111111111']],
    ['rules.managed.0.deploy', managed('deploy: accounts'), managed(''), 'accounts'],
    ['rules.lambda.0.rule', 'rules: { lambda: [{ rule: vpc-flow-logs }] }', lambda(''), 'vpc-flow-logs'],
    ['rules.lambda.0.parameters', lambda('parameters: { text: a, number: 1.5, flag: false }'), lambda(''), VALUES],
    ['rules.lambda.0.frequency', lambda('frequency: Six_Hours'), lambda(''), 'Six_Hours'],
    ['rules.lambda.0.regions', lambda('regions: [us-east-1]'), lambda(''), ['us-east-1']],
    ['rules.lambda.0.excludedAccounts', lambda('excludedAccounts: ["222222222222"]'), lambda(''), ['222222222222']],
    [
      'rules.guard.0.rule',
      'rules: { guard: [{ rule: kms-key-policy-not-public }] }',
      guard(''),
      'kms-key-policy-not-public',
    ],
    ['rules.guard.0.regions', guard('regions: [us-east-1]'), guard(''), ['us-east-1']],
    ['rules.guard.0.excludedAccounts', guard('excludedAccounts: ["222222222222"]'), guard(''), ['222222222222']],
    ['rules.guard.0.deploy', guard('deploy: accounts'), guard(''), 'accounts'],
    ['conformancePacks.0.pack', 'conformancePacks: [{ pack: soc2-tsc-data }]', pack(''), 'soc2-tsc-data'],
    ['conformancePacks.0.parameters', pack('parameters: { text: a, number: 1.5, flag: false }'), pack(''), VALUES],
    ['conformancePacks.0.regions', pack('regions: [us-east-1]'), pack(''), ['us-east-1']],
    ['conformancePacks.0.excludedAccounts', pack('excludedAccounts: ["222222222222"]'), pack(''), ['222222222222']],
    ['conformancePacks.0.deploy', pack('deploy: accounts'), pack(''), 'accounts'],
    ['conformancePacks.0.oversized', pack('oversized: s3'), pack(''), 's3'],
  ])('takes another %s', (path, text, byDefault, value) => {
    expect(valueAt(settingsOf(text), path)).toEqual(value);
    expect(valueAt(settingsOf(byDefault), path)).not.toEqual(value);
  });

  test('yields these settings of a rule and of a pack that say the least', () => {
    const { rules, conformancePacks } = settingsOf(
      `rules:
  managed: [{ rule: IAM_PASSWORD_POLICY }]
  lambda: [{ rule: iam-user-mfa }]
  guard: [{ rule: s3-bucket-no-website }]
conformancePacks: [{ pack: cis-aws-5.0.0 }]`,
    );
    expect(rules).toMatchObject({
      managed: [
        { rule: 'IAM_PASSWORD_POLICY', parameters: {}, scope: {}, excludedAccounts: [], deploy: 'organization' },
      ],
      lambda: [{ rule: 'iam-user-mfa', parameters: {}, excludedAccounts: [] }],
      guard: [{ rule: 's3-bucket-no-website', excludedAccounts: [], deploy: 'organization' }],
    });
    expect(conformancePacks).toEqual([
      { pack: 'cis-aws-5.0.0', parameters: {}, excludedAccounts: [], deploy: 'organization', oversized: 'split' },
    ]);
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
