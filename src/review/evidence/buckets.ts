import { withoutIndexes } from '../address';
import type { Change } from '../change';
import type { Scene } from '../scene';
import type { Value } from '../value';
import { SIDES, spokenOf, stand, within, type Side } from './references';

/** Services that deliver evidence into buckets. */
export const DELIVERING = ['cloudtrail', 'config', 'delivery.logs', 'logging.s3'].map(
  (name) => `${name}.amazonaws.com`,
);

/** A bucket's name, whether a name or an ARN is given. */
export const bucketName = (text: string): string => /^arn:[^:]+:s3:::([^/]+)/.exec(text)?.[1] ?? text;

/** Whether a resource policy lets one of some services act, as far as it can be read. */
export function lets(policy: Value | undefined, services: readonly string[]): boolean {
  // Cheap, and wrong only where a service is named to deny it something, which no policy of another bucket does.
  return typeof policy === 'string' && services.some((service) => policy.includes(`"${service}"`));
}

/** Default retention of new objects. */
export interface Lock {
  readonly mode: string;
  /** In days and years as given: how many days a year has is S3's to say. */
  readonly days?: number;
  readonly years?: number;
}

/** Which buckets there are, what belongs to each, and which hold evidence. */
export class Buckets {
  private evidenceNames?: ReadonlySet<string>;
  private readonly pieces = new Map<string, Change[]>();
  private gathered = false;

  constructor(private readonly scene: Scene) {}

  /** Names of the bucket that a bucket, or a piece of one, speaks of: one, or two where it changes. */
  namesOf(change: Change): readonly string[] {
    if (change.type === 'aws_s3_bucket') return ownNames(change);
    return this.namesIn(change, 'bucket');
  }

  private namesIn(change: Change, ...path: readonly [string, ...string[]]): readonly string[] {
    const { texts, addresses } = spokenOf(change, path);
    const referred = this.scene.referred(change, addresses, 'aws_s3_bucket').flatMap(ownNames);
    // A piece's configuration may go through another piece of the same bucket.
    const through = this.scene
      .referred(change, addresses, ...PIECES)
      .filter((piece) => piece !== change)
      .flatMap((piece) => spokenOf(piece, ['bucket']).texts);
    return [...new Set([...texts, ...referred, ...through].map(bucketName))];
  }

  isEvidence(change: Change): boolean {
    return this.namesOf(change).some((name) => this.evidence.has(name));
  }

  /** Names of every bucket that holds evidence. */
  get evidence(): ReadonlySet<string> {
    return (this.evidenceNames ??= this.findEvidence());
  }

  /** The bucket resources that a piece belongs to. */
  bucketsOf(piece: Change): readonly Change[] {
    return this.namesOf(piece).flatMap((name) => this.piecesOf(name).filter(({ type }) => type === 'aws_s3_bucket'));
  }

  /** Resources of a type that say something about the bucket of a change. */
  piecesOfType(change: Change, type: string): readonly Change[] {
    const found = this.namesOf(change).flatMap((name) => this.piecesOf(name).filter((piece) => piece.type === type));
    return [...new Set(found)];
  }

  /** The default lock of a change's bucket. */
  lockOf(change: Change, side: Side): Lock | undefined {
    const pieces = [
      ...this.piecesOfType(change, 'aws_s3_bucket_object_lock_configuration').map((piece) => piece[side]?.rule),
      ...this.piecesOfType(change, 'aws_s3_bucket').map((bucket) => bucket[side]?.object_lock_configuration),
    ];
    const [lock] = pieces.flatMap((piece) => [
      ...within(piece, ['default_retention']),
      ...within(piece, ['rule', 'default_retention']),
    ]);
    if (lock === undefined || lock === null || typeof lock !== 'object') return undefined;
    const { mode, days, years } = lock as Readonly<Record<string, Value>>;
    return {
      mode: typeof mode === 'string' ? mode : '',
      ...(typeof days === 'number' && days > 0 ? { days } : {}),
      ...(typeof years === 'number' && years > 0 ? { years } : {}),
    };
  }

  private piecesOf(name: string): readonly Change[] {
    if (!this.gathered) {
      this.gathered = true;
      for (const change of this.scene.ofType('aws_s3_bucket', ...PIECES)) {
        for (const of of this.namesOf(change)) {
          const list = this.pieces.get(of);
          if (list) list.push(change);
          else this.pieces.set(of, [change]);
        }
      }
    }
    return this.pieces.get(name) ?? [];
  }

  private findEvidence(): ReadonlySet<string> {
    const { scene } = this;
    const found = new Set<string>([
      ...scene.settings.buckets.map(bucketName),
      ...scene.ofType('aws_cloudtrail').flatMap((trail) => this.namesIn(trail, 's3_bucket_name')),
      ...scene.ofType('aws_config_delivery_channel').flatMap((channel) => this.namesIn(channel, 's3_bucket_name')),
      ...scene
        .ofType('aws_s3_bucket', ...PIECES)
        .filter(tellsItself)
        .flatMap((piece) => this.namesOf(piece)),
    ]);
    // Copies of evidence are evidence, and so are copies of copies; what is logged about it as well.
    const links = [
      ...scene.ofType('aws_s3_bucket_replication_configuration').map((piece) => ({
        from: this.namesOf(piece),
        to: this.namesIn(piece, 'rule', 'destination', 'bucket'),
      })),
      ...scene.ofType('aws_s3_bucket').map((bucket) => ({
        from: ownNames(bucket),
        to: this.namesIn(bucket, 'replication_configuration', 'rules', 'destination', 'bucket'),
      })),
      ...scene.ofType('aws_s3_bucket_logging').map((piece) => ({
        from: this.namesOf(piece),
        to: this.namesIn(piece, 'target_bucket'),
      })),
    ];
    for (let grown = true; grown;) {
      grown = false;
      for (const { from, to } of links) {
        if (!from.some((name) => found.has(name))) continue;
        for (const name of to) {
          if (name.includes(' ') || found.has(name)) continue;
          found.add(name);
          grown = true;
        }
      }
    }
    return found;
  }
}

/** Types that say one thing about a bucket each. */
export const PIECES: readonly string[] = [
  'accelerate_configuration', 'acl', 'lifecycle_configuration', 'logging', 'notification', 'object_lock_configuration',
  'ownership_controls', 'policy', 'public_access_block', 'replication_configuration',
  'server_side_encryption_configuration', 'versioning',
].map((name) => `aws_s3_bucket_${name}`); // prettier-ignore

const ownNames = (bucket: Change): readonly string[] => {
  const names = SIDES.flatMap((side) => {
    const name = bucket[side]?.bucket ?? bucket[side]?.id;
    return typeof name === 'string' ? [name] : [];
  });
  return names.length > 0 ? [...new Set(names)] : [stand(bucket.plan, withoutIndexes(bucket.address))];
};

/** Object Lock is there for evidence; so are policies that let its services deliver. */
const tellsItself = (change: Change): boolean =>
  change.type === 'aws_s3_bucket_object_lock_configuration' ||
  SIDES.some(
    (side) =>
      change[side]?.object_lock_enabled === true ||
      within(change[side]?.object_lock_configuration, ['object_lock_enabled']).includes('Enabled') ||
      lets(change[side]?.policy, DELIVERING),
  );
