import { type Names, namesOf } from '../names';
import { show } from '../problem';
import type { OrganizationConfig } from '../schema';
import { ADOPT_STORAGE_CHECKS } from './adopt-storage';
import { type Check, knownAccounts, problem } from './check';

type Adopt = OrganizationConfig['adopt'];

const recordersAreGoverned: Check = (config) => {
  const known = knownAccounts(config);
  return config.adopt.recorders.flatMap(({ account, region }, at) => [
    ...(known.includes(account)
      ? []
      : [
          problem(
            ['adopt', 'recorders', at, 'account'],
            `${show(account)} is not an account of this file`,
            'add it to accounts.members or remove it here',
          ),
        ]),
    ...(config.regions.governed.includes(region)
      ? []
      : [
          problem(
            ['adopt', 'recorders', at, 'region'],
            `${show(region)} is not governed, so that nothing becomes of its recorder`,
            'add it to regions.governed or remove it here',
          ),
        ]),
  ]);
};

const recordersAreListedOnce: Check = ({ adopt }) => {
  const places = adopt.recorders.map(({ account, region }) => `${account} in ${region}`);
  return places.flatMap((place, at) => {
    const first = places.indexOf(place);
    return first === at
      ? []
      : problem(
          ['adopt', 'recorders', at],
          `${place} is listed already as adopt.recorders[${first}]`,
          'say there what it has, and remove this',
        );
  });
};

const recordersHaveParts: Check = ({ adopt }) =>
  adopt.recorders.flatMap(({ recorder, channel, retention }, at) =>
    recorder === undefined && channel === undefined && !retention
      ? problem(
          ['adopt', 'recorders', at],
          'names nothing that exists',
          'write recorder, channel or retention: true, or remove it',
        )
      : [],
  );

const topicIsWanted: Check = ({ adopt, trail }) =>
  adopt.trail?.topic !== undefined && !trail.notifications
    ? [
        problem(
          ['adopt', 'trail', 'topic'],
          `${show(adopt.trail.topic)} would be taken off the trail, as trail.notifications is false`,
          'write trail.notifications: true, or remove it here',
        ),
      ]
    : [];

/** Each name that may be adopted and that IAM, KMS, SNS or CloudWatch Logs take once only. */
const named = ({
  trail,
  keys,
  aggregator,
}: Adopt): [path: readonly PropertyKey[], key: keyof Names, name?: string][] => [
  [['trail', 'logGroup'], 'trailLogGroup', trail?.logGroup],
  [['trail', 'logsRole'], 'trailLogsRole', trail?.logsRole],
  [['trail', 'topic'], 'trailTopic', trail?.topic],
  [['keys', 'evidence', 'alias'], 'evidenceKeyAlias', keys.evidence?.alias],
  [['keys', 'archive', 'alias'], 'archiveKeyAlias', keys.archive?.alias],
  [['aggregator', 'role'], 'aggregatorRole', aggregator?.role],
];

/** After a state was lost, things exist under the names that we gave them; under any other of ours there is another thing. */
const namesAreNotThePlatforms: Check = ({ adopt, name, accounts, regions }) => {
  const ours = namesOf({ name, accounts, regions });
  const starts = [ours.platformPrefix, `alias/${ours.platformPrefix}`, `/${name}-audit/`];
  return named(adopt).flatMap(([path, key, value]) =>
    value === undefined || value === ours[key] || !starts.some((start) => value.startsWith(start))
      ? []
      : problem(
          ['adopt', ...path],
          `${show(value)} is a name that the platform gives to something else`,
          `name another, or remove it and ${ours[key]} is created`,
        ),
  );
};

/** Taking over a role sets whom it trusts. */
const rolesAreNobodyElses: Check = ({ provider, adopt, trail }) => {
  const deploying = [provider.roleName, provider.managementRoleName];
  const [first, second] = [adopt.trail?.logsRole, adopt.aggregator?.role];
  const used = [
    { path: ['adopt', 'trail', 'logsRole'], role: first },
    { path: ['adopt', 'aggregator', 'role'], role: second },
  ].flatMap(({ path, role }) =>
    role !== undefined && deploying.includes(role)
      ? problem(path, `${show(role)} is the role that deploys, which would lock itself out`, 'name another')
      : [],
  );
  if (second === undefined || first !== second || trail.administrator !== 'delegated') return used;
  return [
    ...used,
    problem(['adopt', 'aggregator', 'role'], `${show(second)} is adopt.trail.logsRole already`, 'name another'),
  ];
};

const AWS_POLICIES = ['p-FullAWSAccess', 'p-RCPFullAWSAccess'];

const policiesAreListedOnce: Check = ({ adopt: { policies } }) =>
  policies.flatMap(({ policy, id }, at) => {
    const path = ['adopt', 'policies', at];
    const samePolicy = policies.findIndex((one) => one.policy === policy);
    const sameId = policies.findIndex((one) => one.id === id);
    return [
      ...(samePolicy < at
        ? [problem([...path, 'policy'], `${show(policy)} is adopt.policies[${samePolicy}] already`, 'name another')]
        : []),
      ...(sameId < at
        ? [problem([...path, 'id'], `${show(id)} is adopt.policies[${sameId}] already`, 'name another')]
        : []),
      ...(AWS_POLICIES.includes(id)
        ? [problem([...path, 'id'], `${show(id)} belongs to AWS, and nobody can change it`, 'name a policy of yours')]
        : []),
    ];
  });

/** `force_destroy` and a key without protection are for what the platform made itself. */
const adoptedIsProtected: Check = ({ deletionProtection, adopt }) => {
  if (deletionProtection) return [];
  const { trail, buckets, keys } = adopt;
  const evidence: Record<string, unknown> = {
    'adopt.trail': trail,
    ...Object.fromEntries(Object.entries(buckets).map(([kind, bucket]) => [`adopt.buckets.${kind}`, bucket])),
    ...Object.fromEntries(Object.entries(keys).map(([kind, key]) => [`adopt.keys.${kind}`, key])),
  };
  const named = Object.keys(evidence).filter((path) => evidence[path] !== undefined);
  if (named.length === 0) return [];
  return [
    problem(
      ['deletionProtection'],
      `false would let a destroy take what existed before: ${named.join(', ')}`,
      'remove deletionProtection, or adopt nothing into a throw-away environment',
    ),
  ];
};

export const ADOPT_CHECKS: readonly Check[] = [
  recordersAreGoverned,
  recordersAreListedOnce,
  recordersHaveParts,
  ...ADOPT_STORAGE_CHECKS,
  topicIsWanted,
  namesAreNotThePlatforms,
  rolesAreNobodyElses,
  policiesAreListedOnce,
  adoptedIsProtected,
];
