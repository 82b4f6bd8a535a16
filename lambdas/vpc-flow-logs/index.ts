import { handlerFor } from '../shared/config-rule';
import { oneOf, readParameters } from '../shared/parameters';
import { notApplicable } from '../shared/verdict';
import { evaluate, TRAFFIC } from './evaluate';
import { readVpcs } from './read';

export const handler = handlerFor({
  readParameters: (raw) => readParameters(raw, { trafficType: oneOf(TRAFFIC, { default: 'REJECT' }) }),
  resourceTypes: ['AWS::EC2::VPC'],
  async onChange(item, parameters, aws) {
    for await (const { flowLogs } of readVpcs(aws, item.resourceId)) return evaluate(flowLogs, parameters);
    return notApplicable;
  },
  // A flow log's end does not change the VPC's configuration item.
  async *onSchedule(parameters, aws) {
    for await (const { id, flowLogs } of readVpcs(aws))
      yield { resourceType: 'AWS::EC2::VPC', resourceId: id, verdict: evaluate(flowLogs, parameters) };
  },
});
