import { handlerFor } from '../shared/config-rule';
import { account } from '../shared/finding';
import { list, readParameters } from '../shared/parameters';
import { evaluate } from './evaluate';
import { readRegion } from './read';

export const handler = handlerFor({
  readParameters: (raw) => readParameters(raw, { regions: list() }),
  onSchedule: async ({ regions }, aws) => {
    const recordings = await Promise.all([...new Set(regions)].sort().map((region) => readRegion(aws, region)));
    return [account(aws, evaluate(recordings))];
  },
});
