import { existsSync, readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Action, conditionKeysOf, expand, takesResource } from '../authorization/authorization';
import { globalKeys, isConditionKey, isGlobalKey, servicesOfKey } from '../authorization/conditions';
import type { Organization } from '../config/organization';
import { ConfigError, nearest, printPath, show } from '../config/problem';
import { explain, flag, listOf, section, text } from '../config/fields';
import { faultsOf } from '../config/yaml-file';
import { placeholdersOf } from '../guardrails/placeholders';
import type { Matrix } from './matrix';
import { Account, type Context, type Principal, service } from './principals';
import type { Verdict } from './simulator';

const values = (what: string, mend: string) =>
  z
    .union([text(/\S/, what, mend), listOf(text(/\S/, what, mend)).min(1, `is an empty list; ${mend}`)], {
      error: ({ input }) => (input === undefined ? `is missing; ${mend}` : `${show(input)} is not ${what}; ${mend}`),
    })
    .transform((value) => [value].flat());

const actions = () => values('an action', 'write actions as IAM names them, such as cloudtrail:StopLogging or s3:Put*');

const schema = listOf(
  section({
    principal: text(
      /^(?:arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[^\s*?]+)|[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?)$/,
      'a principal',
      'write the ARN of a role, a user or a root user, or the name of a service',
    ),
    may: actions().optional(),
    mayNot: actions().optional(),
    on: values('a resource', 'write an ARN, a placeholder such as ${TrailArns}, or "*"').default(['*']),
    with: z
      .record(z.string(), text(/\S/, 'a value', 'write the text that the request carries, in quotes'), {
        error: ({ input }) =>
          `${show(input)} is not a group of condition keys; write aws:SourceAccount: "..." below it`,
      })
      .default({}),
    foreign: flag().optional(),
    because: text(/\S/, 'a reason', 'say why'),
  }),
);

/** One case of what somebody expects of the policies. */
export interface Expectation {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly may: boolean;
  /** Condition keys that the request carries besides what the principal brings along. */
  readonly with?: Context;
  readonly because: string;
}

export interface Judged {
  readonly expectation: Expectation;
  readonly holds: boolean;
  /** What is decided, and by what. */
  readonly decided: string;
}

/**
 * Reads what users expect of their policies: a list of who may, or may not, do what to what.
 *
 * @param file - where there is none, nothing is expected
 * @throws ConfigError that lists every problem with its path
 */
export function readExpectations(file: string, organization: Organization): Expectation[] {
  if (!existsSync(file)) return [];
  const parsed = schema.safeParse(dataOf(file) ?? []);
  if (!parsed.success) {
    const lines = parsed.error.issues.flatMap(explain).map(({ path, message }) => told(printPath(path), message));
    throw new ConfigError(file, lines);
  }
  const cases = parsed.data.map((item, at) => casesOf(item, `[${at}]`, organization));
  const problems = cases.flatMap((one) => one.problems);
  if (problems.length > 0) throw new ConfigError(file, problems);
  return cases.flatMap((one) => one.expectations);
}

function dataOf(file: string): unknown {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(file, [`it cannot be read (${(cause as NodeJS.ErrnoException).code})`]);
  }
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const faults = faultsOf(document);
  if (faults.length > 0) {
    throw new ConfigError(
      file,
      faults.map(({ offset, message }) => `line ${lines.linePos(offset).line}: ${message}`),
    );
  }
  return document.toJS();
}

const told = (path: string, message: string): string => (path === '' ? message : `${path}: ${message}`);

type Item = z.output<typeof schema>[number];

function casesOf(item: Item, path: string, organization: Organization) {
  const { principal, because } = item;
  const may = item.may !== undefined;
  const problems = [
    ...strangers(item, organization).map((problem) => `${path}.${problem}`),
    ...unknownKeys(item).map((problem) => `${path}.${problem}`),
  ];
  if (may === (item.mayNot !== undefined)) {
    problems.push(`${path}: says ${may ? 'both' : 'neither'} may ${may ? 'and' : 'nor'} mayNot; write one of them`);
  }
  const placeholders = placeholdersOf(organization);
  const resources = item.on.flatMap((resource) => {
    const name = /^\$\{(\w+)\}$/.exec(resource)?.[1];
    if (name === undefined) return [resource];
    const known = placeholders[name];
    if (!known) problems.push(`${path}.on: ${resource} stands for nothing; docs/guardrails.md lists the placeholders`);
    return known ?? [];
  });
  const expectations: Expectation[] = [];
  for (const pattern of new Set([...(item.may ?? []), ...(item.mayNot ?? [])])) {
    const actions = expand(pattern);
    if (actions.length === 0) problems.push(`${path}: ${show(pattern)} is no action of IAM; check how IAM spells it`);
    // Of several actions and several resources, those go together that fit. "*" fits what takes no resource, and what
    // takes one must not be passed over for it.
    const fitting = actions.filter((action) => resources.some((resource) => takes(action, resource)));
    const left = actions.find((action) => !fitting.includes(action));
    const [first] = resources;
    if (left && first !== undefined && (resources.includes('*') || fitting.length === 0)) {
      problems.push(`${path}.on: ${misfit(left, first)}`);
    }
    for (const action of fitting) {
      const taken = resources.filter((resource) => takes(action, resource));
      const shared = { principal, action: action.name, may, with: item.with, because };
      expectations.push(...taken.map((resource) => ({ ...shared, resource })));
    }
  }
  const idle = resources.find((resource) => expectations.every((one) => one.resource !== resource));
  if (problems.length === 0 && idle) problems.push(`${path}.on: none of the actions takes ${idle}; take it out`);
  return { problems, expectations };
}

