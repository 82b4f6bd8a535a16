/** A CloudWatch Logs filter pattern for JSON events. */
export type Pattern =
  | { readonly any: readonly Pattern[] }
  | { readonly all: readonly Pattern[] }
  | { readonly selector: Selector; readonly test: Test };

/** The way from an event to one of its values: names, places in lists, and `*` for each of them. */
export type Selector = readonly (string | number | typeof EACH)[];

export type Test =
  | { readonly is: 'null' | 'true' | 'false' | 'present' | 'absent' }
  | { readonly operator: Comparison; readonly value: Value };

export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>=';

export type Value =
  | { readonly text: string; readonly startsAnyhow: boolean; readonly endsAnyhow: boolean }
  | { readonly number: number }
  | { readonly regex: RegExp };

/** Each element of a list, or each member of an object. */
export const EACH = Symbol('*');

const SPACE = /\s*/y;
const NAME = /[A-Za-z0-9_-]+/y;
const QUOTED_NAME = /'([^']*)'|"([^"]*)"/y;
const INDEX = /\d+/y;
const COMPARISON = /!=|<=|>=|=|<|>/y;
const STATE = /IS\s+(NULL|TRUE|FALSE)\b|(NOT\s+)?EXISTS\b/iy;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const REGEX = /%([^%]*)%/y;
const BARE = /[^\s(){}"'%&|=<>!$]+/y;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** What CloudWatch Logs takes in a regular expression; of JavaScript's meanings none differs. */
const REGEX_SUBSET = /^[A-Za-z0-9:_#=@/;,\s^$?[\]{}|\\*+.-]+$/;

/**
 * Parses a pattern, such as `{ ($.eventName = Stop*) && ($.errorCode NOT EXISTS) }`. `&&` binds tighter than `||`.
 *
 * @throws Error for every other kind of pattern, such as plain terms, and for what CloudWatch Logs does not document
 */
export function parsePattern(source: string): Pattern {
  const scanner = new Scanner(source);
  scanner.expect('{');
  const pattern = anyOf(scanner);
  scanner.expect('}');
  scanner.expectEnd();
  return pattern;
}

function anyOf(scanner: Scanner): Pattern {
  const parts = [allOf(scanner)];
  while (scanner.skip('||')) parts.push(allOf(scanner));
  return parts.length === 1 ? parts[0]! : { any: parts };
}

function allOf(scanner: Scanner): Pattern {
  const parts = [unit(scanner)];
  while (scanner.skip('&&')) parts.push(unit(scanner));
  return parts.length === 1 ? parts[0]! : { all: parts };
}

function unit(scanner: Scanner): Pattern {
  if (!scanner.skip('(')) return { selector: selectorOf(scanner), test: testOf(scanner) };
  const inner = anyOf(scanner);
  scanner.expect(')');
  return inner;
}

function selectorOf(scanner: Scanner): Selector {
  scanner.expect('$');
  const steps: (string | number | typeof EACH)[] = [];
  for (;;) {
    const dotted = scanner.skipHere('.');
    if (scanner.skipHere('[')) steps.push(bracketed(scanner));
    else if (!dotted) break;
    else if (scanner.skipHere('*')) steps.push(EACH);
    else steps.push(scanner.take(NAME)?.[0] ?? scanner.fail('a name'));
  }
  return steps.length > 0 ? steps : scanner.fail("a name after '$'");
}

function bracketed(scanner: Scanner): string | number | typeof EACH {
  const step = scanner.skip('*') ? EACH : (nameOf(scanner.take(QUOTED_NAME)) ?? indexOf(scanner.take(INDEX)));
  scanner.expect(']');
  return step ?? scanner.fail('a quoted name, a place or *');
}

const nameOf = (found: RegExpExecArray | undefined): string | undefined => found?.[1] ?? found?.[2];
const indexOf = (found: RegExpExecArray | undefined): number | undefined => found && Number(found[0]);

function testOf(scanner: Scanner): Test {
  const state = scanner.take(STATE);
  if (state) {
    const [, constant, not] = state;
    if (constant) return { is: constant.toLowerCase() as 'null' | 'true' | 'false' };
    return { is: not ? 'absent' : 'present' };
  }
  const operator = scanner.take(COMPARISON)?.[0] as Comparison | undefined;
  if (!operator) return scanner.fail('an operator');
  const value = valueOf(scanner);
  if (!('number' in value) && operator !== '=' && operator !== '!=') return scanner.fail('a number');
  return { operator, value };
}

function valueOf(scanner: Scanner): Value {
  const regex = scanner.take(REGEX)?.[1];
  if (regex !== undefined) return REGEX_SUBSET.test(regex) ? { regex: new RegExp(regex) } : scanner.fail('a regex');
  const quoted = scanner.take(QUOTED)?.[1];
  if (quoted !== undefined) return textOf(quoted.replace(/\\(.)/g, '$1'));
  const bare = scanner.take(BARE)?.[0] ?? scanner.fail('a value');
  return NUMBER.test(bare) ? { number: Number(bare) } : textOf(bare);
}

/** An asterisk stands for any text at either end, and for itself elsewhere. */
function textOf(text: string): Value {
  const startsAnyhow = text.startsWith('*');
  const endsAnyhow = text.endsWith('*');
  return { text: text.slice(startsAnyhow ? 1 : 0, endsAnyhow ? -1 : undefined), startsAnyhow, endsAnyhow };
}

class Scanner {
  private at = 0;

  constructor(private readonly source: string) {}

  /** Takes what the expression finds after any space. */
  take(expression: RegExp): RegExpExecArray | undefined {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.source);
    expression.lastIndex = SPACE.lastIndex;
    const found = expression.exec(this.source) ?? undefined;
    if (found) this.at = expression.lastIndex;
    return found;
  }

  skip(text: string): boolean {
    const at = this.at;
    this.take(SPACE);
    if (this.skipHere(text)) return true;
    this.at = at;
    return false;
  }

  skipHere(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.skip(text)) this.fail(`'${text}'`);
  }

  expectEnd(): void {
    this.take(SPACE);
    if (this.at < this.source.length) this.fail('the end');
  }

  fail(expected: string): never {
    throw new Error(`the filter pattern lacks ${expected} at character ${this.at + 1}: ${this.source}`);
  }
}
