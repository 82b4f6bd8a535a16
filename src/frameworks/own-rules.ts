import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What a pack needs to know of a rule of lambdas/, from its rule.json. */
export interface LambdaSource {
  readonly description: string;
  readonly trigger: { readonly change?: readonly string[]; readonly schedule?: string; readonly snapshot?: true };
  readonly parameters: Readonly<Record<string, LambdaParameter>>;
}

export interface LambdaParameter {
  readonly description: string;
  readonly default?: string;
  readonly required?: boolean;
}

/** What a pack needs to know of a rule of policies/guard/. */
export interface GuardSource {
  /** The comment that opens the file. */
  readonly description: string;
  readonly types: readonly string[];
  /** Without comments. */
  readonly text: string;
}

/** Rules of this project's own, by name. */
export interface OwnRules {
  readonly lambda: Readonly<Record<string, LambdaSource>>;
  readonly guard: Readonly<Record<string, GuardSource>>;
}

/** Reads the folders lambdas/ and policies/guard/ of the project. Guard rules with placeholders need an audit.yaml. */
export function readOwnRules(project: string): OwnRules {
  const lambdas = join(project, 'lambdas');
  const guard = join(project, 'policies/guard');
  return {
    lambda: Object.fromEntries(
      readdirSync(lambdas)
        .sort()
        .map((name) => [name, join(lambdas, name, 'rule.json')] as const)
        .filter(([, file]) => existsSync(file))
        .map(([name, file]) => [name, JSON.parse(readFileSync(file, 'utf8')) as LambdaSource]),
    ),
    guard: Object.fromEntries(
      readdirSync(guard)
        .filter((file) => file.endsWith('.guard'))
        .sort()
        .map((file) => [basename(file, '.guard'), readFileSync(join(guard, file), 'utf8')] as const)
        .filter(([, source]) => !source.includes('${'))
        .map(([name, source]) => [name, guardSource(source)]),
    ),
  };
}

function guardSource(source: string): GuardSource {
  const lines = source.split('\n');
  const opening = lines.findIndex((line) => !/^#\s*\S/.test(line));
  const asked = [...source.matchAll(/\bresourceType\s*(?:==|IN)\s*(\[[^\]]*\]|["'][^"']*["'])/gi)];
  const rules = lines.filter((line) => !/^\s*#/.test(line)).join('\n');
  return {
    description: lines
      .slice(0, opening)
      .map((line) => line.replace(/^#\s*/, '').trim())
      .join(' '),
    types: [...new Set(asked.flatMap(([, list]) => list!.match(/AWS::\w+::\w+/g) ?? []))].sort(),
    text: `${rules.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`,
  };
}
