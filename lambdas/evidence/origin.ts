import { type Lead, lead } from './lead';
import type { PlaceWalk } from './place-walk';
import type { EvidenceStore } from './store';

/** Every bucket that the digests say CloudTrail delivered them to. */
export const bucketsOf = (walks: readonly PlaceWalk[]): ReadonlySet<string> =>
  new Set(walks.flatMap(({ chains }) => [...chains.values()].flatMap(({ chain }) => [...chain.buckets.keys()])));

/**
 * Chains that are genuine, but not of this trail. CloudTrail signs for everybody: an account's own trail of the same name,
 * which leaves out what it likes, makes digests that differ in nothing but the bucket which they name.
 *
 * @param known - the trail's buckets; when there are none, the store's own, unless no digest at all names it
 */
export function strangers(walks: readonly PlaceWalk[], known: readonly string[], store: EvidenceStore): Lead[] {
  const isOriginal = store.bucket !== undefined && bucketsOf(walks).has(store.bucket);
  const own = known.length > 0 || !isOriginal ? known : [store.bucket!];
  if (own.length === 0) return [];
  return walks.flatMap(({ place: { account, region }, chains }) =>
    [...chains.values()].flatMap(({ chain }) =>
      [...chain.buckets]
        .filter(([bucket]) => !own.includes(bucket))
        .map(([bucket, { digests, first }]) => {
          const message = `digests of the trail ${chain.trail}, the first of them ${first}, were delivered to s3://${bucket}, not to ${own.map((one) => `s3://${one}`).join(' or ')}: they are genuine, but another trail's`;
          return lead('other-bucket', { account, region, message, digests });
        }),
    ),
  );
}
