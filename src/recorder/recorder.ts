import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { ConfigRetentionConfiguration } from '@cdktf/provider-aws/lib/config-retention-configuration';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import type { RecorderRole } from './recorder-role';
import { recordingGroup, recordingMode, type RecordingProps } from './recording';

/** An account has one recorder and one channel in a region; this is what the console calls them too. */
export const RECORDER_NAME = 'default';

export interface RecorderProps {
  readonly place: Place;
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

/** AWS Config in one account and region: recorder, delivery channel, started, with its history kept for a set time. */
export class Recorder extends Construct {
  /** Config takes rules and packs once the recorder runs. */
  readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: RecorderProps) {
    super(scope, id);
    const { place, role, recording, isHome } = props;
    const recorder = new ConfigConfigurationRecorder(this, 'recorder', {
      ...place,
      name: RECORDER_NAME,
      roleArn: role.arn,
      recordingGroup: recordingGroup(recording.exclude, isHome),
      recordingMode: recordingMode(recording, isHome),
      dependsOn: [...role.ready, ...props.after],
    });
    const channel = new ConfigDeliveryChannel(this, 'channel', {
      ...place,
      name: RECORDER_NAME,
      s3BucketName: props.bucketName,
      s3KeyPrefix: props.prefix,
      s3KmsKeyArn: props.keyArn,
      snsTopicArn: props.topicArn,
      snapshotDeliveryProperties: { deliveryFrequency: props.snapshotFrequency },
      dependsOn: [recorder],
    });
    // Config refuses to start before the channel exists, and to delete the channel before it has stopped.
    this.ready = new ConfigConfigurationRecorderStatus(this, 'status', {
      ...place,
      name: RECORDER_NAME,
      isEnabled: true,
      dependsOn: [channel],
    });
    new ConfigRetentionConfiguration(this, 'retention', {
      ...place,
      retentionPeriodInDays: props.historyDays,
      dependsOn: [...props.after],
    });
  }
}
