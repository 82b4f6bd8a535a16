import { arn } from '../../policy/arn';
import { type Names, namesOf } from '../names';
import { show } from '../problem';
import { partitionOf } from '../regions';
import type { OrganizationConfig } from '../schema';
import type { BucketPart } from '../sections/adopt';
import { type Check, problem } from './check';

type Adopt = OrganizationConfig['adopt'];
type BucketKind = keyof Adopt['buckets'];

const BUCKETS = {
  trail: 'trailBucket',
  config: 'configBucket',
  accessLogs: 'accessLogBucket',
  archive: 'archiveBucket',
} as const satisfies Record<BucketKind, keyof Names>;
const KINDS = Object.keys(BUCKETS) as BucketKind[];

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

/** Of buckets and keys. */
export const ADOPT_STORAGE_CHECKS: readonly Check[] = [
  bucketsAreApart,
  locksFit,
  ...KINDS.map(partsAreOurs),
  keysAreInPlace('evidence'),
  keysAreInPlace('archive'),
  keysAreApart,
  stateIsApart,
];
