import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stacks } from '../../main';
import { write } from '../../src/cli/synth';
import { organization } from '../organizations';
import { AwsDouble, MANAGEMENT_ACCOUNT } from './aws-double';
import { emptyExclusions, recordingModes } from './config-doubles';
import { eventsPut, keysOfLogGroups, locksOnFilledBuckets, type Told } from './doubles';
import { succeed, terraform } from './terraform';

/** Services that need trusted access. */
const TRUSTED = ['cloudtrail', 'config', 'config-multiaccountsetup'];

/** Services the stacks call. */
export const ENDPOINTS = [
  'athena',
  'cloudtrail',
  'cloudwatch',
  'configservice',
  'events',
  'glue',
  'iam',
  'kms',
  'lambda',
  'logs',
  'organizations',
  's3',
  'sns',
  'sqs',
  'ssm',
  'sts',
];

const ORDER = ['evidence', 'alerting', 'organization', 'baseline', 'detection'];
const rank = (stack: string) => ORDER.findIndex((start) => stack.startsWith(start));

interface Synthesized {
  readonly provider: { readonly aws: readonly { readonly alias?: string }[] };
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: unknown }[];
  }[];
}

export interface MotoAccounts {
  readonly audit: string;
  readonly logArchive: string;
  readonly archive: string;
  readonly member: string;
}

/** An organization that exists on moto, and the Terraform synthesized for it. */
export class OrganizationOnMoto {
  private constructor(
    readonly aws: AwsDouble,
    readonly id: string,
    readonly rootId: string,
    readonly accounts: MotoAccounts,
    private readonly folder: string,
    /** What was put on event buses, in order. */
    readonly told: readonly Told[],
  ) {}

  /** @param prepared - trusted access, SCPs and RCPs are enabled, as an organization that is only read must have them */
  static async create({ prepared }: { prepared: boolean }): Promise<OrganizationOnMoto> {
    const told: Told[] = [];
    const aws = await AwsDouble.start(
      eventsPut(told),
      recordingModes,
      locksOnFilledBuckets,
      keysOfLogGroups,
      emptyExclusions,
    );
    const { Organization } = await aws.organizations<{ Organization: { Id: string } }>('CreateOrganization', {
      FeatureSet: 'ALL',
    });
    const { Roots } = await aws.organizations<{ Roots: { Id: string }[] }>('ListRoots');
    const rootId = Roots[0]!.Id;
    const account = async (name: string) => {
      const request = { AccountName: name, Email: `${name}@example.com` };
      const created = await aws.organizations<{ CreateAccountStatus: { AccountId: string } }>('CreateAccount', request);
      return created.CreateAccountStatus.AccountId;
    };
    const accounts = {
      audit: await account('audit'),
      logArchive: await account('log-archive'),
      archive: await account('archive'),
      member: await account('member'),
    };
    if (prepared) {
      for (const service of TRUSTED) {
        await aws.organizations('EnableAWSServiceAccess', { ServicePrincipal: `${service}.amazonaws.com` });
      }
      for (const type of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']) {
        await aws.organizations('EnablePolicyType', { RootId: rootId, PolicyType: type });
      }
    }
    return new OrganizationOnMoto(
      aws,
      Organization.Id,
      rootId,
      accounts,
      mkdtempSync(join(tmpdir(), 'org-audit-moto-')),
      told,
    );
  }

  /** Synthesizes a throw-away platform for this organization. */
  synth(settings: Record<string, unknown>): void {
    const { id, rootId, folder } = this;
    const declared = organization({
      regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' },
      retention: { mode: 'GOVERNANCE', years: 1 },
      deletionProtection: false,
      provider: { version: 5 },
      ...settings,
      organization: { id, rootId, managementAccountId: MANAGEMENT_ACCOUNT, ...(settings.organization as object) },
    });
    write(stacks, declared, join(folder, 'cdktf.out'));
    for (const stack of this.stacks) this.pointAtMoto(this.folderOf(stack));
  }

  /**
   * Stands in for an applied evidence stack, whose apply takes a minute: its outputs as a state file, and the trail
   * bucket, which CreateTrail looks for.
   */
  async pretendEvidence(): Promise<void> {
    const value = `arn:aws:kms:us-east-1:${this.accounts.logArchive}:key/00000000-0000-0000-0000-000000000000`;
    const outputs = Object.fromEntries(
      ['evidence-key-arn', 'archive-key-arn'].map((name) => [name, { value, type: 'string' }]),
    );
    const state = { version: 4, terraform_version: '1.10.0', serial: 1, lineage: 'pretended', outputs, resources: [] };
    writeFileSync(join(this.folder, 'terraform.acme.evidence.tfstate'), JSON.stringify(state));
    await this.aws.createBucket(`acme-trail-${this.accounts.logArchive}-us-east-1`);
  }

  /** In the order of apply. */
  get stacks(): string[] {
    return readdirSync(join(this.folder, 'cdktf.out', 'stacks')).sort(
      (a, b) => rank(a) - rank(b) || a.localeCompare(b),
    );
  }

  /** What may be applied at the same time, stage by stage. */
  get stages(): string[][] {
    return ORDER.map((start) => this.stacks.filter((stack) => stack.startsWith(start)));
  }

  async apply(stack: string): Promise<void> {
    const folder = this.folderOf(stack);
    await succeed(folder, 'init', '-input=false', '-no-color');
    await succeed(folder, 'apply', '-auto-approve', '-input=false', '-no-color');
  }

  /** What a plan would change; empty when nothing. */
  async changes(stack: string): Promise<string> {
    const { code, output } = await terraform(
      this.folderOf(stack),
      'plan',
      '-detailed-exitcode',
      '-input=false',
      '-no-color',
    );
    return code === 0 ? '' : output;
  }

  async plan(stack: string): Promise<string> {
    const folder = this.folderOf(stack);
    await succeed(folder, 'init', '-input=false', '-no-color');
    return (await terraform(folder, 'plan', '-input=false', '-no-color')).output;
  }

  async destroy(stack: string): Promise<string> {
    // The plan before it has just refreshed the state.
    return succeed(this.folderOf(stack), 'destroy', '-refresh=false', '-auto-approve', '-input=false', '-no-color');
  }

  /** What was applied of a type, as the state knows it. */
  stateOf<T>(stack: string, type: string): T[] {
    const { resources } = JSON.parse(
      readFileSync(join(this.folder, `terraform.acme.${stack}.tfstate`), 'utf8'),
    ) as State;
    return resources
      .filter((one) => one.type === type)
      .flatMap(({ instances }) => instances.map(({ attributes }) => attributes as T));
  }

  stop(): void {
    this.aws.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  folderOf(stack: string): string {
    return join(this.folder, 'cdktf.out', 'stacks', stack);
  }

  /** The synthesized file stays as it is: Terraform merges `*_override.tf.json` into it. */
  private pointAtMoto(folder: string): void {
    const { provider } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as Synthesized;
    const settings = {
      endpoints: Object.fromEntries(ENDPOINTS.map((service) => [service, this.aws.url])),
      s3_use_path_style: true,
      skip_metadata_api_check: 'true',
      // moto lacks some calls; retrying them looks like a hang.
      max_retries: 1,
    };
    const aws = provider.aws.map(({ alias }) => ({ ...(alias ? { alias } : {}), ...settings }));
    writeFileSync(join(folder, 'moto_override.tf.json'), JSON.stringify({ provider: { aws } }));
  }
}
