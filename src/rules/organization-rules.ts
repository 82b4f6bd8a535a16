import { ConfigOrganizationCustomPolicyRule } from '@cdktf/provider-aws/lib/config-organization-custom-policy-rule';
import { ConfigOrganizationManagedRule } from '@cdktf/provider-aws/lib/config-organization-managed-rule';
import { Construct } from 'constructs';
import { words } from '../catalogue/rule-notes';
import type { Place } from '../placement/placement';
import { literal } from '../policy/literal';
import { idOf } from './account-rules';
import { GUARD_RUNTIME, messagesOf } from './messages';
import type { PlannedGuardRule, PlannedManagedRule } from './rule-plan';

/**
 * AWS goes from account to account, and the provider's own limit of minutes gives up on large organizations: the rule is
 * then tainted, and the next apply deletes it everywhere. Source: terraform-provider-aws issue 10738.
 */
export const ORGANIZATION_TIMEOUTS = { create: '4h', update: '4h', delete: '4h' } as const;

/** Rules that AWS Config deploys to every account of the organization, those that join it later included. */
export class OrganizationRules extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly placeIn: (region: string) => Place,
  ) {
    super(scope, id);
  }

  addManaged({ name, rule, parameters, scope, frequency, regions, excludedAccounts }: PlannedManagedRule): void {
    for (const region of regions) {
      new ConfigOrganizationManagedRule(this, `${idOf(name)}-${region}`, {
        ...this.placeIn(region),
        name,
        description: words(rule.id),
        ruleIdentifier: rule.id,
        inputParameters: parameters && literal(parameters),
        maximumExecutionFrequency: frequency,
        resourceTypesScope: scope.resourceTypes && [...scope.resourceTypes],
        resourceIdScope: scope.resourceId && literal(scope.resourceId),
        tagKeyScope: scope.tagKey && literal(scope.tagKey),
        tagValueScope: scope.tagValue && literal(scope.tagValue),
        excludedAccounts: someOf(excludedAccounts),
        timeouts: ORGANIZATION_TIMEOUTS,
      });
    }
  }

  addGuard({ name, rule, text, regions, excludedAccounts }: PlannedGuardRule): void {
    for (const region of regions) {
      new ConfigOrganizationCustomPolicyRule(this, `${idOf(name)}-${region}`, {
        ...this.placeIn(region),
        name,
        description: literal(rule.description),
        policyRuntime: GUARD_RUNTIME,
        policyText: literal(text),
        triggerTypes: messagesOf({ change: rule.types }).map(({ messageType }) => messageType),
        resourceTypesScope: [...rule.types],
        excludedAccounts: someOf(excludedAccounts),
        timeouts: ORGANIZATION_TIMEOUTS,
      });
    }
  }
}

/** AWS takes a list with something in it, or none; in one order, whatever the file's. */
const someOf = (accounts: readonly string[]): string[] | undefined =>
  accounts.length === 0 ? undefined : [...accounts].sort();
