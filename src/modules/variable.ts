import { z } from 'zod';
import { listStandIn, numberStandIn, standIn } from './stand-in';

/** What a variable takes. */
export interface Check {
  /** Expression of HCL over `var.<name>`, which is true for what is taken. */
  readonly condition: string;
  /** Says what is wrong and how to mend it: a sentence, as Terraform asks for. */
  readonly message: string;
}

/** An input of a module. `T` is what constructs are given in its stead. */
export interface Variable<T = unknown> {
  /** As HCL writes it. */
  readonly type: string;
  /** A sentence or several. */
  readonly description: string;
  /** Absent: the caller must say. */
  readonly default?: unknown;
  /** @param name - of the variable */
  readonly checks: (name: string) => readonly Check[];
  readonly standIn: (expression: string) => T;
}

export type Variables = Readonly<Record<string, Variable>>;
export type Given<V extends Variables> = { readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

interface Said<D> {
  readonly description: string;
  readonly default?: D;
}

/** What a text must look like; the regular expression must be one of Go's as well. */
export interface Form {
  readonly pattern: RegExp;
  /** As in `an account id`. */
  readonly what: string;
  /** As in `quote all 12 digits`. */
  readonly mend: string;
}

/** The pattern of a field of audit.yaml, for a variable that takes the same. */
export function patternOf(field: z.ZodType): RegExp {
  const { pattern } = z.toJSONSchema(field) as { pattern?: string };
  if (pattern === undefined) throw new Error('the field has no pattern');
  return new RegExp(pattern);
}

const hcl = (text: string): string => JSON.stringify(text);
/** Whether a text, by its expression, has a form. */
export const isLike = (pattern: RegExp, of: string): string => `can(regex(${hcl(pattern.source)}, ${of}))`;
/** Only one side of a condition is looked at; both sides of `||` are. */
const unlessNull = (name: string, condition: string): string => `var.${name} == null ? true : ${condition}`;
const withDefault = <D>(said: Said<D>) => ('default' in said ? { default: said.default } : {});

/** A text of one form. With the default `null` it may be left out. */
export const text = (form: Form, said: Said<string | null>): Variable<string> => ({
  type: 'string',
  description: said.description,
  ...withDefault(said),
  checks: (name) => {
    const like = isLike(form.pattern, `var.${name}`);
    return [
      {
        condition: said.default === null ? unlessNull(name, like) : like,
        message: `${name} is not ${form.what}; ${form.mend}.`,
      },
    ];
  },
  standIn,
});

/** One word of several. */
export const choice = <const W extends string>(words: readonly W[], said: Said<W>): Variable<W> => ({
  type: 'string',
  description: said.description,
  ...withDefault(said),
  checks: (name) => [
    {
      condition: `contains(${hclList(words)}, var.${name})`,
      message: `${name} is not one of the choices; write ${words.join(' or ')}.`,
    },
  ],
  // To constructs it is each of them.
  standIn: (expression) => standIn(expression) as W,
});

/** A whole number. With the default `null` it may be left out. */
export const wholeNumber = (
  least: number,
  most: number,
  unit: string,
  said: Said<number | null>,
): Variable<number> => ({
  type: 'number',
  description: said.description,
  ...withDefault(said),
  checks: (name) => {
    const value = `var.${name}`;
    const within = `${value} >= ${least} && ${value} <= ${most} && floor(${value}) == ${value}`;
    return [
      {
        condition: said.default === null ? unlessNull(name, within) : within,
        message: `${name} is not a whole number of ${unit} from ${least} to ${most}.`,
      },
    ];
  },
  standIn: numberStandIn,
});

/** One of some numbers. */
export const oneOf = (numbers: readonly number[], said: Said<number>): Variable<number> => ({
  type: 'number',
  description: said.description,
  ...withDefault(said),
  checks: (name) => [
    {
      condition: `contains([${numbers.join(', ')}], var.${name})`,
      message: `${name} is not one of ${numbers.join(', ')}.`,
    },
  ],
  standIn: numberStandIn,
});

/** `given` is an expression, for conditions. */
export const flag = (said: Said<boolean>): Variable<string> => ({
  type: 'bool',
  description: said.description,
  ...withDefault(said),
  checks: () => [],
  standIn: (expression) => expression,
});

/** The same with a third answer: that the module decides. */
export const flagOrNull = (said: Said<null>): Variable<string> => ({
  ...flag({ description: said.description }),
  default: null,
});

/** The variable with one more condition, which may speak of others. */
export const withCheck = <T>(variable: Variable<T>, check: Check): Variable<T> => ({
  ...variable,
  checks: (name) => [...variable.checks(name), check],
});

export interface Counted {
  /** Values that it takes at least and at most. */
  readonly least?: number;
  readonly most: number;
}

/** Different texts of one form. With the default `null` it may be left out. */
export const texts = (
  form: Form,
  { least = 0, most }: Counted,
  said: Said<readonly string[] | null>,
): Variable<readonly string[]> => ({
  type: 'list(string)',
  description: said.description,
  ...withDefault(said),
  checks: (name) => {
    const value = `var.${name}`;
    const given = (condition: string) => (said.default === null ? unlessNull(name, condition) : condition);
    const count = `length(${value}) >= ${least} && length(${value}) <= ${most}`;
    return [
      {
        condition: given(`alltrue([for item in ${value} : ${isLike(form.pattern, 'item')}])`),
        message: `${name} holds something that is not ${form.what}; ${form.mend}.`,
      },
      {
        condition: given(`${count} && length(distinct(${value})) == length(${value})`),
        message: `${name} takes ${least} to ${most} values, each once.`,
      },
    ];
  },
  standIn: listStandIn,
});

/** Different words of several. */
export const choices = <const W extends string>(
  words: readonly W[],
  said: Said<readonly W[]>,
): Variable<readonly W[]> => ({
  type: 'list(string)',
  description: said.description,
  ...withDefault(said),
  checks: (name) => [
    {
      condition: `alltrue([for item in var.${name} : contains(${hclList(words)}, item)]) && length(distinct(var.${name})) == length(var.${name})`,
      message: `${name} takes ${words.join(', ')}, each once.`,
    },
  ],
  // To constructs it is each of them.
  standIn: (expression) => listStandIn(expression) as readonly W[],
});

/** Anything else. `given` is an expression, for `elementStandIn` and the like. Checks of maps never meet null in them. */
export const shaped = (
  type: string,
  said: Said<unknown> & { readonly checks: Variable['checks'] },
): Variable<string> => ({
  type,
  description: said.description,
  ...withDefault(said),
  checks: /^map\((object|map)/.test(type) ? unlessEntriesAreNull(said.checks) : said.checks,
  standIn: (expression) => expression,
});

/** An entry of any map may be null, and Terraform evaluates every condition and message, whatever another check found. */
const unlessEntriesAreNull =
  (checks: Variable['checks']): Variable['checks'] =>
  (name) => {
    const present = `{ for entry, given in var.${name} : entry => given if given != null }`;
    const withoutNull = (text: string) => text.replace(new RegExp(`\\bvar\\.${name}\\b`, 'g'), present);
    return [
      {
        condition: `alltrue([for given in values(var.${name}) : given != null])`,
        message: `${name} holds null; write {} for what is usual, or leave the entry out.`,
      },
      ...checks(name).map(({ condition, message }) => ({
        condition: withoutNull(condition),
        message: withoutNull(message),
      })),
    ];
  };

const hclList = (words: readonly string[]): string => `[${words.map(hcl).join(', ')}]`;
