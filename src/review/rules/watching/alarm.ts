import {
  block,
  canonical,
  flag,
  json,
  map,
  missingFrom,
  number,
  some,
  text,
  texts,
  type Known,
  type KnownAttributes,
} from '../known';
import { fromTo, nameOf } from '../naming';
import type { RuleTexts, Weakening } from '../rule';
import { watch, type Circumstances } from '../watch';

export const alarmRules: RuleTexts = {
  'alarm-removed': {
    title: 'an alarm is removed',
    severity: 'medium',
    why: 'What it watched for happens unheard.',
    better: 'an alarm is added',
  },
  'alarm-silenced': {
    title: 'an alarm tells nobody, or fewer',
    severity: 'medium',
    why: 'It may ring, but those who should act do not hear it.',
    better: 'an alarm tells somebody more',
  },
  'alarm-weakened': {
    title: 'an alarm rings later',
    severity: 'medium',
    why: 'What made it ring before no longer does, or not as soon.',
    better: 'an alarm rings sooner',
  },
  'alarm-changed': {
    title: 'an alarm watches something else',
    severity: 'medium',
    why: 'What it watched before may happen unheard.',
  },
  'topic-destroyed': {
    title: 'a topic is destroyed',
    severity: 'medium',
    why: 'Nobody is told any more what was announced there.',
    better: 'a topic is created',
  },
  'subscription-removed': {
    title: 'a subscription is removed or goes to somebody else',
    severity: 'medium',
    why: 'Who was told before is told no longer.',
    better: 'a subscription is added',
  },
  'subscription-filtered': {
    title: 'a subscription gets fewer messages',
    severity: 'medium',
    why: 'What the filter leaves out is told to nobody there.',
    better: 'a subscription gets more messages',
  },
};

const called = ({ change }: Circumstances): string => `Alarm ${nameOf(change, 'alarm_name')}`;

interface Condition {
  readonly rises: boolean;
  readonly threshold: number;
  readonly periods: number;
  readonly datapoints: number;
  readonly seconds: number;
  readonly missing: string;
  /** What is looked at. */
  readonly subject: string;
}

function conditionOf(known: KnownAttributes): Condition {
  const periods = number(known.evaluation_periods) ?? 1;
  const operator = text(known.comparison_operator) ?? '';
  return {
    rises: operator.startsWith('Greater'),
    threshold: number(known.threshold) ?? 0,
    periods,
    datapoints: number(known.datapoints_to_alarm) || periods,
    seconds: number(known.period) ?? 0,
    missing: text(known.treat_missing_data) ?? 'missing',
    subject: canonical([
      operator,
      ...['namespace', 'metric_name', 'statistic', 'extended_statistic', 'threshold_metric_id', 'unit'].map(
        (name) => text(known[name]) ?? null,
      ),
      map(known.dimensions),
      (known.metric_query as Known | undefined) ?? null,
    ]),
  };
}

/** Better to worse. `ignore` keeps a state, which is worse than ringing only. */
const MISSING = ['breaching', 'missing', 'ignore', 'notBreaching'];

function weaker(before: Condition, after: Condition, circumstances: Circumstances): readonly Weakening[] {
  if (before.subject !== after.subject) {
    const details = [fromTo('Watched', before.subject, after.subject)];
    return [
      { rule: 'alarm-changed', title: `${called(circumstances)} watches something else.`, details, undecided: true },
    ];
  }
  const later = before.rises ? after.threshold > before.threshold : after.threshold < before.threshold;
  const slower =
    after.datapoints > before.datapoints || (after.datapoints === before.datapoints && after.periods < before.periods);
  const deafer = MISSING.indexOf(after.missing) > MISSING.indexOf(before.missing);
  // Longer ones are judged later; in shorter ones fewer events come together.
  const other = after.seconds !== before.seconds;
  const details = [
    ...(later ? [fromTo('Threshold', before.threshold, after.threshold)] : []),
    ...(slower ? [fromTo('Datapoints that it takes', `${before.datapoints} of ${before.periods}`, `${after.datapoints} of ${after.periods}`)] : []), // prettier-ignore
    ...(other ? [fromTo('Seconds of a period', before.seconds, after.seconds)] : []),
    ...(deafer ? [fromTo('Missing data', before.missing, after.missing)] : []),
  ];
  return details.length === 0
    ? []
    : [{ rule: 'alarm-weakened', title: `${called(circumstances)} rings later.`, details }];
}

export const alarmFamilyWatches = [
  watch({
    reads: {
      aws_cloudwatch_metric_alarm: ['alarm_actions', 'actions_enabled'],
      aws_cloudwatch_composite_alarm: ['alarm_actions', 'actions_enabled'],
    },
    rule: 'alarm-silenced',
    gained: ['alarm_actions'],
    form: (known) => ({ on: flag(known.actions_enabled, true), actions: texts(known.alarm_actions) }),
    compare: (before, after, circumstances) => {
      if (!before.on || before.actions.length === 0) return [];
      if (!after.on) return [{ rule: 'alarm-silenced', title: `${called(circumstances)} tells nobody any more.` }];
      const gone = missingFrom(before.actions, after.actions);
      if (gone.length === 0) return [];
      const title = `${called(circumstances)} tells ${after.actions.length === 0 ? 'nobody any more' : 'fewer, or others'}.`;
      return [{ rule: 'alarm-silenced', title, details: [`No longer told: ${some(gone)}`] }];
    },
  }),
  watch({
    reads: {
      aws_cloudwatch_metric_alarm: [
        'comparison_operator', 'threshold', 'evaluation_periods', 'datapoints_to_alarm', 'period', 'treat_missing_data',
        'namespace', 'metric_name', 'statistic', 'extended_statistic', 'dimensions', 'metric_query', 'threshold_metric_id',
        'unit',
      ],
    },
    rule: 'alarm-weakened',
    form: conditionOf,
    compare: weaker,
  }),
  watch({
    reads: { aws_cloudwatch_composite_alarm: ['alarm_rule', 'actions_suppressor'] },
    rule: 'alarm-changed',
    form: (known) => ({ rule: text(known.alarm_rule) ?? '', suppressed: text(block(known.actions_suppressor)?.alarm) }),
    compare: (before, after, circumstances) => {
      const suppressed = after.suppressed !== undefined && after.suppressed !== before.suppressed;
      if (before.rule === after.rule && !suppressed) return [];
      const details = [
        ...(before.rule === after.rule ? [] : [fromTo('Rule', before.rule, after.rule)]),
        ...(suppressed ? [fromTo('Silenced by', before.suppressed, after.suppressed)] : []),
      ];
      return [{ rule: 'alarm-changed', title: `${called(circumstances)} watches something else.`, details, undecided: true }];
    },
  }),
  watch({
    reads: { aws_sns_topic_subscription: ['filter_policy', 'filter_policy_scope'] },
    rule: 'subscription-filtered',
    form: (known) => (text(known.filter_policy) === undefined ? '' : canonical([json(known.filter_policy), text(known.filter_policy_scope) ?? null])), // prettier-ignore
    compare: (before, after) =>
      after === '' || after === before
        ? []
        : [
            {
              rule: 'subscription-filtered',
              title: 'A subscription gets only messages that pass a filter.',
              details: [fromTo('Filter', before, after)],
            },
          ],
  }),
]; // prettier-ignore
