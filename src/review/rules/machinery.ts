import type { Change } from '../change';
import type { Scene } from '../scene';
import { block, canonical, flag, json, number, text } from './known';
import { fromTo, nameOf } from './naming';
import { serves } from './platform';
import { queuePolicies, queueRules } from './policies/queue-policy';
import { busPolicies, busRules } from './policies/topic-policy';
import type { RuleTexts } from './rule';
import { watch, type Circumstances, type Family } from './watch';

const rules: RuleTexts = {
  'function-removed': {
    title: 'a function of the audit is removed',
    severity: 'high',
    why: 'What it mended, verified or judged is not mended, verified or judged any more.',
    better: 'a function of the audit is added',
  },
  'function-stopped': {
    title: 'a function of the audit may not run any more',
    severity: 'high',
    why: 'Without a single execution allowed, every event that should start it is lost.',
    better: 'a function of the audit may run',
  },
  'function-uncalled': {
    title: 'a function of the audit may no longer be started',
    severity: 'medium',
    why: 'Events and schedules reach it in vain.',
    better: 'a function of the audit may be started',
  },
  'event-rule-removed': {
    title: 'a rule that watches events of the audit is removed',
    severity: 'medium',
    why: 'What should follow such an event, such as mending or an alert, does not happen.',
    better: 'a rule that watches events of the audit is added',
  },
  'event-rule-disabled': {
    title: 'a rule that watches events of the audit is disabled',
    severity: 'medium',
    why: 'What should follow such an event, such as mending or an alert, does not happen.',
    better: 'a rule that watches events of the audit is enabled',
  },
  'event-rule-changed': {
    title: 'a rule watches other events of the audit',
    severity: 'medium',
    why: 'Whether the new pattern matches as much cannot be decided by comparing patterns.',
  },
  'event-target-removed': {
    title: 'events of the audit start nothing any more',
    severity: 'medium',
    why: 'The rule still sees them, but nobody and nothing is told.',
    better: 'events of the audit start something',
  },
  'schedule-slower': {
    title: 'a schedule of the audit runs less often or is changed',
    severity: 'medium',
    why: 'What is verified or mended by the clock waits longer.',
    better: 'a schedule of the audit runs more often',
  },
  'event-bus-removed': {
    title: 'an event bus of the audit is removed',
    severity: 'medium',
    why: 'Events of accounts and regions reach the audit account no longer.',
    better: 'an event bus of the audit is added',
  },
  'queue-removed': {
    title: 'a queue of the audit is removed',
    severity: 'medium',
    why: 'What waits in it is lost: work that is to be done, or what could not be done at first.',
    better: 'a queue of the audit is added',
  },
  'dead-letters-lost': {
    title: 'what fails is no longer kept',
    severity: 'medium',
    why: 'An event that could not be handled is gone, and nobody learns that there was one.',
    better: 'what fails is kept',
  },
  ...busRules,
  ...queueRules,
};

const WITHOUT_ITS_END = ({ change, scene }: Circumstances): boolean =>
  endsWith(change, scene, 'aws_cloudwatch_event_rule', 'rule', 'name');

/** Whether what a resource belongs to is removed too. */
function endsWith(change: Change, scene: Scene, type: string, reference: string, name: string): boolean {
  const named = change.before?.[reference];
  return scene
    .ofType(type)
    .some(({ plan, kind, before }) => plan === change.plan && kind === 'delete' && before?.[name] === named);
}

const UNITS: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/** Minutes between runs of `rate(...)`; nothing for anything else. */
function minutesOf(expression: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return count === undefined ? undefined : Number(count) * UNITS[unit!]!;
}

function schedule(before: string | undefined, after: string | undefined, called: string) {
  if (before === undefined || before === after) return [];
  const [was, is] = [before, after ?? ''].map(minutesOf);
  if (was !== undefined && is !== undefined && is <= was) return [];
  const isDecided = after === undefined || (was !== undefined && is !== undefined);
  return [
    {
      rule: 'schedule-slower',
      title: isDecided
        ? `${called} runs less often.`
        : `${called} runs at other times: whether less often cannot be decided here.`,
      details: [fromTo('Schedule', before, after)],
      ...(isDecided ? {} : { undecided: true }),
    },
  ];
}

const isOn = (state: string | undefined, isEnabled: boolean | undefined): boolean =>
  state === undefined ? (isEnabled ?? true) : state.startsWith('ENABLED');

