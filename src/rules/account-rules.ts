import { ConfigConfigRule, type ConfigConfigRuleConfig } from '@cdktf/provider-aws/lib/config-config-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { words } from '../catalogue/rule-notes';
import { inputParameters } from '../catalogue/parameters';
import type { Place } from '../placement/placement';
import { literal } from '../policy/literal';
import { GUARD_RUNTIME, messagesOf } from './messages';
import type { RuleFunction } from './rule-function';
import type { PlannedGuardRule, PlannedLambdaRule, PlannedManagedRule } from './rule-plan';

export interface AccountRulesProps {
  readonly placeIn: (region: string) => Place;
  /** A region's recorder, where it is ours: Config takes no rule without one. */
  readonly after: (region: string) => readonly ITerraformDependable[];
}

/** The rules that an account holds itself: those of Lambda, and others where audit.yaml says so. */
export class AccountRules extends Construct {
  private readonly added = new Map<string, ITerraformDependable>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AccountRulesProps,
  ) {
    super(scope, id);
  }

  addManaged(planned: PlannedManagedRule): void {
    const { rule, parameters, scope, frequency } = planned;
    this.add(planned, () => ({
      description: words(rule.id),
      inputParameters: parameters && literal(parameters),
      maximumExecutionFrequency: frequency,
      scope:
        Object.keys(scope).length === 0
          ? undefined
          : {
              complianceResourceTypes: scope.resourceTypes && [...scope.resourceTypes],
              complianceResourceId: scope.resourceId && literal(scope.resourceId),
              tagKey: scope.tagKey && literal(scope.tagKey),
              tagValue: scope.tagValue && literal(scope.tagValue),
            },
      source: { owner: 'AWS', sourceIdentifier: rule.id },
    }));
  }

  /** @param parameters - all of the rule's, as text */
  addLambda(planned: PlannedLambdaRule, parameters: Readonly<Record<string, string>>, run: RuleFunction): void {
    const { rule, frequency } = planned;
    this.add(planned, (region) => ({
      description: literal(rule.manifest.description),
      inputParameters: inputParameters(parameters),
      // A scope holds back what the rule would only call not applicable.
      scope: rule.types.length > 0 ? { complianceResourceTypes: [...rule.types] } : undefined,
      source: {
        owner: 'CUSTOM_LAMBDA',
        sourceIdentifier: run.arnIn(region),
        sourceDetail: messagesOf(rule.manifest.trigger, frequency),
      },
      dependsOn: [...this.props.after(region), run.readyIn(region)!],
    }));
  }

  addGuard(planned: PlannedGuardRule): void {
    const { rule, text } = planned;
    this.add(planned, () => ({
      description: literal(rule.description),
      scope: { complianceResourceTypes: [...rule.types] },
      source: {
        owner: 'CUSTOM_POLICY',
        sourceDetail: messagesOf({ change: rule.types }),
        customPolicyDetails: { policyRuntime: GUARD_RUNTIME, policyText: literal(text), enableDebugLogDelivery: false },
      },
    }));
  }

  /** A rule that was added, for what refers to it by name. */
  rule(name: string, region: string): ITerraformDependable {
    return this.added.get(`${region} ${name}`)!;
  }

  private add(
    { name, regions }: { readonly name: string; readonly regions: readonly string[] },
    settings: (region: string) => Omit<ConfigConfigRuleConfig, 'name'>,
  ): void {
    for (const region of regions) {
      const rule = new ConfigConfigRule(this, `${idOf(name)}-${region}`, {
        ...this.props.placeIn(region),
        name,
        dependsOn: [...this.props.after(region)],
        ...settings(region),
      });
      this.added.set(`${region} ${name}`, rule);
    }
  }
}

/** Names of rules may have underscores, ids of constructs may not. */
export const idOf = (name: string): string => name.replaceAll('_', '-');
