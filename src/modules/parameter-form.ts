import type { RuleParameter } from '../catalogue/managed-rule';
import { FORMS } from '../catalogue/parameters';
import type { ManifestParameter } from '../rules/lambda-rule';

/** What a value of a rule's parameter looks like, as a module's assets say it and `fits` reads it. */
export interface ParameterForm {
  /** Regular expression of Go. */
  readonly pattern: string;
  /** As in `a whole number`. */
  readonly words: string;
  /** Of numbers. */
  readonly least: number | null;
  readonly most: number | null;
}

const UNBOUNDED = { least: null, most: null };

export const managedForm = ({ type }: Pick<RuleParameter, 'type'>): ParameterForm => {
  const { pattern, words } = FORMS[type];
  return { pattern: pattern.source, words, ...UNBOUNDED };
};

export function lambdaForm({ type, allowed, minimum, maximum }: ManifestParameter): ParameterForm {
  if (type === 'flag') return { pattern: '^(?:true|false)$', words: 'true or false', ...UNBOUNDED };
  if (type === 'wholeNumber') {
    const [least, most] = [minimum ?? 0, maximum ?? Number.MAX_SAFE_INTEGER];
    return { pattern: '^\\d+$', words: `a whole number from ${least} to ${most}`, least, most };
  }
  const isList = type === 'list';
  if (allowed === undefined) return managedForm({ type: isList ? 'CSV' : 'String' });
  // As in the function, spaces around a word do not count.
  const word = `\\s*(?:${allowed.join('|')})\\s*`;
  return {
    pattern: isList ? `^${word}(?:,${word})*$` : `^${word}$`,
    words: isList ? `a list of ${allowed.join(', ')}, divided by commas` : `one of ${allowed.join(', ')}`,
    ...UNBOUNDED,
  };
}

/** Whether a value has a form, in HCL. Both are expressions. */
export const fits = (value: string, form: string): string =>
  `(can(regex(${form}.pattern, ${value})) ? (${form}.least == null ? true : tonumber(${value}) >= ${form}.least && tonumber(${value}) <= ${form}.most) : false)`;
