import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FREQUENCIES } from '../config/sections/rules';
import { printPath, show } from '../config/problem';
import type { Parameters } from '../catalogue/parameters';

/** Says how a rule of lambdas/ is deployed; its code says what it decides. */
const manifest = z.strictObject({
  description: z.string().min(1).max(200),
  trigger: z
    .strictObject({
      /** Types whose changes start it. */
      change: z
        .array(z.string().regex(/^AWS::\w+::\w+$/))
        .min(1)
        .optional(),
      /** How often it runs by the clock. */
      schedule: z.enum(FREQUENCIES).optional(),
      /** It reads each configuration snapshot that was delivered. */
      snapshot: z.literal(true).optional(),
    })
    .refine((trigger) => Object.keys(trigger).length > 0, 'names neither change, schedule nor snapshot'),
  /** `home`: its facts are the same in every region. */
  regions: z.enum(['home', 'governed']),
  /** `trail`: only the account that holds the log group of the organization's trail has anything to say. */
  accounts: z.enum(['every', 'trail']),
  parameters: z
    .record(
      z.string(),
      z.strictObject({
        type: z.enum(['text', 'wholeNumber', 'list', 'flag']),
        description: z.string(),
        default: z.string().optional(),
        required: z.boolean().optional(),
        minimum: z.number().optional(),
        maximum: z.number().optional(),
      }),
    )
    .default({}),
  permissions: z.array(
    z.strictObject({
      actions: z.array(z.string().regex(/^[a-z0-9-]+:[A-Za-z]+$/, 'is no action; wildcards are too wide')).min(1),
      resources: z.array(z.string()).min(1),
      why: z.string(),
    }),
  ),
  memoryMb: z.number().int().min(128).max(10240),
  timeoutSeconds: z.number().int().min(1).max(900),
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
  return { problems: parsed.error.issues.map(({ path, message }) => `${printPath(path) || 'the file'}: ${message}`) };
}

/** A text with its placeholders filled in; a placeholder that stands for a list makes a list. */
export function fill(text: string, placeholders: ManifestPlaceholders): string[] {
  const names = [...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]!);
  return names.reduce<string[]>(
    (texts, name) => {
      const values = [placeholders[name] ?? unknown(name)].flat();
      return texts.flatMap((one) => values.map((value) => one.replace(`\${${name}}`, value)));
    },
    [text],
  );
}

const unknown = (name: string): never => {
  throw new Error(`\${${name}} in a rule.json stands for nothing`);
};

/** What is wrong with the parameters that audit.yaml or a pack gives a Lambda rule; the function would refuse them. */
export function lambdaParameterProblems(
  { name: rule, manifest }: LambdaRule,
  given: Parameters,
): { readonly name?: string; readonly what: string; readonly mend: string }[] {
  const known = Object.keys(manifest.parameters);
  const problems = Object.entries(given).flatMap(([name, value]) => {
    const parameter = manifest.parameters[name];
    if (!parameter) {
      const mend = known.length === 0 ? 'remove it; the rule takes none' : `use ${known.join(', ')}`;
      return [{ name, what: `is no parameter of ${rule}`, mend }];
    }
    const wrong = formProblem(parameter, String(value));
    return wrong === undefined ? [] : [{ name, what: `${show(value)} is not ${wrong}`, mend: `write ${wrong}` }];
  });
  const missing = Object.entries(manifest.parameters)
    .filter(([name, { required, default: usual }]) => required && usual === undefined && !(name in given))
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
  return /\S/.test(value) ? undefined : 'a text';
}
