import { idOfName, isGlobal, isOfferedIn, MANAGED_RULE_IDS, managedRule, WITHDRAWN } from '../catalogue/managed-rule';
import { nearest, show } from './problem';
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

/** What to say of an identifier that is no managed rule's. */
export function unknownRule(given: unknown): { readonly what: string; readonly mend: string } {
  const id = typeof given === 'string' ? given : '';
  const gone = Object.hasOwn(WITHDRAWN, id) ? WITHDRAWN[id] : undefined;
  if (gone !== undefined) return { what: `${show(id)} is withdrawn: ${gone}`, mend: 'remove the rule' };
  const meant = idOfName(id) ?? nearest(id.replaceAll('-', '_'), MANAGED_RULE_IDS);
  const mend =
    meant === undefined ? 'write an identifier as in S3_BUCKET_VERSIONING_ENABLED' : `did you mean ${meant}?`;
  return { what: `${show(given ?? null)} is no managed rule of AWS Config`, mend };
}
