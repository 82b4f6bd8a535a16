import { text } from '../known';
import { nameOf } from '../naming';
import type { RuleTexts } from '../rule';
import { watch } from '../watch';
import { medium, policyRules, policyWeakenings, type PolicyKind } from './weakening';

const QUEUE: PolicyKind = {
  reach: 'resource',
  rules: { widened: 'queue-policy-widened', undenied: 'queue-denial-removed' },
};

export const queueRules: RuleTexts = medium(policyRules('a queue', QUEUE.rules));

/** Who may put something into a queue, and who may take it out. */
export const queuePolicies = [
  watch<string | undefined>({
    reads: { aws_sqs_queue: ['policy'], aws_sqs_queue_policy: ['policy'] },
    rule: 'queue-policy-widened',
    form: ({ policy }) => text(policy),
    skips: ({ change, scene }) =>
      change.type === 'aws_sqs_queue' &&
      scene.ofType('aws_sqs_queue_policy').some(({ before, after }) => {
        const url = change.before?.id;
        return url !== undefined && (before?.queue_url === url || after?.queue_url === url);
      }),
    compare: (before, after, { change }) =>
      policyWeakenings(`queue ${nameOf(change, 'name', 'queue_url')}`, before, after, QUEUE),
  }),
];
