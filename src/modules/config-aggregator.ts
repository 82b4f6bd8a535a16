import { ConfigConfigurationAggregator } from '@cdktf/provider-aws/lib/config-configuration-aggregator';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { OrganizationAggregator } from '../aggregation/organization-aggregator';
import { namePrefix, REGION } from './forms';
import { defineModule } from './module';
import { texts } from './variable';

export const configAggregator = defineModule({
  name: 'config-aggregator',
  title: 'The configuration of every account of the organization in one place, read-only',
  description: [
    'For the account that the organization has delegated AWS Config to, or the management account. Members need not authorize it.',
  ],
  variables: {
    name: namePrefix(40),
    regions: texts(
      REGION,
      { least: 1, most: 60 },
      {
        description: 'Regions whose configuration is aggregated. Default: all, present and future.',
        default: null,
      },
    ),
  },
  compose(module, { name, regions }) {
    const { place, partition, account } = module.here;
    const names = module.names(name);
    const aggregator = new OrganizationAggregator(module, 'organization', {
      place,
      anywhere: place,
      partition,
      account,
      name: names.aggregator,
      roleName: names.aggregatorRole,
      regions,
    });
    const resource = module.resource(aggregator, ConfigConfigurationAggregator.tfResourceType);
    resource.addOverride('organization_aggregation_source.all_regions', '${var.regions == null}');
    const role = module.resource(aggregator, IamRole.tfResourceType);
    return {
      aggregator_arn: { value: module.attribute(resource, 'arn'), description: 'ARN of the aggregator.' },
      aggregator_name: { value: names.aggregator, description: 'Name of the aggregator, for advanced queries.' },
      role_arn: { value: module.attribute(role, 'arn'), description: 'ARN of the role that lists the accounts.' },
    };
  },
});
