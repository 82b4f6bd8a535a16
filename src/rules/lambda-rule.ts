import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ParameterProblem, Parameters } from '../catalogue/parameters';
import { choice, explain, flag, listOf, section, text, wholeNumber } from '../config/fields';
import { printPath, show, suggest } from '../config/problem';
import { FREQUENCIES } from '../config/sections/rules';

const someOf = <T extends z.ZodType>(item: T) => listOf(item).min(1, { error: 'is empty; list one at least' });
const someText = () => text(/\S/, 'a text', 'write a text');
const number = () => z.number({ error: ({ input }) => `${show(input)} is not a number; write a number` });

/** Says how a rule of lambdas/ is deployed; its code says what it decides. */
const manifest = section({
  description: text(/^\S.{0,199}$/, 'a description', 'write up to 200 characters'),
  trigger: section({
    /** Types whose changes start it. */
    change: someOf(text(/^AWS::\w+::\w+$/, 'a resource type', 'write it as in AWS::S3::Bucket')).optional(),
    /** How often it runs by the clock. */
    schedule: choice(FREQUENCIES).optional(),
    /** It reads each configuration snapshot that was delivered. */
    snapshot: z
      .literal(true, { error: ({ input }) => `${show(input)} is not true; write true, or remove it` })
      .optional(),
  }).refine(
    (trigger) => Object.keys(trigger).length > 0,
    'says nothing of what starts the rule; add change, schedule or snapshot',
  ),
  /** `home`: its facts are the same in every region. */
  regions: choice(['home', 'governed']),
  /** `trail`: only the account that holds the log group of the organization's trail has anything to say. */
  accounts: choice(['every', 'trail']),
  parameters: z
    .record(
      z.string(),
      section({
        type: choice(['text', 'wholeNumber', 'list', 'flag']),
        description: someText(),
        default: text(/^/, 'a text', 'write the value in quotes').optional(),
        required: flag().optional(),
        minimum: number().optional(),
        maximum: number().optional(),
        /** The words that a text, or each item of a list, is chosen from. */
        allowed: someOf(someText()).optional(),
      }).refine(({ type, allowed }) => !allowed || type === 'text' || type === 'list', {
        path: ['allowed'],
        error: 'belongs to a text or a list only; remove it',
      }),
      { error: ({ input }) => `${show(input)} is not a group of parameters; write {} for none` },
    )
    .default({}),
  permissions: listOf(
    section({
      actions: someOf(text(/^[a-z0-9-]+:[A-Za-z]+$/, 'an action', 'write it without wildcards, as in s3:GetObject')),
      resources: someOf(someText()),
      why: someText(),
    }),
  ),
  memoryMb: wholeNumber(128, 10240, 'megabytes'),
  timeoutSeconds: wholeNumber(1, 900, 'seconds'),
});

export type Manifest = z.output<typeof manifest>;
export type ManifestParameter = Manifest['parameters'][string];

/** What `${...}` in a manifest stands for. */
export type ManifestPlaceholders = Readonly<Record<string, string | readonly string[]>>;

/** A rule of ours that runs as a Lambda function: a folder of lambdas/ with `rule.json` and `index.ts`. */
export class LambdaRule {
  private constructor(
    /** Name of its folder. */
    readonly name: string,
    readonly manifest: Manifest,
  ) {}

  /** Every folder with a rule.json, by name; `shared` has none. */
  static readAll(folder: string): { readonly rules: LambdaRule[]; readonly problems: string[] } {
    const rules: LambdaRule[] = [];
    const problems: string[] = [];
    for (const name of readdirSync(folder).sort()) {
      const file = join(folder, name, 'rule.json');
      if (!existsSync(file)) continue;
      if (!/^[a-z][a-z0-9-]*$/.test(name)) {
        problems.push(`lambdas/${name}: is no name for a function; use lower-case letters, digits and hyphens`);
      }
      const read = parse(readFileSync(file, 'utf8'));
      if (read.manifest) rules.push(new LambdaRule(name, read.manifest));
      problems.push(...read.problems.map((problem) => `lambdas/${name}/rule.json: ${problem}`));
    }
    return { rules, problems };
  }

  get types(): readonly string[] {
    return this.manifest.trigger.change ?? [];
  }

  /** How often it runs, unless told otherwise; nothing when no clock starts it. */
  get frequency(): string | undefined {
    return this.manifest.trigger.schedule;
  }

