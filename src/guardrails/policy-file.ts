import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { show, suggest } from '../config/problem';
import { literal } from '../policy/literal';

/** What a placeholder such as `${TrailArns}` stands for. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** A service control policy as a user writes it: an ordinary policy document with placeholders. */
export class PolicyFile {
  readonly name: string;

  constructor(
    readonly path: string,
    readonly source: string,
  ) {
    this.name = basename(path, '.json');
  }

  /** Every `*.json` of a folder, by name. */
  static readAll(folder: string): PolicyFile[] {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => new PolicyFile(file, readFileSync(join(folder, file), 'utf8')));
  }

  /** What keeps the file from being used; empty when nothing does. */
  problems(known: readonly string[]): string[] {
    let document: unknown;
    try {
      document = JSON.parse(this.source);
    } catch (error) {
      return [`${this.path}: is not JSON: ${(error as Error).message}; mend the JSON`];
    }
    const statements = (document as { Statement?: unknown } | null)?.Statement;
    if (!Array.isArray(statements) || statements.length === 0) {
      return [`${this.path}: has no list of statements; write { "Version": "2012-10-17", "Statement": [...] }`];
    }
    return [...new Set(usesIn(document).flatMap((use) => useProblems(use, known)))].map(
      (problem) => `${this.path}: ${problem}`,
    );
  }

  /** The minified document that AWS stores. Every placeholder must be known. */
  render(placeholders: Placeholders): string {
    return JSON.stringify(resolve(JSON.parse(this.source), placeholders));
  }
}

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
  if (!known.includes(name)) return [`\${${name}} stands for nothing; ${suggest(name, known)}`];
  // It stands for a list: a part of a text cannot be one.
  return PLACEHOLDER.test(text)
    ? []
    : [`\${${name}} must stand alone, but is part of ${show(text)}; write the whole value as \${${name}}`];
}

/** A placeholder becomes its values; within a list they are spliced in. One value is written without a list. */
function resolve(node: unknown, placeholders: Placeholders): unknown {
  if (typeof node === 'string') {
    const values = valuesOf(node, placeholders);
    // IAM has ${...} of its own.
    if (values === undefined) return literal(node);
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
  return name === undefined ? undefined : placeholders[name];
}
