import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

/** Where one regional resource goes. Spread it into the resource's properties. */
export interface Place {
  readonly region?: string;
  readonly provider?: TerraformProvider;
}

export interface PlacementProps {
  /** The only account that the credentials may belong to. */
  readonly account: string;
  /** Role to assume there. Default: the credentials in use. */
  readonly roleArn?: string;
  /** Region of the provider itself, and of what has no region, such as IAM. */
  readonly home: string;
  /** Every region that resources are placed in. */
  readonly regions: readonly string[];
  /** Reach each region through a provider alias, as provider 5 needs it, instead of naming it on the resource. */
  readonly regionAliases: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Tells the providers of a second account from the first's. Default: these are the stack's own. */
  readonly alias?: string;
}

/**
 * One account's regions. From provider 6 on a resource names its region; provider 5 needs an alias for each.
 * Nothing else in the code knows the difference.
 */
export class Placement {
  private readonly places = new Map<string, Place>();
  /** For resources that have no region: IAM, Organizations. */
  readonly anywhere: Place;

  constructor(scope: Construct, props: PlacementProps) {
    const { alias, home, regions, regionAliases } = props;
    const own = addProvider(scope, props, home, alias);
    this.anywhere = alias === undefined ? {} : { provider: own };
    for (const region of new Set([home, ...regions])) {
      if (!regionAliases) this.places.set(region, { ...this.anywhere, region });
      else if (region === home) this.places.set(region, this.anywhere);
      else {
        const name = [alias, region].filter((part) => part !== undefined).join('-');
        this.places.set(region, { provider: addProvider(scope, props, region, name) });
      }
    }
  }

  /** @throws Error for a region that the placement was not told of; ours to mend, not the user's */
  in(region: string): Place {
    const place = this.places.get(region);
    if (!place) throw new Error(`no provider is placed in ${region}`);
    return place;
  }
}

function addProvider(scope: Construct, props: PlacementProps, region: string, alias?: string): AwsProvider {
  const { account, roleArn, tags } = props;
  return new AwsProvider(scope, `aws${alias === undefined ? '' : `-${alias}`}`, {
    region,
    alias,
    // Wrong credentials fail at once instead of building in another account.
    allowedAccountIds: [account],
    assumeRole: roleArn === undefined ? undefined : [{ roleArn, sessionName: 'org-audit' }],
    defaultTags: Object.keys(tags).length === 0 ? undefined : [{ tags: { ...tags } }],
  });
}
