import { handlerFor } from '../shared/config-rule';
import { flag, readParameters } from '../shared/parameters';
import { notApplicable } from '../shared/verdict';
import { evaluate } from './evaluate';
import { readRouteTables } from './read';

export const handler = handlerFor({
  readParameters: (raw) => readParameters(raw, { wholeVpcAllowed: flag({ default: true }) }),
  resourceTypes: ['AWS::EC2::RouteTable'],
  async onChange(item, parameters, aws) {
    for await (const { peerings } of readRouteTables(aws, item.resourceId)) return evaluate(peerings, parameters);
    return notApplicable;
  },
  // A change of the peer VPC, or of a prefix list, does not change the route table's configuration item.
  async *onSchedule(parameters, aws) {
    for await (const { id, peerings } of readRouteTables(aws))
      yield { resourceType: 'AWS::EC2::RouteTable', resourceId: id, verdict: evaluate(peerings, parameters) };
  },
});
