import type { Change } from './change';
import type { Attributes } from './value';

/** The region of a resource: its attribute since provider 6, else that of its ARN; nothing where a plan shows neither. */
function regionOf(side: Attributes | undefined): string | undefined {
  if (typeof side?.region === 'string' && side.region !== '') return side.region;
  const arn = typeof side?.arn === 'string' ? side.arn : '';
  return /^arn:[^:]+:[^:]+:([^:]+):/.exec(arn)?.[1];
}

/** Whether what was in one region, as a plan shows for certain, is in another one then. */
export function areApart(before: Attributes | undefined, after: Attributes | undefined): boolean {
  const [was, is] = [regionOf(before), regionOf(after)];
  return was !== undefined && is !== undefined && was !== is;
}

/** Whether a resource is destroyed in one region and made again in another. */
export const leavesRegion = ({ kind, before, after }: Change): boolean => kind === 'replace' && areApart(before, after);
