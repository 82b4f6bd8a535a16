import type { ManagedRule, ParameterType, RuleParameter } from './managed-rule';

/** AWS's limit on the JSON of a rule's parameters, in characters. Source: PutConfigRule, InputParameters. */
export const PARAMETERS_LIMIT = 1024;

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** One thing wrong with the parameters of a rule. */
export interface ParameterProblem {
  /** Absent for the parameters as a whole. */
  readonly name?: string;
  readonly what: string;
  readonly mend: string;
}

/**
 * What AWS would refuse in the parameters of a managed rule: names it does not know, required ones that are missing,
 * values of another form, more than 1,024 characters in all.
 */
export function parameterProblems(rule: ManagedRule, given: Parameters): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const parameter = rule.parameters.find((one) => one.name === name);
    if (!parameter) {
      problems.push({ name, what: `is no parameter of ${rule.id}`, mend: knownParameters(rule, name) });
    } else if (!FORMS[parameter.type].pattern.test(String(value))) {
      problems.push({
        name,
        what: `${JSON.stringify(value)} is not ${FORMS[parameter.type].words}`,
        mend: mend(parameter),
      });
    }
  }
  for (const { name, required, default: usual } of rule.parameters) {
    if (!required || Object.hasOwn(given, name)) continue;
    problems.push({
      what: `${rule.id} lacks ${name}, which AWS requires`,
      mend: usual === undefined ? 'give it a value' : `give it a value, such as ${usual}`,
    });
  }
  return [...problems, ...sizeProblems(given)];
}

/** More than 1,024 characters are refused for rules of every kind. */
export function sizeProblems(given: Parameters): ParameterProblem[] {
  const size = inputParameters(given)?.length ?? 0;
  return size <= PARAMETERS_LIMIT
    ? []
    : [{ what: `the parameters take ${size} characters of ${PARAMETERS_LIMIT}`, mend: 'shorten the values' }];
}

/** The parameters as AWS Config takes them: JSON in which every value is text. Nothing when there are none. */
export const inputParameters = (given: Parameters): string | undefined =>
  Object.keys(given).length === 0
    ? undefined
    : JSON.stringify(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])));

function knownParameters({ parameters }: ManagedRule, name: string): string {
  const meant = parameters.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (meant) return `did you mean ${meant.name}?`;
  return parameters.length === 0
    ? 'remove it; the rule takes none'
    : `use ${parameters.map((parameter) => parameter.name).join(', ')}`;
}

/** What values look like; the patterns are regular expressions of Go as well, and each says it in words. */
export const FORMS: Readonly<Record<ParameterType, { readonly pattern: RegExp; readonly words: string }>> = {
  String: { pattern: /\S/, words: 'a text' },
  // AWS splits at commas; an empty item is never meant.
  CSV: { pattern: /^\s*[^,\s][^,]*(?:,\s*[^,\s][^,]*)*$/, words: 'a list divided by commas' },
  int: { pattern: /^-?\d+$/, words: 'a whole number' },
  double: { pattern: /^-?\d+(?:\.\d+)?$/, words: 'a number' },
  boolean: { pattern: /^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$/, words: 'true or false' },
  StringMap: { pattern: /\S/, words: 'a text' },
};

const mend = ({ type, default: usual }: RuleParameter): string =>
  `write ${FORMS[type].words}${usual === undefined ? '' : `, such as ${usual}`}`;
