import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { ConfigRetentionConfiguration } from '@cdktf/provider-aws/lib/config-retention-configuration';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { readDesired as readEvidence } from '../../lambdas/heal-evidence/desired';
import { readDesired as readPolicies } from '../../lambdas/heal-guardrails/desired';
import { readDesired as readRecording } from '../../lambdas/heal-recorder/desired';
import { readDesired as readTrail } from '../../lambdas/heal-trail/desired';
import { organizationsRegionOf } from '../../src/config/regions';
import { hashOf } from '../../src/functions/lambda-archive';
import { EXAMPLES, organization } from '../organizations';
import type { Resource } from '../synthesized';
import { Deployed, type DeployedHealer } from './deployed';
import { locationOf } from './routes';

const RESPONSES = {
  usual: {},
  mending: { selfHealing: 'mend', trustedRoles: ['BreakGlass', 'audit/Deployer'] },
  reporting: { selfHealing: 'report', trustedRoles: ['BreakGlass'] },
};

describe.each([
  ['many regions, provider 5', 'mending'],
  ['GovCloud', 'reporting'],
  ['China', 'usual'],
  ['separate log archive and archive accounts', 'usual'],
  ['separate accounts, provider 5', 'reporting'],
  ['delegated administrator, custom role', 'mending'],
] as const)('%s, %s', (example, response) => {
  const settings = { ...EXAMPLES[example], response: RESPONSES[response] };
  const declared = organization(settings);
  const deployed = new Deployed(declared);
  const { partition, managementAccount, trailAccount, auditAccount, home, config } = declared;
  const healersOf = (kind: string): DeployedHealer[] => deployed.healers.filter(({ name }) => name === kind);

  test('each part of the platform has its healer where it lies', () => {
    const at = ({ name, account, region }: Pick<DeployedHealer, 'name' | 'account' | 'region'>) =>
      `${name} ${account} ${region}`;
    const recorded = declared.accounts.flatMap((account) =>
      config.regions.governed.map((region) => ({ name: 'recorder', account, region })),
    );
    const expected = [
      { name: 'trail', account: trailAccount, region: home },
      { name: 'guardrails', account: managementAccount, region: organizationsRegionOf(partition) },
      { name: 'evidence', account: declared.evidenceAccount, region: home },
      { name: 'evidence', account: declared.archiveAccount, region: config.regions.archive },
      ...recorded,
    ];
    expect(deployed.healers.map(at).sort()).toEqual(expected.map(at).sort());
  });

  test('each has its code and what should be, and is tried three times within the hour', () => {
    for (const { stack, id, resource, zip, files } of deployed.healers) {
      expect([id, ...[...files].sort()]).toEqual([id, 'desired.json', 'index.js']);
      expect(resource.source_code_hash).toBe(hashOf(zip));
      expect(resource.handler).toBe('index.handler');
      expect(stack.named(LambdaFunctionEventInvokeConfig)[`${id}_invocations`]).toMatchObject({
        function_name: `\${aws_lambda_function.${id}_function.function_name}`,
        maximum_event_age_in_seconds: 3600,
        maximum_retry_attempts: 2,
      });
    }
  });

  test('each knows its own role, the bus of the audit account, its queue, and what it is to do', () => {
    const [{ stack, resource: bus }] = deployed.all(CloudwatchEventBus).filter((one) => one.stack.name === 'alerting') as [Resource]; // prettier-ignore
    const eventBus = deployed.arn('events', locationOf(stack, bus), `event-bus/${bus.name}`);
    expect(locationOf(stack, bus)).toEqual({ account: auditAccount, region: home });
    for (const { name, stack: own, account, region, resource, settings: given } of deployed.healers) {
      const roles = own.all(IamRole).filter((one) => locationOf(own, one).account === account);
      const role = roles.find((one) => resource.role === `arn:${partition}:iam::${account}:role/${one.name}`);
      const queue = resource.dead_letter_config.target_arn.split(':').at(-1);
      expect(resource.dead_letter_config.target_arn).toBe(deployed.arn('sqs', { account, region }, queue));
      expect([name, deployed.allIn({ account, region }, SqsQueue).map((one) => one.resource.name)]).toEqual([
        name,
        expect.arrayContaining([queue]),
      ]);
      expect(role.name).toBe(`acme-audit-remediation-heal-${name}`);
      expect({ ...given, trustedRoles: [] }).toEqual({
        mode: response === 'reporting' ? 'report' : 'mend',
        ownRole: resource.role,
        trustedRoles: [],
        eventBus,
        deadLetterQueue: deployed.queueUrl({ account, region }, queue),
      });
    }
  });

  test('each trusts the role that deploys to its account, those that are declared, and no other', () => {
    const { trustedRoles = [] } = RESPONSES[response] as { readonly trustedRoles?: readonly string[] };
    const providers = deployed.stacks.flatMap(({ json }) => json.provider.aws as Resource[]);
    const deploying = (account: string): string[] =>
      providers
        .filter(({ allowed_account_ids: [only] }) => only === account)
        .flatMap(({ assume_role: assumed = [] }) => assumed.map((one: Resource) => one.role_arn));
    const trustedIn = (account: string) => [
      ...deploying(account),
      ...trustedRoles.map((role) => `arn:${partition}:iam::${account}:role/${role}`),
    ];
    for (const { id, name, account, settings: given } of deployed.healers) {
      // A trail stays the management account's, whoever administers it.
      const accounts = name === 'trail' ? [account, managementAccount] : [account];
      const expected = [...new Set(accounts.flatMap(trustedIn))].sort();
      expect([id, ...[...given.trustedRoles].sort()]).toEqual([id, ...expected]);
    }
    expect(deploying(auditAccount)).not.toEqual([]);
  });

  test('the trail should be as it is deployed', () => {
    const [healer, ...others] = healersOf('trail') as [DeployedHealer];
    const [{ stack, resource: trail }] = deployed.all(Cloudtrail) as [Resource];
    const at = locationOf(stack, trail);
    expect([others, locationOf(stack, trail)]).toEqual([[], { account: healer.account, region: healer.region }]);
    const topic = trail.sns_topic_name;
    expect(readTrail(healer.desired)).toEqual({
      trail:
        at.account === managementAccount
          ? trail.name
          : deployed.arn('cloudtrail', { ...at, account: managementAccount }, `trail/${trail.name}`),
      settings: {
        s3BucketName: trail.s3_bucket_name,
        s3KeyPrefix: trail.s3_key_prefix ?? '',
        kmsKeyId: deployed.value(stack, trail.kms_key_id),
        isMultiRegion: trail.is_multi_region_trail,
        isOrganization: trail.is_organization_trail,
        includeGlobal: trail.include_global_service_events,
        logFileValidation: trail.enable_log_file_validation,
        cloudWatchLogsLogGroupArn: trail.cloud_watch_logs_group_arn,
        cloudWatchLogsRoleArn: trail.cloud_watch_logs_role_arn,
        snsTopicArn: topic === undefined ? '' : deployed.arn('sns', at, deployed.value(stack, topic)),
      },
      selectors: trail.advanced_event_selector.map(({ name, field_selector: fields }: Resource) => ({
        Name: name,
        FieldSelectors: fields.map(({ field, ...operators }: Resource) => ({
          Field: field,
          ...Object.fromEntries(Object.entries(operators).map(([operator, values]) => [pascal(operator), values])),
        })),
      })),
      insights: (trail.insight_selector ?? []).map((one: Resource) => one.insight_type),
    });
  });

  test('policies of the organization should be as they are deployed and attached', () => {
    const [healer] = healersOf('guardrails') as [DeployedHealer];
    const stack = deployed.stack('organization');
    const attached = stack.all(OrganizationsPolicyAttachment);
    const expected = Object.entries<Resource>(stack.named(OrganizationsPolicy)).map(([id, policy]) => ({
      name: policy.name,
      type: policy.type,
      content: deployed.value(stack, policy.content),
      targets: attached
        .filter(({ policy_id: of }) => of === `\${aws_organizations_policy.${id}.id}`)
        .map(({ target_id: target }) => target)
        .sort(),
    }));
    const wanted = readPolicies(healer.desired).map(({ name, type, content, targets }) => ({
      name,
      type,
      content,
      targets: [...targets].sort(),
    }));
    const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
      one.name < other.name ? -1 : 1;
    expect(wanted.sort(byName)).toEqual(expected.sort(byName));
    expect(expected.flatMap(({ targets }) => targets).length).toBe(attached.length);
  });

  test('AWS Config should record in each region as it is deployed there', () => {
    for (const healer of healersOf('recorder')) {
      const only = (type: { readonly tfResourceType: string }): Resource => {
        const found = deployed.allIn(healer, type);
        expect([type.tfResourceType, found.length]).toEqual([type.tfResourceType, 1]);
        return found[0]!.resource;
      };
      const { recording_group: group, recording_mode: mode, ...recorder } = only(ConfigConfigurationRecorder);
      const channel = only(ConfigDeliveryChannel);
      const { recording_mode_override: override } = mode;
      expect(readRecording(healer.desired)).toEqual({
        recorder: {
          name: recorder.name,
          roleARN: deployed.value(healer.stack, recorder.role_arn),
          recordingGroup: asApi({
            ...group,
            exclusion_by_resource_types: group.exclusion_by_resource_types?.[0],
            recording_strategy: group.recording_strategy[0],
          }),
          recordingMode: asApi({ ...mode, recording_mode_override: undefined, recording_mode_overrides: override && [override] }),
        },
        channel: {
          name: channel.name,
          s3BucketName: channel.s3_bucket_name,
          s3KeyPrefix: channel.s3_key_prefix,
          s3KmsKeyArn: deployed.value(healer.stack, channel.s3_kms_key_arn),
          ...(channel.sns_topic_arn && { snsTopicARN: channel.sns_topic_arn }),
          configSnapshotDeliveryProperties: asApi(channel.snapshot_delivery_properties),
        },
        retentionDays: only(ConfigRetentionConfiguration).retention_period_in_days,
      });
    }
  }); // prettier-ignore

  test('buckets and keys of evidence should be as they are deployed', () => {
    // Answers of Athena are extracts; losing one loses nothing.
    const isEvidence = ({ stack }: { readonly stack: { readonly name: string } }) => stack.name === 'evidence';
    const seen: string[] = [];
    for (const healer of healersOf('evidence')) {
      const { buckets, keys } = readEvidence(healer.desired);
      const here = (type: { readonly tfResourceType: string }) => deployed.allIn(healer, type);
      const of = (type: { readonly tfResourceType: string }, bucket: string): Resource =>
        here(type).find(({ stack, resource }) => deployed.value(stack, resource.bucket) === bucket)!.resource;
      const names = here(S3Bucket)
        .filter(isEvidence)
        .map(({ resource }) => resource.bucket);
      const expected = names.sort().map((name) => {
        const block = of(S3BucketPublicAccessBlock, name);
        return {
          name,
          policy: deployed.value(healer.stack, of(S3BucketPolicy, name).policy),
          publicAccessBlock: {
            BlockPublicAcls: block.block_public_acls,
            BlockPublicPolicy: block.block_public_policy,
            IgnorePublicAcls: block.ignore_public_acls,
            RestrictPublicBuckets: block.restrict_public_buckets,
          },
          versioning: of(S3BucketVersioningA, name).versioning_configuration.status,
        };
      });
      expect([...buckets].sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual(expected);
      const keyArns = Object.entries<Resource>(healer.stack.named(KmsKey)).flatMap(([id, key]) => {
        const at = locationOf(healer.stack, key);
        return at.account === healer.account && at.region === healer.region ? deployed.arn('kms', at, `key/${id}`) : [];
      });
      expect(keys.map(({ arn }) => arn).sort()).toEqual(keyArns.sort());
      expect(keyArns).not.toEqual([]);
      seen.push(...names);
    }
    expect(seen.sort()).toEqual(deployed.all(S3Bucket).filter(isEvidence).map(({ resource }) => resource.bucket).sort()); // prettier-ignore
  });
});

const pascal = (name: string): string =>
  name.replace(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());
const camel = (name: string): string => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** A block of Terraform in the spelling of AWS Config's API. */
const asApi = (block: unknown): unknown => {
  if (Array.isArray(block)) return block.map(asApi);
  if (typeof block !== 'object' || block === null) return block;
  return Object.fromEntries(
    Object.entries(block).flatMap(([name, value]) => (value === undefined ? [] : [[camel(name), asApi(value)]])),
  );
};
