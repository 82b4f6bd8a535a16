import { logsAndAlarms } from '../../../src/review/rules/logs-and-alarms';
import { UNKNOWN, type Value } from '../../../src/review/value';
import { holds, type Case, type Given } from './cases';

const GROUP = 'aws_cloudwatch_log_group';
const FILTER = 'aws_cloudwatch_log_metric_filter';
const SENT = 'aws_cloudwatch_log_subscription_filter';
const ALARM = 'aws_cloudwatch_metric_alarm';
const COMPOSITE = 'aws_cloudwatch_composite_alarm';
const TOPIC = 'aws_sns_topic';
const SUBSCRIPTION = 'aws_sns_topic_subscription';
const TRAIL: Given = {
  type: 'aws_cloudtrail',
  base: { cloud_watch_logs_group_arn: 'arn:aws:logs:us-east-1:1:log-group:t:*' },
};

type Values = Record<string, Value>;
const of = (type: string, base: Values) => (name: string, before: Values | null, after: Values | null, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({ name: `${type}: ${name}`, change: { type, base, before, after }, around: [TRAIL], finds, mirror }); // prettier-ignore

const group = of(GROUP, { name: 't' });
const filter = of(FILTER, { name: 'root', log_group_name: 't', pattern: '{ $.a = "b" }', metric_transformation: [{ name: 'm', namespace: 'n', value: '1', dimensions: null }] }); // prettier-ignore
const sent = of(SENT, { name: 's', log_group_name: 't', filter_pattern: '', destination_arn: 'arn:aws:lambda:us-east-1:1:function:f' }); // prettier-ignore
const alarm = of(ALARM, {
  alarm_name: 'acme-audit-root',
  alarm_actions: ['arn:aws:sns:us-east-1:1:a', 'arn:aws:sns:us-east-1:1:b'],
  actions_enabled: true,
  comparison_operator: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  evaluation_periods: 1,
  datapoints_to_alarm: null,
  period: 300,
  treat_missing_data: 'breaching',
  namespace: 'n',
  metric_name: 'm',
  statistic: 'Sum',
});
const silence = of(ALARM, { alarm_name: 'acme-audit-silence', comparison_operator: 'LessThanThreshold', threshold: 5, evaluation_periods: 1, period: 60 }); // prettier-ignore
const composite = of(COMPOSITE, { alarm_name: 'acme-audit-all', alarm_rule: 'ALARM(a)', alarm_actions: ['x'] });
const topic = of(TOPIC, { name: 'acme-audit-alerts', arn: 'arn:aws:sns:us-east-1:1:acme-audit-alerts' });
const subscription = of(SUBSCRIPTION, { topic_arn: 'arn:aws:sns:us-east-1:1:acme-audit-alerts', protocol: 'email', endpoint: 'a@example.org' }); // prettier-ignore

const statement = (more: Record<string, unknown>): unknown => ({
  Effect: 'Allow',
  Resource: '*',
  Action: 'sns:Publish',
  ...more,
});
const policy = (...statements: unknown[]): Values => ({ policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }); // prettier-ignore
const OURS = statement({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } });
const OTHERS = statement({ Principal: { AWS: 'arn:aws:iam::999999999999:root' } });
const ALARMS = statement({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish' });
const DENIAL = statement({ Effect: 'Deny', Principal: '*', Action: 'sns:DeleteTopic' });
const policyOf = of('aws_sns_topic_policy', { arn: 'arn:aws:sns:us-east-1:1:acme-audit-alerts' });

const weakened: Case['finds'] = [['alarm-weakened', 'medium', 'Alarm acme-audit-root rings later.']];

holds(logsAndAlarms, [
  group('destroyed', {}, null, [['log-group-destroyed', 'high', 'Log group t is destroyed with its events.']]),
  {
    name: 'destroyed with its filters',
    change: { type: GROUP, base: { name: 't' }, after: null },
    around: [TRAIL, { type: FILTER, base: { name: 'f', log_group_name: 't' }, after: null }],
    finds: [['log-group-destroyed', 'high']],
  },
  {
    name: 'left in AWS by its provider',
    change: { type: GROUP, base: { name: 't', skip_destroy: true }, after: null },
    around: [TRAIL],
    finds: [['evidence-unmanaged', 'medium']],
  },
  {
    name: 'destroyed, not known to serve the audit',
    change: { type: GROUP, base: { name: '/shop/basket' }, after: null },
    finds: [['log-group-destroyed', 'medium']],
  },
  group('a day less', { retention_in_days: 366 }, { retention_in_days: 365 }, [['log-retention-cut', 'medium', 'Log group t keeps its events for 365 days instead of 366 days.']]), // prettier-ignore
  group('not forever', { retention_in_days: 0 }, { retention_in_days: 3653 }, [['log-retention-cut', 'medium', 'Log group t keeps its events for 3653 days instead of forever.']]), // prettier-ignore
  group('forever is forever', { retention_in_days: 0 }, { retention_in_days: null }, []),
  group('unknown', { retention_in_days: 7 }, { retention_in_days: UNKNOWN }, [['log-retention-cut', 'medium']], [['log-retention-cut', 'medium']]), // prettier-ignore
  group('no key', { kms_key_id: 'one' }, { kms_key_id: null }, [['log-key-changed', 'medium', 'Log group t is no longer encrypted with a key of its own.']]), // prettier-ignore
  group('another key', { kms_key_id: 'one' }, { kms_key_id: 'two' }, [['log-key-changed', 'medium']], [['log-key-changed', 'medium']]), // prettier-ignore
  filter('removed', {}, null, [['metric-filter-removed', 'medium', 'Metric filter root is removed: what it counted is not counted any more.']]), // prettier-ignore
  filter('another pattern', {}, { pattern: '{ $.a = "c" }' }, [['metric-filter-changed', 'medium']], [['metric-filter-changed', 'medium']]), // prettier-ignore
  filter('another metric', {}, { metric_transformation: [{ name: 'x', namespace: 'n', value: '1' }] }, [['metric-filter-changed', 'medium']], [['metric-filter-changed', 'medium']]), // prettier-ignore
  filter('blanks around the pattern', {}, { pattern: ' { $.a = "b" }\n' }, []),
  sent('removed', {}, null, [['log-subscription-removed', 'medium', 'Events of log group t are no longer sent on.']]),
  sent('fewer', {}, { filter_pattern: 'ERROR' }, [['log-subscription-removed', 'medium']]),

  alarm('removed', {}, null, [['alarm-removed', 'medium', 'Alarm acme-audit-root is removed.']]),
  alarm('one receiver less', {}, { alarm_actions: ['arn:aws:sns:us-east-1:1:b'] }, [['alarm-silenced', 'medium', 'Alarm acme-audit-root tells fewer, or others.']]), // prettier-ignore
  alarm('no receiver', {}, { alarm_actions: [] }, [['alarm-silenced', 'medium', 'Alarm acme-audit-root tells nobody any more.']]), // prettier-ignore
  alarm('switched off', {}, { actions_enabled: false }, [['alarm-silenced', 'medium']]),
  alarm('a higher threshold', {}, { threshold: 2 }, weakened),
  alarm('more datapoints', {}, { evaluation_periods: 3 }, weakened),
  alarm('three of three as before', { evaluation_periods: 3 }, { evaluation_periods: 3, datapoints_to_alarm: 3 }, []),
  alarm('longer periods', {}, { period: 600 }, weakened, [['alarm-weakened', 'medium']]),
  alarm('deaf to silence', {}, { treat_missing_data: 'notBreaching' }, weakened),
  alarm('another metric', {}, { metric_name: 'x' }, [['alarm-changed', 'medium', 'Alarm acme-audit-root watches something else.']], [['alarm-changed', 'medium']]), // prettier-ignore
  silence('a lower threshold', {}, { threshold: 4 }, [['alarm-weakened', 'medium', 'Alarm acme-audit-silence rings later.']]), // prettier-ignore
  composite(
    'another rule',
    {},
    { alarm_rule: 'ALARM(b)' },
    [['alarm-changed', 'medium']],
    [['alarm-changed', 'medium']],
  ),
  {
    name: 'an alarm on a metric of the trail',
    change: { type: ALARM, base: { alarm_name: 'x', namespace: 'n' }, after: null },
    around: [TRAIL, { type: FILTER, base: { log_group_name: 't', metric_transformation: [{ namespace: 'n' }] } }],
    finds: [['alarm-removed', 'medium']],
  },
  {
    name: 'an alarm on anything else',
    change: { type: ALARM, base: { alarm_name: 'x', namespace: 'other' }, after: null },
    around: [TRAIL],
    finds: [['alarm-removed', 'low']],
  },
  topic('destroyed', {}, null, [['topic-destroyed', 'medium', 'Topic acme-audit-alerts is destroyed with its subscriptions: nobody is told any more.']]), // prettier-ignore
  subscription('removed', {}, null, [['subscription-removed', 'medium', 'A subscription (email) is removed.']]),
  subscription('filtered', {}, { filter_policy: '{"a":["b"]}' }, [['subscription-filtered', 'medium', 'A subscription gets only messages that pass a filter.']]), // prettier-ignore
  subscription('the same filter', { filter_policy: '{"a":["b"],"c":["d"]}' }, { filter_policy: '{ "c": ["d"], "a": ["b"] }' }, []), // prettier-ignore
  policyOf('widened', policy(OURS), policy(OURS, OTHERS), [['topic-policy-widened', 'medium']]),
  policyOf('no alarms', policy(OURS, ALARMS), policy(OURS), [['topic-delivery-revoked', 'medium', 'cloudwatch.amazonaws.com can no longer deliver: the policy of topic arn:aws:sns:us-east-1:1:acme-audit-alerts does not allow sns:Publish.']], [['topic-policy-widened', 'medium']]), // prettier-ignore
  policyOf('alarms refused', policy(ALARMS), policy(ALARMS, statement({ Effect: 'Deny', Principal: '*', Action: 'sns:*' })), [['topic-delivery-revoked', 'medium']], [['topic-denial-removed', 'medium']]), // prettier-ignore
  policyOf('denies less', policy(OURS, DENIAL), policy(OURS), [['topic-denial-removed', 'medium']]),
]);
