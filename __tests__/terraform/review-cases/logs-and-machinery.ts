import { ACCOUNT, allow, deny, keyArn, of, OUTSIDE, policy, role, root, uuid, type Found, type Values } from './planned-case'; // prettier-ignore

const topicArn = (name: string): string => `arn:aws:sns:us-east-1:${ACCOUNT}:acme-audit-${name}`;
const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:acme-audit-${name}`;

const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:${ACCOUNT}:acme-audit-${name}`;

const group = of('aws_cloudwatch_log_group', (name) => ({ base: { name: `/aws/cloudtrail/${name}`, skip_destroy: false }, computed: { id: `/aws/cloudtrail/${name}` } })); // prettier-ignore
const filter = of('aws_cloudwatch_log_metric_filter', (name) => ({ base: { name: `acme-audit-${name}`, log_group_name: '/aws/cloudtrail/acme', metric_transformation: [{ name: 'm', namespace: 'n', value: '1', unit: 'None', dimensions: {}, default_value: '' }] } })); // prettier-ignore
const subscriptionFilter = of('aws_cloudwatch_log_subscription_filter', (name) => ({ base: { name, log_group_name: '/aws/cloudtrail/acme', destination_arn: functionArn('index'), distribution: 'ByLogStream', filter_pattern: '{ $.eventVersion = * }' } })); // prettier-ignore
const alarm = of('aws_cloudwatch_metric_alarm', (name) => ({
  base: { alarm_name: `acme-audit-${name}`, comparison_operator: 'GreaterThanOrEqualToThreshold', evaluation_periods: 1, metric_name: 'm', namespace: 'n', period: 300, statistic: 'Sum', actions_enabled: true, treat_missing_data: 'missing', threshold: 1 },
})); // prettier-ignore
const composite = of('aws_cloudwatch_composite_alarm', (name) => ({ base: { alarm_name: `acme-audit-${name}`, actions_enabled: true } })); // prettier-ignore
const topic = of('aws_sns_topic', (name) => ({ base: { name: `acme-audit-${name}`, fifo_topic: false }, computed: { id: topicArn(name), arn: topicArn(name) } })); // prettier-ignore
const topicPolicy = of('aws_sns_topic_policy', (name) => ({ base: { arn: topicArn(name) }, computed: { id: topicArn(name), owner: ACCOUNT } })); // prettier-ignore
const subscription = of('aws_sns_topic_subscription', (name) => ({
  base: { topic_arn: topicArn('alerts'), protocol: 'email', endpoint: 'audit@example.org', confirmation_timeout_in_minutes: 1, endpoint_auto_confirms: false, raw_message_delivery: false },
  computed: { id: `${topicArn('alerts')}:${name}`, arn: `${topicArn('alerts')}:${name}` },
})); // prettier-ignore

const pattern = (text: string): Values => ({ pattern: text });
const PUBLISHER = allow({ Service: 'cloudwatch.amazonaws.com' }, 'sns:Publish');
const CHANGED: Found = [['metric-filter-changed', 'medium']];
const OTHERS: Found = [['alarm-changed', 'medium']];

export const logsAndAlarms = [
  group('gone', {}, null, [['log-group-destroyed', 'high']]),
  group('shorter', { retention_in_days: 400 }, { retention_in_days: 365 }, [['log-retention-cut', 'medium']]),
  group('not_forever', { retention_in_days: 0 }, { retention_in_days: 3653 }, [['log-retention-cut', 'medium']]),
  group('rekeyed', { kms_key_id: keyArn(uuid(901)) }, { kms_key_id: keyArn(uuid(902)) }, [['log-key-changed', 'medium']], [['log-key-changed', 'medium']]), // prettier-ignore
  filter('gone', pattern('{ $.a = 1 }'), null, [['metric-filter-removed', 'medium']]),
  filter('changed', pattern('{ $.a = 1 }'), pattern('{ $.a = 2 }'), CHANGED, CHANGED),
  subscriptionFilter('gone', {}, null, [['log-subscription-removed', 'medium']]),
  alarm('gone', {}, null, [['alarm-removed', 'medium']]),
  alarm('later', {}, { threshold: 2 }, [['alarm-weakened', 'medium']]),
  alarm('unheard', { alarm_actions: [topicArn('alerts'), topicArn('more')] }, { alarm_actions: [topicArn('more')] }, [['alarm-silenced', 'medium']]), // prettier-ignore
  alarm('mute', { alarm_actions: [topicArn('alerts')] }, { alarm_actions: [topicArn('alerts')], actions_enabled: false }, [['alarm-silenced', 'medium']]), // prettier-ignore
  alarm('another', {}, { metric_name: 'other' }, OTHERS, OTHERS),
  composite('other', { alarm_rule: 'ALARM(a)' }, { alarm_rule: 'ALARM(b)' }, OTHERS, OTHERS),
  topic('gone', {}, null, [['topic-destroyed', 'medium']]),
  topicPolicy('wider', policy(PUBLISHER), policy(PUBLISHER, allow(root(OUTSIDE), 'sns:Subscribe')), [['topic-policy-widened', 'medium']]), // prettier-ignore
  topicPolicy('undenied', policy(PUBLISHER, deny('sns:DeleteTopic')), policy(PUBLISHER), [['topic-denial-removed', 'medium']]), // prettier-ignore
  topicPolicy('unheard', policy(PUBLISHER, allow(root(ACCOUNT), 'sns:Subscribe')), policy(allow(root(ACCOUNT), 'sns:Subscribe')), [['topic-delivery-revoked', 'medium']], [['topic-policy-widened', 'medium']]), // prettier-ignore
  subscription('mail', {}, null, [['subscription-removed', 'medium']]),
  subscription('filtered', {}, { filter_policy: '{"severity":["high"]}', filter_policy_scope: 'MessageBody' }, [['subscription-filtered', 'medium']]), // prettier-ignore
];

