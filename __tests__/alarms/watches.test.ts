import { eventSourceOf, type TrailEvent } from '../../src/alarms/trail-event';
import { watchesOf } from '../../src/alarms/watches';
import { organization } from '../organizations';
import { by, call, EVIDENCE, isCounted, MANAGEMENT, MEMBER } from './events';

const TOPIC = 'arn:aws:sns:us-east-1:999999999999:pagers';
const watches = watchesOf(
  organization({
    guardrails: {
      exemptRoles: ['BreakGlass', 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Audit_*'],
      evaluatorRoles: ['rules/Evaluator', 'Legacy*'],
    },
    storage: { readers: [`arn:aws:iam::${EVIDENCE}:role/audit/Reader`] },
  }),
  [TOPIC],
);
const watch = (name: string) => watches.find((candidate) => candidate.name === name)!;
const about = (requestParameters: object, otherwise: Partial<TrailEvent> = {}) => ({
  ...otherwise,
  requestParameters: requestParameters as Record<string, unknown>,
});
const inEvidence = { recipientAccountId: EVIDENCE };
const inMember = { recipientAccountId: MEMBER };

const NOTICED: Readonly<Record<string, readonly TrailEvent[]>> = {
  'trail-changes': [
    ...['StopLogging', 'DeleteTrail', 'PutEventSelectors', 'DeregisterOrganizationDelegatedAdmin', 'NewToday'].map(
      (name) => call('cloudtrail', name),
    ),
    call('cloudtrail', 'StopLogging', inMember),
    call('cloudtrail', 'StartQueryOfANewKind'),
  ],
  'config-changes': [
    call('config', 'StopConfigurationRecorder', inMember),
    call('config', 'PutExternalEvaluation'),
    call('config', 'DeleteEvaluationResults'),
    call('config', 'PutEvaluations'),
    call('config', 'PutEvaluations', by('acme-audit-rule')),
    call('config', 'PutEvaluations', by('Evaluator')),
    call('config', 'PutEvaluations', by('BreakGlass')),
    call('config', 'PutEvaluations', { userIdentity: { type: 'Root' } }),
    call('config', 'PutEvaluations', { userIdentity: undefined }),
  ],
  'organization-changes': [
    call('organizations', 'DetachPolicy'),
    call('organizations', 'LeaveOrganization', inMember),
    call('account', 'DisableRegion', inMember),
  ],
  'key-changes': [
    call('kms', 'ScheduleKeyDeletion', inEvidence),
    call('kms', 'PutKeyPolicy', { ...inEvidence, managementEvent: undefined }),
    call('kms', 'CreateGrant', inEvidence),
    call('kms', 'DisableKey'),
    call('kms', 'PutKeyPolicy'),
  ],
  'bucket-changes': [
    call('s3', 'PutBucketLifecycle', inEvidence),
    call('s3', 'DeleteBucketPolicy', inEvidence),
    call('s3', 'PutAccountPublicAccessBlock', inEvidence),
    call('s3', 'CreateJob', inEvidence),
  ],
  'role-changes': [
    ...['acme-audit-rule-x', 'acme-audit-remediation-x', 'BreakGlass', 'AWSReservedSSO_Audit_0123', 'Reader'].map(
      (roleName) => call('iam', 'UpdateAssumeRolePolicy', about({ roleName }, inMember)),
    ),
    call('iam', 'PutRolePolicy', about({ roleName: 'Evaluator' })),
    call('iam', 'CreateRole', about({ roleName: 'LegacyEvaluator' })),
    call('iam', 'AttachRolePolicy', about({ roleName: 'OrganizationAccountAccessRole' })),
    call('iam', 'DeleteServiceLinkedRole', about({ roleName: 'AWSServiceRoleForConfigConforms' })),
    call('iam', 'DeleteServiceLinkedRole', about({ roleName: 'AWSServiceRoleForCloudTrail' })),
  ],
  'platform-changes': [
    call('logs', 'DeleteLogGroup', about({ logGroupName: '/aws/cloudtrail/acme-organization-trail' })),
    call('logs', 'DeleteMetricFilter', about({ logGroupName: '/aws/cloudtrail/acme-organization-trail' })),
    call('logs', 'PutRetentionPolicy', about({ logGroupName: '/aws/lambda/acme-audit-rule-x' }, inMember)),
    call('logs', 'DeleteLogGroup', about({ logGroupName: '/acme-audit/heal' })),
    call(
      'logs',
      'PutDataProtectionPolicy',
      about({
        logGroupIdentifier: `arn:aws:logs:us-east-1:${MANAGEMENT}:log-group:/aws/cloudtrail/acme-organization-trail:*`,
      }),
    ),
    call('logs', 'PutTransformer', about({ logGroupIdentifier: '/aws/cloudtrail/acme-organization-trail' })),
    call('logs', 'PutAccountPolicy', about({ policyName: 'mask' })),
    call('logs', 'DeleteResourcePolicy', about({ policyName: 'acme-audit-events' }, inEvidence)),
    call('logs', 'PutResourcePolicy', about({ policyName: 'acme-audit-events', policyDocument: '{}' }, inMember)),
    ...[
      '/aws/cloudtrail/acme-organization-trail',
      '/aws/lambda/acme-audit-healer',
      '/acme-audit/heal',
      `arn:aws:logs:us-east-1:${MANAGEMENT}:log-group:/aws/lambda/acme-audit-healer`,
      `arn:aws:logs:us-east-1:${MANAGEMENT}:log-group:/acme-audit/heal:*`,
    ].flatMap((logGroup) => [
      call('logs', 'PutLogGroupDeletionProtection', about({ logGroupIdentifier: logGroup }, inMember)),
      call('logs', 'DisassociateKmsKey', about({ resourceIdentifier: logGroup }, inMember)),
      call('logs', 'UntagResource', about({ resourceArn: logGroup }, inMember)),
    ]),
    call('monitoring', 'PutMetricAlarm', about({ alarmName: 'acme-audit-trail-changes' })),
    call('monitoring', 'DeleteAlarms', about({ alarmNames: ['other', 'acme-audit-trail-changes'] })),
    call('monitoring', 'DisableAlarmActions', about({ alarmNames: ['acme-audit-trail-changes'] })),
    call('monitoring', 'PutAlarmMuteRule', about({ name: 'quiet' })),
    call('monitoring', 'PutDashboard', about({ dashboardName: 'acme-audit-health', dashboardBody: '{}' }, inMember)),
    call('monitoring', 'DeleteDashboards', about({ dashboardNames: ['acme-audit-health'] }, inEvidence)),
    call(
      'monitoring',
      'TagResource',
      about({ resourceARN: `arn:aws:cloudwatch:us-east-1:${MEMBER}:alarm:acme-audit-x` }, inMember),
    ),
    call('events', 'DisableRule', about({ name: 'acme-audit-heal' })),
    call('events', 'RemoveTargets', about({ rule: 'acme-audit-heal', ids: ['1'] })),
    call(
      'events',
      'PutPermission',
      about({ eventBusName: `arn:aws:events:us-east-1:${MEMBER}:event-bus/acme-audit-bus` }),
    ),
    call('events', 'DeleteArchive', about({ archiveName: 'acme-audit-archive' })),
    ...['rule/acme-audit-heal', 'rule/acme-audit-bus/heal', 'event-bus/acme-audit-bus'].map((resource) =>
      call(
        'events',
        'UntagResource',
        about({ resourceARN: `arn:aws:events:us-east-1:${MEMBER}:${resource}` }, inMember),
      ),
    ),
    call('sns', 'DeleteTopic', about({ topicArn: `arn:aws:sns:us-east-1:${MANAGEMENT}:acme-audit-trail-deliveries` })),
    call('sns', 'SetTopicAttributes', about({ topicArn: TOPIC })),
    call('sns', 'Unsubscribe', about({ subscriptionArn: `${TOPIC}:0f0f` })),
    call('sqs', 'PurgeQueue', about({ queueUrl: `https://sqs.us-east-1.amazonaws.com/${MEMBER}/acme-audit-dead` })),
    call('sqs', 'StartMessageMoveTask', about({ sourceArn: `arn:aws:sqs:us-east-1:${MEMBER}:acme-audit-dead` })),
    call(
      'sqs',
      'StartMessageMoveTask',
      about({
        sourceArn: `arn:aws:sqs:us-east-1:${MEMBER}:x`,
        destinationArn: `arn:aws:sqs:us-east-1:${MEMBER}:acme-audit-x`,
      }),
    ),
    call('lambda', 'UpdateFunctionCode20150331v2', about({ functionName: 'acme-audit-rule-x' })),
    call(
      'lambda',
      'PutFunctionConcurrency20171031',
      about({ functionName: `arn:aws:lambda:us-east-1:${MEMBER}:function:acme-audit-rule-x` }),
    ),
    call(
      'lambda',
      'AddPermission20150331v2',
      about({ functionName: `${MEMBER}:function:acme-audit-rule-x` }, inMember),
    ),
    call(
      'lambda',
      'TagResource20170331v2',
      about({ resource: `arn:aws:lambda:us-east-1:${MEMBER}:function:acme-audit-rule-x` }, inMember),
    ),
    call('lambda', 'CreateEventSourceMapping20150331', about({ functionName: 'acme-audit-healer' }, inMember)),
    call('lambda', 'UpdateEventSourceMapping20150331', about({ uUID: '0123' })),
    call('lambda', 'DeleteEventSourceMapping20150331', about({ uUID: '0123' })),
    call('ssm', 'UpdateDocumentDefaultVersion', about({ name: 'acme-audit-close-ports' })),
    call('ssm', 'ModifyDocumentPermission', about({ name: `arn:aws:ssm:us-east-1:${MEMBER}:document/acme-audit-x` })),
    call('ssm', 'AddTagsToResource', about({ resourceType: 'Document', resourceId: 'acme-audit-x' }, inMember)),
    call('ssm', 'PutResourcePolicy', about({ resourceArn: `arn:aws:ssm:us-east-1:${MEMBER}:document/acme-audit-x` })),
    call('athena', 'UpdateWorkGroup', about({ workGroup: 'acme-audit-hunts' })),
    call('athena', 'CreateWorkGroup', about({ name: 'acme-audit-hunts' })),
    call('athena', 'DeletePreparedStatement', about({ workGroup: 'acme-audit-hunts', statementName: 'x' })),
    call(
      'athena',
      'TagResource',
      about({ resourceARN: `arn:aws:athena:us-east-1:${MEMBER}:workgroup/acme-audit-hunts` }, inMember),
    ),
    call('glue', 'UpdateTable', about({ databaseName: 'acme_audit', tableInput: { name: 'trail' } })),
    call('glue', 'DeleteDatabase', about({ name: 'acme_audit' })),
    call('glue', 'CreateDatabase', about({ databaseInput: { name: 'acme_audit' } })),
    ...['database/acme_audit', 'table/acme_audit/trail'].flatMap((resource) => [
      call('glue', 'TagResource', about({ resourceArn: `arn:aws:glue:us-east-1:${MEMBER}:${resource}` }, inMember)),
      call('glue', 'CreateIntegration', about({ targetArn: `arn:aws:glue:us-east-1:${MEMBER}:${resource}` }, inMember)),
    ]),
  ],
  'security-service-changes': [
    ...[
      'DeleteDetector', 'UpdateDetector', 'CreateFilter', 'UpdateFilter', 'ArchiveFindings', 'CreateIPSet', 'UpdateIPSet', 'DeleteThreatIntelSet',
      'CreateTrustedEntitySet', 'DeletePublishingDestination', 'DisassociateFromMasterAccount', 'DisassociateMembers', 'StopMonitoringMembers',
      'UpdateMemberDetectors', 'UpdateOrganizationConfiguration', 'DisableOrganizationAdminAccount',
    ].map((name) => call('guardduty', name, inMember)), // prettier-ignore
    ...[
      'DisableSecurityHub', 'DisableSecurityHubV2', 'BatchDisableStandards', 'UpdateStandardsControl', 'BatchUpdateStandardsControlAssociations',
      'UpdateSecurityControl', 'UpdateSecurityHubConfiguration', 'CreateAutomationRule', 'CreateAutomationRuleV2', 'BatchUpdateAutomationRules',
      'BatchDeleteAutomationRules', 'DeleteFindingAggregator', 'DeleteActionTarget', 'DisableImportFindingsForProduct', 'DeleteMembers',
      'UpdateConfigurationPolicy', 'StartConfigurationPolicyDisassociation',
    ].map((name) => call('securityhub', name)), // prettier-ignore
    ...['DeleteAnalyzer', 'UpdateAnalyzer', 'CreateArchiveRule', 'ApplyArchiveRule', 'UpdateFindings'].map((name) =>
      call('access-analyzer', name),
    ),
    ...['DisableMacie', 'UpdateMacieSession', 'CreateFindingsFilter'].map((name) => call('macie2', name)),
    ...['Disable', 'DisassociateMember', 'DisableDelegatedAdminAccount', 'CreateFilter'].map((name) =>
      call('inspector2', name),
    ),
    ...['DeleteGraph', 'DisassociateMembership'].map((name) => call('detective', name)),
  ],
};

const IGNORED: Readonly<Record<string, readonly TrailEvent[]>> = {
  'trail-changes': [
    ...['StartQuery', 'CancelQuery', 'GenerateQuery', 'GenerateQueryResultsSummary', 'StartDashboardRefresh'].map(
      (name) => call('cloudtrail', name),
    ),
    call('cloudtrail', 'LookupEvents', { readOnly: true }),
    call('cloudtrail-data', 'PutAuditEvents'),
  ],
  'config-changes': [
    ...[
      'StartConfigRulesEvaluation',
      'StartResourceEvaluation',
      'StartRemediationExecution',
      'DeliverConfigSnapshot',
    ].map((name) => call('config', name)),
    call('config', 'DescribeConfigRules', { readOnly: true }),
    call('config', 'PutEvaluations', by('acme-audit-rule-iam-user-mfa')),
    call('config', 'PutEvaluations', by('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig')),
    call('config', 'PutEvaluations', by('rules/Evaluator')),
    call('config', 'PutEvaluations', by('LegacyEvaluator')),
    call('config', 'PutEvaluations', { userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' } }),
  ],
  'organization-changes': [
    call('organizations', 'DescribeOrganization', { readOnly: true }),
    call('accounts', 'DisableRegion'),
  ],
  'key-changes': [
    call('kms', 'ScheduleKeyDeletion', inMember),
    call('kms', 'CancelKeyDeletion', inEvidence),
    call('kms', 'EnableKey', inEvidence),
    call('kms', 'Decrypt', { ...inEvidence, readOnly: true }),
  ],
  'bucket-changes': [
    call('s3', 'PutBucketPolicy', inMember),
    call('s3', 'GetBucketPolicy', { ...inEvidence, readOnly: true }),
    call('s3', 'PutObject', { ...inEvidence, managementEvent: false }),
    call('s3', 'PutBucketPolicy', { ...inEvidence, managementEvent: undefined }),
  ],
  'role-changes': [
    call('iam', 'PutRolePolicy', about({ roleName: 'acme-auditor' })),
    call('iam', 'PutRolePolicy', about({ roleName: 'BreakGlass2' })),
    call('iam', 'GetRole', about({ roleName: 'BreakGlass' }, { readOnly: true })),
    call('iam', 'CreateUser', about({ userName: 'BreakGlass' })),
    call('iam', 'CreateUser', { requestParameters: null }),
    call('iam', 'DeleteServiceLinkedRole', about({ roleName: 'AWSServiceRoleForSupport' })),
  ],
  'platform-changes': [
    call('logs', 'CreateLogStream', about({ logGroupName: '/aws/cloudtrail/acme-organization-trail' })),
    call('logs', 'DeleteLogGroup', about({ logGroupName: '/aws/cloudtrail/acme-organization-trail-2' })),
    call('logs', 'DeleteLogGroup', about({ logGroupName: '/aws/lambda/acme-auditor' })),
    call('logs', 'PutAccountPolicy', about({ policyName: 'mask' }, inMember)),
    call('logs', 'DeleteResourcePolicy', about({ policyName: 'route53' }, inEvidence)),
    call('logs', 'DescribeResourcePolicies', about({ policyName: 'acme-audit-events' }, { readOnly: true })),
    call(
      'logs',
      'TagResource',
      about({ resourceArn: `arn:aws:logs:us-east-1:${MEMBER}:log-group:/aws/lambda/acme-auditor` }),
    ),
    call(
      'monitoring',
      'TagResource',
      about({ resourceARN: `arn:aws:cloudwatch:us-east-1:${MEMBER}:alarm:acme-auditor` }),
    ),
    call('events', 'TagResource', about({ resourceARN: `arn:aws:events:us-east-1:${MEMBER}:rule/nightly` })),
    call('lambda', 'TagResource20170331v2', about({ resource: `arn:aws:lambda:us-east-1:${MEMBER}:function:shop` })),
    call('lambda', 'DeleteEventSourceMapping20150331', about({ uUID: '0123' }, inMember)),
    call('ssm', 'AddTagsToResource', about({ resourceType: 'ManagedInstance', resourceId: 'mi-0123' })),
    call('athena', 'CreatePreparedStatement', about({ workGroup: 'acme-audit-hunts', statementName: 'x' })),
    call('athena', 'DeleteNamedQuery', about({ namedQueryId: '0123' })),
    call('athena', 'TagResource', about({ resourceARN: `arn:aws:athena:us-east-1:${MEMBER}:workgroup/team` })),
    call('glue', 'TagResource', about({ resourceArn: `arn:aws:glue:us-east-1:${MEMBER}:database/sales` })),
    call('sqs', 'StartMessageMoveTask', about({ sourceArn: `arn:aws:sqs:us-east-1:${MEMBER}:orders-dead` })),
    call('monitoring', 'DeleteAlarms', about({ alarmNames: ['cpu'] }, inMember)),
    call('monitoring', 'PutMetricAlarm', about({ alarmName: 'cpu' })),
    call('monitoring', 'PutDashboard', about({ dashboardName: 'orders' })),
    call('monitoring', 'DeleteDashboards', about({ dashboardNames: ['orders'] }, inMember)),
    call('events', 'DisableRule', about({ name: 'nightly' })),
    call('sns', 'SetTopicAttributes', about({ topicArn: `${TOPIC}-2` })),
    call('sns', 'Unsubscribe', about({ subscriptionArn: `${TOPIC}-2:0f0f` })),
    call('lambda', 'UpdateFunctionCode20150331v2', about({ functionName: 'shop' })),
    call('athena', 'StartQueryExecution', about({ workGroup: 'acme-audit-hunts' })),
    call('glue', 'UpdateTable', about({ databaseName: 'sales' })),
    call(
      'logs',
      'DeleteMetricFilter',
      about({ logGroupName: '/aws/cloudtrail/acme-organization-trail' }, { readOnly: true }),
    ),
  ],
  'security-service-changes': [
    call('securityhub', 'BatchImportFindings'),
    call('securityhub', 'BatchUpdateFindings'),
    call('guardduty', 'CreateDetector'),
    call('guardduty', 'DeleteDetector', { readOnly: true }),
    call('macie', 'DisableMacie'),
  ],
};

const cases = (of: typeof NOTICED) =>
  Object.entries(of).flatMap(([name, events]) =>
    events.map((event) => [name, event.eventSource, event.eventName, JSON.stringify(event), event] as const),
  );

test('each watch has its table', () => {
  const names = watches.map(({ name }) => name);
  expect(Object.keys(NOTICED)).toEqual(names);
  expect(Object.keys(IGNORED)).toEqual(names);
});

test.each(cases(NOTICED))('%s notices %s %s: %s', (name, _source, _action, _text, event) => {
  expect([watch(name).notices(event), isCounted(watch(name), event)]).toEqual([true, true]);
});

test.each(cases(IGNORED))('%s ignores %s %s: %s', (name, _source, _action, _text, event) => {
  expect([watch(name).notices(event), isCounted(watch(name), event)]).toEqual([false, false]);
});

const SEPARATE = { accounts: { logArchive: '333333333333', archive: '444444444444', members: ['555555555555'] } };

test.each([
  ['management', '111111111111'],
  ['delegated', '222222222222'],
])(
  'with a trail administered as %s, keys of evidence and of alerts are watched, and buckets of evidence',
  (administrator, trail) => {
    const [key, bucket] = watchesOf(organization({ ...SEPARATE, trail: { administrator } })).filter(({ name }) =>
      ['key-changes', 'bucket-changes'].includes(name),
    );
    const noticed = ['111111111111', '222222222222', '333333333333', '444444444444', '555555555555'].map(
      (recipientAccountId) => [
        recipientAccountId,
        key!.notices(call('kms', 'DisableKey', { recipientAccountId })),
        bucket!.notices(call('s3', 'PutBucketPolicy', { recipientAccountId })),
      ],
    );
    expect(noticed).toEqual([
      ['111111111111', trail === '111111111111', false],
      ['222222222222', true, false],
      ['333333333333', true, true],
      ['444444444444', true, true],
      ['555555555555', false, false],
    ]);
  },
);

test.each([
  ['the custom recorder’s role evaluates', { recorder: { role: 'custom' } }, false],
  ['nobody has that role', {}, true],
])('Config’s own evaluations are no news where %s', (_name, settings, noticed) => {
  const config = watchesOf(organization(settings)).find(({ name }) => name === 'config-changes')!;
  expect(config.notices(call('config', 'PutEvaluations', by('acme-audit-recorder')))).toBe(noticed);
});

test('a delegated administrator’s account holds the log group and the alarms', () => {
  const platform = watchesOf(organization({ trail: { administrator: 'delegated' } })).find(
    ({ name }) => name === 'platform-changes',
  )!;
  const mask = (recipientAccountId: string) => call('logs', 'PutAccountPolicy', { recipientAccountId });
  expect([platform.notices(mask('222222222222')), platform.notices(mask(MANAGEMENT))]).toEqual([true, false]);
});

test.each(['management', 'delegated'])(
  'what names nothing is noticed in the management account and wherever alarms are, the trail being %s',
  (administrator) => {
    const platform = watchesOf(organization({ ...SEPARATE, trail: { administrator } })).find(
      ({ name }) => name === 'platform-changes',
    )!;
    for (const [service, name] of [
      ['monitoring', 'DeleteAlarms'],
      ['monitoring', 'DeleteDashboards'],
      ['monitoring', 'DisableAlarmActions'],
      ['monitoring', 'PutAlarmMuteRule'],
      ['lambda', 'DeleteEventSourceMapping20150331'],
    ] as const) {
      const noticed = [MANAGEMENT, '222222222222', '333333333333', '444444444444', '555555555555'].map(
        (recipientAccountId) => platform.notices(call(service, name, { recipientAccountId })),
      );
      expect(noticed).toEqual([true, true, true, true, false]);
    }
  },
);

test('more evaluators than a filter can name are refused, and the line says what to write', () => {
  const evaluatorRoles = Array.from({ length: 12 }, (_, at) => `ConfigRuleEvaluator-${at}`);
  expect(() => watchesOf(organization({ guardrails: { evaluatorRoles } }))).toThrow(
    /guardrails\.evaluatorRoles.* holds 12 roles, .*; name several by one with a closing \*/,
  );
});

test.each([
  ['cloudtrail', 'cloudtrail.amazonaws.com'],
  ['access-analyzer', 'access-analyzer.amazonaws.com'],
  ['cloudwatch', 'monitoring.amazonaws.com'],
])('events of %s come from %s', (prefix, source) => {
  expect(eventSourceOf(prefix)).toBe(source);
});
