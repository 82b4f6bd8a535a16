import { bucketName } from '../../evidence/buckets';
import { blocks, flag, missingFrom, some, text, texts, type KnownAttributes } from '../known';
import { nameOf } from '../naming';
import { policyRules, policyWeakenings, type PolicyKind } from '../policies/weakening';
import type { RuleTexts } from '../rule';
import { watch } from '../watch';
import { called, piece } from './piece';

const POINT: PolicyKind = {
  reach: 'resource',
  rules: { widened: 'access-point-widened', undenied: 'access-point-denial-removed' },
};

export const doorRules: RuleTexts = {
  'access-point-added': {
    title: 'a bucket gets an access point',
    severity: 'medium',
    why: 'An access point is another way to the evidence, with a policy of its own.',
    better: 'a bucket loses an access point',
  },
  ...policyRules('an access point', POINT.rules),
  'bucket-events-removed': {
    title: 'a bucket no longer tells of what happens in it',
    severity: 'medium',
    why: 'Who waits for new files, or watches for deleted ones, is not told any more.',
    better: 'a bucket tells of what happens in it',
  },
};

const POINTS = ['aws_s3_access_point', 'aws_s3control_access_point_policy'];

/** Access points of evidence; what they let whom do. */
export const accessPoints = [
  watch<string>({
    reads: { aws_s3_access_point: ['bucket'] },
    rule: 'access-point-added',
    form: ({ bucket }) => bucketName(text(bucket) ?? ''),
    absent: () => '',
    skips: ({ change, scene }) => !scene.buckets.isEvidence(change),
    compare: (before, after, circumstances) =>
      after === '' || after === before
        ? []
        : [
            {
              rule: 'access-point-added',
              title: `There is another way to ${called(circumstances)}: access point ${nameOf(circumstances.change)}.`,
            },
          ],
  }),
  watch<string | undefined>({
    reads: Object.fromEntries(POINTS.map((type) => [type, ['policy']])),
    rule: 'access-point-widened',
    form: ({ policy }) => text(policy),
    // A new access point is told as one.
    absent: ({ change }, side) => (side === 'before' && change.type !== 'aws_s3_access_point' ? '' : undefined),
    compare: (before, after, { change }) =>
      policyWeakenings(`access point ${nameOf(change, 'name', 'access_point_arn')}`, before || undefined, after, POINT),
  }),
];

const told = (known: KnownAttributes, block: string, target: string): readonly string[] =>
  blocks(known[block]).flatMap((each) =>
    texts(each.events).map((event) => {
      const only = [text(each.filter_prefix), text(each.filter_suffix)].map((part) => part ?? '').join('*');
      return `${event} to ${text(each[target]) ?? ''}${only === '*' ? '' : ` of ${only}`}`;
    }),
  );

/** Whom a bucket tells of what. */
export const notifications = piece<readonly string[]>({
  type: 'aws_s3_bucket_notification',
  attributes: ['topic', 'queue', 'lambda_function', 'eventbridge'],
  inline: [],
  rule: 'bucket-events-removed',
  form: (known) => [
    ...told(known, 'topic', 'topic_arn'),
    ...told(known, 'queue', 'queue_arn'),
    ...told(known, 'lambda_function', 'lambda_function_arn'),
    ...(flag(known.eventbridge, false) ? ['all events to EventBridge'] : []),
  ],
  formInline: () => [],
  nothing: [],
  least: true,
  compare: (before, after, circumstances) => {
    const gone = missingFrom(before, after);
    if (gone.length === 0) return [];
    return [
      {
        rule: 'bucket-events-removed',
        title: `The ${called(circumstances)} no longer tells of everything that it told before.`,
        details: [`No longer told: ${some(gone)}`],
        essence: [...after].sort().join(),
      },
    ];
  },
});
