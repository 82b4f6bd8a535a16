import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { write } from '../../src/cli/synth';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import type { PolicyStatement } from '../../src/policy/document';
import { AlertingStack } from '../../src/stacks/alerting-stack';
import { Detections } from '../../src/stacks/detections';
import { EvidenceStack } from '../../src/stacks/evidence-stack';
import { OrganizationStack } from '../../src/stacks/organization-stack';
import { Responses } from '../../src/stacks/responses';
import { EXAMPLES, organization } from '../organizations';
import { folderOf } from '../rules/folders';
import { StackData } from '../synthesized';

type Files = Readonly<Record<string, unknown>>;
type Settings = Record<string, unknown>;

/** The project's own. */
export const POLICIES = join(__dirname, '../../policies');

const FOLDERS = ['scp', 'scp/optional', 'rcp'];

/** The project's own files, by path below policies/. */
export const OWN_FILES: Readonly<Record<string, { readonly Statement: readonly PolicyStatement[] }>> =
  Object.fromEntries(
    FOLDERS.flatMap((folder) =>
      readdirSync(join(POLICIES, folder))
        .filter((file) => file.endsWith('.json'))
        .map((file) => [
          `${folder}/${file}`,
          JSON.parse(readFileSync(join(POLICIES, folder, file), 'utf8')) as { Statement: PolicyStatement[] },
        ]),
    ),
  );

/** A folder with the project's own policies, some of them replaced and others beside them. */
export const ownPoliciesAnd = (files: Files): string => folderOf({ ...OWN_FILES, ...files });

/** A denial with all that it needs. */
export const denial = (sid: string, override: object = {}) => ({
  Sid: sid,
  Effect: 'Deny',
  Action: `ec2:DeleteFlowLogs`,
  Resource: '*',
  Condition: { ArnNotLike: { 'aws:PrincipalArn': '${ExemptRoleArns}' } },
  ...override,
});

/** One for resource control policies. */
export const rcpDenial = (sid: string, override: object = {}) =>
  denial(sid, { Principal: '*', Action: 's3:DeleteBucket', ...override });

export const file = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements });

export const planOf = (files: Files, settings: Settings = {}): GuardrailPlan =>
  new GuardrailPlan(organization(settings), folderOf(files));

/** One of the example organizations, with more under guardrails. */
export const exampleWith = (example: string, guardrails: Settings): Settings => {
  const settings = EXAMPLES[example]!;
  return { ...settings, guardrails: { ...(settings.guardrails as Settings | undefined), ...guardrails } };
};

const DETECTIONS = {
  lambdas: join(POLICIES, '../lambdas'),
  guard: join(POLICIES, 'guard'),
  packs: join(POLICIES, '../conformance-packs'),
};

const RESPONSES = { lambdas: DETECTIONS.lambdas, remediations: join(POLICIES, 'remediations') };

/** The organization stack that a folder of policies leads to. Other stacks have none of them. */
export function organizationStack(settings: Settings, policies: string): StackData {
  const output = join(folderOf({}), 'cdktf.out');
  write(
    function* (app, declared) {
      const detections = new Detections(declared, DETECTIONS);
      const guardrails = new GuardrailPlan(declared, policies);
      declared.refuse(guardrails);
      const responses = new Responses(declared, RESPONSES, detections.finders);
      const evidence = new EvidenceStack(app, declared, detections, responses);
      yield evidence;
      const alerting = new AlertingStack(app, declared, {
        announcer: responses.archive('announce'),
        rollCall: responses.archive('roll-call'),
        healers: responses.healers,
      });
      yield alerting;
      yield new OrganizationStack(app, declared, evidence, { detections, guardrails, responses, alerting });
    },
    organization(settings),
    output,
  );
  return new StackData(
    'organization',
    JSON.parse(readFileSync(join(output, 'stacks/organization/cdk.tf.json'), 'utf8')),
  );
}
