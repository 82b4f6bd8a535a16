import type { Change } from '../change';
import type { Scene } from '../scene';

/** Names of what belongs to an audit: this project's own, and what anybody calls so. */
const NAMES =
  /(?:^|[^a-z])(?:audit|cloudtrail|org(?:anization)?-trail|aws-?config|config-(?:rule|recorder|history)|evidence|cis)(?:[^a-z]|$)/i;

/** Namespaces, sources and services in which an audit's machinery is recognised, whatever it is called. */
const AUDITED =
  /aws\.(?:cloudtrail|config|organizations|securityhub|guardduty|access-analyzer)\b|(?:cloudtrail|config|organizations|securityhub|guardduty|access-analyzer)\.amazonaws\.com|AWS API Call via CloudTrail/;

const NAMED = ['name', 'alarm_name', 'function_name', 'log_group_name', 'rule', 'namespace', 'topic_arn', 'arn', 'alarm_actions', 'event_bus_name', 'group_name', 'target_id', 'queue_url']; // prettier-ignore
const TELLING = ['event_pattern', 'pattern', 'metric_transformation', 'policy'];

const mentions = (value: unknown, pattern: RegExp): boolean => {
  if (typeof value === 'string') return pattern.test(value);
  if (Array.isArray(value)) return value.some((item) => mentions(item, pattern));
  return value !== null && typeof value === 'object' && Object.values(value).some((item) => mentions(item, pattern));
};

/** Whether a log group, an alarm, a rule of EventBridge or the like is recognised as the audit's. */
export function serves(change: Change, scene: Scene): boolean {
  return (
    [change.before, change.after].some(
      (side) =>
        side !== undefined &&
        (NAMED.some((name) => mentions(side[name], NAMES)) || TELLING.some((name) => mentions(side[name], AUDITED))),
    ) || isMetricOfTrail(change, scene)
  );
}

/** Alarms on metrics that are counted in a trail's log group. */
function isMetricOfTrail({ type, before, after }: Change, scene: Scene): boolean {
  if (type !== 'aws_cloudwatch_metric_alarm') return false;
  const namespaces = scene
    .ofType('aws_cloudwatch_log_metric_filter')
    .filter((filter) => scene.logGroups.isOfTrail(filter))
    .flatMap((filter) => [filter.before, filter.after].map((side) => namespaceOf(side?.metric_transformation)));
  return [before, after].some((side) => typeof side?.namespace === 'string' && namespaces.includes(side.namespace));
}

function namespaceOf(transformations: unknown): unknown {
  const [first] = Array.isArray(transformations) ? (transformations as unknown[]) : [];
  return first !== null && typeof first === 'object'
    ? (first as Readonly<Record<string, unknown>>).namespace
    : undefined;
}
