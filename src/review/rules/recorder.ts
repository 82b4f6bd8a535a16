import type { Change } from '../change';
import { bucketName } from '../evidence/buckets';
import type { Scene } from '../scene';
import { rarity } from './frequencies';
import { block, flag, number, some, text } from './known';
import { fromTo, nameOf } from './naming';
import { losses, recordingOf } from './recording';
import type { RuleTexts, Weakening } from './rule';
import { watch, type Circumstances, type Family } from './watch';

const rules: RuleTexts = {
  'recorder-destroyed': {
    title: 'a recorder is destroyed',
    severity: 'critical',
    why: 'AWS Config records nothing there any more, and no rule is evaluated on changes.',
    better: 'a recorder is created',
  },
  'recorder-stopped': {
    title: 'a recorder stops',
    severity: 'critical',
    why: 'AWS Config records nothing there any more, and no rule is evaluated on changes.',
    better: 'a recorder starts',
  },
  'recorder-narrowed': {
    title: 'a recorder records fewer types',
    severity: 'high',
    why: 'Of what is not recorded there is no history, and no rule judges it.',
    better: 'a recorder records more types',
  },
  'recorder-slower': {
    title: 'a recorder records less often',
    severity: 'medium',
    why: 'What is changed and changed back within a day leaves no trace; rules run a day late.',
    better: 'a recorder records more often',
  },
  'recorder-role-changed': {
    title: 'a recorder works with another role',
    severity: 'medium',
    why: 'What the role may not read is not recorded, without an error that anybody sees.',
  },
  'channel-destroyed': {
    title: 'a delivery channel is destroyed',
    severity: 'critical',
    why: 'History and snapshots reach no bucket any more, and the recorder cannot run without a channel.',
    better: 'a delivery channel is created',
  },
  'channel-moved': {
    title: 'AWS Config delivers elsewhere',
    severity: 'high',
    why: 'New evidence leaves the place that is copied, locked and watched, or lies under another key.',
  },
  'channel-slower': {
    title: 'snapshots are delivered less often',
    severity: 'medium',
    why: 'Between snapshots only single changes tell what there was.',
    better: 'snapshots are delivered more often',
  },
  'channel-topic-removed': {
    title: 'changes are no longer announced',
    severity: 'medium',
    why: 'Who waits for what AWS Config announces is not told any more.',
    better: 'changes are announced',
  },
  'config-history-shortened': {
    title: 'AWS Config keeps its history for a shorter time',
    severity: 'high',
    why: 'Older configuration items are deleted at once and can no longer be asked for.',
    better: 'AWS Config keeps its history for longer',
  },
};

/** Kept where nothing is configured. Source: AWS Config developer guide, "Deleting AWS Config data". */
const DEFAULT_HISTORY_DAYS = 2557;

const MISSED = 'Changes made meanwhile are not recorded later; only what is found at the restart is.';

const called = ({ change }: Circumstances): string => `Recorder ${nameOf(change)}`;

/** The recorder that a status belongs to. */
const recordersOf = ({ change, scene }: Circumstances): readonly Change[] =>
  scene
    .ofType('aws_config_configuration_recorder')
    .filter(
      (recorder) =>
        recorder.plan === change.plan &&
        nameOf(recorder) === nameOf(change) &&
        sameParent(recorder.address, change.address),
    );

/** It goes as well. */
const recorderEnds = (circumstances: Circumstances): boolean =>
  recordersOf(circumstances).some(({ kind }) => kind === 'delete');

/** Recorders of all regions of an account bear one name as a rule; copies of one configuration share an index. */
const sameParent = (one: string, other: string): boolean => indexOf(one) === indexOf(other);
const indexOf = (address: string): string => (address.match(/\[[^\]]*\]/g) ?? []).join();

/** Where recording begins with this plan there is no history to shorten. */
function isFirst({ plan }: Change, scene: Scene): boolean {
  const recorders = scene.ofType('aws_config_configuration_recorder').filter((recorder) => recorder.plan === plan);
  return recorders.length > 0 && recorders.every(({ kind }) => kind === 'create');
}

