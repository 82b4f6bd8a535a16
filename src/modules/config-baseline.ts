import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { ConfigRetentionConfiguration } from '@cdktf/provider-aws/lib/config-retention-configuration';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { GLOBAL_IAM_TYPES } from '../catalogue/managed-rule';
import { NEVER_DAILY } from '../config/checks/recorder';
import { CONFIG_PREFIX } from '../config/organization';
import { CONFIG_HISTORY_LIMIT_DAYS } from '../config/retention';
import { Recorder } from '../recorder/recorder';
import { ServiceLinkedRecorderRole } from '../recorder/recorder-role';
import { expressionOf } from './expression';
import { BUCKET_NAME, KEY_ARN, RECORDER_NAME, RESOURCE_TYPE, TOPIC_ARN } from './forms';
import { defineModule } from './module';
import { standIn } from './stand-in';
import { choice, flag, text, texts, wholeNumber, withCheck } from './variable';

const TYPES = { most: 1000 };

/** Types that are recorded by another rhythm than `frequency` has. */
const exceptions = (name: string, useful: string, description: string) =>
  withCheck(
    withCheck(texts(RESOURCE_TYPE, TYPES, { description, default: [] }), {
      condition: `length(var.${name}) == 0 || var.frequency == "${useful}"`,
      message: `${name} has no effect unless frequency is ${useful}; leave it out, or change frequency.`,
    }),
    {
      condition: `length(setintersection(var.${name}, var.exclude)) == 0`,
      message: `${name} holds a type that exclude holds as well; remove it from one of them.`,
    },
  );