/** What mends, verifies, judges and forwards by itself. Others' functions and rules are not looked at. */
export const machinery: Family = {
  name: 'machinery',
  rules,
  concerns: ({ change, scene }) => serves(change, scene),
  ends: [
    {
      types: ['aws_lambda_function'],
      destroyed: 'function-removed',
      replaced: 'compared',
      title: ({ change }) => `Function ${nameOf(change, 'function_name')} is removed.`,
      skips: ({ change }) => change.before?.skip_destroy === true,
    },
    {
      types: ['aws_lambda_permission'],
      destroyed: 'function-uncalled',
      replaced: 'compared',
      title: ({ change }) =>
        `${nameOf(change, 'principal')} may no longer start function ${nameOf(change, 'function_name')}.`,
      skips: ({ change, scene }) => endsWith(change, scene, 'aws_lambda_function', 'function_name', 'function_name'),
    },
    {
      types: ['aws_lambda_event_source_mapping'],
      destroyed: 'function-uncalled',
      replaced: 'compared',
      title: ({ change }) => `Function ${nameOf(change, 'function_name')} is no longer started by its source.`,
      skips: ({ change, scene }) => endsWith(change, scene, 'aws_lambda_function', 'function_name', 'function_name'),
    },
    {
      types: ['aws_cloudwatch_event_rule', 'aws_scheduler_schedule'],
      destroyed: 'event-rule-removed',
      replaced: 'compared',
      title: ({ change }) => `Rule ${nameOf(change)} is removed: nothing follows its events any more.`,
    },
    {
      types: ['aws_cloudwatch_event_target'],
      destroyed: 'event-target-removed',
      replaced: 'compared',
      title: ({ change }) => `Rule ${nameOf(change, 'rule')} starts ${nameOf(change, 'arn')} no longer.`,
      skips: WITHOUT_ITS_END,
    },
    {
      types: ['aws_cloudwatch_event_bus'],
      destroyed: 'event-bus-removed',
      replaced: 'event-bus-removed',
      title: ({ change }) => `Event bus ${nameOf(change)} is removed with its rules.`,
    },
    {
      types: ['aws_sqs_queue'],
      destroyed: 'queue-removed',
      replaced: 'queue-removed',
      title: ({ change }) => `Queue ${nameOf(change)} is removed with what waits in it.`,
    },
  ],
  watches: [
    watch({
      reads: { aws_lambda_function: ['reserved_concurrent_executions'] },
      rule: 'function-stopped',
      // -1 is without a limit.
      form: (known) => number(known.reserved_concurrent_executions) ?? -1,
      compare: (before, after, { change }) =>
        before !== 0 && after === 0
          ? [{ rule: 'function-stopped', title: `Function ${nameOf(change, 'function_name')} may not run any more.` }]
          : [],
    }),
    watch({
      reads: { aws_lambda_event_source_mapping: ['enabled'] },
      rule: 'function-uncalled',
      form: (known) => flag(known.enabled, true),
      compare: (before, after, { change }) =>
        before && !after
          ? [
              {
                rule: 'function-uncalled',
                title: `Function ${nameOf(change, 'function_name')} is no longer started by its source.`,
              },
            ]
          : [],
    }),
    watch({
      reads: { aws_cloudwatch_event_rule: ['state', 'is_enabled'], aws_scheduler_schedule: ['state'] },
      rule: 'event-rule-disabled',
      form: (known) => isOn(text(known.state), known.is_enabled === null ? undefined : flag(known.is_enabled, true)),
      compare: (before, after, { change }) =>
        before && !after
          ? [
              {
                rule: 'event-rule-disabled',
                title: `Rule ${nameOf(change)} is disabled: nothing follows its events any more.`,
              },
            ]
          : [],
    }),
    watch({
      reads: { aws_cloudwatch_event_rule: ['event_pattern', 'event_bus_name'] },
      rule: 'event-rule-changed',
      form: (known) => ({
        bus: text(known.event_bus_name) ?? 'default',
        pattern: text(known.event_pattern) === undefined ? '' : canonical(json(known.event_pattern)),
      }),
      compare: (before, after, { change }) => {
        const details = [
          ...(before.pattern === after.pattern ? [] : [fromTo('Pattern', before.pattern, after.pattern)]),
          ...(before.bus === after.bus ? [] : [fromTo('Bus', before.bus, after.bus)]),
        ];
        if (details.length === 0) return [];
        return [
          {
            rule: 'event-rule-changed',
            title: `Rule ${nameOf(change)} watches other events.`,
            details,
            undecided: true,
          },
        ];
      },
    }),
    watch({
      reads: { aws_cloudwatch_event_rule: ['schedule_expression'], aws_scheduler_schedule: ['schedule_expression'] },
      rule: 'schedule-slower',
      form: (known) => text(known.schedule_expression),
      compare: (before, after, { change }) => schedule(before, after, `Schedule ${nameOf(change)}`),
    }),
    watch({
      reads: { aws_cloudwatch_event_target: ['arn', 'rule'] },
      rule: 'event-target-removed',
      form: (known) => ({ arn: text(known.arn) ?? '', rule: text(known.rule) ?? '' }),
      compare: (before, after, { change }) =>
        before.arn === after.arn
          ? []
          : [
              {
                rule: 'event-target-removed',
                title: `Rule ${nameOf(change, 'rule')} starts something else.`,
                details: [fromTo('Target', before.arn, after.arn)],
              },
            ],
    }),
    watch({
      reads: { aws_lambda_function: ['dead_letter_config'], aws_cloudwatch_event_target: ['dead_letter_config'] },
      rule: 'dead-letters-lost',
      gained: ['dead_letter_config'],
      form: (known) => {
        const { target_arn, arn } = block(known.dead_letter_config) ?? {};
        return text(target_arn) ?? text(arn);
      },
      compare: (before, after, { change }) =>
        before === undefined || before === after
          ? []
          : [
              {
                rule: 'dead-letters-lost',
                title: `What ${nameOf(change, 'function_name', 'rule')} fails to handle is ${after === undefined ? 'no longer kept' : 'kept elsewhere'}.`,
                details: [fromTo('Dead letters', before, after)],
              },
            ],
    }),
    ...busPolicies,
    ...queuePolicies,
  ],
};
