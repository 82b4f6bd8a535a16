import type { Change } from '../change';
import { flag, missingFrom, blocks, text } from './known';
import { fromTo, nameOf } from './naming';
import type { RuleTexts, Weakening } from './rule';
import { narrowing } from './selectors/narrowing';
import { recordedBy } from './selectors/selector';
import { watch, type Circumstances, type Family, type Watch } from './watch';

const rules: RuleTexts = {
  'trail-destroyed': {
    title: 'a trail is destroyed',
    severity: 'critical',
    why: 'From then on nothing records who did what, and nothing that happens meanwhile can be recorded later.',
    better: 'a trail is created',
  },
  'trail-replaced': {
    title: 'a trail is destroyed and made again',
    severity: 'critical',
    why: 'What happens between the two is never recorded, and the chain of digests begins anew.',
  },
  'trail-stopped': {
    title: 'a trail stops logging',
    severity: 'critical',
    why: 'From then on nothing records who did what, and nothing that happens meanwhile can be recorded later.',
    better: 'a trail starts logging',
  },
  'trail-single-region': {
    title: 'a trail no longer covers every region',
    severity: 'critical',
    why: 'Whoever acts in another region leaves no evidence.',
    better: 'a trail covers every region',
  },
  'trail-single-account': {
    title: 'a trail no longer covers the organization',
    severity: 'critical',
    why: 'What happens in member accounts is no longer recorded.',
    better: 'a trail covers the whole organization',
  },
  'trail-unvalidated': {
    title: 'a trail writes no digests any more',
    severity: 'high',
    why: 'Without signed digests nobody can prove that log files were not changed or deleted.',
    better: 'a trail writes signed digests',
  },
  'trail-global-events-off': {
    title: 'a trail leaves out global services',
    severity: 'high',
    why: 'Calls of IAM, STS and CloudFront, where most attacks begin, are not recorded.',
    better: 'a trail records global services',
  },
  'trail-selectors-narrowed': {
    title: 'a trail records fewer events',
    severity: 'high',
    why: 'What is not selected is never recorded and cannot be had later.',
    better: 'a trail records more events',
  },
  'trail-blind': {
    title: 'a trail records no management events any more',
    severity: 'critical',
    why: 'Management events are what tells who changed what.',
    better: 'a trail records management events',
  },
  'trail-insights-removed': {
    title: 'a trail no longer looks for unusual activity',
    severity: 'medium',
    why: 'CloudTrail Insights tells of unusual rates of calls and errors, often the first sign of an attack.',
    better: 'a trail looks for unusual activity',
  },
  'trail-bucket-changed': {
    title: 'a trail delivers elsewhere',
    severity: 'high',
    why: 'New evidence leaves the place that is locked, watched and verified; digests of the old place do not cover it.',
  },
  'trail-key-changed': {
    title: 'the key of a trail changes',
    severity: 'high',
    why: 'Who may read new evidence, and who can make it unreadable, is decided by another key.',
  },
  'trail-key-removed': {
    title: 'a trail is no longer encrypted with a KMS key',
    severity: 'high',
    why: 'Whoever may read the bucket may then read the evidence; no key stands in between.',
    better: 'a trail is encrypted with a KMS key',
  },
  'trail-log-group-removed': {
    title: 'a trail no longer feeds CloudWatch Logs',
    severity: 'high',
    why: 'Metric filters and alarms that look at the log group hear nothing any more.',
    better: 'a trail feeds CloudWatch Logs',
  },
  'trail-log-group-changed': {
    title: 'a trail feeds another log group, or with another role',
    severity: 'medium',
    why: 'Metric filters and alarms that look at the old log group hear nothing any more; with a role that may not write, none does.',
  },
  'trail-topic-removed': {
    title: 'deliveries of a trail are no longer announced',
    severity: 'medium',
    why: 'Who waits for new log files is not told any more.',
    better: 'deliveries of a trail are announced',
  },
};

const NEVER_LATER = 'What is not recorded meanwhile cannot be recorded later.';
const TYPE = 'aws_cloudtrail';
const called = ({ change }: { readonly change: Change }): string => `Trail ${nameOf(change)}`;

/** An attribute that should be true. */
function shouldBe(attribute: string, fallback: boolean, rule: string, says: string): Watch<unknown> {
  return watch<boolean>({
    reads: { [TYPE]: [attribute] },
    rule,
    form: (known) => flag(known[attribute], fallback),
    compare: (before, after, circumstances) =>
      before && !after
        ? [
            {
              rule,
              title: `${called(circumstances)} ${says}`,
              details: [fromTo(attribute, before, after)],
              undo: NEVER_LATER,
            },
          ]
        : [],
  });
}

