import { arn, bucketArn, roleArn } from '../policy/arn';
import { namesOf, type Names } from './names';
import type { ConfigError, Problem } from './problem';
import { type Partition, partitionOf } from './regions';
import { Retention } from './retention';
import type { OrganizationConfig } from './schema';

/** S3 prefix of everything AWS Config delivers. */
export const CONFIG_PREFIX = 'config';
/** S3 prefix of the server access logs, in the access-log bucket and in the archive. */
export const ACCESS_LOG_PREFIX = 'access-logs';

/** Makes an error of problems, each with its line in the file. */
export type Complaint = (problems: readonly Problem[], others: readonly string[]) => ConfigError;

/** The organization as declared, with all that follows from the declaration. Knows nothing of Terraform. */
export class Organization {
  readonly names: Names;
  readonly partition: Partition;
  readonly retention: Retention;

  constructor(
    readonly config: OrganizationConfig,
    private readonly complaint: Complaint,
  ) {
    this.names = namesOf(config);
    this.partition = partitionOf(config.regions.home);
    this.retention = new Retention(config.retention.mode, config.retention.years);
  }

  /**
   * What is wrong with the declaration in the light of something else, such as the rules that there are.
   *
   * @param others - whole lines about other files
   */
  complain(problems: readonly Problem[], others: readonly string[]): ConfigError {
    return this.complaint(problems, others);
  }

  get id(): string {
    return this.config.organization.id;
  }

  get managementAccount(): string {
    return this.config.organization.managementAccountId;
  }

  get auditAccount(): string {
    return this.config.accounts.audit;
  }

  /** Holds keys and evidence buckets. A member account on purpose: resource control policies bind everybody there. */
  get evidenceAccount(): string {
    return this.config.accounts.logArchive ?? this.auditAccount;
  }

  get archiveAccount(): string {
    return this.config.accounts.archive ?? this.evidenceAccount;
  }

  /** Whose credentials create the trail. */
  get trailAccount(): string {
    return this.config.trail.administrator === 'delegated' ? this.auditAccount : this.managementAccount;
  }

  /** Every account that is recorded, each once, in the order of apply. */
  get accounts(): readonly string[] {
    const { audit, logArchive, archive, members } = this.config.accounts;
    const all = [this.managementAccount, audit, logArchive, archive, ...members];
    return [...new Set(all.filter((id) => id !== undefined))];
  }

  get home(): string {
    return this.config.regions.home;
  }

  /**
   * The trail's ARN. It carries the management account even when a delegated administrator creates the trail.
   * Source: CloudTrail user guide, "Organization delegated administrator".
   */
  get trailArn(): string {
    return this.arn('cloudtrail', {
      region: this.home,
      account: this.managementAccount,
      resource: `trail/${this.names.trail}`,
    });
  }

  get trailLogGroupArn(): string {
    return this.arn('logs', {
      region: this.home,
      account: this.trailAccount,
      resource: `log-group:${this.names.trailLogGroup}`,
    });
  }

  get trailTopicArn(): string {
    return this.arn('sns', { region: this.home, account: this.trailAccount, resource: this.names.trailTopic });
  }

  /** Every bucket of the platform. Data events never cover them, and SCPs protect them. */
  get evidenceBucketArns(): readonly string[] {
    const { trailBucket, configBucket, accessLogBucket, archiveBucket } = this.names;
    return [trailBucket, configBucket, accessLogBucket, archiveBucket].map((bucket) => this.bucketArn(bucket));
  }

  /** Roles that SCPs do not bind: the deploying role and those that audit.yaml names. */
  get exemptRoleArns(): readonly string[] {
    const { provider, guardrails } = this.config;
    return [...new Set([provider.roleName, ...guardrails.exemptRoles])].map((name) => this.roleArn('*', name));
  }

  get replicationTimeControl(): boolean {
    return this.config.storage.replicationTimeControl ?? this.partition === 'aws';
  }

  get policyTargets(): readonly string[] {
    return this.config.guardrails.attachTo ?? [this.config.organization.rootId];
  }

  get policyLimits(): { readonly characters: number; readonly attachments: number; readonly alreadyAttached: number } {
    const { policyCharacters, attachments, alreadyAttached } = this.config.guardrails.limits;
    // Raised in May 2026 where noted; GovCloud and China lag behind.
    const raised = this.partition === 'aws';
    return {
      characters: policyCharacters ?? (raised ? 10240 : 5120),
      attachments: attachments ?? (raised ? 10 : 5),
      alreadyAttached,
    };
  }

  bucketArn(bucket: string): string {
    return bucketArn(this.partition, bucket);
  }

  roleArn(account: string, name: string): string {
    return roleArn(this.partition, account, name);
  }

  arn(service: string, parts: { region?: string; account?: string; resource: string }): string {
    return arn({ partition: this.partition, service, ...parts });
  }
}
