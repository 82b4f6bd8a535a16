import { ITEM, listOf, partsOf } from './stand-in';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

/**
 * Terraform JSON with every stand-in replaced by its expression.
 *
 * Texts that are JSON documents, policies above all, become `jsonencode(...)` of the same document, so that Terraform
 * escapes what a caller gives and no value can break out of its place. A statement that allows the elements of a list is
 * left out where the list is empty; another object that names elements of a list is there once for each.
 *
 * @throws Error for a stand-in where it cannot stand, and for what somebody reckoned from one
 */
export function written(json: Json): Json {
  if (typeof json === 'string') return template(json);
  if (typeof json === 'number') return plain(json);
  if (Array.isArray(json)) return array(json as readonly Json[]);
  return isObject(json) ? blocks(json) : json;
}

/** More than any setting of AWS. cdktf's stand-ins for numbers are far beyond. */
const MOST = 1e15;

/** A number of ours. */
function plain(number: number): number {
  if (Math.abs(number) > MOST) throw new Error(`a number was reckoned from a stand-in: ${number}`);
  return number;
}

const isObject = (json: Json): json is JsonObject => typeof json === 'object' && json !== null && !Array.isArray(json);

const isDocument = (text: string): boolean => /^(?:\{|\[\{?)"/.test(text) && text.includes('«');

/** A document in which cdktf has put stand-ins for numbers, which have no quotation marks then. */
const documentOf = (text: string): Json =>
  JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|«[^«»]*»/g, (part) => (part.startsWith('«') ? JSON.stringify(part) : part)),
  ) as Json;

/** A text of Terraform JSON, which is a template. */
function template(text: string): string {
  if (isDocument(text)) return `\${jsonencode(${value(documentOf(text))})}`;
  if (/\de\+2\d\d/.test(text))
    throw new Error(`a number was reckoned from a stand-in, or written into a text: ${text}`);
  if (listOf(text) !== undefined) throw new Error(`${text} names an element of a list outside of one`);
  return partsOf(text)
    .map((part) => ('text' in part ? part.text : 'expression' in part ? `\${${part.expression}}` : ''))
    .join('');
}

function array(items: readonly Json[]): Json {
  if (!items.some((item) => typeof item === 'string' && listOf(item) !== undefined)) return items.map(written);
  return `\${${joined(items)}}`;
}

/** The blocks of a resource, of which those that hold elements of a list are `dynamic`. */
function blocks(json: JsonObject): JsonObject {
  const fixed: Record<string, Json> = {};
  const dynamic: Record<string, Json> = {};
  for (const [name, content] of Object.entries(json)) {
    const all = Array.isArray(content) ? (content as readonly Json[]) : [content];
    const lists = all.map((one) => (isObject(one) ? listWithin(one) : undefined));
    if (lists.every((list) => list === undefined)) fixed[name] = written(content);
    else {
      dynamic[name] = all.map((one, at): Json => {
        const list = lists[at];
        if (list === undefined) return { for_each: [true], content: written(one) };
        return { for_each: `\${${list}}`, iterator: ITEM, content: ofEach(one as JsonObject) };
      });
    }
  }
  if (Object.keys(dynamic).length === 0) return fixed;
  return { ...fixed, dynamic: { ...(fixed.dynamic as JsonObject | undefined), ...dynamic } };
}

/** The list whose elements a block names itself, not in blocks within it or in lists. */
function listWithin(block: JsonObject): string | undefined {
  const texts = Object.values(block).filter((one) => typeof one === 'string' && !isDocument(one));
  return listOf(texts.join(''));
}

/** The content of a `dynamic` block, whose iterator has the element as its value. */
const ofEach = (block: JsonObject): Json =>
  Object.fromEntries(
    Object.entries(block).map(([name, content]) => [
      name,
      typeof content === 'string' && listOf(content) !== undefined
        ? partsOf(content)
            .map((part) => {
              if ('text' in part) return part.text;
              return `\${${'expression' in part ? part.expression : part.element.replace(ITEM, `${ITEM}.value`)}}`;
            })
            .join('')
        : written(content),
    ]),
  );

/** A value with stand-ins as an expression of HCL, for those that are put together by hand. */
export const expressionOf = (json: Json): string => value(json);

/** A value as an expression of HCL. */
function value(json: Json): string {
  if (typeof json === 'string') return listOf(json) === undefined ? text(json) : joined([json]);
  if (typeof json === 'number') return String(plain(json));
  if (Array.isArray(json)) return joined(json as readonly Json[]);
  if (!isObject(json)) return JSON.stringify(json);
  const members = Object.entries(json).map(([name, one]) => `${key(name)} = ${value(one)}`);
  return `{ ${members.join(', ')} }`;
}

/** HCL takes the name of a variable for a text, unless it stands in parentheses. */
function key(name: string): string {
  const written = text(name);
  return written.startsWith('"') ? written : `(${written})`;
}

/** A list as an expression; runs of what is fixed and loops over what is not. */
function joined(items: readonly Json[]): string {
  const pieces: string[] = [];
  let fixed: string[] = [];
  const close = () => {
    if (fixed.length > 0) pieces.push(`[${fixed.join(', ')}]`);
    fixed = [];
  };
  for (const item of items) {
    const repeated = typeof item === 'string' ? listOf(item) : listNamedBy(item);
    const granted = repeated === undefined ? grantsTo(item) : undefined;
    if (repeated === undefined && granted === undefined) {
      fixed.push(value(item));
      continue;
    }
    close();
    pieces.push(
      granted !== undefined
        ? `[for statement in [${value(item)}] : statement if length(${granted}) > 0]`
        : ofItem(item) === ITEM
          ? repeated!
          : `[for ${ITEM} in ${repeated} : ${ofItem(item)}]`,
    );
  }
  close();
  if (pieces.length === 0) return '[]';
  return pieces.length === 1 ? pieces[0]! : `concat(${pieces.join(', ')})`;
}

/** The list whose elements an object that is no statement names itself, not in lists within it. */
function listNamedBy(item: Json): string | undefined {
  if (!isObject(item) || 'Effect' in item) return undefined;
  return listOf(
    Object.values(item)
      .filter((one) => typeof one === 'string')
      .join(''),
  );
}

/** A text or an object as an expression of one element of its list. */
function ofItem(item: Json): string {
  if (typeof item === 'string') return text(item);
  const members = Object.entries(item as JsonObject).map(
    ([name, one]) => `${key(name)} = ${typeof one === 'string' ? text(one) : value(one)}`,
  );
  return `{ ${members.join(', ')} }`;
}

/**
 * The list that a statement of a policy grants something to, or of which it grants something, where it may be empty.
 *
 * @throws Error for a statement that denies by such a list alone: with none it would deny nothing, or everything
 */
function grantsTo(item: Json): string | undefined {
  if (!isObject(item) || !('Effect' in item)) return undefined;
  if (item.Effect !== 'Allow') {
    const alone = Object.values(item).flatMap(lonelyIn);
    if (alone.length > 0) throw new Error(`a statement denies by what there may be none of: ${JSON.stringify(item)}`);
    return undefined;
  }
  const lists = listsIn(item);
  if (lists.length > 1) throw new Error(`a statement takes one list, not ${lists.join(' and ')}`);
  return lists[0];
}

/** The list of a text, where it may be empty. */
const uncertain = (text: string): string | undefined =>
  partsOf(text).some((part) => 'element' in part && part.mayLack) ? listOf(text) : undefined;

function listsIn(json: Json): string[] {
  if (typeof json === 'string') return [uncertain(json)].filter((list) => list !== undefined);
  if (Array.isArray(json)) return [...new Set((json as readonly Json[]).flatMap(listsIn))];
  return isObject(json) ? [...new Set(Object.values(json).flatMap(listsIn))] : [];
}

/** Those that have nothing certain beside them. */
function lonelyIn(json: Json): string[] {
  if (!Array.isArray(json)) return isObject(json) ? Object.values(json).flatMap(lonelyIn) : listsIn(json);
  const items = json as readonly Json[];
  return items.some((item) => typeof item === 'string' && uncertain(item) === undefined) ? [] : items.flatMap(lonelyIn);
}

/** A text as HCL writes it: a template in quotation marks, or the expression that it is. References stay as cdktf wrote them. */
function text(written: string): string {
  const parts = partsOf(written);
  const expressions = parts.map((part) =>
    'expression' in part ? part.expression : 'element' in part ? part.element : undefined,
  );
  if (expressions.length === 1 && expressions[0] !== undefined) return expressions[0];
  const inner = parts.map((part) => {
    if (!('text' in part)) return `\${${'expression' in part ? part.expression : part.element}}`;
    return part.text
      .split(/((?<!\$)\$\{[^}]*\})/)
      .map((piece, at) => (at % 2 === 1 ? piece : JSON.stringify(piece).slice(1, -1)))
      .join('');
  });
  return `"${inner.join('')}"`;
}
