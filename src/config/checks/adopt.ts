import { arn } from '../../policy/arn';
import { type Names, namesOf } from '../names';
import { show } from '../problem';
import { partitionOf } from '../regions';
import type { OrganizationConfig } from '../schema';
import type { BucketPart } from '../sections/adopt';
import { type Check, knownAccounts, problem } from './check';

type Adopt = OrganizationConfig['adopt'];
type BucketKind = keyof Adopt['buckets'];

const BUCKETS = {
  trail: 'trailBucket',
  config: 'configBucket',
  accessLogs: 'accessLogBucket',
  archive: 'archiveBucket',
} as const satisfies Record<BucketKind, keyof Names>;
const KINDS = Object.keys(BUCKETS) as BucketKind[];

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

/** One name stands for one bucket, whether it exists already or is to be created. */
const bucketsAreApart: Check = (config) => {
  const names = namesOf(config);
  return KINDS.flatMap((kind) => {
    const adopted = config.adopt.buckets[kind];
    const other = KINDS.find((one) => one !== kind && names[BUCKETS[one]] === adopted?.name);
    if (adopted === undefined || other === undefined) return [];
    // Of two that are both adopted, the second is told.
    if (config.adopt.buckets[other] && KINDS.indexOf(other) > KINDS.indexOf(kind)) return [];
    return problem(
      ['adopt', 'buckets', kind, 'name'],
      `${show(adopted.name)} is the ${other} bucket already, and they cannot be one: AWS Config and access logs need buckets without Object Lock`,
      'adopt it as one of them and leave out the other, which is then created',
    );
  });
};

const UNLOCKED = {
  config: 'AWS Config delivers to no bucket with Object Lock',
  accessLogs: 'S3 delivers access logs to no bucket with Object Lock',
} as const;

const locksFit: Check = ({ adopt: { buckets } }) =>
  KINDS.flatMap((kind) => {
    const path = ['adopt', 'buckets', kind];
    const { objectLock, has } = buckets[kind] ?? { objectLock: false, has: [] };
    if (kind === 'config' || kind === 'accessLogs') {
      if (!objectLock) return [];
      return problem(
        [...path, 'objectLock'],
        `true rules it out: ${UNLOCKED[kind]}`,
        'name another bucket, or leave it out and one is created',
      );
    }
    const listed = (has as readonly BucketPart[]).indexOf('object-lock');
    if (objectLock || listed < 0) return [];
    return problem(
      [...path, 'has', listed],
      '"object-lock" is listed, but objectLock says that there is none',
      'write objectLock: true, or remove it here',
    );
  });

/** What a bucket of ours never has. */
const partsWithout = (kind: BucketKind, { storage }: OrganizationConfig): readonly BucketPart[] =>
  ({
    trail: storage.replicateTrail ? [] : (['replication'] as const),
    config: ['object-lock'] as const,
    accessLogs: ['object-lock', 'logging'] as const,
    archive: ['logging', 'replication'] as const,
  })[kind];

const partsAreOurs =
  (kind: BucketKind): Check =>
  (config) => {
    const without = partsWithout(kind, config);
    return (config.adopt.buckets[kind]?.has ?? []).flatMap((part, at) =>
      without.includes(part)
        ? problem(
            ['adopt', 'buckets', kind, 'has', at],
            `${show(part)} is nothing that we set on the ${kind} bucket`,
            'remove it; what the bucket has of it stays as it is',
          )
        : [],
    );
  };

/** An id says nothing of where a key lies; an ARN does. */
const keysAreInPlace =
  (kind: 'evidence' | 'archive'): Check =>
  ({ accounts, regions, adopt }) => {
    const { id } = adopt.keys[kind] ?? {};
    if (!id?.startsWith('arn:')) return [];
    const evidence = accounts.logArchive ?? accounts.audit;
    const [account, region] =
      kind === 'evidence' ? [evidence, regions.home] : [accounts.archive ?? evidence, regions.archive];
    const start = arn({ partition: partitionOf(regions.home), service: 'kms', region, account, resource: 'key/' });
    if (id.startsWith(start)) return [];
    return [
      problem(
        ['adopt', 'keys', kind, 'id'],
        `${show(id)} is not where the ${kind} key must be`,
        `name a key that starts with ${start}, or leave it out and one is created`,
      ),
    ];
  };

const idOf = (id = '') => id.split('/').at(-1);

/** A replica has the id of its primary. */
const keysAreApart: Check = ({ adopt: { keys } }) => {
  if (!keys.evidence || !keys.archive || idOf(keys.evidence.id) !== idOf(keys.archive.id)) return [];
  return [
    problem(
      ['adopt', 'keys', 'archive', 'id'],
      `${show(keys.archive.id)} is the evidence key or a replica of it, which cannot be rotated by itself`,
      'name another key, or leave it out and one is created',
    ),
  ];
};

/** Our policies let nobody else write or encrypt. */
const stateIsApart: Check = ({ adopt: { buckets, keys }, backend }) => {
  if (backend.type !== 's3') return [];
  const { bucket, kmsKeyId } = backend;
  const isItsKey = (key?: Adopt['keys']['evidence']) =>
    kmsKeyId !== undefined && key !== undefined && [idOf(key.id), idOf(key.alias)].includes(idOf(kmsKeyId));
  const lost = (path: string[], name: string) =>
    problem(
      ['adopt', ...path],
      `${show(name)} holds the Terraform state, which could not be written any more`,
      'leave it out, and one is created; or keep the state elsewhere',
    );
  return [
    ...KINDS.filter((kind) => buckets[kind]?.name === bucket).map((kind) => lost(['buckets', kind, 'name'], bucket)),
    ...(['evidence', 'archive'] as const)
      .filter((kind) => isItsKey(keys[kind]))
      .map((kind) => lost(['keys', kind, 'id'], keys[kind]!.id)),
  ];
};

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
  bucketsAreApart,
  locksFit,
  ...KINDS.map(partsAreOurs),
  keysAreInPlace('evidence'),
  keysAreInPlace('archive'),
  keysAreApart,
  stateIsApart,
  topicIsWanted,
  namesAreNotThePlatforms,
  rolesAreNobodyElses,
  policiesAreListedOnce,
  adoptedIsProtected,
];
