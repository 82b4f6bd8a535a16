import type { Change } from '../../change';
import { bucketName } from '../../evidence/buckets';
import type { Attributes, Value } from '../../value';
import { canonical, opacityOf, text, Unreadable, type Known, type KnownAttributes } from '../known';
import { nameOf } from '../naming';
import type { Weakening } from '../rule';
import { watch, type Circumstances, type Watch } from '../watch';

/** Something that is said about a bucket: by a resource of its own or, since before provider 4, within the bucket. */
export interface Piece<T> {
  readonly type: string;
  readonly attributes: readonly string[];
  /** Attributes of `aws_s3_bucket` that say the same. */
  readonly inline: readonly string[];
  readonly rule: string;
  readonly form: (known: KnownAttributes) => T;
  readonly formInline: (known: KnownAttributes) => T;
  /** What holds where nothing is said. */
  readonly nothing: T;
  readonly ignores?: (circumstances: Circumstances) => readonly string[];
  /** A value without what is known only later because the configuration does not set it. */
  readonly settled?: (value: Value | undefined, circumstances: Circumstances) => Value | undefined;
  /** Nothing is the least there can be: whatever is said for the first time is no less. */
  readonly least?: true;
  /** Whether it matters for a bucket that is made new as well. */
  readonly matters?: 'always';
  readonly compare: (before: T, after: T, circumstances: Circumstances) => readonly Weakening[];
}

const BUCKET = 'aws_s3_bucket';

/** The bucket in words. */
export function called({ change, scene }: Circumstances): string {
  const [name] = scene.buckets.namesOf(change);
  return `bucket ${name === undefined || name.includes(' ') ? nameOf(change, 'bucket') : name}`;
}

/** The bucket itself goes, with all that is said about it. */
const endsToo = ({ change, scene }: Circumstances): boolean =>
  change.type !== BUCKET && scene.buckets.bucketsOf(change).some(({ kind }) => kind === 'delete' || kind === 'replace');

const isNew = ({ change, scene }: Circumstances): boolean => {
  const buckets = change.type === BUCKET ? [change] : scene.buckets.bucketsOf(change);
  return buckets.length > 0 && buckets.every(({ kind }) => kind === 'create');
};

interface Said<T> {
  readonly bucket?: string;
  readonly said: T;
}

export function piece<T>(definition: Piece<T>): Watch<unknown> {
  const { type, attributes, inline, rule, form, formInline, nothing, compare } = definition;
  return watch<Said<T>>({
    reads: { [type]: [...attributes, 'bucket'], ...(inline.length > 0 ? { [BUCKET]: inline } : {}) },
    rule,
    ...(definition.settled === undefined ? {} : { settled: definition.settled }),
    form: (known, of) => {
      if (of === BUCKET) return { said: formInline(known) };
      const bucket = text(known.bucket);
      return { said: form(known), ...(bucket === undefined ? {} : { bucket: bucketName(bucket) }) };
    },
    ignores: (circumstances) => [
      // What is made says nothing of another bucket, and the name of a new bucket is known only later.
      ...(circumstances.change.before === undefined ? ['bucket'] : []),
      ...(definition.ignores?.(circumstances) ?? []),
    ],
    absent: (circumstances, side) => {
      const { change } = circumstances;
      if (side === 'before') {
        if (isNew(circumstances)) {
          // What a new bucket does not say of itself is known only later.
          const isSaid =
            change.type !== BUCKET || inline.every((name) => opacityOf(change.after?.[name]) === undefined);
          return definition.matters === 'always' && isSaid ? { said: nothing } : undefined;
        }
        return { said: inlineBefore(circumstances, definition) ?? nothing };
      }
      return change.type === BUCKET ? undefined : { said: nothing };
    },
    // Provider 4 and later read back into the bucket what resources of their own say about it.
    skips: (circumstances) =>
      endsToo(circumstances) ||
      (circumstances.change.type === BUCKET &&
        circumstances.scene.buckets.piecesOfType(circumstances.change, type).length > 0),
    cannotLose: (circumstances) => definition.least === true && saidNothing(circumstances, definition),
    compare: (before, after, circumstances) => {
      const leaves = before.bucket !== undefined && after.bucket !== undefined && before.bucket !== after.bucket;
      return compare(before.said, leaves ? nothing : after.said, circumstances);
    },
  });
}

/** Whether nothing was said so far, for certain. */
function saidNothing<T>(circumstances: Circumstances, definition: Piece<T>): boolean {
  const { before, type } = circumstances.change;
  const isNothing = (said: T) => canonical(said as Known) === canonical(definition.nothing as Known);
  if (before === undefined) return isNothing(inlineBefore(circumstances, definition) ?? definition.nothing);
  const [names, form] =
    type === BUCKET ? [definition.inline, definition.formInline] : [definition.attributes, definition.form];
  if (names.some((name) => opacityOf(before[name]) !== undefined)) return false;
  try {
    return isNothing(form(before as KnownAttributes));
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

/** What the bucket said of itself before a resource of its own says it. */
function inlineBefore<T>({ change, scene }: Circumstances, { inline, formInline }: Piece<T>): T | undefined {
  const [bucket] = scene.buckets.bucketsOf(change);
  const before: Attributes | undefined = bucket?.before;
  if (before === undefined || inline.length === 0) return undefined;
  if (inline.some((name) => before[name] === undefined || opacityOf(before[name]) !== undefined)) return undefined;
  return formInline(before as Readonly<Record<string, Known>>);
}

/** Whether a bucket is known to hold evidence, and what to say if not. */
export const doubt = ({ change, scene }: { change: Change; scene: Circumstances['scene'] }): string | undefined =>
  scene.buckets.isEvidence(change)
    ? undefined
    : 'Nothing in these plans or settings says that the bucket holds evidence; if it does, this is one step worse.';
