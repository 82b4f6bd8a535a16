import { ConfigConformancePack } from '@cdktf/provider-aws/lib/config-conformance-pack';
import { ConfigOrganizationConformancePack } from '@cdktf/provider-aws/lib/config-organization-conformance-pack';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { literal } from '../policy/literal';
import type { PlannedPack } from './pack-plan';
import { TemplateBucket } from './template-bucket';

/**
 * AWS goes from account to account. Asked by a delegated administrator it calls a pack in progress for ever, so that a
 * provider which does not ask for each account waits until this time is over, and calls the pack failed.
 * Source: terraform-provider-aws issue 24545 and pull request 47072, which mends it.
 */
const TIMEOUTS = { create: '4h', update: '4h', delete: '4h' } as const;

export interface OrganizationPacksProps {
  readonly placeIn: (region: string) => Place;
  readonly partition: string;
  readonly organizationId: string;
  readonly bucketNameIn: (region: string) => string;
}

/** Packs that the delegated administrator deploys to every account of the organization. */
export class OrganizationPacks extends Construct {
  private readonly buckets = new Map<string, TemplateBucket>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: OrganizationPacksProps,
  ) {
    super(scope, id);
  }

  add({ name, region, excludedAccounts, throughS3, template }: PlannedPack): void {
    const stored = throughS3 ? this.bucketIn(region).put(name, template()) : undefined;
    new ConfigOrganizationConformancePack(this, `${name}-${region}`, {
      ...this.props.placeIn(region),
      name,
      ...(stored ? { templateS3Uri: stored.uri, dependsOn: [stored.ready] } : { templateBody: literal(template()) }),
      excludedAccounts: excludedAccounts.length === 0 ? undefined : [...excludedAccounts].sort(),
      timeouts: TIMEOUTS,
    });
  }

  private bucketIn(region: string): TemplateBucket {
    const known = this.buckets.get(region);
    if (known) return known;
    const { placeIn, partition, organizationId, bucketNameIn } = this.props;
    const bucket = new TemplateBucket(this, `templates-${region}`, {
      place: placeIn(region),
      partition,
      organizationId,
      bucketName: bucketNameIn(region),
    });
    this.buckets.set(region, bucket);
    return bucket;
  }
}

export interface AccountPacksProps {
  readonly placeIn: (region: string) => Place;
  readonly account: string;
  /** What a region's packs wait for: its recorder, where it is ours, and the functions of their Lambda rules. */
  readonly after: (region: string) => readonly ITerraformDependable[];
}

/** Packs that one account holds itself. */
export class AccountPacks extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AccountPacksProps,
  ) {
    super(scope, id);
  }

  add({ name, region, template }: PlannedPack): void {
    const { placeIn, account, after } = this.props;
    new ConfigConformancePack(this, `${name}-${region}`, {
      ...placeIn(region),
      name,
      templateBody: literal(template(account)),
      dependsOn: [...after(region)],
    });
  }
}
