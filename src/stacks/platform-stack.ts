import { TerraformElement, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import type { Organization } from '../config/organization';
import { Placement } from '../placement/placement';
import { StateBackend } from './state-backend';

/** `use_lockfile` of the S3 backend asks for 1.10; `import` and postconditions are older. */
export const TERRAFORM_VERSION = '>= 1.10.0';

/** Folder, beside a stack's own file, of what Terraform uploads. */
export const ASSETS = 'assets';

const PROVIDER_VERSIONS = { 5: '>= 5.100.0, < 6.0.0', 6: '>= 6.0.0, < 7.0.0' } as const;

/** One Terraform state: one owner, one blast radius. */
export abstract class PlatformStack extends TerraformStack {
  private readonly state: StateBackend;
  private readonly entered = new Set<string>();
  /** Files beside the stack's own, by name. */
  readonly assets = new Map<string, Uint8Array>();
  /** Names of stacks that are applied before, besides those whose values are read. */
  readonly follows: string[] = [];
  /** What a person should know before applying. */
  readonly notices: string[] = [];
  /** Whether other stacks are made with it. Where none is, nothing of it is kept in memory once it is written. */
  readonly isShared: boolean = true;

  constructor(
    scope: Construct,
    id: string,
    protected readonly organization: Organization,
    /** The account that owns the stack. */
    protected readonly account: string,
    /** Regions in which it creates resources. */
    readonly regions: readonly string[],
  ) {
    super(scope, id);
    const { name, backend, provider } = organization.config;
    this.state = new StateBackend(this, backend, name, id);
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    this.addOverride('terraform.required_providers', {
      aws: { source: 'hashicorp/aws', version: PROVIDER_VERSIONS[provider.version] },
    });
  }

  /** Providers for the stack's own account or, with an alias, for another. */
  protected placement(
    regions: readonly string[],
    other?: { account: string; alias: string; home?: string },
  ): Placement {
    const { organization } = this;
    const { provider, tags } = organization.config;
    const account = other?.account ?? this.account;
    this.entered.add(account);
    const roleName = account === organization.managementAccount ? provider.managementRoleName : provider.roleName;
    return new Placement(this, {
      account,
      roleArn: roleName === undefined ? undefined : organization.roleArn(account, roleName),
      home: other?.home ?? organization.home,
      regions,
      regionAliases: provider.regionAliases ?? provider.version === 5,
      tags,
      alias: other?.alias,
    });
  }

  /** Every account in which the stack creates resources, its own first. */
  get accounts(): readonly string[] {
    return [...this.entered];
  }

  /**
   * Adds a file that Terraform uploads.
   *
   * @returns its path from the folder in which Terraform runs
   */
  asset(name: string, content: Uint8Array): string {
    this.assets.set(name, content);
    return `${ASSETS}/${name}`;
  }

  /** Makes a value that AWS invents readable by other stacks. */
  protected publish(name: string, value: string, description: string): void {
    // Not cdktf's own cross-stack reference: that marks every value sensitive, and a reviewer would see nothing of a
    // policy that contains one.
    new TerraformOutput(this, name, { value, description });
  }

  /** Reads what another stack published, from its state. */
  protected read(from: PlatformStack, ...names: readonly string[]): string[] {
    this.addDependency(from);
    const remote = from.state.getRemoteStateDataSource(this, from.node.id);
    return names.map((name) => remote.getString(name));
  }

  /** The cross-stack references that cdktf would look for here are read through `read`; a second pass is for nothing. */
  override prepareStack(): void {}

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return addressOf(this, element);
  }
}

/**
 * Addresses as a person would write them, `aws_s3_bucket.trail_bucket`: construct ids joined by underscores, no hash.
 * Unique because ids themselves have none.
 *
 * @param shown - what of an id is part of the address
 */
export function addressOf(
  stack: TerraformStack,
  element: TerraformElement | Node,
  shown = (id: string): string => id,
): string {
  const node = TerraformElement.isTerraformElement(element) ? element.node : element;
  const ids = node.scopes
    .slice(node.scopes.indexOf(stack) + 1)
    .map((scope) => shown(scope.node.id))
    .filter((id) => id !== '');
  if (ids.some((id) => id.includes('_'))) throw new Error(`a construct id in ${ids.join('/')} has an underscore`);
  return ids.join('_');
}
