import { CloudTrailClient, StopLoggingCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { ConfigServiceClient, StopConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import {
  DetachPolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import { DeletePublicAccessBlockCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { MANAGEMENT_ACCOUNT } from './aws-double';
import { sessionOf } from './deployed-healers';
import type { OrganizationOnMoto } from './organization-on-moto';

/** Settings of clients that act in an account and region. */
export async function as(moto: OrganizationOnMoto, account: string, region: string) {
  const credentials =
    account === MANAGEMENT_ACCOUNT
      ? { accessKeyId: 'management', secretAccessKey: 'management' }
      : await sessionOf(moto, `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`);
  return { endpoint: moto.aws.url, region, credentials };
}

/** Stops the trail and unsigns its files; empties a policy of the organization and takes another off. */
export async function tamperWithOrganization(moto: OrganizationOnMoto): Promise<void> {
  const management = await as(moto, MANAGEMENT_ACCOUNT, 'us-east-1');
  const trails = new CloudTrailClient(management);
  const Name = 'acme-organization-trail';
  await trails.send(new UpdateTrailCommand({ Name, EnableLogFileValidation: false }));
  await trails.send(new StopLoggingCommand({ Name }));
  trails.destroy();

  const organizations = new OrganizationsClient(management);
  const { Policies = [] } = await organizations.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }));
  const [emptied, detached] = Policies.filter(({ Name: name }) => name!.startsWith('acme-audit-')).map(({ Id }) => Id!);
  const Content = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await organizations.send(new UpdatePolicyCommand({ PolicyId: emptied!, Content }));
  const { Targets = [] } = await organizations.send(new ListTargetsForPolicyCommand({ PolicyId: detached! }));
  for (const { TargetId } of Targets) {
    await organizations.send(new DetachPolicyCommand({ PolicyId: detached!, TargetId: TargetId! }));
  }
  organizations.destroy();
}

/** Opens the bucket of the trail. Keys are left alone: moto finds them by ID only, and healers know them by ARN. */
export async function tamperWithEvidence(moto: OrganizationOnMoto): Promise<void> {
  const owner = await as(moto, moto.accounts.audit, 'us-east-1');
  const Bucket = `acme-trail-${moto.accounts.audit}-us-east-1`;
  const s3 = new S3Client({ ...owner, forcePathStyle: true });
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const open = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
  };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(open) }));
  s3.destroy();
}

/** Stops the recorder of a member in one of its regions. */
export async function tamperWithRecorder(moto: OrganizationOnMoto): Promise<void> {
  const config = new ConfigServiceClient(await as(moto, moto.accounts.member, 'eu-west-1'));
  await config.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
  config.destroy();
}