/** Recorders, where they deliver, and how long AWS Config remembers. */
export const recorder: Family = {
  name: 'recorder',
  rules,
  ends: [
    {
      types: ['aws_config_configuration_recorder'],
      destroyed: 'recorder-destroyed',
      replaced: 'recorder-destroyed',
      title: (circumstances, replaced) =>
        `${called(circumstances)} is destroyed${replaced ? ' and made again, stopped until its status starts it' : ': nothing is recorded there any more'}.`,
      undo: () => MISSED,
    },
    {
      types: ['aws_config_configuration_recorder_status'],
      destroyed: 'recorder-stopped',
      replaced: 'recorder-stopped',
      title: (circumstances, replaced) =>
        `${called(circumstances)} is stopped${replaced ? ' and started again' : ': nothing is recorded any more'}.`,
      undo: () => MISSED,
      skips: (circumstances) => circumstances.change.before?.is_enabled === false || recorderEnds(circumstances),
    },
    {
      types: ['aws_config_delivery_channel'],
      destroyed: 'channel-destroyed',
      replaced: 'channel-destroyed',
      title: ({ change }, replaced) =>
        `Delivery channel ${nameOf(change)} is destroyed${replaced ? ' and made again' : ': history and snapshots reach no bucket any more'}.`,
      undo: () => MISSED,
    },
  ],
  watches: [
    watch({
      reads: { aws_config_configuration_recorder_status: ['is_enabled'] },
      rule: 'recorder-stopped',
      form: (known) => flag(known.is_enabled, false),
      // What was there before its status was managed may run.
      absent: (circumstances, side) =>
        side === 'before' && !recordersOf(circumstances).some(({ kind }) => kind === 'create') ? true : undefined,
      compare: (before, after, circumstances) =>
        before && !after
          ? [
              {
                rule: 'recorder-stopped',
                title: `${called(circumstances)} is stopped: nothing is recorded any more.`,
                undo: MISSED,
              },
            ]
          : [],
    }),
    watch({
      reads: { aws_config_configuration_recorder: ['recording_group', 'recording_mode'] },
      rule: 'recorder-narrowed',
      form: recordingOf,
      compare: (before, after, circumstances) => {
        const { gone, slower } = losses(before, after);
        const found: Weakening[] = [];
        if (gone.length > 0) {
          found.push({
            rule: 'recorder-narrowed',
            title: `${called(circumstances)} no longer records ${gone.length} ${gone.length === 1 ? 'type' : 'types'}.`,
            details: [`Not recorded any more: ${some(gone)}`],
            undo: MISSED,
            essence: gone.join(),
          });
        }
        if (slower.length > 0) {
          found.push({
            rule: 'recorder-slower',
            title: `${called(circumstances)} records ${slower.length} ${slower.length === 1 ? 'type' : 'types'} once a day instead of at every change.`,
            details: [`Once a day: ${some(slower)}`],
            undo: 'What changed and changed back within a day is not recorded later.',
            essence: slower.join(),
          });
        }
        return found;
      },
    }),
    watch({
      reads: { aws_config_configuration_recorder: ['role_arn'] },
      rule: 'recorder-role-changed',
      form: (known) => text(known.role_arn),
      compare: (before, after, circumstances) =>
        before === after
          ? []
          : [
              {
                rule: 'recorder-role-changed',
                title: `${called(circumstances)} works with another role.`,
                details: [fromTo('role_arn', before, after)],
              },
            ],
    }),
    watch({
      reads: { aws_config_delivery_channel: ['s3_bucket_name', 's3_key_prefix', 's3_kms_key_arn'] },
      rule: 'channel-moved',
      gained: ['s3_kms_key_arn'],
      form: (known) => ({
        bucket: bucketName(text(known.s3_bucket_name) ?? ''),
        prefix: text(known.s3_key_prefix),
        key: text(known.s3_kms_key_arn),
      }),
      compare: (before, after, { change, scene }) => {
        const sameKey =
          before.key === undefined || (after.key !== undefined && scene.keys.areSame(before.key, after.key));
        const details = [
          ...(before.bucket === after.bucket ? [] : [fromTo('s3_bucket_name', before.bucket, after.bucket)]),
          ...(before.prefix === after.prefix ? [] : [fromTo('s3_key_prefix', before.prefix, after.prefix)]),
          ...(sameKey ? [] : [fromTo('s3_kms_key_arn', before.key, after.key)]),
        ];
        if (details.length === 0) return [];
        const title = `Delivery channel ${nameOf(change)} delivers elsewhere or under another key.`;
        return [{ rule: 'channel-moved', title, details }];
      },
    }),
    watch({
      reads: { aws_config_delivery_channel: ['snapshot_delivery_properties'] },
      rule: 'channel-slower',
      form: (known) => text(block(known.snapshot_delivery_properties)?.delivery_frequency),
      compare: (before, after, { change }) =>
        rarity(after) > rarity(before)
          ? [
              {
                rule: 'channel-slower',
                title: `Delivery channel ${nameOf(change)} delivers snapshots ${after === undefined ? 'no longer' : 'less often'}.`,
                details: [fromTo('Frequency', before, after)],
              },
            ]
          : [],
    }),
    watch({
      reads: { aws_config_delivery_channel: ['sns_topic_arn'] },
      rule: 'channel-topic-removed',
      gained: ['sns_topic_arn'],
      form: (known) => text(known.sns_topic_arn),
      compare: (before, after, { change }) =>
        before === undefined || before === after
          ? []
          : [
              {
                rule: 'channel-topic-removed',
                title: `Delivery channel ${nameOf(change)} ${after === undefined ? 'announces nothing any more' : 'announces elsewhere'}.`,
                details: [fromTo('sns_topic_arn', before, after)],
              },
            ],
    }),
    watch({
      reads: { aws_config_retention_configuration: ['retention_period_in_days'] },
      rule: 'config-history-shortened',
      form: (known) => number(known.retention_period_in_days) ?? DEFAULT_HISTORY_DAYS,
      absent: ({ change, scene }, side) =>
        side === 'before' && isFirst(change, scene) ? undefined : DEFAULT_HISTORY_DAYS,
      compare: (before, after) =>
        after < before
          ? [
              {
                rule: 'config-history-shortened',
                title: `AWS Config keeps its history for ${after} days instead of ${before}.`,
                undo: 'Items that are deleted do not come back; what was delivered to S3 stays.',
              },
            ]
          : [],
    }),
  ],
};
