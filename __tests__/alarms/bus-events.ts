/** An event of the audit account's bus, as its targets see it. */
export interface SampleEvent {
  readonly version: '0';
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

const event = (
  source: string,
  detailType: string,
  detail: SampleEvent['detail'],
  resources: readonly string[] = [],
): SampleEvent => ({
  version: '0',
  id: '0f0f0f0f-0000-4000-8000-000000000000',
  source,
  'detail-type': detailType,
  account: '444444444444',
  region: 'eu-west-1',
  time: '2026-11-23T10:00:00Z',
  resources,
  detail,
});

const PLACE = { account: '444444444444', region: 'eu-west-1' };

export const CAUSE = {
  eventName: 'StopLogging',
  eventId: '11111111-2222-4333-8444-555555555555',
  principal: 'arn:aws:sts::111111111111:assumed-role/Administrator/mallory',
  sourceIp: '203.0.113.10',
  time: '2026-11-23T09:59:00Z',
};

export const selfHealing = (outcome: string, more: SampleEvent['detail'] = {}): SampleEvent =>
  event('org-audit', 'Audit Self-Healing', {
    healer: 'trail',
    ...PLACE,
    outcome,
    cause: CAUSE,
    changes: [{ what: 'the trail does not log', was: false, wanted: true, mended: outcome === 'mended' }],
    ...more,
  });

/** As lambdas/shared/healer.ts tells it. */
export const health = (...kinds: readonly string[]): SampleEvent =>
  event('org-audit', 'Audit Health', {
    healer: 'trail',
    ...PLACE,
    healthy: kinds.length === 0,
    kinds: kinds.join(' '),
    problems: kinds.map((kind) => ({ kind, detail: `what there is to say of ${kind}` })),
  });

/** As lambdas/roll-call tells it, in the audit account. */
export const rollCall = (more: SampleEvent['detail'] = {}): SampleEvent => ({
  ...event('org-audit', 'Audit Roll Call', {
    until: '2026-11-23T10:00:00.000Z',
    declared: '0123456789abcdef',
    expected: 6,
    heard: 6,
    awaited: 0,
    complete: true,
    silent: [],
    news: [],
    ended: [],
    counts: { silent: 0, newlySilent: 0, news: 0, ended: 0 },
    standing: 0,
    worthTelling: false,
    ...more,
  }),
  account: '222222222222',
  region: 'us-east-1',
});

/** As lambdas/verify-evidence tells it, in the account of the evidence. */
export const evidenceFindings = (more: SampleEvent['detail'] = {}): SampleEvent => ({
  ...event('org-audit', 'Audit Evidence Findings', {
    bucket: 'acme-trail-333333333333-us-east-1',
    evidenceOf: '444444444444',
    until: '2026-11-23T10:35:00.000Z',
    alarms: ['changed-file'],
    count: 1,
    findings: [
      {
        alarm: 'changed-file',
        kind: 'altered-log',
        region: 'eu-west-1',
        key: 'AWSLogs/o-a1b2c3d4e5/444444444444/CloudTrail/eu-west-1/2026/11/23/x.json.gz',
        digest: 'AWSLogs/o-a1b2c3d4e5/444444444444/CloudTrail-Digest/eu-west-1/2026/11/23/y.json.gz',
        message: 'x.json.gz is not as it was delivered',
      },
    ],
    ...more,
  }),
  account: '333333333333',
  region: 'us-east-1',
});

export const outcome = (detailType: string, result?: string, more: SampleEvent['detail'] = {}): SampleEvent =>
  event('org-audit', detailType, {
    remediation: 'revoke-public-ingress',
    resourceId: 'sg-0123456789abcdef0',
    ...PLACE,
    rule: 'restricted-ssh',
    execution: '99999999-2222-4333-8444-555555555555',
    ...(result !== undefined && { outcome: result }),
    ...more,
  });

export const automation = (Status: string, Definition = 'acme-audit-revoke-public-ingress'): SampleEvent =>
  event(
    'aws.ssm',
    'EC2 Automation Execution Status-change Notification',
    {
      ExecutionId: '99999999-2222-4333-8444-555555555555',
      Definition,
      DefinitionVersion: '1.0',
      Status,
      StartTime: 'Nov 23, 2026 9:59:00 AM',
      EndTime: 'Nov 23, 2026 10:00:00 AM',
      Time: 180000,
      ExecutedBy: 'arn:aws:sts::444444444444:assumed-role/acme-audit-remediation-start/x',
    },
    [`arn:aws:ssm:eu-west-1:444444444444:automation-execution/99999999-2222-4333-8444-555555555555`],
  );

export const awsAlarm = (value: string): SampleEvent =>
  event(
    'aws.cloudwatch',
    'CloudWatch Alarm State Change',
    {
      alarmName: 'acme-audit-replication-trail-lag',
      state: { value, reason: 'Threshold Crossed: 3 datapoints', timestamp: '2026-11-23T10:00:00.000+0000' },
      previousState: { value: 'OK' },
      configuration: { description: 'Copies of acme-trail in the archive lag behind. Check the replication role.' },
    },
    ['arn:aws:cloudwatch:eu-west-1:444444444444:alarm:acme-audit-replication-trail-lag'],
  );

export const finding = (complianceType: string): SampleEvent =>
  event('aws.config', 'Config Rules Compliance Change', {
    messageType: 'ComplianceChangeNotification',
    configRuleName: 'OrgConfigRule-restricted-ssh-abcdef',
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: 'sg-0123456789abcdef0',
    awsAccountId: '444444444444',
    awsRegion: 'eu-west-1',
    newEvaluationResult: { complianceType, annotation: 'port 22 is open' },
  });
