import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { suggest } from '../config/problem';

/** AWS's limit on a policy's text, in characters. Source: AWS Config API, CustomPolicyDetails. */
export const TEXT_LIMIT = 10_000;

/** What `${...}` in a Guard file stands for: a list of texts or of numbers. */
export type GuardPlaceholders = Readonly<Record<string, readonly (string | number)[]>>;

/** A rule of policies/guard/: a file in the Guard language, written for configuration items. */
export class GuardRule {
  readonly name: string;

  constructor(
    readonly path: string,
    readonly source: string,
  ) {
    this.name = basename(path, '.guard');
  }

  /** Every `*.guard` of a folder, by name. */
  static readAll(folder: string): GuardRule[] {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.guard'))
      .sort()
      .map((file) => new GuardRule(file, readFileSync(join(folder, file), 'utf8')));
  }

  /** The comment that opens the file, as one line: up to its first empty line, or to a line of another kind. */
  get description(): string {
    const lines = this.source.split('\n');
    const end = lines.findIndex((line) => !/^#\s*\S/.test(line) || /^#\s*Differs from /.test(line));
    return lines
      .slice(0, end < 0 ? lines.length : end)
      .map((line) => line.replace(/^#\s*/, '').trim())
      .join(' ');
  }

  /** Types that the file asks `resourceType` for: changes of these start the rule, changes of others never do. */
  get types(): readonly string[] {
    const asked = [...this.code.matchAll(/\bresourceType\s*(?:==|IN)\s*(\[[^\]]*\]|["'][^"']*["'])/gi)];
    const types = asked.flatMap(([, list]) => [...list!.matchAll(/AWS::\w+::\w+/g)].map(([type]) => type));
    return [...new Set(types)].sort();
  }

  /** The file without lines that are comments. */
  private get code(): string {
    return this.source
      .split('\n')
      .filter((line) => !/^\s*#/.test(line))
      .join('\n');
  }

  /** What keeps the file from being deployed; empty when nothing does. Each line names the file. */
  problems(placeholders: GuardPlaceholders): string[] {
    const known = Object.keys(placeholders);
    const unknown = [...this.source.matchAll(/\$\{(\w*)\}/g)]
      .map((match) => match[1]!)
      .filter((name) => !known.includes(name));
    const problems = [...new Set(unknown)].map((name) => `\${${name}} stands for nothing; ${suggest(name, known)}`);
    if (this.types.length === 0) {
      problems.push('asks for no type of resource; write when resourceType == "AWS::..." so that it has a scope');
    }
    if (this.description === '' || this.description.length > 256) {
      problems.push('has no description; open the file with a comment of 1 to 256 characters that says what it wants');
    }
    const size = unknown.length === 0 ? this.render(placeholders).length : 0;
    if (size > TEXT_LIMIT) problems.push(`has ${size} characters of ${TEXT_LIMIT}; divide it into several files`);
    return problems.map((problem) => `policies/guard/${this.path}: ${problem}`);
  }

  /** The text that AWS Config evaluates: placeholders filled in, comments that only readers of the file need left out. */
  render(placeholders: GuardPlaceholders): string {
    return this.code
      .replace(/\$\{(\w+)\}/g, (_, name: string) => list(placeholders[name]!))
      .replace(/\n{3,}/g, '\n\n')
      .trim()
      .concat('\n');
  }
}

/** Guard has no escapes in single quotes, so a value with one is written in double quotes. */
const list = (values: readonly (string | number)[]): string =>
  `[${values.map((value) => (typeof value === 'number' ? value : value.includes("'") ? `"${value}"` : `'${value}'`)).join(', ')}]`;
