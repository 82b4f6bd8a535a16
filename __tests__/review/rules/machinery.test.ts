import { machinery } from '../../../src/review/rules/machinery';
import type { Value } from '../../../src/review/value';
import { holds, type Case } from './cases';

const FUNCTION = 'aws_lambda_function';
const RULE = 'aws_cloudwatch_event_rule';
const TARGET = 'aws_cloudwatch_event_target';
const SCHEDULE = 'aws_scheduler_schedule';

type Values = Record<string, Value>;
const of = (type: string, base: Values) => (name: string, before: Values | null, after: Values | null, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({ name: `${type}: ${name}`, change: { type, base, before, after }, finds, mirror }); // prettier-ignore

const healer = of(FUNCTION, { function_name: 'acme-audit-heal-trail', reserved_concurrent_executions: -1 });
const mapping = of('aws_lambda_event_source_mapping', { function_name: 'acme-audit-verify-evidence', enabled: true, arn: 'arn:aws:lambda:us-east-1:1:acme-audit-verify-evidence' }); // prettier-ignore
const permission = of('aws_lambda_permission', { function_name: 'acme-audit-heal-trail', principal: 'events.amazonaws.com', arn: null }); // prettier-ignore
const rule = of(RULE, { name: 'acme-audit-heal', state: 'ENABLED', is_enabled: null, event_pattern: '{"source":["aws.config"]}', event_bus_name: 'default' }); // prettier-ignore
const anybodys = of(RULE, { name: 'watch', state: 'ENABLED', event_pattern: '{"source":["aws.cloudtrail"]}' });
const shop = of(RULE, { name: 'orders', state: 'ENABLED', event_pattern: '{"source":["shop"]}' });
const clock = of(RULE, { name: 'acme-audit-clock', state: 'ENABLED' });
const schedule = of(SCHEDULE, { name: 'acme-audit-verify', state: 'ENABLED', schedule_expression: 'rate(1 hour)' });
const target = of(TARGET, {
  rule: 'acme-audit-heal',
  arn: 'arn:aws:lambda:us-east-1:1:function:acme-audit-heal-trail',
});
const QUEUE = { name: 'acme-audit-dead', id: 'https://sqs/acme-audit-dead' };
const queue = of('aws_sqs_queue', QUEUE);
const queuePolicy = of('aws_sqs_queue_policy', { queue_url: QUEUE.id });
const dead = (arn: string): Values => ({ dead_letter_config: [{ arn }] });
const bus = of('aws_cloudwatch_event_bus', { name: 'acme-audit-events' });
const every = (schedule_expression: string): Values => ({ schedule_expression });

const statement = (more: Record<string, unknown>): unknown => ({ Effect: 'Allow', Resource: '*', Action: 'events:PutEvents', ...more }); // prettier-ignore
const policy = (...statements: unknown[]): Values => ({ policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }); // prettier-ignore
const OURS = statement({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } });
const OTHERS = statement({ Principal: { AWS: 'arn:aws:iam::999999999999:root' } });
const DENIAL = statement({ Effect: 'Deny', Principal: '*', Action: 'events:DeleteRule' });
const busPolicy = of('aws_cloudwatch_event_bus_policy', { event_bus_name: 'acme-audit-events' });

