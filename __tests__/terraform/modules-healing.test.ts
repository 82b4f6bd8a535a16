import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { ConfigServiceClient, StopConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import { DeletePublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { MODULES } from '../../src/modules/all';
import { AwsDouble, MANAGEMENT_ACCOUNT } from './aws-double';
import { emptyExclusions, recordingModes } from './config-doubles';
import { runHealers } from './deployed-healers';
import { eventsPut, keysOfLogGroups, type Told } from './doubles';
import { ModuleRoot } from './module-root';
import { describeWith } from './terraform';

jest.setTimeout(900_000);

/** Everything in one account, joined by outputs alone; a second healer of another name beside it. */
const ROOT = `
module "evidence_store" {
  source    = "./modules/evidence-store"
  providers = { aws = aws, aws.archive = aws.archive }

  name                  = "acme"
  organization_id       = "o-a1b2c3d4e5"
  management_account_id = "${MANAGEMENT_ACCOUNT}"
  retention_mode        = "GOVERNANCE"
  retention_years       = 1
}

module "organization_trail" {
  source = "./modules/organization-trail"

  name                 = "acme"
  organization_id      = "o-a1b2c3d4e5"
  bucket_name          = module.evidence_store.trail_bucket_name
  key_arn              = module.evidence_store.evidence_key_arn
  evidence_bucket_arns = module.evidence_store.bucket_arns
  data_events          = { s3_buckets = ["records"] }
}

module "config_baseline" {
  source = "./modules/config-baseline"

  is_home                    = true
  create_service_linked_role = true
  bucket_name                = module.evidence_store.config_bucket_name
  key_arn                    = module.evidence_store.evidence_key_arn
  exclude                    = ["AWS::EC2::Volume"]
  daily_types                = ["AWS::EC2::Instance"]
}

module "self_healing" {
  source = "./modules/self-healing"

  name       = "acme"
  topic_arns = ["arn:aws:sns:us-east-1:${MANAGEMENT_ACCOUNT}:security"]
  trail      = module.organization_trail.trail
  recording  = module.config_baseline.recording
  evidence   = module.evidence_store.evidence
}

module "second" {
  source = "./modules/self-healing"

  name      = "other"
  mode      = "report"
  event_bus = module.self_healing.event_bus
  trail     = module.organization_trail.trail
}
`;

describeWith(['terraform', 'moto_server'], 'self-healing keeps what other modules made', () => {
  const told: Told[] = [];
  const modules = ['evidence-store', 'organization-trail', 'config-baseline', 'self-healing'];
  const root = new ModuleRoot(MODULES.filter(({ name }) => modules.includes(name)));
  let aws: AwsDouble;
  beforeAll(async () => {
    aws = await AwsDouble.start(recordingModes, emptyExclusions, keysOfLogGroups, eventsPut(told));
    await aws.organizations('CreateOrganization', { FeatureSet: 'ALL' });
    root.provide(aws).write('main.tf', ROOT);
    await root.init();
    await root.apply();
  });
  afterAll(() => {
    aws?.stop();
    root.remove();
  });

  /** What each healer did when the hour woke it, by its name. Of health, moto lacks calls that its reports need. */
  const hour = async (): Promise<Record<string, string>> => {
    told.length = 0;
    const outcomes = await runHealers(root.deployment(aws), '');
    return Object.fromEntries(
      Object.entries(outcomes).map(([arn, { error, log }]) => [
        arn.split(':').at(-1)!,
        error ?? (JSON.parse(log[0]!) as { outcome: string }).outcome,
      ]),
    );
  };

  test('a second plan changes nothing', async () => expect(await root.changes()).toBe(''));

  test('as it was applied nothing differs: what healers are told is what AWS has', async () => {
    expect(await hour()).toEqual({
      'acme-audit-heal-evidence': 'nothing differs',
      'acme-audit-heal-recorder': 'nothing differs',
      'acme-audit-heal-trail': 'nothing differs',
      'other-audit-heal-trail': 'nothing differs',
    });
  });

  test('what somebody weakens is set right, and told to the one bus', async () => {
    const config = {
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'management', secretAccessKey: 'management' },
    };
    await new CloudTrailClient(config).send(new StopLoggingCommand({ Name: 'acme-organization-trail' }));
    await new ConfigServiceClient(config).send(
      new StopConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }),
    );
    const Bucket = `acme-trail-${MANAGEMENT_ACCOUNT}-us-east-1`;
    await new S3Client({ ...config, forcePathStyle: true }).send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await hour()).toMatchObject({
      'acme-audit-heal-evidence': `mended: the bucket ${Bucket} may become public`,
      'acme-audit-heal-recorder': 'mended: the configuration recorder does not record',
      'acme-audit-heal-trail': 'mended: the trail does not log',
    });
    expect(new Set(told.map(({ bus }) => bus))).toEqual(
      new Set([`arn:aws:events:us-east-1:${MANAGEMENT_ACCOUNT}:event-bus/acme-audit-events`]),
    );
    expect(await root.changes()).toBe('');
  });
});
