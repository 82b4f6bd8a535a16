import type { Organization } from '../config/organization';
import { dnsSuffix } from '../config/regions';
import { list, type PolicyDocument, type PolicyStatement } from '../policy/document';
import { type Pin, trustService } from '../policy/statement';
import { EvidenceObjects } from './evidence-objects';
import { Account, type Context, type Principal, service } from './principals';
import type { Target } from './simulator';
import type { SynthesizedPolicies } from './synthesized-policies';
import type { Targets } from './targets';

/** One way in which a piece of work is asked for. */
export interface Attempt {
  readonly principal: Principal;
  readonly target: Target;
  readonly context?: Context;
}

/** A piece of the platform's own work. It is done when every attempt succeeds. */
export interface Task {
  readonly does: string;
  readonly by: string;
  readonly action: string;
  readonly requests: readonly Attempt[];
}

/** Who works for the audit, and on what. */
export class Platform {
  readonly organization: Organization;
  /** Nothing where the trail is not ours. */
  readonly trail?: Target;
  readonly config: Target;
  readonly accessLogs: Target;
  readonly archive: Target;
  readonly evidenceKey: Target;
  readonly archiveKey: Target;
  readonly objects: EvidenceObjects;
  /** Every account that a policy names, and one of each kind of the others: policies bind those alike. */
  readonly accounts: readonly string[];

  constructor(
    readonly policies: SynthesizedPolicies,
    readonly targets: Targets,
  ) {
    this.organization = policies.organization;
    if (policies.organization.ownership.trail === 'ours') this.trail = policies.bucket('trail');
    this.config = policies.bucket('config');
    this.accessLogs = policies.bucket('access-logs');
    this.archive = policies.bucket('archive');
    this.evidenceKey = commonlyNamed(policies.key('evidence'));
    this.archiveKey = policies.key('archive');
    this.objects = new EvidenceObjects(this.organization);
    this.accounts = accountsOf(policies);
  }

  /** A service that acts for an account of ours, as it says. */
  service(host: string, account: string, more: Context = {}): Principal {
    return called(`${host}.amazonaws.com`, {
      'aws:SourceAccount': account,
      'aws:SourceOrgID': this.organization.id,
      ...more,
    });
  }

  /** Somebody in a role, which may have a path. */
  as(account: string, path: string): Principal {
    const { id, partition } = this.organization;
    const principal = new Account(account, id, partition).role(path);
    return { ...principal, context: { ...principal.context, 'aws:ViaAWSService': 'false' } };
  }

  deployer(account: string): Principal {
    const { managementAccount, config } = this.organization;
    const { roleName, managementRoleName = 'Administrator' } = config.provider;
    return this.as(account, account === managementAccount ? managementRoleName : roleName);
  }

  /**
   * A role that a service takes on, with its trust policy: as it is synthesized where its stack is composed for proofs, as
   * the stacks of accounts write it where not.
   */
  role(account: string, name: string, host: string, pin: Pin): Target {
    const written = JSON.parse(trustService(`${host}.amazonaws.com`, pin)) as PolicyDocument;
    const policy = this.policies.trustOf(name, account) ?? written;
    return { arn: this.organization.roleArn(account, name), account, policy };
  }

  /** KMS is asked by S3, on behalf of whoever asks S3. */
  throughS3(region: string): Context {
    const host = `s3.${region}.${dnsSuffix(this.organization.partition)}`;
    return { 'kms:ViaService': host, 'aws:ViaAWSService': 'true' };
  }

  /** Members among them: quarantine binds the audit no more than anything else does. */
  get members(): readonly string[] {
    return this.accounts.filter((account) => account !== this.organization.managementAccount);
  }

  /** Whether documents mend findings, unasked or once somebody agrees. */
  get mendsFindings(): boolean {
    return this.organization.config.response.remediations.some(({ mode }) => mode === 'auto' || mode === 'approve');
  }

  /** Accounts that a recorder of ours records in some region. */
  get recorded(): readonly string[] {
    const { ownership } = this.organization;
    return this.accounts.filter((account) => ownership.recordedIn(account).length > 0);
  }

  /** Members in every region that is recorded. */
  get places(): { readonly account: string; readonly region: string }[] {
    const { governed } = this.organization.config.regions;
    return this.members.flatMap((account) => governed.map((region) => ({ account, region })));
  }

  logStream(region: string, account: string, name: string): Target {
    const resource = `log-group:/aws/lambda/${name}:log-stream:x`;
    return { arn: this.organization.arn('logs', { region, account, resource }), account };
  }
}

function accountsOf(policies: SynthesizedPolicies): readonly string[] {
  const { accounts, managementAccount, evidenceAccounts, ownership } = policies.organization;
  const named = JSON.stringify(policies.all.map(({ policy }) => policy));
  const alike = new Map<string, string>();
  for (const account of accounts) {
    const kind = [account === managementAccount, evidenceAccounts.includes(account), ownership.recordedIn(account)];
    const bounds = [...policies.scpsOf(account), ...policies.rcpsOf(account)].map(({ name }) => name);
    alike.set(named.includes(account) ? account : [...kind, ...bounds].join(), account);
  }
  return [...alike.values()];
}

/** A service under its own name, which policies may ask for. */
export const called = (host: string, context: Context = {}): Principal => ({
  ...service(common(host), { 'aws:PrincipalServiceName': host, 'aws:ViaAWSService': 'false', ...context }),
  name: host,
});

/** The simulator takes no name of a service that ends as those of China do, neither in requests nor in policies. */
const common = (host: string): string => host.replace(/\.cn$/, '');

/** A target whose policy names services as the simulator knows them. */
export function commonlyNamed(target: Target): Target {
  if (target.policy === undefined) return target;
  const Statement = target.policy.Statement.map((statement): PolicyStatement => {
    const { Principal } = statement;
    if (typeof Principal !== 'object' || Principal.Service === undefined) return statement;
    return { ...statement, Principal: { ...Principal, Service: list(Principal.Service).map(common) } };
  });
  return { ...target, policy: { ...target.policy, Statement } };
}

/** The like of a thing in another region. */
export function inRegion(arn: string, region: string): string {
  const parts = arn.split(':');
  return parts[3] ? [...parts.slice(0, 3), region, ...parts.slice(4)].join(':') : arn;
}
