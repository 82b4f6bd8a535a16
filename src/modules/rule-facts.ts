import { isGlobal, MANAGED_RULE_IDS, managedRule } from '../catalogue/managed-rule';
import { words } from '../catalogue/rule-notes';
import type { GuardRule } from '../rules/guard-rule';
import type { LambdaRule } from '../rules/lambda-rule';
import { spread } from './detection-forms';
import { lambdaForm, managedForm } from './parameter-form';

/** What Guard rules ask of an organization, as their files write it. */
export const GUARD_PLACEHOLDERS = ['AccountIds', 'AllowedPublicPorts', 'OrganizationIds', 'RequiredTags'] as const;

/** Every rule that AWS keeps: what a plan must know to take or to refuse it. */
export const managedFacts = () =>
  Object.fromEntries(
    MANAGED_RULE_IDS.map((id) => {
      const rule = managedRule(id)!;
      const parameters = rule.parameters.map((one) => [
        one.name,
        { ...managedForm(one), required: one.required ?? false },
      ]);
      return [
        id,
        {
          description: words(id) ?? null,
          types: rule.types,
          // By the clock, at least as well.
          clock: rule.trigger !== 'change',
          home: isGlobal(rule),
          ...spread(rule),
          parameters: Object.fromEntries(parameters) as Record<string, unknown>,
        },
      ];
    }),
  );

export const lambdaFacts = (rules: readonly LambdaRule[]) =>
  Object.fromEntries(
    rules.map(({ name, frequency, manifest }) => [
      name,
      {
        clock: frequency !== undefined,
        home: manifest.regions === 'home',
        parameters: Object.fromEntries(Object.entries(manifest.parameters).map(([key, one]) => [key, lambdaForm(one)])),
      },
    ]),
  );

export const guardFacts = (rules: readonly GuardRule[]) =>
  Object.fromEntries(
    rules.map(({ name, description, types, source }) => [
      name,
      {
        description,
        types,
        home: isGlobal({ id: name, types }),
        needs: GUARD_PLACEHOLDERS.filter((placeholder) => source.includes(`\${${placeholder}}`)),
      },
    ]),
  );

/** The text that AWS gets but for its placeholders, which stay as the file has them. */
export function guardText(rule: GuardRule): string {
  const kept = Object.fromEntries(GUARD_PLACEHOLDERS.map((name) => [name, [`\${${name}}`]]));
  return rule.render(kept).replace(/\['(\$\{\w+\})'\]/g, '$1');
}
