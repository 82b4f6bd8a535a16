import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyStandIns, type Placeholders, placeholdersOf } from '../../src/guardrails/placeholders';
import { EXAMPLES, organization } from '../organizations';
import { OWN_FILES } from './plans';

const of = (settings: Record<string, unknown>): Placeholders => placeholdersOf(organization(settings));

const EVIDENCE_KEY = 'arn:aws:kms:us-east-1:333333333333:key/00000000-0000-0000-0000-000000000000';
const ARCHIVE_KEY = 'arn:aws:kms:us-west-2:444444444444:key/00000000-0000-0000-0000-000000000000';
const BUCKETS = [
  'arn:aws:s3:::my-acme-trail-333333333333-us-east-1',
  'arn:aws:s3:::my-acme-config-333333333333-us-east-1',
  'arn:aws:s3:::my-acme-access-logs-333333333333-us-east-1',
  'arn:aws:s3:::my-acme-archive-444444444444-us-west-2',
];
const exempt = (account: string) => [
  `arn:aws:iam::${account}:role/Deployment`,
  `arn:aws:iam::${account}:role/audit/BreakGlass`,
  `arn:aws:iam::${account}:role/my-acme-audit-remediation-*`,
];
const everywhere = exempt('*');
const LOG_GROUP = 'arn:aws:logs:us-east-1:222222222222:log-group:/aws/cloudtrail/my-acme-organization-trail';

test('placeholders stand for what audit.yaml decides', () => {
  expect(
    of({
      name: 'my-acme',
      accounts: { logArchive: '333333333333', archive: '444444444444' },
      regions: { home: 'us-east-1', governed: ['eu-west-1', 'us-east-1'], archive: 'us-west-2' },
      trail: { administrator: 'delegated' },
      recorder: { role: 'custom' },
      provider: { roleName: 'Deployment' },
      storage: { readers: ['arn:aws:iam::222222222222:role/audit/Reader'] },
      alarms: { topicArns: ['arn:aws:sns:us-east-1:333333333333:on-call'] },
      guardrails: {
        exemptRoles: ['audit/BreakGlass'],
        evaluatorRoles: ['team/Rules', 'OldRules-*'],
        securityRoles: ['team/Security'],
      },
    }),
  ).toEqual({
    Partition: ['aws'],
    OrganizationId: ['o-a1b2c3d4e5'],
    EvidenceAccountIds: ['333333333333', '444444444444'],
    GovernedRegions: ['us-east-1', 'eu-west-1', 'us-west-2'],
    ExemptRoleArns: everywhere,
    EvidenceExemptRoleArns: [...exempt('333333333333'), ...exempt('444444444444')],
    EvaluatorRoleArns: [
      ...everywhere,
      'arn:aws:iam::*:role/my-acme-audit-rule-*',
      'arn:aws:iam::*:role/my-acme-audit-recorder',
      'arn:aws:iam::*:role/team/Rules',
      'arn:aws:iam::*:role/OldRules-*',
    ],
    SecurityRoleArns: [...everywhere, 'arn:aws:iam::*:role/team/Security'],
    RecorderRoleArns: ['arn:aws:iam::*:role/my-acme-audit-recorder'],
    TrailLogWriterArns: [...everywhere, 'arn:aws:iam::*:role/my-acme-audit-trail-logs'],
    PlatformRoleArns: ['arn:aws:iam::*:role/my-acme-audit-*'],
    ProtectedRoleArns: [
      'arn:aws:iam::*:role/my-acme-audit-*',
      ...everywhere,
      'arn:aws:iam::*:role/team/Rules',
      'arn:aws:iam::*:role/OldRules-*',
      'arn:aws:iam::*:role/team/Security',
      'arn:aws:iam::222222222222:role/audit/Reader',
    ],
    ServiceLinkedRoleArns: [
      'arn:aws:iam::*:role/aws-service-role/config.amazonaws.com/*',
      'arn:aws:iam::*:role/aws-service-role/config-conforms.amazonaws.com/*',
      'arn:aws:iam::*:role/aws-service-role/config-multiaccountsetup.amazonaws.com/*',
      'arn:aws:iam::*:role/aws-service-role/cloudtrail.amazonaws.com/*',
    ],
    RootUserArns: ['arn:aws:iam::*:root'],
    TrailArns: ['arn:aws:cloudtrail:*:*:trail/my-acme-organization-trail'],
    EventDataStoreArns: ['arn:aws:cloudtrail:*:*:eventdatastore/*'],
    TrailLogGroupArns: [LOG_GROUP, `${LOG_GROUP}:*`],
    EvidenceBucketArns: BUCKETS,
    EvidenceObjectArns: BUCKETS.map((bucket) => `${bucket}/*`),
    ResultsBucketArns: ['arn:aws:s3:::my-acme-forensics-222222222222-*'],
    TemplateBucketArns: ['arn:aws:s3:::awsconfigconforms-my-acme-222222222222-*'],
    KeyArns: [EVIDENCE_KEY, ARCHIVE_KEY],
    KeyAliasArns: [
      'arn:aws:kms:us-east-1:333333333333:alias/my-acme-audit-evidence',
      'arn:aws:kms:us-west-2:444444444444:alias/my-acme-audit-archive',
    ],
    PlatformEventArns: [
      'arn:aws:events:*:*:rule/my-acme-audit-*',
      'arn:aws:events:*:*:rule/*/my-acme-audit-*',
      'arn:aws:events:*:*:event-bus/my-acme-audit-*',
      'arn:aws:events:*:*:archive/my-acme-audit-*',
    ],
    PlatformLogGroupArns: [
      'arn:aws:logs:*:*:log-group:/aws/lambda/my-acme-audit-*',
      'arn:aws:logs:*:*:log-group:/my-acme-audit/*',
    ],
    PlatformAlarmArns: ['arn:aws:cloudwatch:*:*:alarm:my-acme-audit-*'],
    PlatformDashboardArns: ['arn:aws:cloudwatch::*:dashboard/my-acme-audit-*'],
    MetricNamespaces: ['my-acme-audit-*'],
    PlatformTopicArns: ['arn:aws:sns:*:*:my-acme-audit-*'],
    PlatformKeyAliases: ['alias/my-acme-audit-*'],
    PlatformAliasArns: ['arn:aws:kms:*:*:alias/my-acme-audit-*'],
    AlarmTopicArns: ['arn:aws:sns:us-east-1:333333333333:on-call'],
    PlatformQueueArns: ['arn:aws:sqs:*:*:my-acme-audit-*'],
    PlatformFunctionArns: ['arn:aws:lambda:*:*:function:my-acme-audit-*'],
    PlatformDocumentArns: ['arn:aws:ssm:*:*:document/my-acme-audit-*'],
    PlatformWorkgroupArns: ['arn:aws:athena:*:*:workgroup/my-acme-audit-*'],
    // Athena wants no hyphens there.
    PlatformCatalogArns: ['arn:aws:glue:*:*:database/my_acme_audit*', 'arn:aws:glue:*:*:table/my_acme_audit*/*'],
  });
});

