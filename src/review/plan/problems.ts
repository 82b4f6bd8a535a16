import { printPath } from '../../config/problem';

/** A file cannot be reviewed. Lists every problem, not only the first. */
export class PlanError extends Error {
  override readonly name = 'PlanError';

  /** @param lines - one line for each problem: where, what, how to mend */
  constructor(
    readonly plan: string,
    readonly lines: readonly string[],
  ) {
    super(
      [
        `${plan} has ${lines.length} ${lines.length === 1 ? 'problem' : 'problems'}:`,
        ...lines.map((line) => `  ${line}`),
      ].join('\n'),
    );
  }
}

export type Path = readonly (string | number)[];
export type Json = Readonly<Record<string, unknown>>;

/** What is broken in one place tends to be broken everywhere. */
const LISTED = 20;

export const MAKE = 'make the plan file anew with terraform plan -out, and print it with terraform show -json';

/**
 * Reads members of a plan and collects what is wrong with them. Values are never shown: nobody knows which of a broken
 * plan's are secret.
 */
export class Problems {
  private readonly lines: string[] = [];
  private unlisted = 0;

  constructor(private readonly plan: string) {}

  add(path: Path, what: string, mend = MAKE): void {
    if (this.lines.length === LISTED) this.unlisted++;
    else this.lines.push(`${path.length === 0 ? 'the file' : printPath(path)}: ${what}; ${mend}`);
  }

  /** @throws PlanError where there is any problem */
  throwAny(): void {
    if (this.lines.length === 0) return;
    throw new PlanError(
      this.plan,
      this.unlisted === 0 ? this.lines : [...this.lines, `and ${this.unlisted} more of the kind`],
    );
  }

  /** Nothing where the member is absent or null. */
  optional<T>(from: Json, name: string, path: Path, kind: Kind<T>): T | undefined {
    const value = member(from, name);
    if (value === undefined || value === null) return undefined;
    return this.checked(value, [...path, name], kind);
  }

  required<T>(from: Json, name: string, path: Path, kind: Kind<T>): T | undefined {
    const value = member(from, name);
    if (value === undefined) {
      this.add([...path, name], `is missing, expected ${kind.called}`);
      return undefined;
    }
    return this.checked(value, [...path, name], kind);
  }

  checked<T>(value: unknown, path: Path, { called, is }: Kind<T>): T | undefined {
    if (is(value)) return value;
    this.add(path, `is ${calledOf(value)}, expected ${called}`);
    return undefined;
  }
}

/** Own members only: `constructor` is none of a plan's. */
export const member = (from: Json, name: string): unknown => (Object.hasOwn(from, name) ? from[name] : undefined);

/** A type that a member may have. */
export interface Kind<T> {
  readonly called: string;
  readonly is: (value: unknown) => value is T;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const OBJECT: Kind<Json> = { called: 'an object', is: isObject };
export const LIST: Kind<readonly unknown[]> = { called: 'a list', is: (value) => Array.isArray(value) };
export const TEXT: Kind<string> = {
  called: 'a text',
  is: (value): value is string => typeof value === 'string' && value !== '',
};
export const FLAG: Kind<boolean> = { called: 'true or false', is: (value) => typeof value === 'boolean' };

export function calledOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
