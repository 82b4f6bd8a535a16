import { matches } from '../../../authorization/wildcards';
import { comparePolicies } from '../../policies/compare';

/** What services have to be let do so that evidence arrives. */
export interface Delivery {
  readonly action: string;
  readonly services: readonly string[];
}

/**
 * What is known of calls that a service makes by itself: they are encrypted, belong to no organization and come through
 * nobody's endpoint. Source: IAM user guide, "AWS global condition context keys".
 */
const OF_SERVICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Bool: { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'true' },
  Null: {
    'aws:PrincipalOrgID': 'true',
    'aws:PrincipalOrgPaths': 'true',
    'aws:SourceVpc': 'true',
    'aws:SourceVpce': 'true',
  },
};

type Statement = Readonly<Record<string, unknown>>;

/**
 * Services that a policy lets deliver at least something: a statement allows it, and no refusals leave nothing of it.
 * What cannot be read lets nobody in, and what is too intricate to decide counts as let in.
 */
export function letIn(policy: string | undefined, { action, services }: Delivery): readonly string[] {
  const statements = statementsOf(policy);
  const refusals = statements.filter(({ Effect }) => Effect === 'Deny');
  return services.filter((service) => {
    const allowing = statements
      .filter((statement) => statement.Effect === 'Allow' && names(statement, service) && acts(statement, action))
      .map((statement) => byService(statement, service, action));
    return isLeft(allowing, refusals);
  });
}

/** Whether statements of a role's policies let it do an act, whatever refusals take of it. */
export function lets(policies: readonly string[], action: string): boolean {
  const statements = policies.flatMap(statementsOf);
  const allowing = statements
    .filter((statement) => statement.Effect === 'Allow' && acts(statement, action))
    .map(({ NotAction: _others, ...statement }) => ({ ...statement, Action: action }));
  return isLeft(
    allowing,
    statements.filter(({ Effect }) => Effect === 'Deny'),
  );
}

/** All statements of some policies in one. */
export const joined = (policies: readonly string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: policies.flatMap(statementsOf) });

function isLeft(allowing: readonly Statement[], refusals: readonly Statement[]): boolean {
  if (allowing.length === 0 || refusals.length === 0) return allowing.length > 0;
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [...allowing, ...refusals] });
  const { gains, undecided } = comparePolicies(undefined, document, 'exclusive');
  return gains.some(({ kind }) => kind === 'grant') || undecided.length > 0;
}

/** What a statement says about one act of one service. */
function byService(statement: Statement, service: string, action: string): Statement {
  const own = objectOf(statement.Condition);
  const Condition = Object.fromEntries(
    Object.entries({ ...OF_SERVICES, ...own }).map(([operator, tests]) => [
      operator,
      { ...OF_SERVICES[operator], ...objectOf(tests) },
    ]),
  );
  const { NotAction: _others, ...rest } = statement;
  return { ...rest, Principal: { Service: service }, Action: action, Condition };
}

/** Whether a text is JSON, as every policy is. */
export function isReadable(policy: string): boolean {
  try {
    JSON.parse(policy);
    return true;
  } catch {
    return false;
  }
}

const statementsOf = (policy: string | undefined): readonly Statement[] =>
  policy === undefined || !isReadable(policy) ? [] : many(objectOf(JSON.parse(policy)).Statement).map(objectOf);

const names = ({ Principal }: Statement, service: string): boolean =>
  many(objectOf(Principal).Service).includes(service);

function acts({ Action, NotAction }: Statement, action: string): boolean {
  const has = (names: unknown) =>
    many(names).some((each) => typeof each === 'string' && matches(each.toLowerCase(), action.toLowerCase()));
  return NotAction === undefined ? has(Action) : !has(NotAction);
}

const objectOf = (value: unknown): Statement =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Statement) : {};

const many = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