test.each<[string, Record<string, unknown>, Placeholders]>([
  [
    'one account for all',
    {},
    {
      EvidenceAccountIds: ['222222222222'],
      GovernedRegions: ['us-east-1', 'us-west-2'],
      EvidenceExemptRoleArns: [
        'arn:aws:iam::222222222222:role/OrganizationAccountAccessRole',
        'arn:aws:iam::222222222222:role/acme-audit-remediation-*',
      ],
      EvaluatorRoleArns: [
        'arn:aws:iam::*:role/OrganizationAccountAccessRole',
        'arn:aws:iam::*:role/acme-audit-remediation-*',
        'arn:aws:iam::*:role/acme-audit-rule-*',
      ],
      SecurityRoleArns: [
        'arn:aws:iam::*:role/OrganizationAccountAccessRole',
        'arn:aws:iam::*:role/acme-audit-remediation-*',
      ],
      RecorderRoleArns: [],
      AlarmTopicArns: [],
      TrailLogGroupArns: [
        'arn:aws:logs:us-east-1:111111111111:log-group:/aws/cloudtrail/acme-organization-trail',
        'arn:aws:logs:us-east-1:111111111111:log-group:/aws/cloudtrail/acme-organization-trail:*',
      ],
      ProtectedRoleArns: [
        'arn:aws:iam::*:role/acme-audit-*',
        'arn:aws:iam::*:role/OrganizationAccountAccessRole',
        'arn:aws:iam::*:role/acme-audit-remediation-*',
      ],
    },
  ],
  [
    'a log archive that keeps the archive too',
    { accounts: { logArchive: '333333333333' } },
    { EvidenceAccountIds: ['333333333333'] },
  ],
  [
    'an archive apart from the audit account',
    { accounts: { archive: '444444444444' } },
    { EvidenceAccountIds: ['222222222222', '444444444444'] },
  ],
  [
    'a region that is home, but not governed twice',
    { regions: { home: 'eu-west-1', governed: ['eu-west-1', 'us-west-2'], archive: 'us-west-2' } },
    { GovernedRegions: ['eu-west-1', 'us-west-2'] },
  ],
  [
    'a role that is exempt for two reasons',
    {
      guardrails: {
        exemptRoles: ['OrganizationAccountAccessRole'],
        evaluatorRoles: ['OrganizationAccountAccessRole'],
        securityRoles: ['OrganizationAccountAccessRole'],
      },
    },
    {
      ExemptRoleArns: [
        'arn:aws:iam::*:role/OrganizationAccountAccessRole',
        'arn:aws:iam::*:role/acme-audit-remediation-*',
      ],
      EvaluatorRoleArns: [
        'arn:aws:iam::*:role/OrganizationAccountAccessRole',
        'arn:aws:iam::*:role/acme-audit-remediation-*',
        'arn:aws:iam::*:role/acme-audit-rule-*',
      ],
      SecurityRoleArns: [
        'arn:aws:iam::*:role/OrganizationAccountAccessRole',
        'arn:aws:iam::*:role/acme-audit-remediation-*',
      ],
      ProtectedRoleArns: [
        'arn:aws:iam::*:role/acme-audit-*',
        'arn:aws:iam::*:role/OrganizationAccountAccessRole',
        'arn:aws:iam::*:role/acme-audit-remediation-*',
      ],
    },
  ],
])('%s', (_, settings, expected) => {
  expect(of(settings)).toMatchObject(expected);
});

