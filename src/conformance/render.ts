import { stringify } from 'yaml';
import { ANY_ACCOUNT } from './intrinsics';
import { type PackContent, REMEDIATION, RULE } from './pack-content';
import { isGroup, type Value } from './template';

/** CloudFormation reads YAML 1.1, where a bare `no` is false and a bare `12:30` a number: such texts are quoted. */
const STYLE = { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' } as const;

/**
 * The template that AWS gets: literal values, no comments. Only the account of an organization's pack is left to AWS.
 *
 * @param account - the account it is for; absent for a pack of the organization
 */
export function render({ rules, remediations }: PackContent, account?: string): string {
  const remedied = new Map(rules.map(({ id, name }) => [name, id]));
  const resources = [
    ...rules.map(({ id, properties }) => [id, { Type: RULE, Properties: properties }] as const),
    ...remediations.map(({ id, ruleName, properties }) => [
      id,
      {
        Type: REMEDIATION,
        DependsOn: remedied.get(ruleName)!,
        Properties: { ...properties, ConfigRuleName: ruleName },
      },
    ]),
  ] as [string, Value][];
  const written = resources.map(([id, resource]) => [id, write(resource, account)] as const);
  return stringify({ Resources: Object.fromEntries(written) }, STYLE);
}

function write(value: Value, account: string | undefined): Value {
  if (typeof value === 'string') {
    if (account !== undefined) return value.replaceAll(ANY_ACCOUNT, account);
    if (!value.includes(ANY_ACCOUNT)) return value;
    return { 'Fn::Sub': value.replaceAll('${', '${!').replaceAll(ANY_ACCOUNT, '${AWS::AccountId}') };
  }
  if (Array.isArray(value)) return value.map((item: Value) => write(item, account));
  if (!isGroup(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, write(inner, account)]));
}
