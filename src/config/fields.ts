import { z } from 'zod';
import { show, suggest } from './problem';
import { regionProblem, REGIONS } from './regions';

/** Text of one form. One message serves a wrong type, a wrong form and an absent value. */
export const text = (form: RegExp, what: string, mend: string) => {
  const error = ({ input }: { input?: unknown }) =>
    input === undefined ? `is missing; ${mend}` : `${show(input)} is not ${what}; ${mend}`;
  return z.string({ error }).regex(form, { error });
};

/** One word of a fixed list. `reason` ends the message when the word is absent. */
export const choice = <const W extends readonly [string, ...string[]]>(words: W, reason?: string) =>
  z.enum(words, {
    error: ({ input }) =>
      input === undefined
        ? `is missing; write ${words.join(' or ')}${reason ? ` (${reason})` : ''}`
        : `${show(input)} is not one of the choices; ${suggest(input, words)}`,
  });

export const wholeNumber = (least: number, most: number, unit: string) => {
  const error = ({ input }: { input?: unknown }) => {
    const mend = `write a whole number of ${unit} from ${least} to ${most}`;
    if (input === undefined) return `is missing; ${mend}`;
    if (typeof input !== 'number') return `${show(input)} is not a number; ${mend}, without quotes`;
    return `${show(input)} is ${Number.isInteger(input) ? 'out of range' : 'not a whole number'}; ${mend}`;
  };
  // Beyond 2^53 a number is not safely whole and too great: one message is enough.
  return z.number({ error }).int({ error, abort: true }).min(least, { error }).max(most, { error });
};

export const flag = () =>
  z.boolean({ error: ({ input }) => `${show(input)} is neither true nor false; write true or false, without quotes` });

export const listOf = <T extends z.ZodType>(item: T) =>
  z.array(item, {
    error: ({ input }) =>
      input === undefined ? 'is missing; write a list' : `${show(input)} is not a list; write [${listed(input)}]`,
  });

const listed = (input: unknown): string => (typeof input === 'string' ? show(input) : '...');

/** A group of keys. Keys that are not known are refused with the nearest one that is. */
export const section = <S extends z.core.$ZodLooseShape>(shape: S) => {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      // One line for each key, in their order; `explain` takes them apart.
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => `is not a known key; ${suggest(key, keys)}`).join('\n');
      }
      const some = `${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ', ...' : ''}`;
      if (issue.input === undefined) {
        const needed = requiredKeys(shape).join(', ');
        return `is missing; ${needed === '' ? `write ${some} below it` : `it needs ${needed}`}`;
      }
      return `${show(issue.input)} is not a group of keys; write ${some}${issue.path?.length ? ' below it' : ''}`;
    },
  });
};

const requiredKeys = (shape: z.core.$ZodLooseShape): string[] =>
  Object.entries(shape)
    .filter(([, field]) => !(field as z.ZodType).safeParse(undefined).success)
    .map(([key]) => key);

export const accountId = () => text(/^\d{12}$/, 'an account id', 'quote all 12 digits, as in "012345678901"');

export const region = () =>
  z.enum(REGIONS as [string, ...string[]], {
    error: ({ input }) => (input === undefined ? 'is missing; write a region such as eu-west-1' : regionProblem(input)),
  });

/**
 * Where an issue of zod points and what it says, in our form. A group's unknown keys become one line each, and so do
 * the bad items of a list that a word could stand for.
 */
export function explain(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    const lines = message.split('\n');
    return issue.keys.map((key, at) => ({ path: [...path, key], message: lines[at]! }));
  }
  if (issue.code === 'invalid_union') {
    const items = issue.errors.find((option) => option.every((item) => item.path.length > 0));
    if (items) return items.flatMap((item) => explain({ ...item, path: [...path, ...item.path] }));
  }
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? message }];
  return [{ path, message }];
}