/** A mistyped account is in nobody's policies, and whatever it may not would hold in vain. */
function strangers({ principal, foreign }: Item, organization: Organization): string[] {
  const [, partition, , , account] = principal.split(':');
  if (partition === undefined || account === undefined) {
    return foreign === undefined ? [] : ['foreign: is for accounts, and services are of none; take it out'];
  }
  const isOurs = organization.accounts.includes(account);
  const problems: string[] = [];
  if (partition !== organization.partition) {
    problems.push(`principal: is of ${partition}, and the organization of ${organization.partition}`);
  }
  if (foreign && isOurs) problems.push(`foreign: ${account} is an account of audit.yaml; take it out`);
  if (!foreign && !isOurs) {
    problems.push(`principal: ${account} is not an account of audit.yaml; correct it, or write foreign: true`);
  }
  return problems;
}

/** Keys that the requests do not carry: a mistyped one would decide nothing. */
function unknownKeys({ may = [], mayNot = [], with: keys }: Item): string[] {
  const asked = [...new Set([...may, ...mayNot].map((action) => action.split(':')[0]!.toLowerCase()))];
  const known = [...globalKeys(), ...asked.flatMap(conditionKeysOf)];
  return Object.keys(keys).flatMap((key) => {
    if (!isConditionKey(key)) return [`with: ${show(key)} is no condition key of IAM; ${meant(key, known)}`];
    const carrying = servicesOfKey(key);
    if (isGlobalKey(key) || asked.length === 0 || asked.some((one) => one === '*' || carrying.has(one))) return [];
    return [`with: ${show(key)} is a key of ${[...carrying].join(', ')}, not of ${asked.join(', ')}; take it out`];
  });
}

function meant(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === undefined ? 'check how IAM spells it' : `did you mean ${show(near)}?`;
}

const takes = (action: Action, resource: string): boolean =>
  resource === '*' ? action.resourceArns.length === 0 : takesResource(action, resource);

function misfit({ name, resourceArns }: Action, resource: string): string {
  if (resource === '*') return `${name} takes a resource; write its ARN or a placeholder such as \${TrailArns}`;
  const mend = resourceArns.length === 0 ? 'it knows no resources: write "*"' : `it takes ${resourceArns.join(' or ')}`;
  return `${name} does not take ${resource}; ${mend}`;
}

/** What the policies say to one expectation. An act that nothing denies but nothing allows either is one that may not. */
export async function judge(matrix: Matrix, organization: Organization, expectation: Expectation): Promise<Judged> {
  const principal = principalOf(expectation.principal, organization);
  const account = principal.account ?? '';
  const { resource } = expectation;
  const target =
    matrix.targets.like(resource) ?? matrix.targets.find(concrete(resource, account, organization), account);
  let verdict: Verdict;
  try {
    verdict = await matrix.decide(principal, expectation.action, target, expectation.with);
  } catch (error) {
    // Of the keys of a service, an action carries some only.
    const { message } = error as Error;
    if (!message.includes(' never carries ')) throw error;
    return { expectation, holds: false, decided: `not decided: ${message}` };
  }
  const { decision, deniedBy } = verdict;
  const by = [...new Set(deniedBy.map(({ kind, sid }) => `${kind} ${sid}`))].join(', ');
  return {
    expectation,
    holds: (decision === 'Allowed') === expectation.may,
    decided: { Allowed: 'allowed', ExplicitlyDenied: `denied by ${by}`, ImplicitlyDenied: 'allowed by nothing' }[
      decision
    ],
  };
}

function principalOf(name: string, organization: Organization): Principal {
  if (!name.startsWith('arn:')) return service(name);
  const [, , , , account = '', ...rest] = name.split(':');
  // Paths of IAM may have colons.
  const resource = rest.join(':');
  const isOurs = organization.accounts.includes(account);
  const people = new Account(account, isOurs ? organization.id : 'o-zzzzzzzzzz', organization.partition);
  if (resource === 'root') return people.rootUser;
  const [kind, ...path] = resource.split('/');
  return kind === 'user' ? people.user(path.join('/')) : people.role(path.join('/'));
}

/** A resource that a pattern stands for. */
function concrete(resource: string, caller: string, organization: Organization): string {
  if (resource === '*' || !resource.startsWith('arn:')) return resource;
  const [start, partition, serviceName, region = '', account = '', ...rest] = resource.split(':');
  return [
    start,
    partition,
    serviceName,
    region === '*' ? organization.home : region,
    account === '*' ? caller : account,
    rest.join(':').replaceAll('*', 'example'),
  ].join(':');
}
