import type { Problem } from '../problem';
import { expiryDays } from '../retention';
import type { Transition } from '../schema';
import { type Check, problem } from './check';

const locksCanBeLifted: Check = ({ deletionProtection, retention }) =>
  !deletionProtection && retention.mode === 'COMPLIANCE'
    ? [
        problem(
          ['deletionProtection'],
          'false cannot lift COMPLIANCE locks: the buckets could not be emptied for years',
          'set retention.mode to GOVERNANCE in a throw-away environment, or remove deletionProtection',
        ),
      ]
    : [];

const expiryFollowsRetention: Check = ({ storage: { expireAfterYears }, retention: { years } }) =>
  expireAfterYears !== undefined && expireAfterYears < years
    ? [
        problem(
          ['storage', 'expireAfterYears'],
          `${expireAfterYears} ends before the retention of ${years} years`,
          `write ${years} or more, or leave it out to keep objects for ever`,
        ),
      ]
    : [];

/** Warm to cold; a lifecycle can only move down this list. Source: S3 user guide, "Transitioning objects". */
export const COLDNESS: readonly Transition['storageClass'][] = [
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

/** Days that an object must have before STANDARD_IA takes it, and must then stay there. */
export const STANDARD_IA_DAYS = 30;

const transitionsDescend =
  (key: 'transitions' | 'archiveTransitions'): Check =>
  ({ storage }) =>
    storage[key].flatMap((transition, at) => {
      const path = ['storage', key, at];
      return (
        wrongStep(path, transition, storage[key][at - 1]) ?? tooLate(path, transition, storage.expireAfterYears) ?? []
      );
    });

function wrongStep(
  path: PropertyKey[],
  { afterDays, storageClass }: Transition,
  before?: Transition,
): Problem | undefined {
  const days = [...path, 'afterDays'];
  if (storageClass === 'STANDARD_IA' && afterDays < STANDARD_IA_DAYS) {
    return problem(
      days,
      `${afterDays} is too early for STANDARD_IA`,
      'S3 moves objects there after 30 days at the earliest',
    );
  }
  if (before === undefined) return undefined;
  if (afterDays <= before.afterDays) {
    return problem(
      days,
      `${afterDays} is not later than the ${before.afterDays} days before it`,
      'list transitions in the order of days',
    );
  }
  if (COLDNESS.indexOf(storageClass) <= COLDNESS.indexOf(before.storageClass)) {
    return problem(
      [...path, 'storageClass'],
      `${storageClass} is not colder than ${before.storageClass} before it`,
      `move down the list ${COLDNESS.join(', ')}`,
    );
  }
  if (before.storageClass === 'STANDARD_IA' && afterDays < before.afterDays + STANDARD_IA_DAYS) {
    return problem(
      days,
      `${afterDays} leaves less than 30 days in STANDARD_IA`,
      `write ${before.afterDays + STANDARD_IA_DAYS} or more`,
    );
  }
  return undefined;
}

const tooLate = (path: PropertyKey[], { afterDays }: Transition, expireAfterYears?: number): Problem | undefined =>
  expireAfterYears !== undefined && afterDays >= expiryDays(expireAfterYears)
    ? problem(
        [...path, 'afterDays'],
        `${afterDays} is not before the expiry after ${expiryDays(expireAfterYears)} days`,
        'move objects before they expire, or remove the transition',
      )
    : undefined;

export const STORAGE_CHECKS: readonly Check[] = [
  locksCanBeLifted,
  expiryFollowsRetention,
  transitionsDescend('transitions'),
  transitionsDescend('archiveTransitions'),
];
