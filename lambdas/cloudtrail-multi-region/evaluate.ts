import { isThere, parseSummary } from '../shared/configuration-item';
import { isObject, show } from '../shared/json';
import { nonCompliant, type Verdict } from '../shared/verdict';

export const TRAIL = 'AWS::CloudTrail::Trail';

/** A trail as DescribeTrails knows it. */
export interface Trail {
  readonly arn: string;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly homeRegion: string;
}

/**
 * The ARN of a multi-region trail, given its item in a snapshot; nothing for items of other resources. Whether a trail
 * is logging, no item says.
 *
 * @throws Error when the item lacks what every trail's item has
 */
export function multiRegionTrail(value: unknown): string | undefined {
  if (!isObject(value) || value['resourceType'] !== TRAIL) return undefined;
  const item = parseSummary(value);
  if (!isThere(item)) return undefined;
  const { isMultiRegionTrail, trailARN } = isObject(value['configuration']) ? value['configuration'] : {};
  if (typeof isMultiRegionTrail !== 'boolean' || typeof trailARN !== 'string')
    throw new Error(
      `the snapshot's trail ${item.resourceId} has isMultiRegionTrail ${show(isMultiRegionTrail)} ` +
        `and trailARN ${show(trailARN)}; nothing is reported`,
    );
  return isMultiRegionTrail ? trailARN : undefined;
}

/**
 * Whether a multi-region trail covers the account and yet is no item of its snapshot here: the organization's, which
 * belongs to another account, or one that has its home in another region. A trail of the account that has its home here
 * is an item or was made since; then the next snapshot shows it.
 */
export const isOutsideSnapshot = (trail: Trail, { region }: { readonly region: string }): boolean =>
  trail.isMultiRegion && (trail.isOrganization || trail.homeRegion !== region);

/** The verdict once no active multi-region trail is found. */
export function evaluate(inactive: readonly string[]): Verdict {
  if (inactive.length === 0)
    return nonCompliant(
      'no multi-region trail: none in the snapshot, none of the organization, none with another home region; create one',
    );
  const [first] = inactive;
  const others = inactive.length > 1 ? ` and ${inactive.length - 1} more` : '';
  return nonCompliant(`no multi-region trail is logging; start ${first}${others}`);
}
