import type { Change } from '../change';
import type { Scene } from '../scene';
import { alarmFamilyWatches, alarmRules } from './watching/alarm';
import { topicPolicies, topicRules } from './policies/topic-policy';
import { block, canonical, map, number, text } from './known';
import { fromTo, nameOf } from './naming';
import { serves } from './platform';
import type { RuleTexts } from './rule';
import { watch, type Circumstances, type Family } from './watch';

const rules: RuleTexts = {
  'log-group-destroyed': {
    title: 'a log group is destroyed',
    severity: 'high',
    why: 'Its events are deleted, and alarms that look at it hear nothing any more.',
    better: 'a log group is created',
  },
  'log-retention-cut': {
    title: 'a log group keeps its events for a shorter time',
    severity: 'medium',
    why: 'Older events are deleted within days.',
    better: 'a log group keeps its events for longer',
  },
  'log-key-changed': {
    title: 'the key of a log group is changed or removed',
    severity: 'medium',
    why: 'Who may read new events is decided by another key, or by none.',
  },
  'metric-filter-removed': {
    title: 'a metric filter is removed',
    severity: 'medium',
    why: 'What it counted is not counted any more, and its alarm stays silent.',
    better: 'a metric filter is added',
  },
  'metric-filter-changed': {
    title: 'a metric filter counts something else',
    severity: 'medium',
    why: 'Whether the new pattern matches as much cannot be decided by comparing patterns.',
  },
  'log-subscription-removed': {
    title: 'events of a log group are no longer sent on',
    severity: 'medium',
    why: 'Who watches or keeps them elsewhere gets nothing any more.',
    better: 'events of a log group are sent on',
  },
  ...alarmRules,
  ...topicRules,
};

/** Never deleted. */
const FOREVER = Infinity;

const lasting = (days: number): string => (days === FOREVER ? 'forever' : `${days} ${days === 1 ? 'day' : 'days'}`);

const isOfAudit = (change: Change, scene: Scene): boolean => scene.logGroups.isOfTrail(change) || serves(change, scene);

/** The log group goes, and its filters with it. */
const groupEnds = ({ change, scene }: Circumstances): boolean =>
  scene
    .ofType('aws_cloudwatch_log_group')
    .some(
      (group) =>
        (group.kind === 'delete' || group.kind === 'replace') &&
        group.plan === change.plan &&
        scene.logGroups.namesOf(group).some((name) => scene.logGroups.namesOf(change).includes(name)),
    );

