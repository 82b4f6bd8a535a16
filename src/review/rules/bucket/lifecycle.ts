import { block, blocks, flag, number, text, type KnownAttributes } from '../known';
import type { RuleTexts, Weakening } from '../rule';
import type { Circumstances } from '../watch';
import { lasting, leastDays } from './lock';
import { called, piece } from './piece';
import { isAbout, scopeInWords, scopeOf, type Scope } from './scope';

export const lifecycleRules: RuleTexts = {
  'lifecycle-expires-earlier': {
    title: 'objects expire earlier',
    severity: 'high',
    why: 'Evidence is deleted, or hidden behind a delete marker, while it still has to be kept.',
    better: 'objects are kept longer',
  },
};

/** One way in which a lifecycle rule ends objects. */
interface Expiry {
  readonly of: 'current' | 'noncurrent';
  readonly scope: Scope;
  readonly days: number;
  /** A day of the calendar instead, on which everything goes. */
  readonly date?: string;
  /** Old versions that stay in any case. */
  readonly keeps: number;
}

function expiriesOf(rule: KnownAttributes): readonly Expiry[] {
  const scope = scopeOf(rule);
  const expiration = block(rule.expiration) ?? {};
  const old = block(rule.noncurrent_version_expiration) ?? {};
  const date = text(expiration.date);
  const days = number(expiration.days) ?? 0;
  const oldDays = number(old.noncurrent_days) ?? number(old.days) ?? 0;
  return [
    ...(date === undefined ? [] : [{ of: 'current', scope, days: 0, date, keeps: 0 } as const]),
    ...(days > 0 ? [{ of: 'current', scope, days, keeps: 0 } as const] : []),
    ...(oldDays > 0
      ? [{ of: 'noncurrent', scope, days: oldDays, keeps: number(old.newer_noncurrent_versions) ?? 0 } as const]
      : []),
  ];
}

/** Whether something ended these objects as early already. */
const isNoEarlier = (expiry: Expiry, before: readonly Expiry[]): boolean =>
  before.some(
    (other) =>
      other.of === expiry.of &&
      isAbout(other.scope, expiry.scope) &&
      other.date === expiry.date &&
      other.days <= expiry.days &&
      other.keeps <= expiry.keeps,
  );

const inWords = ({ of, scope, days, date, keeps }: Expiry): string =>
  `${of === 'current' ? scopeInWords(scope) : `old versions of ${scopeInWords(scope)}`} ${
    date === undefined ? `after ${days} ${days === 1 ? 'day' : 'days'}` : `on ${date}`
  }${keeps > 0 ? ` but the newest ${keeps}` : ''}`;

function earlier(
  before: readonly Expiry[],
  after: readonly Expiry[],
  circumstances: Circumstances,
): readonly Weakening[] {
  const { change, scene } = circumstances;
  const lock = scene.buckets.lockOf(change, 'after') ?? scene.buckets.lockOf(change, 'before');
  const retention = lock === undefined ? undefined : leastDays(lock);
  // A lock keeps old versions whatever a rule says; what it does not keep from happening is that they are hidden.
  const isHarmless = ({ of }: Expiry): boolean => of === 'noncurrent' && lock !== undefined;
  const found = after.filter((expiry) => !isHarmless(expiry) && !isNoEarlier(expiry, before));
  if (found.length === 0) return [];
  const tooEarly = retention === undefined || found.some(({ days }) => days < retention);
  const was = before.map(inWords);
  return [
    {
      rule: 'lifecycle-expires-earlier',
      severity: tooEarly ? 'high' : 'low',
      title: tooEarly
        ? `Objects in ${called(circumstances)} expire earlier${lock ? ' than their lock ends' : ' than before'}.`
        : `Objects in ${called(circumstances)} expire earlier than before, though not before their lock ends.`,
      details: [
        `Before: ${was.length === 0 ? 'never' : was.join('; ')}`,
        `After: ${after.map(inWords).join('; ')}`,
        ...(lock === undefined ? [] : [`Lock: ${lasting(lock)}`]),
      ],
      undo: 'What has expired does not come back; hidden versions do, while a lock or a rule still keeps them.',
      essence: after.map(inWords).sort().join('; '),
    },
  ];
}

/** When S3 deletes objects by itself. */
export const lifecycle = piece<readonly Expiry[]>({
  type: 'aws_s3_bucket_lifecycle_configuration',
  attributes: ['rule'],
  inline: ['lifecycle_rule'],
  rule: 'lifecycle-expires-earlier',
  form: ({ rule }) =>
    blocks(rule)
      .filter(({ status }) => text(status) === 'Enabled')
      .flatMap(expiriesOf),
  formInline: ({ lifecycle_rule }) =>
    blocks(lifecycle_rule)
      .filter(({ enabled }) => flag(enabled, false))
      .flatMap(expiriesOf),
  nothing: [],
  compare: earlier,
});
