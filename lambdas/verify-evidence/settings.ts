import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson, show } from '../shared/json';
import { Members } from '../shared/members';

/** How the function is deployed. */
export interface Settings {
  /** Where the trail delivers. */
  readonly bucket: string;
  /** As in `o-a1b2c3d4e5`. */
  readonly organization: string;
  /** Folder of the archived public keys, without slashes. */
  readonly keyPrefix: string;
  /** URL of the queue of its own work. */
  readonly queue: string;
  /** ARN of the bus that is told. */
  readonly eventBus: string;
  /** Its own. */
  readonly logGroup: string;
  readonly declared: Declared;
}

/** Who must have evidence: each of these accounts, in each of these regions. */
export interface Declared {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What each variable must look like; Lambda itself sets the last one. */
const FORMS: Readonly<Record<string, { readonly form: RegExp; readonly what: string }>> = {
  BUCKET: { form: /^[a-z0-9.-]{3,63}$/, what: 'a bucket’s name' },
  ORGANIZATION: { form: /^o-[a-z0-9]{10,32}$/, what: 'an organization’s id' },
  KEY_PREFIX: { form: /^[^/]+$/, what: 'a folder’s name' },
  QUEUE: { form: /^https?:\/\/./, what: 'a queue’s URL' },
  EVENT_BUS: { form: /^arn:[^:]+:events:[^:]+:\d{12}:event-bus\/./, what: 'a bus’s ARN' },
  AWS_LAMBDA_LOG_GROUP_NAME: { form: /./, what: 'a log group’s name' },
};

/** @throws Error that lists every variable which is missing or has the wrong form, or what is wrong with declared.json */
export function settingsIn(env: Environment): Settings {
  const problems = Object.entries(FORMS).flatMap(([name, { form, what }]) =>
    form.test(env[name] ?? '') ? [] : [`${name} is ${show(env[name])}, not ${what}`],
  );
  if (problems.length > 0) throw new Error(`the function's environment is wrong: ${problems.join('; ')}`);
  const file = env['DECLARED_FILE'] ?? join(__dirname, 'declared.json');
  return {
    bucket: env['BUCKET']!,
    organization: env['ORGANIZATION']!,
    keyPrefix: env['KEY_PREFIX']!,
    queue: env['QUEUE']!,
    eventBus: env['EVENT_BUS']!,
    logGroup: env['AWS_LAMBDA_LOG_GROUP_NAME']!,
    declared: declaredIn(readFileSync(file, 'utf8'), file),
  };
}

function declaredIn(text: string, file: string): Declared {
  const members = new Members(parseJson(text, file), file);
  const declared = { accounts: members.texts('accounts'), regions: members.texts('regions') };
  members.check();
  return declared;
}