/** An attribute that names something, and what follows where it names nothing or something else. */
function named(
  attribute: string,
  removed: string,
  changed: string | undefined,
  says: { readonly removed: string; readonly changed: string },
  areSame: (before: string, after: string, circumstances: Circumstances) => boolean = () => false,
): Watch<unknown> {
  return watch<string | undefined>({
    reads: { [TYPE]: [attribute] },
    rule: removed,
    gained: [attribute],
    form: (known) => text(known[attribute]),
    compare: (before, after, circumstances): readonly Weakening[] => {
      if (before === undefined || before === after) return [];
      const details = [fromTo(attribute, before, after)];
      if (after === undefined) return [{ rule: removed, title: `${called(circumstances)} ${says.removed}`, details }];
      if (changed === undefined || areSame(before, after, circumstances)) return [];
      return [{ rule: changed, title: `${called(circumstances)} ${says.changed}`, details }];
    },
  });
}

/** Trails: what is recorded, and where it goes. */
export const trail: Family = {
  name: 'trail',
  rules,
  ends: [
    {
      types: [TYPE],
      destroyed: 'trail-destroyed',
      replaced: 'trail-replaced',
      title: (circumstances, replaced) =>
        replaced
          ? `${called(circumstances)} is destroyed and made again: what happens in between is not recorded.`
          : `${called(circumstances)} is destroyed: it records nothing any more.`,
      undo: () => `${NEVER_LATER} Files already delivered stay in their bucket.`,
    },
  ],
  watches: [
    shouldBe('enable_logging', true, 'trail-stopped', 'stops logging: nothing is recorded any more.'),
    shouldBe('is_multi_region_trail', false, 'trail-single-region', 'records its home region only.'),
    shouldBe('is_organization_trail', false, 'trail-single-account', 'no longer records the accounts of the organization.'), // prettier-ignore
    shouldBe('enable_log_file_validation', false, 'trail-unvalidated', 'writes no digests any more: that its files are genuine cannot be proven.'), // prettier-ignore
    shouldBe('include_global_service_events', true, 'trail-global-events-off', 'leaves out calls of global services such as IAM.'), // prettier-ignore
    watch({
      reads: { [TYPE]: ['event_selector', 'advanced_event_selector'] },
      rule: 'trail-selectors-narrowed',
      form: recordedBy,
      compare: (before, after, circumstances) =>
        narrowing(called(circumstances), { narrowed: 'trail-selectors-narrowed', blind: 'trail-blind' }, before, after),
    }),
    watch({
      reads: { [TYPE]: ['insight_selector'] },
      rule: 'trail-insights-removed',
      form: (known) => blocks(known.insight_selector).flatMap(({ insight_type }) => text(insight_type) ?? []),
      compare: (before, after, circumstances) => {
        const gone = missingFrom(before, after);
        if (gone.length === 0) return [];
        const title = `${called(circumstances)} no longer looks for unusual activity: ${gone.join(', ')}.`;
        return [{ rule: 'trail-insights-removed', title }];
      },
    }),
    watch({
      reads: { [TYPE]: ['s3_bucket_name', 's3_key_prefix'] },
      rule: 'trail-bucket-changed',
      form: (known) => ({ bucket: text(known.s3_bucket_name), prefix: text(known.s3_key_prefix) }),
      compare: (before, after, circumstances) => {
        const moved = before.bucket !== after.bucket;
        if (!moved && before.prefix === after.prefix) return [];
        return [
          {
            rule: 'trail-bucket-changed',
            severity: moved ? 'high' : 'medium',
            title: `${called(circumstances)} delivers to another ${moved ? 'bucket' : 'prefix of its bucket'}.`,
            details: [
              ...(moved ? [fromTo('s3_bucket_name', before.bucket, after.bucket)] : []),
              ...(before.prefix === after.prefix ? [] : [fromTo('s3_key_prefix', before.prefix, after.prefix)]),
            ],
          },
        ];
      },
    }),
    named(
      'kms_key_id',
      'trail-key-removed',
      'trail-key-changed',
      {
        removed: 'is no longer encrypted with a KMS key.',
        changed: 'is encrypted with another key.',
      },
      (before, after, { scene }) => scene.keys.areSame(before, after),
    ),
    named('cloud_watch_logs_group_arn', 'trail-log-group-removed', 'trail-log-group-changed', {
      removed: 'no longer writes to CloudWatch Logs: alarms hear nothing.',
      changed: 'writes to another log group: alarms on the old one hear nothing.',
    }),
    watch({
      reads: { [TYPE]: ['cloud_watch_logs_role_arn'] },
      rule: 'trail-log-group-changed',
      gained: ['cloud_watch_logs_role_arn'],
      form: (known) => text(known.cloud_watch_logs_role_arn),
      compare: (before, after, circumstances) => {
        // Without a role there is no log group either, which is told.
        if (before === undefined || after === undefined || before === after) return [];
        const title = `${called(circumstances)} writes to CloudWatch Logs with another role: alarms hear nothing if it may not.`;
        return [
          { rule: 'trail-log-group-changed', title, details: [fromTo('cloud_watch_logs_role_arn', before, after)] },
        ];
      },
    }),
    named('sns_topic_name', 'trail-topic-removed', 'trail-topic-removed', {
      removed: 'no longer announces what it delivers.',
      changed: 'announces what it delivers elsewhere.',
    }),
  ],
};
