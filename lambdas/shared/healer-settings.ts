import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseJson, show } from './json';

/** How a healer is deployed. */
export interface HealerSettings {
  readonly mode: 'mend' | 'report';
  /** ARN of the role the healer runs with. */
  readonly ownRole: string;
  /** Patterns of role ARNs. */
  readonly trustedRoles: readonly string[];
  /** ARN of the bus that is told, in whichever account and region. */
  readonly eventBus: string;
  /** URL. */
  readonly deadLetterQueue: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that lists every variable which is missing or has the wrong form */
export function healerSettings(env: Environment): HealerSettings {
  const { MODE, OWN_ROLE, TRUSTED_ROLES, EVENT_BUS, DEAD_LETTER_QUEUE } = env;
  const trusted = listOf(TRUSTED_ROLES);
  const problems = [
    ...expect(env, 'MODE', MODE === 'mend' || MODE === 'report', 'mend or report'),
    ...expect(env, 'OWN_ROLE', /^arn:[^:]+:iam::\d{12}:role\/./.test(OWN_ROLE ?? ''), "a role's ARN"),
    ...expect(env, 'TRUSTED_ROLES', trusted !== undefined, 'a JSON list of role ARNs'),
    ...expect(env, 'EVENT_BUS', /^arn:[^:]+:events:[^:]+:\d{12}:event-bus\/./.test(EVENT_BUS ?? ''), "a bus's ARN"),
    ...expect(env, 'DEAD_LETTER_QUEUE', /^https?:\/\/./.test(DEAD_LETTER_QUEUE ?? ''), "a queue's URL"),
  ];
  if (problems.length > 0) throw new Error(`the function's environment is wrong: ${problems.join('; ')}`);
  return {
    mode: MODE as HealerSettings['mode'],
    ownRole: OWN_ROLE!,
    trustedRoles: trusted!,
    eventBus: EVENT_BUS!,
    deadLetterQueue: DEAD_LETTER_QUEUE!,
  };
}

/**
 * What should be, as it was synthesized: `desired.json` beside the code or, where only Terraform knows it, the variable
 * DESIRED, packed. In its texts `${Name}` stands for the environment's variable of that name. IAM's own variables, as
 * `${aws:username}`, have a colon and stay as they are.
 *
 * @throws Error for what cannot be read, and one that lists every variable which is missing
 */
export function desiredValue(env: Environment): unknown {
  const { from, value: written } = env['DESIRED'] === undefined ? inFile(env) : packed(env['DESIRED']);
  const missing = new Set<string>();
  const value = withReferences(written, (name) => {
    if (!env[name]) missing.add(name);
    return env[name] ?? '';
  });
  if (missing.size > 0) throw new Error(`${from} refers to ${[...missing].join(', ')}; set each in the environment`);
  return value;
}

interface Written {
  /** As messages call it. */
  readonly from: string;
  readonly value: unknown;
}

function inFile(env: Environment): Written {
  const from = env['DESIRED_FILE'] ?? join(__dirname, 'desired.json');
  return { from, value: parseJson(readFileSync(from, 'utf8'), from) };
}

/** Terraform's `base64gzip(jsonencode(...))`, in which null stands for what is absent. */
function packed(text: string): Written {
  const from = 'the environment variable DESIRED';
  let json: string;
  try {
    json = gunzipSync(Buffer.from(text, 'base64')).toString('utf8');
  } catch (error) {
    throw new Error(`${from} is no gzip in base64: ${String(error)}`, { cause: error });
  }
  return { from, value: withoutNulls(parseJson(json, from)) };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(members.map(([name, each]) => [name, withoutNulls(each)]));
}

function withReferences(value: unknown, valueOf: (name: string) => string): unknown {
  if (typeof value === 'string') return value.replace(/\$\{([A-Za-z]\w*)\}/g, (_all, name: string) => valueOf(name));
  if (Array.isArray(value)) return value.map((each) => withReferences(each, valueOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withReferences(each, valueOf)]));
}

const expect = (env: Environment, name: string, holds: boolean, form: string): string[] =>
  holds ? [] : [`${name} is ${show(env[name])}, not ${form}`];

function listOf(text = ''): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