describe.each(Object.keys(EXAMPLES))('in the example %s', (example) => {
  const declared = organization(EXAMPLES[example]!);
  const placeholders = placeholdersOf(declared);

  test('no value is empty but those of a custom recorder role and of topics, and none has anything twice', () => {
    const empty = Object.keys(placeholders).filter((name) => placeholders[name]!.length === 0);
    expect(empty).toEqual([
      ...(declared.config.recorder.role === 'custom' ? [] : ['RecorderRoleArns']),
      ...(declared.config.alarms.topicArns.length > 0 ? [] : ['AlarmTopicArns']),
    ]);
    const twice = Object.entries(placeholders).filter(([, values]) => new Set(values).size < values.length);
    expect(twice.map(([name]) => name)).toEqual([]);
  });

  test('every ARN is of its partition', () => {
    const arns = Object.values(placeholders)
      .flat()
      .filter((value) => value.startsWith('arn:'));
    expect(arns.filter((arn) => !arn.startsWith(`arn:${declared.partition}:`))).toEqual([]);
    expect(placeholders.Partition).toEqual([declared.partition]);
    expect(declared.partition).toBe({ GovCloud: 'aws-us-gov', China: 'aws-cn' }[example] ?? 'aws');
  });

  test('no value looks like a placeholder or a reference, and only keys contain stand-ins', () => {
    const standIns = Object.values(keyStandIns(declared));
    expect(new Set(standIns).size).toBe(2);
    const suspects = Object.entries(placeholders).filter(([, values]) =>
      values.some((value) => value.includes('{') || standIns.some((standIn) => value.includes(standIn))),
    );
    expect(suspects.map(([name]) => name)).toEqual(['KeyArns']);
  });
});

test('stand-ins of keys are as long as the ARNs that AWS will make', () => {
  const real = 'arn:aws:kms:us-east-1:333333333333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  expect(keyStandIns(organization({ accounts: { logArchive: '333333333333' } })).evidence).toHaveLength(real.length);
});

describe('every placeholder', () => {
  const names = Object.keys(of({}));
  const used = new Set(
    Object.values(OWN_FILES).flatMap((file) =>
      [...JSON.stringify(file).matchAll(/"\$\{(\w+)\}"/g)].map(([, name]) => name!),
    ),
  );

  test('that a policy uses exists', () => {
    expect([...used].filter((name) => !names.includes(name))).toEqual([]);
  });

  test('is used by a policy, but for what only users have a use for', () => {
    expect(names.filter((name) => !used.has(name))).toEqual(['Partition']);
  });

  test('is in docs/guardrails.md', () => {
    const page = readFileSync(join(__dirname, '../../docs/guardrails.md'), 'utf8');
    expect([...page.matchAll(/^\| `\$\{(\w+)\}` \|/gm)].map(([, name]) => name)).toEqual(names);
  });

  test('is a word that a policy file can write', () => {
    expect(names.filter((name) => !/^[A-Za-z]+$/.test(name))).toEqual([]);
  });
});
