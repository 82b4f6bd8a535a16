import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { organization } from '../organizations';
import { Platform } from '../synthesized';

const regions = { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' };
const platform = (recorder: object) =>
  new Platform(organization({ accounts: { members: ['444444444444'] }, regions, recorder }));
const SERVICE_LINKED = 'arn:aws:iam::444444444444:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';

/** Knows of a change before the recorder has it. */
const HEALER = /^aws_lambda_function\.heal-recorder-[\w-]+_function$/;

describe('the service-linked role', () => {
  test('is created by default, and recorders wait for it', () => {
    const member = platform({}).stack('baseline-444444444444');
    expect(member.only(IamServiceLinkedRole)).toMatchObject({ aws_service_name: 'config.amazonaws.com' });
    for (const recorder of member.all(ConfigConfigurationRecorder)) {
      expect(recorder).toMatchObject({
        role_arn: SERVICE_LINKED,
        depends_on: ['aws_iam_service_linked_role.role_service-linked', expect.stringMatching(HEALER)],
      });
    }
    expect(member.all(IamRole).map(({ name }) => name)).not.toContain('acme-audit-recorder');
  });

  test.each([
    ['everywhere', 'all', []],
    ['in one account', ['444444444444'], ['111111111111', '222222222222']],
  ])('is not created where it exists: %s', (_name, serviceLinkedRoleExistsIn, created) => {
    const { baselines } = platform({ serviceLinkedRoleExistsIn });
    expect(baselines.filter((stack) => stack.all(IamServiceLinkedRole).length > 0).map(({ name }) => name)).toEqual(
      created.map((id) => `baseline-${id}`),
    );
    const [recorder] = baselines.find(({ name }) => name.endsWith('444444444444'))!.all(ConfigConfigurationRecorder);
    expect(recorder).toMatchObject({ role_arn: SERVICE_LINKED });
    expect(recorder.depends_on).toEqual([expect.stringMatching(HEALER)]);
  });
});

describe('the custom role', () => {
  const member = platform({ role: 'custom', snsTopicName: 'config-changes' }).stack('baseline-444444444444');
  const { role_custom: role } = member.named(IamRole);
  const { role_delivers: rights } = member.named(IamRolePolicy);

  test('is trusted by Config on behalf of its own account alone', () => {
    expect(JSON.parse(role.assume_role_policy).Statement).toEqual([
      {
        Sid: 'Trust',
        Effect: 'Allow',
        Principal: { Service: 'config.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': '444444444444' } },
      },
    ]);
  });

  test('reads with AWS’s policy and writes to one prefix, one key and its topics', () => {
    expect(member.only(IamRolePolicyAttachment).policy_arn).toBe('arn:aws:iam::aws:policy/service-role/AWS_ConfigRole');
    const grants = JSON.parse(rights.policy).Statement.map(({ Action, Resource }: Record<string, unknown>) => [
      Action,
      Resource,
    ]);
    expect(grants).toEqual([
      [['s3:GetBucketAcl', 's3:ListBucket'], 'arn:aws:s3:::acme-config-222222222222-us-east-1'],
      [
        ['s3:PutObject', 's3:PutObjectAcl'],
        'arn:aws:s3:::acme-config-222222222222-us-east-1/config/AWSLogs/444444444444/Config/*',
      ],
      [['kms:Decrypt', 'kms:GenerateDataKey'], '${data.terraform_remote_state.evidence.outputs.evidence-key-arn}'],
      [
        'sns:Publish',
        ['arn:aws:sns:us-east-1:222222222222:config-changes', 'arn:aws:sns:eu-west-1:222222222222:config-changes'],
      ],
    ]);
  });

  test('is used by every recorder, which waits for its policies', () => {
    for (const recorder of member.all(ConfigConfigurationRecorder)) {
      expect(recorder).toMatchObject({
        role_arn: 'arn:aws:iam::444444444444:role/acme-audit-recorder',
        depends_on: [
          'aws_iam_role.role_custom',
          'aws_iam_role_policy_attachment.role_reads',
          'aws_iam_role_policy.role_delivers',
          expect.stringMatching(HEALER),
        ],
      });
    }
    expect(member.all(IamServiceLinkedRole)).toEqual([]);
  });
});

test('channels notify a topic of their own region, or nobody', () => {
  const told = platform({ snsTopicName: 'config-changes' }).stack('baseline-444444444444').named(ConfigDeliveryChannel);
  expect(told['eu-west-1_channel'].sns_topic_arn).toBe('arn:aws:sns:eu-west-1:222222222222:config-changes');
  for (const channel of platform({}).stack('baseline-444444444444').all(ConfigDeliveryChannel))
    expect(channel).not.toHaveProperty('sns_topic_arn');
});

test('snapshots are delivered as often as told', () => {
  for (const channel of platform({ snapshotFrequency: 'Six_Hours' }).all(ConfigDeliveryChannel)) {
    expect(channel.snapshot_delivery_properties).toEqual({ delivery_frequency: 'Six_Hours' });
  }
});

test.each([
  ['created', {}, undefined],
  ['assumed present', { serviceLinkedRoleExistsIn: 'all' }, true],
  ['not used', { role: 'custom' }, true],
])('the service-linked role is never deleted by a change of mind: %s', (_name, recorder, kept) => {
  const { json } = platform(recorder).stack('baseline-444444444444');
  const block = { from: 'aws_iam_service_linked_role.role_service-linked', lifecycle: { destroy: false } };
  expect(json.removed).toEqual(kept && [block]);
});
