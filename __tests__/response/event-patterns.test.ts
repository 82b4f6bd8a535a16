import { BAD_ENDS, OWN_SOURCE } from '../../src/events/reports';
import { alarmsOf, findingsOf, reportsOf, runsOf } from '../../src/response/event-patterns';
import { matchesPattern } from '../alarms/event-pattern';

const ACCOUNT = '333333333333';

describe('reports of documents', () => {
  const report = (more: Record<string, unknown> = {}) => ({
    source: OWN_SOURCE,
    account: ACCOUNT,
    region: 'eu-west-1',
    'detail-type': 'Remediation Outcome',
    detail: { outcome: 'mended' },
    ...more,
  });
  test.each<[string, Record<string, unknown>, boolean]>([
    ['of the account itself', {}, true],
    ['of another account, put on the bus of this one', { account: '444444444444' }, false],
    ['of another source', { source: 'com.example.app' }, false],
  ])('%s', (_, more, expected) => {
    expect(matchesPattern(reportsOf(ACCOUNT), report(more))).toBe(expected);
  });
});

describe('how runs of documents end', () => {
  const run = (Status: string, Definition = 'acme-audit-kms-key-rotation') => ({
    source: 'aws.ssm',
    account: ACCOUNT,
    region: 'eu-west-1',
    'detail-type': 'EC2 Automation Execution Status-change Notification',
    detail: { ExecutionId: '333ba70b-2333-48db-b17e-a5e69c6f4d1c', Definition, DefinitionVersion: '1', Status },
  });
  const isHeard = (event: unknown) => matchesPattern(runsOf('acme-audit-'), event);

  test('well, and in each of the ways that Systems Manager knows besides', () => {
    expect(BAD_ENDS).toEqual(expect.arrayContaining(['Failed', 'TimedOut', 'Cancelled']));
    for (const status of ['Success', 'Failed', 'TimedOut', 'Cancelled']) {
      expect([status, isHeard(run(status))]).toEqual([status, true]);
    }
  });

  test('is no matter while they go on, nor of documents of others', () => {
    for (const status of ['Pending', 'InProgress', 'Waiting']) expect(isHeard(run(status))).toBe(false);
    expect(isHeard(run('Failed', 'AWS-StopEC2Instance'))).toBe(false);
    expect(isHeard(run('Failed', 'acme-auditor'))).toBe(false);
    expect(isHeard({ ...run('Failed'), source: 'com.example.app' })).toBe(false);
  });
});

test('alarms are those of the platform, in any state', () => {
  const alarm = (name: string) => ({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    resources: [`arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:${name}`],
    detail: { alarmName: name, state: { value: 'ALARM' } },
  });
  const pattern = alarmsOf(`arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:acme-audit-`);
  expect(matchesPattern(pattern, alarm('acme-audit-replication'))).toBe(true);
  expect(matchesPattern(pattern, alarm('orders'))).toBe(false);
});

describe('findings', () => {
  const finding = (more: Record<string, unknown> = {}) => ({
    source: 'aws.config',
    'detail-type': 'Config Rules Compliance Change',
    detail: {
      messageType: 'ComplianceChangeNotification',
      configRuleName: 'acme-rule',
      resourceType: 'AWS::S3::Bucket',
      newEvaluationResult: { complianceType: 'NON_COMPLIANT' },
      ...more,
    },
  });
  test.each<[string, Record<string, unknown>, boolean]>([
    ['of a rule by its whole name', {}, true],
    ['of a rule by how its name begins', { configRuleName: 'OrgConfigRule-rule-a1b2' }, true],
    ['of a rule whose whole name only begins so', { configRuleName: 'acme-rule-2' }, false],
    ['of another type', { resourceType: 'AWS::S3::AccessPoint' }, false],
    ['that are none any more', { newEvaluationResult: { complianceType: 'COMPLIANT' } }, false],
    ['of another message', { messageType: 'ConfigurationItemChangeNotification' }, false],
  ])('%s', (_, more, expected) => {
    const pattern = findingsOf(['acme-rule', { prefix: 'OrgConfigRule-rule-' }], 'AWS::S3::Bucket');
    expect(matchesPattern(pattern, finding(more))).toBe(expected);
  });
});
