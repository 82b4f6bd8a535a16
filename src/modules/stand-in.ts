import { Token } from 'cdktf';

/**
 * Values that whoever calls a module decides. Constructs take them for ordinary names, numbers and lists and write them
 * into ARNs and policies; at last each becomes the Terraform expression that it names (`written` in expression.ts).
 *
 * | stand-in         | becomes                                                                 |
 * | ---------------- | ----------------------------------------------------------------------- |
 * | `«var.name»`     | `${var.name}` in a text, `var.name` where it is the whole text           |
 * | `«*var.regions»` | one element of a list: the list that holds it becomes a `for` expression |
 * | `«+var.regions»` | the same of a list that is never empty                                  |
 *
 * An object written with an element of a list in it, such as a block of a resource, is repeated for each (`dynamic`).
 */
export const standIn = (expression: string): string => `«${checked(expression)}»`;

/** A number. It cannot be reckoned with: what comes out is no stand-in, and is refused. */
export const numberStandIn = (expression: string): number => Token.asNumber(standIn(expression));

/** A list, which stands for any number of values, none included. */
export const listStandIn = (expression: string): readonly string[] => [elementStandIn(expression)];

/** A list that is never empty, as its variable or its making sees to. */
export const someStandIn = (expression: string): string => `«+${checked(expression)}»`;

/** One value of a list or, with a member, one member of an object of a list. */
export const elementStandIn = (expression: string, member?: string): string =>
  `«*${checked(expression)}${member === undefined ? '' : `|${member}`}»`;

export const numberElementStandIn = (expression: string, member: string): number =>
  Token.asNumber(elementStandIn(expression, member));

/** What a text is made of. */
export type Part =
  | { readonly text: string }
  | { readonly expression: string }
  /** Of the list `of`. */
  | { readonly element: string; readonly of: string; readonly mayLack: boolean };

/** What the loops over a list call its value. */
export const ITEM = 'item';

/** Takes a text with stand-ins apart. */
export function partsOf(text: string): Part[] {
  return text.split(/(«[^«»]*»)/).flatMap((part): Part[] => {
    if (part === '') return [];
    const [, sign, expression, member] = /^«([*+]?)([^|»]*)(?:\|(.*))?»$/s.exec(part) ?? [];
    if (expression === undefined) return [{ text: part }];
    if (sign === '') return [{ expression }];
    const element = member === undefined ? ITEM : `${ITEM}.${member}`;
    return [{ element, of: expression, mayLack: sign === '*' }];
  });
}

/** The list whose elements a text names. */
export function listOf(text: string): string | undefined {
  const lists = new Set(partsOf(text).flatMap((part) => ('of' in part ? [part.of] : [])));
  if (lists.size > 1) throw new Error(`${text} names elements of several lists: ${[...lists].join(', ')}`);
  return [...lists][0];
}

function checked(expression: string): string {
  if (/[«»|]/.test(expression)) throw new Error(`a stand-in takes no «, » or |: ${expression}`);
  return expression;
}