  /** Placeholders that stand for nothing; each line names the file. */
  placeholderProblems(known: readonly string[]): string[] {
    const { parameters, permissions } = this.manifest;
    const texts = [
      ...Object.values(parameters).map((parameter) => parameter.default ?? ''),
      ...permissions.flatMap(({ resources }) => resources),
    ];
    const unknown = texts.flatMap(placeholdersIn).filter((name) => !known.includes(name));
    return [...new Set(unknown)].map(
      (name) => `lambdas/${this.name}/rule.json: \${${name}} stands for nothing; ${suggest(name, known)}`,
    );
  }

  /** Its parameters: those given, and defaults with their placeholders filled in. */
  parameters(given: Parameters, placeholders: ManifestPlaceholders): Record<string, string> {
    const defaults = Object.entries(this.manifest.parameters).flatMap(([name, { default: usual }]) =>
      usual === undefined ? [] : [[name, fill(usual, placeholders).join(',')] as const],
    );
    const written = Object.entries(given).map(([name, value]) => [name, String(value)] as const);
    return Object.fromEntries([...defaults, ...written]);
  }
}

function parse(source: string): { manifest?: Manifest; problems: string[] } {
  let data: unknown;
  try {
    data = JSON.parse(source);
  } catch (error) {
    return { problems: [`is not JSON: ${(error as Error).message}; mend the JSON`] };
  }
  const parsed = manifest.safeParse(data);
  if (parsed.success) return { manifest: parsed.data, problems: [] };
  const issues = parsed.error.issues.flatMap(explain);
  return { problems: issues.map(({ path, message }) => `${printPath(path) || 'the file'}: ${message}`) };
}

const placeholdersIn = (source: string): string[] => [...source.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]!);

/** A text with its placeholders filled in; a placeholder that stands for a list makes a list. */
export function fill(source: string, placeholders: ManifestPlaceholders): string[] {
  return placeholdersIn(source).reduce<string[]>(
    (texts, name) => {
      const values = [placeholders[name] ?? unknown(name)].flat();
      return texts.flatMap((one) => values.map((value) => one.replace(`\${${name}}`, () => value)));
    },
    [source],
  );
}

const unknown = (name: string): never => {
  throw new Error(`\${${name}} in a rule.json stands for nothing`);
};

/** What is wrong with the parameters that audit.yaml or a pack gives a Lambda rule; the function would refuse them. */
export function lambdaParameterProblems({ name: rule, manifest }: LambdaRule, given: Parameters): ParameterProblem[] {
  const known = Object.keys(manifest.parameters);
  const problems = Object.entries(given).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(manifest.parameters, name) ? manifest.parameters[name] : undefined;
    if (!parameter) {
      const mend = known.length === 0 ? 'remove it; the rule takes none' : `use ${known.join(', ')}`;
      return [{ name, what: `is no parameter of ${rule}`, mend }];
    }
    const wrong = formProblem(parameter, String(value));
    if (wrong !== undefined) return [{ name, what: `${show(value)} is not ${wrong}`, mend: `write ${wrong}` }];
    return strangers(parameter, String(value)).map((problem) => ({ name, ...problem }));
  });
  const missing = Object.entries(manifest.parameters)
    .filter(([name, { required, default: usual }]) => required && usual === undefined && !Object.hasOwn(given, name))
    .map(([name]) => ({ what: `${rule} lacks ${name}, which it requires`, mend: 'give it a value' }));
  return [...problems, ...missing];
}

/** What a parameter takes, in words, when the value is none of it. */
function formProblem({ type, minimum, maximum }: ManifestParameter, value: string): string | undefined {
  if (type === 'flag') return /^(?:true|false)$/.test(value) ? undefined : 'true or false';
  if (type === 'wholeNumber') {
    const number = Number(value);
    const fits = /^\d+$/.test(value) && number >= (minimum ?? 0) && number <= (maximum ?? Number.MAX_SAFE_INTEGER);
    const range = maximum === undefined ? `from ${minimum ?? 0} up` : `from ${minimum ?? 0} to ${maximum}`;
    return fits ? undefined : `a whole number ${range}`;
  }
  if (type === 'list')
    return value.split(',').every((item) => /\S/.test(item)) ? undefined : 'a list divided by commas';
  return /\S/.test(value) ? undefined : 'a text';
}

/** The words of a value that are not allowed. As in the function, spaces around a word do not count, but case does. */
function strangers({ type, allowed }: ManifestParameter, value: string): { what: string; mend: string }[] {
  if (!allowed) return [];
  const words = (type === 'list' ? value.split(',') : [value]).map((word) => word.trim());
  return words
    .filter((word) => !allowed.includes(word))
    .map((word) => ({ what: `${show(word)} is not one of the choices`, mend: suggest(word, allowed) }));
}
