import { text } from '../known';
import { nameOf } from '../naming';
import type { RuleTexts } from '../rule';
import { watch } from '../watch';
import { medium, policyRules, policyWeakenings, type PolicyKind } from './weakening';

const TOPIC: PolicyKind = {
  reach: 'resource',
  rules: { widened: 'topic-policy-widened', undenied: 'topic-denial-removed', revoked: 'topic-delivery-revoked' },
  delivery: {
    action: 'sns:Publish',
    services: ['cloudtrail', 'config', 'cloudwatch', 'events'].map((name) => `${name}.amazonaws.com`),
  },
};
const BUS: PolicyKind = { reach: 'resource', rules: { widened: 'bus-policy-widened', undenied: 'bus-denial-removed' } };

export const topicRules: RuleTexts = {
  ...medium(policyRules('a topic', TOPIC.rules)),
  'topic-delivery-revoked': {
    title: 'a service can no longer announce anything at a topic',
    severity: 'medium',
    why: 'Alarms ring and files arrive, but nobody is told.',
    better: 'a service can announce at a topic',
  },
};
export const busRules: RuleTexts = medium(policyRules('an event bus', BUS.rules));

/** Who may announce, and who may listen. */
export const topicPolicies = [
  watch<string | undefined>({
    reads: { aws_sns_topic: ['policy'], aws_sns_topic_policy: ['policy'] },
    rule: 'topic-policy-widened',
    form: ({ policy }) => text(policy),
    skips: ({ change, scene }) =>
      change.type === 'aws_sns_topic' &&
      scene.ofType('aws_sns_topic_policy').some(({ before, after }) => {
        const arn = change.before?.arn;
        return arn !== undefined && (before?.arn === arn || after?.arn === arn);
      }),
    compare: (before, after, { change }) =>
      policyWeakenings(`topic ${nameOf(change, 'name', 'arn')}`, before, after, TOPIC),
  }),
];

export const busPolicies = [
  watch<string | undefined>({
    reads: { aws_cloudwatch_event_bus_policy: ['policy'] },
    rule: 'bus-policy-widened',
    form: ({ policy }) => text(policy),
    compare: (before, after, { change }) =>
      policyWeakenings(`event bus ${nameOf(change, 'event_bus_name')}`, before, after, BUS),
  }),
];
