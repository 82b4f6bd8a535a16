import type { Lock } from '../../evidence/buckets';
import { block, number, text, Unreadable, type KnownAttributes } from '../known';
import type { RuleTexts, Weakening } from '../rule';
import type { Circumstances } from '../watch';
import { called, piece } from './piece';

export const lockRules: RuleTexts = {
  'lock-removed': {
    title: 'new objects are no longer locked',
    severity: 'critical',
    why: 'Whoever may delete objects can delete evidence from then on.',
    better: 'new objects are locked',
  },
  'lock-mode-lowered': {
    title: 'the mode of a lock is lowered',
    severity: 'high',
    why: 'Holders of s3:BypassGovernanceRetention can delete what COMPLIANCE keeps from everybody.',
    better: 'locks are in COMPLIANCE mode, which nobody can lift',
  },
  'lock-shortened': {
    title: 'new objects are locked for a shorter time',
    severity: 'high',
    why: 'Evidence can be deleted earlier than it had to be kept.',
    better: 'new objects are locked for longer',
  },
  'lock-irrevocable': {
    title: 'a lock that nobody can lift begins or gets longer',
    severity: 'low',
    why: 'It protects evidence, and is paid for until the last object is free: a mistake cannot be taken back.',
  },
};

/** An average year, by which calendars and counts of 365 days differ. */
const LONGEST_YEAR = 365.25;
const SHORTEST_YEAR = 365;

/** What S3 does not say is how many days a year has; so a year is at least this long... */
const shortest = ({ days, years }: Lock): number => days ?? (years ?? 0) * SHORTEST_YEAR;
/** ...and at most this long. */
export const longest = ({ days, years }: Lock): number => days ?? Math.ceil((years ?? 0) * LONGEST_YEAR);
export { shortest as leastDays };

export const lasting = ({ days, years }: Lock): string =>
  years === undefined ? `${days ?? 0} ${days === 1 ? 'day' : 'days'}` : `${years} ${years === 1 ? 'year' : 'years'}`;

const inWords = (lock: Lock): string => `${lock.mode} for ${lasting(lock)}`;

function lockOf(retention: KnownAttributes | undefined): Lock | undefined {
  if (retention === undefined) return undefined;
  const mode = text(retention.mode);
  const [days, years] = [number(retention.days), number(retention.years)];
  if (mode === undefined) throw new Unreadable();
  if (!days && !years) throw new Unreadable();
  return years ? { mode, years } : { mode, days: days! };
}

/** `leap days`: shorter only if S3 counts the days of a calendar, which it does not say. */
function shortening(before: Lock, after: Lock): 'certain' | 'leap days' | 'none' {
  const comparable = (before.years === undefined) === (after.years === undefined);
  if (comparable) return longest(after) < longest(before) ? 'certain' : 'none';
  if (longest(after) < shortest(before)) return 'certain';
  return shortest(after) < longest(before) ? 'leap days' : 'none';
}

function weakened(before: Lock, after: Lock, circumstances: Circumstances): readonly Weakening[] {
  const found: Weakening[] = [];
  const details = [`Default retention: ${inWords(before)} -> ${inWords(after)}`];
  if (before.mode === 'COMPLIANCE' && after.mode !== 'COMPLIANCE') {
    const title = `New objects in ${called(circumstances)} are locked in a mode that privileged users can lift.`;
    found.push({ rule: 'lock-mode-lowered', title, details, undo: LATER_ONLY, essence: after.mode });
  }
  const shorter = shortening(before, after);
  if (shorter !== 'none') {
    found.push({
      rule: 'lock-shortened',
      ...(shorter === 'certain' ? {} : { severity: 'low' }),
      title:
        shorter === 'certain'
          ? `New objects in ${called(circumstances)} are locked for ${lasting(after)} instead of ${lasting(before)}.`
          : `New objects in ${called(circumstances)} may be locked for some leap days less.`,
      details,
      undo: LATER_ONLY,
      essence: lasting(after),
    });
  }
  return found;
}

const LATER_ONLY =
  'A stricter default later does not reach the objects written until then; each has to be locked by itself.';

function irrevocable(before: Lock | undefined, after: Lock, circumstances: Circumstances): readonly Weakening[] {
  const grows = before?.mode !== 'COMPLIANCE' || longest(after) > longest(before);
  if (after.mode !== 'COMPLIANCE' || !grows) return [];
  const time = lasting(after);
  return [
    {
      rule: 'lock-irrevocable',
      title: `New objects in ${called(circumstances)} are locked for ${time}, and nobody can lift that.`,
      details: [`Default retention: ${before ? inWords(before) : 'none'} -> ${inWords(after)}`],
      undo: `Not before ${time} after the last object was written: neither root nor AWS can shorten a COMPLIANCE lock. Only closing the account ends it.`,
      essence: inWords(after),
    },
  ];
}

/** Default retention of new objects. */
export const lock = piece<Lock | undefined>({
  type: 'aws_s3_bucket_object_lock_configuration',
  attributes: ['rule'],
  inline: ['object_lock_configuration'],
  rule: 'lock-removed',
  form: ({ rule }) => lockOf(block(block(rule)?.default_retention)),
  formInline: ({ object_lock_configuration }) =>
    lockOf(block(block(block(object_lock_configuration)?.rule)?.default_retention)),
  nothing: undefined,
  matters: 'always',
  compare: (before, after, circumstances) => {
    if (before === undefined) return after === undefined ? [] : irrevocable(before, after, circumstances);
    if (after !== undefined) {
      return [...weakened(before, after, circumstances), ...irrevocable(before, after, circumstances)];
    }
    return [
      {
        rule: 'lock-removed',
        title: `New objects in ${called(circumstances)} are no longer locked.`,
        details: [`Default retention: ${inWords(before)} -> none`],
        undo: LATER_ONLY,
        essence: 'none',
      },
    ];
  },
});
