import { join } from 'node:path';
import type { App } from 'cdktf';
import { orgAudit } from './src/cli/org-audit';
import type { Organization } from './src/config/organization';
import { GuardrailPlan } from './src/guardrails/guardrail-plan';
import { BaselineStack } from './src/stacks/baseline-stack';
import { DetectionStack } from './src/stacks/detection-stack';
import { Detections } from './src/stacks/detections';
import { EvidenceStack } from './src/stacks/evidence-stack';
import { OrganizationStack } from './src/stacks/organization-stack';
import type { PlatformStack } from './src/stacks/platform-stack';

/** The project's own policies, rules and packs, and those that its users add. */
const POLICIES = join(__dirname, 'policies');
const DETECTIONS = {
  lambdas: join(__dirname, 'lambdas'),
  guard: join(POLICIES, 'guard'),
  packs: join(__dirname, 'conformance-packs'),
};

/** Every Terraform state of the platform, in the order of apply. */
export function* stacks(app: App, declared: Organization): Generator<PlatformStack> {
  const detections = new Detections(declared, DETECTIONS);
  const guardrails = new GuardrailPlan(declared, POLICIES);
  declared.refuse(detections, guardrails);
  const evidence = new EvidenceStack(app, declared, detections);
  yield evidence;
  const organization = new OrganizationStack(app, declared, evidence, detections, guardrails);
  yield organization;
  for (const account of declared.accounts) {
    yield new BaselineStack(app, declared, account, { evidence, organization, detections });
  }
  yield new DetectionStack(app, declared, organization, detections);
}

/** The command line, `org-audit <command>`; src/cli/bin.cjs starts it. */
export const program = orgAudit(stacks);
