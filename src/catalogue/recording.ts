import { GLOBAL_IAM_TYPES } from './managed-rule';

/** What a recorder is told, as far as it decides whether a type is recorded. */
export interface Recorded {
  readonly frequency: 'CONTINUOUS' | 'DAILY';
  readonly dailyTypes: readonly string[];
  readonly continuousTypes: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * Which of the types one region does not record, and which only once a day. Rules on the first never run, rules on the
 * second run a day late.
 */
export function recordingOf(
  types: readonly string[],
  { frequency, dailyTypes, continuousTypes, exclude }: Recorded,
  isHome: boolean,
): { readonly missing: readonly string[]; readonly daily: readonly string[] } {
  const elsewhere: readonly string[] = isHome ? [] : GLOBAL_IAM_TYPES;
  const missing = types.filter((type) => exclude.includes(type) || elsewhere.includes(type));
  const isDaily = (type: string) =>
    frequency === 'CONTINUOUS' ? dailyTypes.includes(type) : !continuousTypes.includes(type);
  return { missing, daily: types.filter((type) => !missing.includes(type) && isDaily(type)) };
}
