import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import { show, suggest } from '../config/problem';
import type { PolicyStatement } from '../policy/document';
import type { Sourced } from './packing';
import type { Placeholders } from './placeholders';
import { type CheckContext, statementProblems } from './statement-checks';

/** What a file amounts to in one organization. */
export interface Resolved {
  readonly statements: readonly Sourced[];
  /** Whole lines: where, what, how to mend. */
  readonly problems: readonly string[];
}

/** A policy as a user writes it: an ordinary policy document with placeholders. */
export class PolicyFile {
  readonly name: string;

  /** @param path - as messages show it, such as `policies/scp/protect-trail.json` */
  constructor(
    readonly path: string,
    readonly source: string,
  ) {
    this.name = basename(path, '.json');
  }

  /** Every `*.json` of a folder, by name; none when there is no such folder. */
  static readAll(folder: string, shownAs: string): PolicyFile[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.name.endsWith('.json') && !entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .map((file) => new PolicyFile(`${shownAs}/${file}`, readFileSync(join(folder, file), 'utf8')));
  }

  /** The statements with every placeholder replaced, and all that is wrong with them. */
  resolve(placeholders: Placeholders, context: CheckContext): Resolved {
    const statements = this.parse();
    if (typeof statements === 'string') return { statements: [], problems: [`${this.path}: ${statements}`] };
    const results = statements.map((raw, at) => this.resolveOne(raw, at, placeholders, context));
    return {
      statements: results.flatMap(({ statement }) => statement ?? []),
      problems: [...new Set(results.flatMap(({ problems }) => problems))],
    };
  }

  private resolveOne(raw: unknown, at: number, placeholders: Placeholders, context: CheckContext) {
    const where = `${this.path}: ${nameOf(raw, at)}`;
    const misused = [
      ...usesIn(raw).flatMap((use) => useProblems(use, Object.keys(placeholders))),
      ...leftEmpty(raw, placeholders).map(emptyProblem),
    ];
    const resolved = resolve(raw, placeholders);
    const problems = misused.length > 0 ? misused : statementProblems(resolved, context);
    if (problems.length > 0) return { problems: problems.map((problem) => `${where}: ${problem}`) };
    const { ExemptsNobodyBecause: _, ...statement } = resolved as PolicyStatement & { ExemptsNobodyBecause?: string };
    return { statement: { origin: `${this.path} ${statement.Sid ?? `statement ${at + 1}`}`, statement }, problems };
  }

  /** The statements as they are written, or what keeps the file from being read. */
  private parse(): unknown[] | string {
    let document: unknown;
    try {
      document = JSON.parse(this.source);
    } catch (error) {
      return `is not JSON: ${(error as Error).message}; mend the JSON`;
    }
    const twice = writtenTwice(this.source);
    if (twice !== undefined) return twice;
    const { Version, Statement, ...others } = (document ?? {}) as Record<string, unknown>;
    const statements = [Statement ?? []].flat();
    if (statements.length === 0) {
      return 'has no statements; write { "Version": "2012-10-17", "Statement": [...] }';
    }
    if (Version !== '2012-10-17') return `has the version ${show(Version)}; write "Version": "2012-10-17"`;
    const unknown = Object.keys(others).filter((key) => key !== 'Id');
    if (unknown.length > 0) {
      return `${unknown.join(', ')} is no element of a policy; ${suggest(unknown[0], ['Version', 'Id', 'Statement'])}`;
    }
    return statements;
  }
}

/** Of two keys of one name JSON.parse keeps the last: a condition would be lost without a word. JSON is YAML. */
function writtenTwice(source: string): string | undefined {
  const error = parseDocument(source).errors.find(({ code }) => code === 'DUPLICATE_KEY');
  if (error === undefined) return undefined;
  const [key] = /"(?:[^"\\]|\\.)*"/.exec(source.slice(error.pos[0])) ?? [];
  return `line ${error.linePos![0].line} has ${key} for the second time, of which only the last would count; write both as one`;
}

const nameOf = (statement: unknown, at: number): string => {
  const sid = (statement as { Sid?: unknown } | null)?.Sid;
  return typeof sid === 'string' && sid !== '' ? sid : `statement ${at + 1}`;
};

const PLACEHOLDER = /^\$\{(\w+)\}$/;

interface Use {
  readonly name: string;
  /** The text that the placeholder was found in. */
  readonly text: string;
}

/** Placeholders of ours. A policy variable of IAM, such as ${aws:username}, has a colon; ours have none. */
function usesIn(node: unknown): Use[] {
  if (typeof node === 'string') {
    return [...node.matchAll(/\$\{([^}:]*)\}/g)].map(([, name]) => ({ name: name!, text: node }));
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(usesIn);
}

function useProblems({ name, text }: Use, known: readonly string[]): string[] {
  // IAM writes literal wildcards and dollars so: ${*}, ${?}, ${$}.
  if (['*', '?', '$'].includes(name)) return [];
  if (!known.includes(name)) return [`\${${name}} stands for nothing; ${suggestPlaceholder(name, known)}`];
  // It stands for a list: a part of a text cannot be one.
  return PLACEHOLDER.test(text)
    ? []
    : [`\${${name}} must stand alone, but is part of ${show(text)}; write the whole value as \${${name}}`];
}

function suggestPlaceholder(name: string, known: readonly string[]): string {
  const advice = suggest(name, known);
  return advice.startsWith('did you mean') ? advice : 'docs/guardrails.md lists those that there are';
}

/** A placeholder becomes its values; within a list they are spliced in. One value is written without a list. */
function resolve(node: unknown, placeholders: Placeholders): unknown {
  if (typeof node === 'string') {
    const values = valuesOf(node, placeholders);
    if (values === undefined) return node;
    return values.length === 1 ? values[0] : values;
  }
  if (Array.isArray(node)) {
    return node.flatMap((item): unknown[] => {
      const values = typeof item === 'string' ? valuesOf(item, placeholders) : undefined;
      return values === undefined ? [resolve(item, placeholders)] : [...values];
    });
  }
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value, placeholders)]));
}

function valuesOf(text: string, placeholders: Placeholders): readonly string[] | undefined {
  const name = PLACEHOLDER.exec(text)?.[1];
  return name !== undefined && Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
}

/** Placeholders that stand for no value where there is no other: AWS refuses an empty list. */
function leftEmpty(node: unknown, placeholders: Placeholders): string[] {
  if (typeof node === 'string') return valuesOf(node, placeholders)?.length === 0 ? [node] : [];
  if (typeof node !== 'object' || node === null) return [];
  const children = Object.values(node).map((child) => leftEmpty(child, placeholders));
  return Array.isArray(node) && children.some((empty) => empty.length === 0) ? [] : children.flat();
}

const emptyProblem = (use: string): string =>
  `${use} stands for no value in this organization, and there is none beside it; add another, or drop it`;