const lambda = of('aws_lambda_function', (name) => ({
  base: { function_name: `acme-audit-${name}`, role: role(name), s3_bucket: 'code', s3_key: name, handler: 'index.handler', runtime: 'nodejs20.x', skip_destroy: false, package_type: 'Zip', reserved_concurrent_executions: -1 },
  computed: { id: `acme-audit-${name}`, arn: functionArn(name) },
})); // prettier-ignore
const permission = of('aws_lambda_permission', (name) => ({ base: { function_name: 'acme-audit-other', principal: 'events.amazonaws.com', action: 'lambda:InvokeFunction', statement_id: name } })); // prettier-ignore
const mapping = of('aws_lambda_event_source_mapping', () => ({ base: { function_name: 'acme-audit-verify', event_source_arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:acme-audit-work`, enabled: true } })); // prettier-ignore
const rule = of('aws_cloudwatch_event_rule', (name) => ({ base: { name: `acme-audit-${name}`, event_bus_name: 'default', force_destroy: false, state: 'ENABLED' }, computed: { id: `acme-audit-${name}` } })); // prettier-ignore
const target = of('aws_cloudwatch_event_target', (name) => ({ base: { rule: `acme-audit-on-${name}`, event_bus_name: 'default', target_id: name, arn: functionArn('heal'), force_destroy: false } })); // prettier-ignore
const schedule = of('aws_scheduler_schedule', (name) => ({
  base: { name: `acme-audit-${name}`, group_name: 'default', state: 'ENABLED', schedule_expression_timezone: 'UTC', flexible_time_window: [{ mode: 'OFF' }], target: [{ arn: functionArn(name), role_arn: role(name) }] },
})); // prettier-ignore
const bus = of('aws_cloudwatch_event_bus', (name) => ({ base: { name: `acme-audit-${name}` } }));
const busPolicy = of('aws_cloudwatch_event_bus_policy', (name) => ({ base: { event_bus_name: `acme-audit-${name}` } }));

const queueUrl = (name: string): string => `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/acme-audit-${name}`;
const queue = of('aws_sqs_queue', (name) => ({ base: { name: `acme-audit-${name}`, fifo_queue: false }, computed: { id: queueUrl(name), url: queueUrl(name) } })); // prettier-ignore
const queuePolicy = of('aws_sqs_queue_policy', (name) => ({ base: { queue_url: queueUrl(name) }, computed: { id: queueUrl(name) } })); // prettier-ignore

const watching = (sourceName: string): Values => ({ event_pattern: JSON.stringify({ source: [sourceName] }) });
const every = (schedule_expression: string): Values => ({ schedule_expression });
const FORWARDER = allow({ Service: 'events.amazonaws.com' }, 'sqs:SendMessage');
const SENDER = allow(root(ACCOUNT), 'events:PutEvents');
const OTHER_EVENTS: Found = [['event-rule-changed', 'medium']];
const SLOWER: Found = [['schedule-slower', 'medium']];

export const machinery = [
  lambda('heal', {}, null, [['function-removed', 'high']]),
  lambda('halted', {}, { reserved_concurrent_executions: 0 }, [['function-stopped', 'high']]),
  lambda('undead', { dead_letter_config: [{ target_arn: queueArn('dead') }] }, {}, [['dead-letters-lost', 'medium']]),
  target('undead', { dead_letter_config: [{ arn: queueArn('dead') }] }, {}, [['dead-letters-lost', 'medium']]),
  queue('gone', {}, null, [['queue-removed', 'medium']]),
  queuePolicy('wider', policy(FORWARDER), policy(FORWARDER, allow(root(OUTSIDE), 'sqs:ReceiveMessage')), [['queue-policy-widened', 'medium']]), // prettier-ignore
  queuePolicy('undenied', policy(FORWARDER, deny('sqs:DeleteQueue')), policy(FORWARDER), [['queue-denial-removed', 'medium']]), // prettier-ignore
  permission('events', {}, null, [['function-uncalled', 'medium']]),
  mapping('work', {}, { enabled: false }, [['function-uncalled', 'medium']]),
  rule('gone', watching('aws.config'), null, [['event-rule-removed', 'medium']]),
  rule('disabled', watching('aws.config'), { ...watching('aws.config'), state: 'DISABLED' }, [['event-rule-disabled', 'medium']]), // prettier-ignore
  rule('elsewhere', watching('aws.config'), watching('aws.s3'), OTHER_EVENTS, OTHER_EVENTS),
  rule('hourly', every('rate(1 hour)'), every('rate(2 hours)'), SLOWER),
  target('gone', {}, null, [['event-target-removed', 'medium']]),
  schedule('verify', every('rate(1 hour)'), every('rate(1 day)'), SLOWER),
  bus('gone', {}, null, [['event-bus-removed', 'medium']]),
  busPolicy('wider', policy(SENDER), policy(SENDER, allow(root(OUTSIDE), 'events:PutEvents')), [['bus-policy-widened', 'medium']]), // prettier-ignore
  busPolicy('undenied', policy(SENDER, deny('events:DeleteRule')), policy(SENDER), [['bus-denial-removed', 'medium']]),
];
