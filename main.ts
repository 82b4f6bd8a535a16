import { join } from 'node:path';
import type { App } from 'cdktf';
import { orgAudit } from './src/cli/org-audit';
import type { Organization } from './src/config/organization';
import { Questions } from './src/forensics/questions';
import { GuardrailPlan } from './src/guardrails/guardrail-plan';
import { AlertingStack } from './src/stacks/alerting-stack';
import { BaselineStack } from './src/stacks/baseline-stack';
import { DetectionStack } from './src/stacks/detection-stack';
import { Detections } from './src/stacks/detections';
import { EvidenceStack } from './src/stacks/evidence-stack';
import { OrganizationStack } from './src/stacks/organization-stack';
import type { PlatformStack } from './src/stacks/platform-stack';
import { Responses } from './src/stacks/responses';

/** The project's own policies, rules and packs, and those that its users add. */
const POLICIES = join(__dirname, 'policies');
const DETECTIONS = {
  lambdas: join(__dirname, 'lambdas'),
  guard: join(POLICIES, 'guard'),
  packs: join(__dirname, 'conformance-packs'),
};
const QUESTIONS = join(__dirname, 'src', 'forensics', 'queries');
const RESPONSES = { lambdas: DETECTIONS.lambdas, remediations: join(POLICIES, 'remediations') };

/** Every Terraform state of the platform, in the order of apply. */
export function* stacks(app: App, declared: Organization): Generator<PlatformStack> {
  const questions = new Questions(QUESTIONS).all;
  const detections = new Detections(declared, DETECTIONS);
  const guardrails = new GuardrailPlan(declared, POLICIES);
  const responses = new Responses(declared, RESPONSES, detections.finders);
  declared.refuse(detections, guardrails, responses);
  const evidence = new EvidenceStack(app, declared, detections, responses);
  yield evidence;
  const alerting = new AlertingStack(app, declared, {
    announcer: responses.archive('announce'),
    rollCall: responses.archive('roll-call'),
    healers: responses.healers,
  });
  yield alerting;
  const organization = new OrganizationStack(app, declared, evidence, { detections, guardrails, responses, alerting });
  yield organization;
  for (const account of declared.accounts) {
    yield new BaselineStack(app, declared, account, { evidence, organization, detections, responses });
  }
  yield new DetectionStack(app, declared, { evidence, delegation: organization, detections, questions });
}

/** The command line, `org-audit <command>`; src/cli/bin.cjs starts it. */
export const program = orgAudit(stacks, QUESTIONS);
