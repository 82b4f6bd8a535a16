import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { ConfigRetentionConfiguration } from '@cdktf/provider-aws/lib/config-retention-configuration';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Recording } from '../config/adoption';
import type { Place } from '../placement/placement';
import { adopt } from '../state/state-changes';
import type { RecorderRole } from './recorder-role';
import { recordingGroup, recordingMode, type RecordingProps } from './recording';

export interface RecorderProps {
  readonly place: Place;
  /** What the parts are called, and which of them exist already. */
  readonly names: Recording;
  /** The region that records global types. */
  readonly isHome: boolean;
  readonly role: RecorderRole;
  readonly recording: RecordingProps;
  readonly bucketName: string;
  readonly prefix: string;
  /** A key in the bucket's region. */
  readonly keyArn: string;
  /** A topic in this region. Absent: nobody is told. */
  readonly topicArn?: string;
  readonly snapshotFrequency: string;
  /** Days that Config keeps configuration items, 30 to 2,557. */
  readonly historyDays: number;
  /** Whoever guards the recorder knows of a change first. */
  readonly after: readonly ITerraformDependable[];
}

/** AWS Config gives it this name. Source: Config API reference, RetentionConfiguration. */
const RETENTION_NAME = 'default';

/** AWS Config in one account and region: recorder, delivery channel, started, with its history kept for a set time. */
export class Recorder extends Construct {
  /** Config takes rules and packs once the recorder runs. */
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: RecorderProps) {
    super(scope, id);
    const { place, names, role, recording, isHome } = props;
    const recorder = new ConfigConfigurationRecorder(this, 'recorder', {
      ...place,
      name: names.recorder,
      roleArn: role.arn,
      recordingGroup: recordingGroup(recording.exclude, isHome),
      recordingMode: recordingMode(recording, isHome),
      dependsOn: [...role.ready, ...props.after],
    });
    const channel = new ConfigDeliveryChannel(this, 'channel', {
      ...place,
      name: names.channel,
      s3BucketName: props.bucketName,
      s3KeyPrefix: props.prefix,
      s3KmsKeyArn: props.keyArn,
      snsTopicArn: props.topicArn,
      snapshotDeliveryProperties: { deliveryFrequency: props.snapshotFrequency },
      dependsOn: [recorder],
    });
    // Config refuses to start before the channel exists, and to delete the channel before it has stopped.
    const status = new ConfigConfigurationRecorderStatus(this, 'status', {
      ...place,
      name: names.recorder,
      isEnabled: true,
      dependsOn: [channel],
    });
    this.ready = status;
    const retention = new ConfigRetentionConfiguration(this, 'retention', {
      ...place,
      retentionPeriodInDays: props.historyDays,
      dependsOn: [...props.after],
    });
    const { exists } = names;
    // A recorder has a status, whether it runs or not.
    if (exists?.recorder) for (const part of [recorder, status]) adopt(part, names.recorder);
    if (exists?.channel) adopt(channel, names.channel);
    if (exists?.retention) adopt(retention, RETENTION_NAME);
  }
}
