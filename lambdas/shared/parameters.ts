import { isObject, parseJson, show } from './json';

/** A rule's parameters as Config hands them over: texts, now and then bare numbers or booleans. Nothing is checked. */
export type RawParameters = Readonly<Record<string, unknown>>;

/** The form of one parameter. */
export interface Parameter<T> {
  /** Completes "write …". */
  readonly form: string;
  /** The value, or undefined where the text has another form. */
  readonly parse: (text: string) => T | undefined;
  /** What holds when the parameter is absent. Without it, the parameter is required. */
  readonly absent?: { readonly value: T };
}

/** Makes a parameter: one with a default, one that may be left out, or one that is required. */
interface ParameterOf<T> {
  (options: { readonly optional: true }): Parameter<T | undefined>;
  (options?: { readonly default?: T }): Parameter<T>;
}

const parameterOf =
  <T>(form: string, parse: (text: string) => T | undefined): ParameterOf<T> =>
  (options: { readonly optional?: true; readonly default?: T } = {}): Parameter<T> => {
    const absent = options.optional || options.default !== undefined ? { value: options.default as T } : undefined;
    return { form, parse, ...(absent && { absent }) };
  };

export const text = parameterOf<string>('a text', (given) => given || undefined);

export const flag = parameterOf<boolean>('true or false', (given) =>
  given === 'true' || given === 'false' ? given === 'true' : undefined,
);

/** At least one entry; spaces around an entry are ignored. */
export const list = parameterOf<readonly string[]>('entries separated by commas', (given) => {
  const entries = given.split(',').map((entry) => entry.trim());
  return entries.includes('') ? undefined : entries;
});

/** One of a few texts, spelt exactly so. */
export const oneOf = <const T extends string>(
  allowed: readonly T[],
  options: { readonly default?: NoInfer<T> } = {},
): Parameter<T> =>
  parameterOf<T>(`one of ${allowed.join(', ')}`, (given) => allowed.find((each) => each === given))(options);

interface Range {
  readonly from: number;
  readonly to: number;
}

export function wholeNumber(options: Range & { readonly optional: true }): Parameter<number | undefined>;
export function wholeNumber(options: Range & { readonly default?: number }): Parameter<number>;
export function wholeNumber({ from, to, ...absence }: Range & { optional?: true; default?: number }) {
  return parameterOf<number>(`a whole number from ${from} to ${to}`, (given) => {
    const number = /^-?\d+$/.test(given) ? Number(given) : NaN;
    return number >= from && number <= to ? number : undefined;
  })(absence);
}

type Values<Forms> = { readonly [Name in keyof Forms]: Forms[Name] extends Parameter<infer T> ? T : never };

/**
 * Reads a rule's parameters. An empty text says nothing, so it counts as absent.
 *
 * @throws Error that lists every problem: unknown names, required ones that are absent, wrong forms
 */
export function readParameters<Forms extends Readonly<Record<string, Parameter<unknown>>>>(
  raw: RawParameters,
  forms: Forms,
): Values<Forms> {
  const names = Object.keys(forms);
  const known = names.length > 0 ? `known are: ${names.join(', ')}` : 'this rule has none';
  const problems = Object.keys(raw)
    .filter((name) => !names.includes(name))
    .map((name) => `'${name}' is unknown; ${known}`);
  const values = Object.entries(forms).map(([name, { form, parse, absent }]) => {
    const given = raw[name];
    if (given === undefined || given === '') {
      if (!absent) problems.push(`'${name}' is missing; write ${form}`);
      return [name, absent?.value];
    }
    const value = ['string', 'number', 'boolean'].includes(typeof given) ? parse(String(given).trim()) : undefined;
    if (value === undefined) problems.push(`'${name}' is ${show(given)}; write ${form}`);
    return [name, value];
  });
  if (problems.length > 0)
    throw new Error(`the rule's parameters are wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  return Object.fromEntries(values) as Values<Forms>;
}

/**
 * The `ruleParameters` of an event, which Config leaves out when a rule has none.
 *
 * @throws Error when the text is not a JSON object
 */
export function rawParameters(ruleParameters: string | undefined): RawParameters {
  const raw = parseJson(ruleParameters || '{}', "the event's ruleParameters");
  if (!isObject(raw)) throw new Error(`the event's ruleParameters are ${show(raw)}, not an object of names and values`);
  return raw;
}