/** Log groups, what counts in them, what rings and who is told. */
export const logsAndAlarms: Family = {
  name: 'logs-and-alarms',
  rules,
  doubt: ({ change, scene }) =>
    isOfAudit(change, scene)
      ? undefined
      : 'Nothing in these plans says that it serves the audit; if it does, this is one step worse.',
  ends: [
    {
      types: ['aws_cloudwatch_log_group'],
      destroyed: 'log-group-destroyed',
      replaced: 'log-group-destroyed',
      title: ({ change }, replaced) =>
        `Log group ${nameOf(change)} is destroyed with its events${replaced ? ' and made again, empty' : ''}.`,
      undo: () => 'Events that were deleted do not come back; what a trail delivered to its bucket stays.',
      skips: ({ change }) => change.before?.skip_destroy === true,
    },
    {
      types: ['aws_cloudwatch_log_metric_filter'],
      destroyed: 'metric-filter-removed',
      replaced: 'compared',
      title: ({ change }) => `Metric filter ${nameOf(change)} is removed: what it counted is not counted any more.`,
      skips: groupEnds,
    },
    {
      types: ['aws_cloudwatch_log_subscription_filter'],
      destroyed: 'log-subscription-removed',
      replaced: 'compared',
      title: ({ change }) => `Events of log group ${nameOf(change, 'log_group_name')} are no longer sent on.`,
      skips: groupEnds,
    },
    {
      types: ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'],
      destroyed: 'alarm-removed',
      replaced: 'compared',
      title: ({ change }) => `Alarm ${nameOf(change, 'alarm_name')} is removed.`,
    },
    {
      types: ['aws_sns_topic'],
      destroyed: 'topic-destroyed',
      replaced: 'topic-destroyed',
      title: ({ change }) => `Topic ${nameOf(change)} is destroyed with its subscriptions: nobody is told any more.`,
      undo: () => 'Subscriptions have to be made again, and confirmed by those who receive them.',
    },
    {
      types: ['aws_sns_topic_subscription'],
      destroyed: 'subscription-removed',
      replaced: 'subscription-removed',
      title: ({ change }, replaced) =>
        `A subscription (${nameOf(change, 'protocol')}) ${replaced ? 'is made again for somebody else or something else' : 'is removed'}.`,
      undo: ({ change }) =>
        ['email', 'email-json', 'http', 'https', 'sms'].includes(String(change.before?.protocol))
          ? 'The receiver has to confirm a new subscription.'
          : undefined,
      skips: ({ change, scene }) =>
        scene
          .ofType('aws_sns_topic')
          .some(
            (topic) =>
              (topic.kind === 'delete' || topic.kind === 'replace') &&
              (topic.before?.arn ?? '') === change.before?.topic_arn,
          ),
    },
  ],
  watches: [
    watch({
      reads: { aws_cloudwatch_log_group: ['retention_in_days'] },
      rule: 'log-retention-cut',
      // 0, or nothing, is forever.
      form: (known) => number(known.retention_in_days) || FOREVER,
      compare: (before, after, { change }) =>
        after < before
          ? [
              {
                rule: 'log-retention-cut',
                title: `Log group ${nameOf(change)} keeps its events for ${lasting(after)} instead of ${lasting(before)}.`,
                undo: 'Events older than that are deleted and do not come back.',
              },
            ]
          : [],
    }),
    watch({
      reads: { aws_cloudwatch_log_group: ['kms_key_id'] },
      rule: 'log-key-changed',
      gained: ['kms_key_id'],
      form: (known) => text(known.kms_key_id),
      compare: (before, after, { change, scene }) => {
        if (before === undefined || (after !== undefined && scene.keys.areSame(before, after))) return [];
        const says =
          after === undefined ? 'is no longer encrypted with a key of its own' : 'is encrypted with another key';
        return [
          {
            rule: 'log-key-changed',
            title: `Log group ${nameOf(change)} ${says}.`,
            details: [fromTo('Key', before, after)],
          },
        ];
      },
    }),
    watch({
      reads: { aws_cloudwatch_log_metric_filter: ['pattern', 'log_group_name', 'metric_transformation'] },
      rule: 'metric-filter-changed',
      form: (known) => {
        const metric = block(known.metric_transformation) ?? {};
        return {
          pattern: (text(known.pattern) ?? '').trim(),
          group: text(known.log_group_name) ?? '',
          metric: canonical([
            metric.namespace ?? null,
            metric.name ?? null,
            metric.value ?? null,
            map(metric.dimensions),
          ]),
        };
      },
      compare: (before, after, { change }) => {
        const details = [
          ...(before.pattern === after.pattern ? [] : [fromTo('Pattern', before.pattern, after.pattern)]),
          ...(before.group === after.group ? [] : [fromTo('Log group', before.group, after.group)]),
          ...(before.metric === after.metric ? [] : [fromTo('Metric', before.metric, after.metric)]),
        ];
        if (details.length === 0) return [];
        const title = `Metric filter ${nameOf(change)} counts something else, or for another metric.`;
        return [{ rule: 'metric-filter-changed', title, details, undecided: true }];
      },
    }),
    watch({
      reads: { aws_cloudwatch_log_subscription_filter: ['filter_pattern', 'destination_arn'] },
      rule: 'log-subscription-removed',
      form: (known) => ({ pattern: text(known.filter_pattern) ?? '', to: text(known.destination_arn) ?? '' }),
      compare: (before, after, { change }) => {
        const narrower = after.pattern !== '' && after.pattern !== before.pattern;
        if (before.to === after.to && !narrower) return [];
        return [
          {
            rule: 'log-subscription-removed',
            title: `Of log group ${nameOf(change, 'log_group_name')} other events are sent on, or elsewhere.`,
            details: [
              ...(before.to === after.to ? [] : [fromTo('Destination', before.to, after.to)]),
              ...(narrower ? [fromTo('Pattern', before.pattern, after.pattern)] : []),
            ],
          },
        ];
      },
    }),
    ...alarmFamilyWatches,
    ...topicPolicies,
  ],
};
