import { isControlTowers } from '../config/control-tower';
import type { Found } from './discovery';

/** AWS Control Tower, as its traces tell. */
export interface ControlTowerFound {
  /** Of its landing zone; absent when no trace tells. */
  readonly version?: 3 | 4;
  /** Whether an organization trail is its own. */
  readonly hasTrail: boolean;
  /** What was seen, one sentence each. */
  readonly evidence: readonly string[];
}

const SERVICE = 'controltower.amazonaws.com';

/**
 * Reads the traces of Control Tower. Landing zones before 4.0 have two aggregators of known names, one of them in the
 * management account; 4.0 deletes both, makes one that is linked to a service, and gives Config a bucket of its own.
 * Source: Control Tower user guide, "AWS Config Updates" of landing zone 4.0.
 *
 * @returns nothing where there are none
 */
export function controlTowerIn({ organization, trails, accounts, buckets, policies }: Found) {
  const places = accounts.flatMap((one) => one.places);
  const aggregators = places.flatMap(({ account, aggregators }) => aggregators.map((one) => ({ ...one, account })));
  const bucketNames = [
    ...buckets.map(({ name }) => name),
    ...places.flatMap(({ channel }) => channel?.bucket ?? []),
    ...trails.map(({ bucket }) => bucket),
  ];
  const named = (start: string) => [...new Set(bucketNames)].filter((name) => name.startsWith(start)).sort();
  const organizationTrails = trails.filter(({ isOrganization, name }) => isOrganization && isControlTowers(name));
  const recorders = places.filter(({ recorder }) => recorder && isControlTowers(recorder.name));

  const version3 = aggregators
    .filter(({ name, ownedBy }) => isControlTowers(name) && ownedBy === undefined)
    .map(({ name, account }) => `the aggregator ${name} in ${account}, which landing zone 4.0 deletes`);
  const version4 = [
    ...aggregators
      .filter(({ name, ownedBy }) => ownedBy?.startsWith('controltower') || (isControlTowers(name) && ownedBy))
      .map(
        ({ name, account }) => `the service-linked aggregator ${name} in ${account}, which came with landing zone 4.0`,
      ),
    ...named('aws-controltower-config-logs-').map((name) => `the bucket ${name}, which came with landing zone 4.0`),
    ...named('aws-controltower-cloudtrail-logs-').map((name) => `the bucket ${name}, which came with landing zone 4.0`),
  ];
  const evidence = [
    ...(organization.trusted?.includes(SERVICE) ? [`trusted access of ${SERVICE}`] : []),
    ...organizationTrails.map(({ name }) => `the organization trail ${name}`),
    ...(recorders.length > 0
      ? [
          `${recorders.length} ${recorders.length === 1 ? 'recorder' : 'recorders'} called ${recorders[0]!.recorder!.name}`,
        ]
      : []),
    ...policies
      .filter(({ name }) => name.startsWith('aws-guardrails-'))
      .slice(0, 1)
      .map(({ name }) => `its policies, such as ${name}`),
    ...version3,
    ...version4,
  ];
  if (evidence.length === 0) return undefined;
  // What 4.0 makes exists nowhere before; what it deletes may outlive an upgrade that is under way.
  const version = version4.length > 0 ? 4 : version3.length > 0 ? 3 : undefined;
  const found: ControlTowerFound = {
    ...(version && { version }),
    hasTrail: organizationTrails.length > 0,
    evidence: [...new Set(evidence)],
  };
  return found;
}
