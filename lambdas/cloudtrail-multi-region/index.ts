import { handlerFor } from '../shared/config-rule';
import { account } from '../shared/finding';
import { readParameters } from '../shared/parameters';
import { compliant } from '../shared/verdict';
import { evaluate, isOutsideSnapshot, multiRegionTrail, TRAIL } from './evaluate';
import { describeTrails, isLogging, snapshotItems } from './read';

/**
 * The snapshot is read to its first active trail. If it has none, trails that it cannot hold are asked for: else a
 * member covered by the organization's trail alone would be reported.
 */
export const handler = handlerFor({
  readParameters: (raw) => readParameters(raw, {}),
  onSnapshot: async (snapshot, _parameters, aws) => {
    const inactive: string[] = [];
    for await (const item of snapshotItems(aws, snapshot, TRAIL)) {
      const arn = multiRegionTrail(item);
      if (arn === undefined) continue;
      if (await isLogging(aws, arn)) return [account(aws, compliant)];
      inactive.push(arn);
    }
    for (const trail of await describeTrails(aws)) {
      if (!isOutsideSnapshot(trail, aws) || inactive.includes(trail.arn)) continue;
      if (await isLogging(aws, trail.arn)) return [account(aws, compliant)];
      inactive.push(trail.arn);
    }
    return [account(aws, evaluate(inactive))];
  },
});
