import { isGlobal, isOfferedIn, managedRule } from '../catalogue/managed-rule';
import type { ManagedRuleConfig, OrganizationConfig } from './schema';

/** AWS's limit on the name of an organization rule, in characters. Source: PutOrganizationConfigRule. */
export const ORGANIZATION_RULE_NAME_LIMIT = 64;

/** The name that a managed rule gets. */
export const ruleName = (prefix: string, { rule, name }: Pick<ManagedRuleConfig, 'rule' | 'name'>): string =>
  name ?? `${prefix}-${managedRule(rule)!.name}`;

/** Where a managed rule runs: where it is told to, or where it exists and has something to say. */
export function regionsOf(
  { rule: id, regions }: Pick<ManagedRuleConfig, 'rule' | 'regions'>,
  { regions: { home, governed } }: Pick<OrganizationConfig, 'regions'>,
): readonly string[] {
  const rule = managedRule(id)!;
  return (regions ?? (isGlobal(rule) ? [home] : governed)).filter((region) => isOfferedIn(rule, region));
}
