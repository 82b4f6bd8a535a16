import type { Construct } from 'constructs';
import { OrganizationAggregator } from '../aggregation/organization-aggregator';
import type { Organization } from '../config/organization';
import type { OrganizationStack } from './organization-stack';
import { PlatformStack } from './platform-stack';

/** What the audit account sees of the whole organization. */
export class DetectionStack extends PlatformStack {
  constructor(scope: Construct, organization: Organization, delegation: OrganizationStack) {
    const { home, auditAccount, partition, names, config } = organization;
    super(scope, 'detection', organization, auditAccount, [home]);
    this.addDependency(delegation);
    const placement = this.placement([home]);
    new OrganizationAggregator(this, 'organization', {
      place: placement.in(home),
      anywhere: placement.anywhere,
      partition,
      account: auditAccount,
      name: names.aggregator,
      roleName: names.aggregatorRole,
      regions: config.aggregator.regions,
    });
  }
}
