import type { Change } from './change';
import type { Attributes } from './value';

/** The region of a resource: its attribute since provider 6, else that of its ARN; nothing where a plan shows neither. */
function regionOf(side: Attributes | undefined): string | undefined {
  if (typeof side?.region === 'string' && side.region !== '') return side.region;
  const arn = typeof side?.arn === 'string' ? side.arn : '';
  return /^arn:[^:]+:[^:]+:([^:]+):/.exec(arn)?.[1];
}

const areApart = (was: string | undefined, is: string | undefined): boolean =>
  was !== undefined && is !== undefined && was !== is;

/** Whether what is gone was, as a plan shows for certain, in another region than what is there then. */
export const isElsewhere = (gone: Change, there: Change): boolean =>
  areApart(
    regionOf(gone.before) ?? gone.providerRegion(),
    regionOf(there.after) ?? regionOf(there.before) ?? there.providerRegion(),
  );

/** Whether a resource is destroyed in one region and made again in another. */
export const leavesRegion = ({ kind, before, after }: Change): boolean =>
  kind === 'replace' && areApart(regionOf(before), regionOf(after));