export const configBaseline = defineModule({
  name: 'config-baseline',
  title: 'AWS Config in one account and region: recorder, delivery channel, started, with its history kept',
  description: [
    'Once for each account and region. An account has one recorder and one channel in a region: those that exist are imported, under the names they have.',
    'Global IAM types are recorded where `is_home` is true, in one region of each account. The recorder works with AWSServiceRoleForConfig, which Security Hub control Config.1 asks for; it has `prevent_destroy`, because others use it too.',
  ],
  variables: {
    is_home: flag({
      description:
        'Whether this region records the global IAM types of the account: true in one of its regions, false elsewhere.',
    }),
    bucket_name: text(BUCKET_NAME, { description: '`config_bucket_name` of the evidence store.' }),
    bucket_prefix: text(
      {
        pattern: /^[\w.=-]+(\/[\w.=-]+)*$/,
        what: 'a prefix',
        mend: 'write it without a slash at either end',
      },
      { description: '`config_prefix` of the evidence store.', default: CONFIG_PREFIX },
    ),
    key_arn: text(KEY_ARN, { description: '`evidence_key_arn` of the evidence store.' }),
    create_service_linked_role: flag({
      description:
        'Create AWSServiceRoleForConfig, once for an account and only where nobody has: say so in one of its regions, and let the others depend on it.',
      default: false,
    }),
    frequency: choice(['CONTINUOUS', 'DAILY'], {
      description: 'How often changes are recorded. DAILY delays rules that react to changes.',
      default: 'CONTINUOUS',
    }),
    daily_types: withCheck(
      exceptions('daily_types', 'CONTINUOUS', 'With CONTINUOUS: types recorded once a day instead.'),
      {
        condition: `length(setintersection(var.daily_types, [${NEVER_DAILY.map((type) => JSON.stringify(type)).join(', ')}])) == 0`,
        message: `daily_types holds a type that cannot be recorded daily; remove ${NEVER_DAILY.join(' and ')}.`,
      },
    ),
    continuous_types: exceptions('continuous_types', 'DAILY', 'With DAILY: types recorded at once instead.'),
    exclude: texts(RESOURCE_TYPE, TYPES, {
      description: 'Types that are not recorded at all. Empty: every supported type, present and future.',
      default: [],
    }),
    snapshot_frequency: choice(['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'], {
      description: 'How often a full snapshot is delivered to S3.',
      default: 'TwentyFour_Hours',
    }),
    history_days: wholeNumber(30, CONFIG_HISTORY_LIMIT_DAYS, 'days', {
      description: 'Days that AWS Config keeps configuration items itself; copies in S3 live longer.',
      default: CONFIG_HISTORY_LIMIT_DAYS,
    }),
    topic_arn: text(TOPIC_ARN, {
      description: 'Topic of this region that AWS Config notifies. Default: none.',
      default: null,
    }),
    recorder_name: text(RECORDER_NAME, {
      description: 'Of a recorder that exists: it cannot be renamed.',
      default: 'default',
    }),
    channel_name: text(RECORDER_NAME, {
      description: 'Of a delivery channel that exists: it cannot be renamed.',
      default: 'default',
    }),
  },
  compose(module, given) {
    const { place, partition, account } = module.here;
    const role = new ServiceLinkedRecorderRole(module, 'role', {
      anywhere: place,
      partition,
      account,
      create: true,
    });
    module.resource(role, IamServiceLinkedRole.tfResourceType).addOverride('lifecycle.prevent_destroy', true);
    module.onlyIf(given.create_service_linked_role, role);
    const recorder = new Recorder(module, 'config', {
      place,
      names: {
        recorder: given.recorder_name,
        channel: given.channel_name,
      },
      isHome: true,
      role,
      recording: {
        frequency: given.frequency,
        dailyTypes: given.daily_types,
        continuousTypes: given.continuous_types,
        exclude: given.exclude,
      },
      bucketName: given.bucket_name,
      prefix: given.bucket_prefix,
      keyArn: given.key_arn,
      topicArn: given.topic_arn,
      snapshotFrequency: given.snapshot_frequency,
      historyDays: given.history_days,
      after: [],
    });

    // Both strategies of src/recorder/recording.ts in one: which of them is known only to the caller.
    const globalTypes = expressionOf([...GLOBAL_IAM_TYPES]);
    module.local(
      'excluded',
      `length(var.exclude) == 0 ? [] : sort(distinct(concat(var.exclude, var.is_home ? [] : ${globalTypes})))`,
    );
    module.local(
      'exceptions',
      `sort([for type in concat(var.daily_types, var.continuous_types) : type if var.is_home || !contains(${globalTypes}, type)])`,
    );
    module.local('other_frequency', 'var.frequency == "CONTINUOUS" ? "DAILY" : "CONTINUOUS"');
    const records = module.resource(recorder, ConfigConfigurationRecorder.tfResourceType);
    const set = (path: string, value: unknown) => records.addOverride(path, value);
    set('recording_group.all_supported', standIn('length(var.exclude) == 0'));
    set('recording_group.include_global_resource_types', standIn('length(var.exclude) == 0 && var.is_home'));
    set('recording_group.exclusion_by_resource_types.0.resource_types', standIn('local.excluded'));
    set(
      'recording_group.recording_strategy.0.use_only',
      standIn('length(var.exclude) == 0 ? "ALL_SUPPORTED_RESOURCE_TYPES" : "EXCLUSION_BY_RESOURCE_TYPES"'),
    );
    set('recording_mode.recording_mode_override', {
      description: standIn('"Recorded ${lower(local.other_frequency)}"'),
      recording_frequency: standIn('local.other_frequency'),
      resource_types: standIn('local.exceptions'),
    });
    module.blockIf('length(var.exclude) > 0', records, 'recording_group', 'exclusion_by_resource_types');
    module.blockIf('length(local.exceptions) > 0', records, 'recording_mode', 'recording_mode_override');
    const whole = ({ tfResourceType }: { readonly tfResourceType: string }) =>
      module.addressOf(module.resource(recorder, tfResourceType));
    return {
      recorder_name: {
        value: given.recorder_name,
        description: 'The recorder; rules and packs may follow.',
        after: [recorder],
      },
      role_arn: { value: role.arn, description: 'ARN of the role that it works with.' },
      recording: {
        value: standIn(
          `{ recorder = ${whole(ConfigConfigurationRecorder)}, channel = ${whole(ConfigDeliveryChannel)}, retention = ${whole(ConfigRetentionConfiguration)} }`,
        ),
        description: 'All of it, for `recording` of the module self-healing.',
      },
    };
  },
});
