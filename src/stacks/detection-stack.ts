import type { Construct } from 'constructs';
import { OrganizationAggregator } from '../aggregation/organization-aggregator';
import type { Organization } from '../config/organization';
import { OrganizationPacks } from '../conformance/packs';
import { OrganizationRules } from '../rules/organization-rules';
import { baselineOf } from './baseline-stack';
import type { Detections } from './detections';
import type { OrganizationStack } from './organization-stack';
import { PlatformStack } from './platform-stack';

/** What the audit account sees of the whole organization, and what it has every account check. */
export class DetectionStack extends PlatformStack {
  constructor(
    scope: Construct,
    organization: Organization,
    delegation: OrganizationStack,
    { rules, packs, spanOrganization, notices }: Detections,
  ) {
    const { home, auditAccount, partition, names, config } = organization;
    const { governed, retired } = config.regions;
    super(scope, 'detection', organization, auditAccount, spanOrganization ? governed : [home]);
    this.addDependency(delegation);
    this.notices.push(...notices);
    // Rules and packs find a recorder, and the functions of Lambda rules, in every account.
    if (spanOrganization) this.follows.push(...organization.accounts.map(baselineOf));
    // Terraform destroys what a retired region had through that region's alias.
    const placement = this.placement([...governed, ...retired]);
    const placeIn = (region: string) => placement.in(region);
    new OrganizationAggregator(this, 'organization', {
      place: placement.in(home),
      anywhere: placement.anywhere,
      partition,
      account: auditAccount,
      name: names.aggregator,
      roleName: names.aggregatorRole,
      regions: config.aggregator.regions,
    });

    const everywhere = new OrganizationRules(this, 'rules', placeIn);
    for (const rule of rules.managed) if (rule.deploy === 'organization') everywhere.addManaged(rule);
    for (const rule of rules.guard) if (rule.deploy === 'organization') everywhere.addGuard(rule);
    const organizationPacks = new OrganizationPacks(this, 'packs', {
      placeIn,
      partition,
      organizationId: organization.id,
      bucketNameIn: (region) => `${names.templateBucketPrefix}${region}`,
    });
    for (const pack of packs.packs) if (pack.deploy === 'organization') organizationPacks.add(pack);
  }
}
