import type { Organization } from './organization';

/** What becomes of that which exists already, and what is taken for granted of it. */
export function adoptionNotices(organization: Organization): string[] {
  const { config, names, home, evidenceAccount, archiveAccount } = organization;
  const { trail, buckets, keys, aggregator, policies } = config.adopt;
  const { archive } = config.regions;
  const atHome = [buckets.trail?.name, buckets.config?.name, buckets.accessLogs?.name, keys.evidence?.id];
  const afar = [buckets.archive?.name, keys.archive?.id];
  const taken = Object.values(buckets).flatMap((bucket) => bucket?.name ?? []);
  const keyIds = Object.values(keys).flatMap((key) => key?.id ?? []);
  const unlocked = [buckets.trail, buckets.archive].flatMap((bucket) =>
    bucket && !bucket.objectLock ? bucket.name : [],
  );
  const roles = [trail?.logsRole, aggregator?.role].filter((role) => role !== undefined);
  const unrolled = recordersWithoutRole(organization);
  const all: (string | false | undefined)[] = [
    ...[
      { things: atHome.filter((thing) => thing !== undefined), place: `${evidenceAccount}, ${home}` },
      { things: afar.filter((thing) => thing !== undefined), place: `${archiveAccount}, ${archive}` },
    ].map(({ things, place }) => things.length > 0 && `assumed: ${things.join(' and ')} ${lie(things)} in ${place}`),
    trail &&
      `adopted: the trail ${trail.name} of ${home} keeps its name and delivers to ${names.trailBucket}, without a prefix; what it logs becomes what audit.yaml says`,
    taken.length > 0 &&
      `adopted: policy, encryption and lifecycle of ${taken.join(' and ')} become ours; whoever else wrote or read there no longer can`,
    unlocked.length > 0 &&
      `irreversible: Object Lock is enabled on ${unlocked.join(' and ')}; what lies there already stays unlocked`,
    keyIds.length > 0 &&
      `adopted: the policy of ${keyIds.join(' and ')} becomes ours; whoever else used the key no longer can, unless by a grant`,
    keyIds.length > 0 &&
      `assumed: ${keyIds.join(' and ')} ${keyIds.length === 1 ? 'is' : 'are'} symmetric, with material that AWS KMS made; another cannot be rotated, or would be replaced`,
    trail?.logGroup &&
      `assumed: the log group ${trail.logGroup} is of the class Standard; one of another takes no metric filters, and the apply would fail`,
    ...keptRecorders(organization),
    unrolled.length > 0 &&
      `assumed: AWSServiceRoleForConfig is missing in ${unrolled.join(', ')}, where AWS Config is set up already; list accounts that have it in recorder.serviceLinkedRoleExistsIn`,
    aggregator &&
      `assumed: the aggregator ${aggregator.name} is one of the organization; one of single accounts would be replaced`,
    roles.length > 0 &&
      `assumed: the ${roles.length === 1 ? 'role' : 'roles'} ${roles.join(' and ')} ${roles.length === 1 ? 'has just this path' : 'have just these paths'}; with another a role would be replaced`,
    policies.length > 0 &&
      `adopted: ${policies.map(({ id, policy }) => `${id} becomes ${names.policyPrefix}${policy}`).join(', ')}; names and statements become ours`,
    policies.length > 0 &&
      `assumed: ${policies.map(({ id, policy }) => `${id} is an ${policy.slice(0, 3).toUpperCase()}`).join(', ')}; one of another type would be replaced`,
  ];
  return all.filter((notice) => typeof notice === 'string');
}

const lie = (things: readonly unknown[]): string => (things.length === 1 ? 'lies' : 'lie');

/** Names that we would not have given. */
function keptRecorders({ config: { adopt } }: Organization): string[] {
  const others = (names: readonly (string | undefined)[]) =>
    [...new Set(names.filter((name) => name !== undefined && name !== 'default'))].join(', ');
  const kinds = {
    recorders: others(adopt.recorders.map(({ recorder }) => recorder)),
    'delivery channels': others(adopt.recorders.map(({ channel }) => channel)),
  };
  return Object.entries(kinds).flatMap(([kind, names]) =>
    names === '' ? [] : `kept: ${kind} called ${names} keep that name; none can be renamed`,
  );
}

/** Accounts of which audit.yaml says that Config is set up, but not that its role exists. */
function recordersWithoutRole({ config: { adopt, recorder } }: Organization): string[] {
  const { role, serviceLinkedRoleExistsIn: exists } = recorder;
  if (role !== 'service-linked' || exists === 'all') return [];
  return [...new Set(adopt.recorders.map(({ account }) => account))].filter((account) => !exists.includes(account));
}