holds(machinery, [
  healer('removed', {}, null, [['function-removed', 'high', 'Function acme-audit-heal-trail is removed.']]),
  healer('stopped', {}, { reserved_concurrent_executions: 0 }, [['function-stopped', 'high', 'Function acme-audit-heal-trail may not run any more.']]), // prettier-ignore
  healer('limited', {}, { reserved_concurrent_executions: 1 }, []),
  healer('new code', { source_code_hash: 'a' }, { source_code_hash: 'b' }, []),
  mapping('disabled', {}, { enabled: false }, [['function-uncalled', 'medium', 'Function acme-audit-verify-evidence is no longer started by its source.']]), // prettier-ignore
  permission('removed', {}, null, [['function-uncalled', 'medium', 'events.amazonaws.com may no longer start function acme-audit-heal-trail.']]), // prettier-ignore
  rule('removed', {}, null, [['event-rule-removed', 'medium', 'Rule acme-audit-heal is removed: nothing follows its events any more.']]), // prettier-ignore
  rule('disabled', {}, { state: 'DISABLED' }, [['event-rule-disabled', 'medium', 'Rule acme-audit-heal is disabled: nothing follows its events any more.']]), // prettier-ignore
  rule('disabled, old form', { state: null, is_enabled: true }, { state: null, is_enabled: false }, [['event-rule-disabled', 'medium']]), // prettier-ignore
  rule('another pattern', {}, { event_pattern: '{"source":["aws.s3"]}' }, [['event-rule-changed', 'medium']], [['event-rule-changed', 'medium']]), // prettier-ignore
  rule('the same pattern', {}, { event_pattern: '{ "source": ["aws.config"] }' }, []),
  anybodys('removed', {}, null, [['event-rule-removed', 'medium']]),
  shop('removed', {}, null, []),
  clock('slower', every('rate(1 hour)'), every('rate(61 minutes)'), [['schedule-slower', 'medium', 'Schedule acme-audit-clock runs less often.']]), // prettier-ignore
  clock('as often', every('rate(1 hour)'), every('rate(60 minutes)'), []),
  schedule('at other times', {}, every('cron(0 0 * * ? *)'), [['schedule-slower', 'medium', 'Schedule acme-audit-verify runs at other times: whether less often cannot be decided here.']], [['schedule-slower', 'medium']]), // prettier-ignore
  target('removed', {}, null, [['event-target-removed', 'medium', 'Rule acme-audit-heal starts arn:aws:lambda:us-east-1:1:function:acme-audit-heal-trail no longer.']]), // prettier-ignore
  {
    name: 'rule removed with its target',
    change: { type: RULE, base: { name: 'acme-audit-heal' }, after: null },
    around: [{ type: TARGET, base: { rule: 'acme-audit-heal', arn: 'x' }, after: null }],
    finds: [['event-rule-removed', 'medium']],
  },
  bus('removed', {}, null, [['event-bus-removed', 'medium', 'Event bus acme-audit-events is removed with its rules.']]),
  queue('removed', {}, null, [['queue-removed', 'medium', 'Queue acme-audit-dead is removed with what waits in it.']]),
  queue('widened', policy(OURS), policy(OURS, OTHERS), [['queue-policy-widened', 'medium']]),
  {
    name: 'queue whose policy is said elsewhere',
    change: { type: 'aws_sqs_queue', base: QUEUE, before: policy(OURS), after: policy(OURS, OTHERS) },
    around: [{ type: 'aws_sqs_queue_policy', base: { queue_url: QUEUE.id } }],
    finds: [],
  },
  queuePolicy('widened', policy(OURS), policy(OURS, OTHERS), [['queue-policy-widened', 'medium']]),
  queuePolicy('denies less', policy(OURS, DENIAL), policy(OURS), [['queue-denial-removed', 'medium']]),
  healer('nothing kept', { dead_letter_config: [{ target_arn: 'a' }] }, { dead_letter_config: [] }, [['dead-letters-lost', 'medium', 'What acme-audit-heal-trail fails to handle is no longer kept.']]), // prettier-ignore
  target('kept elsewhere', dead('a'), dead('b'), [['dead-letters-lost', 'medium', 'What acme-audit-heal fails to handle is kept elsewhere.']], [['dead-letters-lost', 'medium']]), // prettier-ignore
  target('kept at last', { dead_letter_config: [] }, dead('b'), []),
  busPolicy('widened', policy(OURS), policy(OURS, OTHERS), [['bus-policy-widened', 'medium']]),
  busPolicy('denies less', policy(OURS, DENIAL), policy(OURS), [['bus-denial-removed', 'medium']]),
]);
