import { REGIONS, type Partition, partitionOf, regionProblem } from '../config/regions';
import { show } from '../config/problem';
import type { PolicyHolder } from '../discovery/calls';
import type { Scope } from '../discovery/discovery';
import type { Wishes } from '../discovery/draft';

/** As they are typed. */
export interface DiscoverOptions {
  readonly output?: string;
  readonly force?: boolean;
  readonly name?: string;
  readonly years?: string;
  readonly email?: readonly string[];
  readonly topic?: readonly string[];
  readonly roleName?: string;
  readonly region?: string;
  readonly regions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly config?: string;
  /** `true` where no holder was named. */
  readonly policy?: string | true;
  readonly progress?: boolean;
}

/** What was typed, understood. */
export interface DiscoverRequest {
  readonly scope: Scope;
  readonly wishes: Wishes;
  readonly output: string;
  /** Absent: that of the environment or profile. */
  readonly region?: string;
  /** Print a policy, and end. */
  readonly policy?: { readonly holder: PolicyHolder; readonly partition: Partition };
}

/** What was typed does not make sense: one message that lists everything wrong with it. */
export class UsageError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.map((problem) => `discover: ${problem}`).join('\n'));
  }
}

const HOLDERS: readonly string[] = ['caller', 'role'] satisfies PolicyHolder[];

/** @throws UsageError that lists everything wrong with what was typed */
export function readDiscoverRequest(options: DiscoverOptions, environment = process.env): DiscoverRequest {
  const problems: string[] = [];
  const { output = 'audit.yaml', name, roleName = 'OrganizationAccountAccessRole', region, config } = options;
  const regions = words(options.regions);
  const accounts = words(options.accounts);
  const emails = words(options.email);
  const topicArns = words(options.topic);
  const refuse = (option: string, values: readonly string[], form: RegExp, what: string) => {
    const wrong = values.filter((value) => !form.test(value));
    problems.push(...wrong.map((value) => `${option} ${show(value)} is ${what}`));
  };
  const unknown = [...(region === undefined ? [] : [region]), ...regions].filter((one) => !REGIONS.includes(one));
  problems.push(...unknown.map(regionProblem));
  refuse('--accounts', accounts, /^\d{12}$/, 'no account id, which has 12 digits');
  refuse('--email', emails, /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'no address');
  refuse('--topic', topicArns, /^arn:[^:]+:sns:[a-z0-9-]+:\d{12}:[\w-]+$/, 'no ARN of a topic');
  refuse('--role-name', [roleName], /^(?:[\w+=,.@-]+\/)*[\w+=,.@-]+$/, 'no role name');
  if (name !== undefined) {
    refuse('--name', [name], /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'no name; use lower-case letters, digits and hyphens');
  }
  const years = options.years === undefined ? undefined : Number(options.years);
  if (years !== undefined && !(Number.isInteger(years) && years >= 1 && years <= 100)) {
    problems.push(`--years ${show(options.years)} is no whole number from 1 to 100`);
  }
  const holder = options.policy === true ? 'caller' : options.policy;
  if (holder !== undefined && !HOLDERS.includes(holder)) {
    problems.push(`--policy ${show(holder)} is not one of ${HOLDERS.join(', ')}`);
  }
  if (config !== undefined && options.force) problems.push('--config writes nothing, so --force has no effect');
  if (problems.length > 0) throw new UsageError(problems);

  const at = region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  return {
    scope: { regions, accounts },
    wishes: { ...(name !== undefined && { name }), ...(years !== undefined && { years }), emails, topicArns, roleName },
    output,
    ...(region !== undefined && { region }),
    ...(holder !== undefined && {
      policy: { holder: holder as PolicyHolder, partition: at === undefined ? 'aws' : partitionOf(at) },
    }),
  };
}

/** Lists may be typed with blanks or with commas. */
const words = (values: readonly string[] = []): string[] => [
  ...new Set(values.flatMap((value) => value.split(',')).filter((word) => word !== '')),
];
