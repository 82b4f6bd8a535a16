import { arn, bucketArn, roleArn } from '../policy/arn';
import { type Recording, recordingIn } from './adoption';
import { EXECUTION_ROLE, GUARDRAILS_OF_UNIT, Ownership } from './control-tower';
import { namesOf, type Names } from './names';
import type { ConfigError, Problem } from './problem';
import { dnsSuffix, type Partition, partitionOf, regionsOf } from './regions';
import { Retention } from './retention';
import type { OrganizationConfig } from './schema';

/** S3 prefix of everything AWS Config delivers. */
export const CONFIG_PREFIX = 'config';
/** S3 prefix of the server access logs, in the access-log bucket and in the archive. */
export const ACCESS_LOG_PREFIX = 'access-logs';
/** Key of the tag that tells a policy of AWS Organizations by its name, whatever it is called since. */
export const POLICY_TAG = 'org-audit-policy';

/** Every bucket that holds evidence, and which of the names is its. */
export const EVIDENCE_BUCKETS = {
  trail: 'trailBucket',
  config: 'configBucket',
  'access-logs': 'accessLogBucket',
  archive: 'archiveBucket',
} as const satisfies Record<string, keyof Names>;

/** FullAWSAccess or RCPFullAWSAccess, which AWS attaches to every target. */
const AWS_POLICY = 1;

/** Makes an error of problems, each with its line in the file. */
export type Complaint = (problems: readonly Problem[], others: readonly string[]) => ConfigError;

/** Something worked out of the declaration and of other files. */
export interface Plan {
  /** Problems of the declaration. */
  readonly problems: readonly Problem[];
  /** Whole lines about other files. */
  readonly fileProblems: readonly string[];
}

/** What AWS Organizations takes of one type of policy. */
export interface PolicyLimits {
  /** Of one policy. */
  readonly characters: number;
  /** Policies attached directly to one target. */
  readonly attachments: number;
  /** Of those, how many are not ours. */
  readonly alreadyAttached: number;
  /** The same for single targets. */
  readonly alreadyAttachedTo: Readonly<Record<string, number>>;
}

/** The organization as declared, with all that follows from the declaration. Knows nothing of Terraform. */
export class Organization {
  readonly names: Names;
  readonly ownership: Ownership;
  readonly partition: Partition;
  readonly retention: Retention;

  constructor(
    readonly config: OrganizationConfig,
    private readonly complaint: Complaint,
  ) {
    this.names = namesOf(config);
    this.ownership = new Ownership(config);
    this.partition = partitionOf(config.regions.home);
    this.retention = new Retention(config.retention.mode, config.retention.years);
  }

