import type { Construct } from 'constructs';
import { CONFIG_PREFIX, type Organization } from '../config/organization';
import type { Placement } from '../placement/placement';
import { Recorder } from '../recorder/recorder';
import { CustomRecorderRole, type RecorderRole, ServiceLinkedRecorderRole } from '../recorder/recorder-role';
import type { EvidenceStack } from './evidence-stack';
import type { OrganizationStack } from './organization-stack';
import { PlatformStack } from './platform-stack';

/** What every account has of its own: AWS Config recording in every governed region. */
export class BaselineStack extends PlatformStack {
  constructor(
    scope: Construct,
    organization: Organization,
    account: string,
    evidence: EvidenceStack,
    guardrails: OrganizationStack,
  ) {
    const { governed, retired } = organization.config.regions;
    super(scope, `baseline-${account}`, organization, account, governed);
    this.addDependency(guardrails);
    const [keyArn] = this.read(evidence, 'evidence-key-arn') as [string];
    // Terraform destroys a retired region's recorder through that region's alias.
    const placement = this.placement([...governed, ...retired]);
    const { config, names, home, retention } = organization;
    const role = this.role(placement, keyArn);
    for (const region of governed) {
      new Recorder(this, region, {
        place: placement.in(region),
        isHome: region === home,
        role,
        recording: config.recorder,
        bucketName: names.configBucket,
        prefix: CONFIG_PREFIX,
        keyArn,
        topicArn: this.topicArn(region),
        snapshotFrequency: config.recorder.snapshotFrequency,
        historyDays: retention.configHistoryDays,
      });
    }
  }

  private role({ anywhere }: Placement, keyArn: string): RecorderRole {
    const { partition, config, names } = this.organization;
    const { account } = this;
    if (config.recorder.role === 'service-linked') {
      const { serviceLinkedRoleExistsIn: exists } = config.recorder;
      const create = exists !== 'all' && !exists.includes(account);
      return new ServiceLinkedRecorderRole(this, 'role', { anywhere, partition, account, create });
    }
    return new CustomRecorderRole(this, 'role', {
      anywhere,
      partition,
      account,
      roleName: names.recorderRole,
      bucketArn: this.organization.bucketArn(names.configBucket),
      prefix: CONFIG_PREFIX,
      keyArn,
      topicArns: this.regions.flatMap((region) => this.topicArn(region) ?? []),
    });
  }

  /** Config notifies a topic of its own region only. */
  private topicArn(region: string): string | undefined {
    const { auditAccount, config } = this.organization;
    const { snsTopicName } = config.recorder;
    return snsTopicName === undefined
      ? undefined
      : this.organization.arn('sns', { region, account: auditAccount, resource: snsTopicName });
  }
}
