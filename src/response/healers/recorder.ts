import type { Organization } from '../../config/organization';
import type { Statement } from '../../policy/statement';
import type { HealerSpec } from '../healer-spec';

/** AWS Config in one account and region as its stack declares it, in the spelling of Terraform's resources. */
export interface DeclaredRecorder {
  readonly name: string;
  readonly channelName: string;
  /** The service-linked role or one of our own. */
  readonly roleArn: string;
  readonly recordingGroup: DeclaredGroup;
  readonly recordingMode: DeclaredMode;
  readonly bucketName: string;
  readonly prefix: string;
  /** Terraform reference. */
  readonly keyArn: string;
  readonly topicArn?: string;
  readonly snapshotFrequency: string;
  /** Days that Config keeps configuration items. */
  readonly historyDays: number;
}

/** What `recordingGroup` of src/recorder makes. */
export interface DeclaredGroup {
  readonly allSupported?: boolean;
  readonly includeGlobalResourceTypes?: boolean;
  readonly exclusionByResourceTypes?: readonly { readonly resourceTypes: readonly string[] }[];
  readonly recordingStrategy: readonly { readonly useOnly: string }[];
}

/** What `recordingMode` of src/recorder makes. */
export interface DeclaredMode {
  readonly recordingFrequency: string;
  readonly recordingModeOverride?: {
    readonly description?: string;
    readonly recordingFrequency: string;
    readonly resourceTypes: readonly string[];
  };
}

/**
 * Keeps AWS Config recording in one region of an account.
 *
 * @param regions - all of the account in which the healer runs: its copies share a role
 */
export const recorderHealer = (
  organization: Pick<Organization, 'arn'>,
  account: string,
  regions: readonly string[],
  declared: DeclaredRecorder,
): HealerSpec => ({
  name: 'recorder',
  description: 'Sets AWS Config recording, delivering and keeping its history again',
  events: [
    {
      source: 'aws.config',
      eventSource: 'config.amazonaws.com',
      names: [
        'AssociateResourceTypes',
        'DeleteConfigurationRecorder',
        'DeleteDeliveryChannel',
        'DeleteRetentionConfiguration',
        'DisassociateResourceTypes',
        'PutConfigurationRecorder',
        'PutDeliveryChannel',
        'PutRetentionConfiguration',
        'StopConfigurationRecorder',
      ],
    },
  ],
  desired: desired(declared),
  references: { EvidenceKeyArn: declared.keyArn },
  permissions: permissions(organization, account, regions, declared.roleArn),
});

/** In the spelling of Config's API. */
const desired = (declared: DeclaredRecorder) => ({
  recorder: {
    name: declared.name,
    roleARN: declared.roleArn,
    recordingGroup: group(declared.recordingGroup),
    recordingMode: mode(declared.recordingMode),
  },
  channel: {
    name: declared.channelName,
    s3BucketName: declared.bucketName,
    s3KeyPrefix: declared.prefix,
    s3KmsKeyArn: '${EvidenceKeyArn}',
    ...(declared.topicArn !== undefined && { snsTopicARN: declared.topicArn }),
    configSnapshotDeliveryProperties: { deliveryFrequency: declared.snapshotFrequency },
  },
  retentionDays: declared.historyDays,
});

/** Terraform writes single blocks as lists. */
const group = ({ exclusionByResourceTypes, recordingStrategy, ...flags }: DeclaredGroup) => ({
  ...flags,
  ...(exclusionByResourceTypes && { exclusionByResourceTypes: exclusionByResourceTypes[0] }),
  recordingStrategy: recordingStrategy[0],
});

const mode = ({ recordingFrequency, recordingModeOverride: override }: DeclaredMode) => ({
  recordingFrequency,
  ...(override && { recordingModeOverrides: [override] }),
});

function permissions(
  organization: Pick<Organization, 'arn'>,
  account: string,
  regions: readonly string[],
  roleArn: string,
): Statement[] {
  const recorders = regions.map((region) =>
    organization.arn('config', { region, account, resource: 'configuration-recorder/*' }),
  );
  return [
    {
      sid: 'ReadConfig',
      effect: 'Allow',
      actions: [
        'config:DescribeConfigurationRecorders',
        'config:DescribeConfigurationRecorderStatus',
        'config:DescribeDeliveryChannels',
        'config:DescribeDeliveryChannelStatus',
        'config:DescribeRetentionConfigurations',
      ],
      // Asked for without a name, recorders are no resource to name; the others know none.
      resources: ['*'],
    },
    {
      sid: 'MendRecorder',
      effect: 'Allow',
      actions: ['config:PutConfigurationRecorder', 'config:StartConfigurationRecorder'],
      // AWS invents the end of a recorder's ARN.
      resources: recorders,
    },
    {
      sid: 'MendDelivery',
      effect: 'Allow',
      actions: ['config:PutDeliveryChannel', 'config:PutRetentionConfiguration'],
      // Neither is a resource to IAM.
      resources: ['*'],
      condition: { StringEquals: { 'aws:RequestedRegion': regions } },
    },
    {
      sid: 'HandRoleToConfig',
      effect: 'Allow',
      actions: ['iam:PassRole'],
      resources: [roleArn],
      condition: { StringEquals: { 'iam:PassedToService': 'config.amazonaws.com' } },
    },
  ];
}