  /**
   * Stops when the declaration is wrong in the light of something else, such as the rules and policies that there are.
   *
   * @throws ConfigError that lists every problem of every plan
   */
  refuse(...plans: readonly Plan[]): void {
    const problems = plans.flatMap((plan) => plan.problems);
    const others = plans.flatMap((plan) => plan.fileProblems);
    if (problems.length + others.length > 0) throw this.complaint(problems, others);
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

  /** Ends the host names of services. */
  get dnsSuffix(): string {
    return dnsSuffix(this.partition);
  }

  /** Every region of the partition, opt-in ones included. */
  get everyRegion(): readonly string[] {
    return regionsOf(this.partition);
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

  /** AWS Config in one account and region: what its parts are called, and which of them exist already. */
  recordingIn(account: string, region: string): Recording {
    return recordingIn(this.config.adopt, account, region);
  }

  /** Kinds of buckets that are ours: a trail of Control Tower delivers to its own. */
  get evidenceBuckets(): readonly (keyof typeof EVIDENCE_BUCKETS)[] {
    const all = Object.keys(EVIDENCE_BUCKETS) as (keyof typeof EVIDENCE_BUCKETS)[];
    return all.filter((kind) => kind !== 'trail' || this.ownership.trail === 'ours');
  }

  /** Every bucket of the platform. Data events never cover them, and SCPs protect them. */
  get evidenceBucketArns(): readonly string[] {
    return this.evidenceBuckets.map((kind) => this.bucketArn(this.names[EVIDENCE_BUCKETS[kind]]));
  }

  /** Accounts that hold keys and evidence, each once. */
  get evidenceAccounts(): readonly string[] {
    return [...new Set([this.evidenceAccount, this.archiveAccount])];
  }

  /** Roles of any account that SCPs do not bind: those that deploy and mend, and those that audit.yaml names. */
  get exemptRoleArns(): readonly string[] {
    return this.exemptRolesOf('*', this.config.guardrails.exemptRoles);
  }

  /**
   * Exempt roles of the accounts that hold evidence. RCPs bind the management account too, where nothing keeps anybody
   * from creating a role of an exempt name. Control Tower’s, which the management account enters at will, has no work there.
   */
  get evidenceExemptRoleArns(): readonly string[] {
    const { controlTower, guardrails } = this.config;
    const names = guardrails.exemptRoles.filter((name) => controlTower === undefined || name !== EXECUTION_ROLE);
    return this.evidenceAccounts.flatMap((account) => this.exemptRolesOf(account, names));
  }

  private exemptRolesOf(account: string, names: readonly string[]): string[] {
    const mending = `${this.names.remediationRolePrefix}*`;
    return [...new Set([this.config.provider.roleName, ...names, mending])].map((name) => this.roleArn(account, name));
  }

  /** Of the audit account: reads evidence there, and in the evidence account, to answer questions. */
  get investigatorRoleArn(): string {
    return this.roleArn(this.auditAccount, this.names.investigatorRole);
  }

  /** Bus of the audit account, at home: everything that happens to the audit comes together there. */
  get eventBusArn(): string {
    const resource = `event-bus/${this.names.eventBus}`;
    return this.arn('events', { region: this.home, account: this.auditAccount, resource });
  }

  /** Roles that self-healing leaves alone: those that deploy, where they are known, and those that audit.yaml names. */
  trustedRoleArnsIn(account: string): readonly string[] {
    const { provider, response } = this.config;
    const deploying = account === this.managementAccount ? provider.managementRoleName : provider.roleName;
    const names = [...(deploying === undefined ? [] : [deploying]), ...response.trustedRoles];
    return [...new Set(names)].map((name) => this.roleArn(account, name));
  }

  get replicationTimeControl(): boolean {
    return this.config.storage.replicationTimeControl ?? this.partition === 'aws';
  }

  /** Roots, organizational units and accounts that SCPs attach to. */
  get scpTargets(): readonly string[] {
    return this.config.guardrails.attachTo ?? [this.config.organization.rootId];
  }

  get hasResourceControlPolicies(): boolean {
    return this.config.guardrails.resourceControlPolicies.enabled ?? this.partition !== 'aws-cn';
  }

  get rcpTargets(): readonly string[] {
    return this.config.guardrails.resourceControlPolicies.attachTo ?? this.evidenceAccounts;
  }

  get scpLimits(): PolicyLimits {
    // Raised in May 2026 where noted; GovCloud and China lag behind.
    const raised = this.partition === 'aws';
    const {
      characters = raised ? 10240 : 5120,
      attachments = raised ? 10 : 5,
      alreadyAttached = AWS_POLICY,
      alreadyAttachedTo,
    } = this.config.guardrails.limits.scp;
    const units = this.unitsOfControlTower.map((unit) => [unit, AWS_POLICY + GUARDRAILS_OF_UNIT] as const);
    const each = { ...Object.fromEntries(units), ...alreadyAttachedTo };
    return { characters, attachments, alreadyAttached, alreadyAttachedTo: each };
  }

  /** Units to which policies of ours attach beside Control Tower’s, whose number audit.yaml leaves to be taken for granted. */
  get unitsOfControlTower(): readonly string[] {
    const { controlTower, guardrails } = this.config;
    const { alreadyAttached, alreadyAttachedTo } = guardrails.limits.scp;
    if (controlTower === undefined || alreadyAttached !== undefined) return [];
    const targets = [...this.scpTargets, ...guardrails.optional.flatMap(({ attachTo = [] }) => attachTo)];
    return [...new Set(targets)].filter((target) => target.startsWith('ou-') && !(target in alreadyAttachedTo));
  }

  get rcpLimits(): PolicyLimits {
    const {
      characters = 5120,
      attachments = 5,
      alreadyAttached = AWS_POLICY,
      ...others
    } = this.config.guardrails.limits.rcp;
    return { characters, attachments, alreadyAttached, ...others };
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
