import { existsSync } from 'node:fs';
import { App } from 'cdktf';
import { Silence } from '../alarms/silence';
import { watchesOf } from '../alarms/watches';
import { loadOrganization } from '../config/load';
import type { Organization } from '../config/organization';
import { ConfigError } from '../config/problem';
import { ACTS } from '../proofs/acts';
import { readExpectations } from '../proofs/expectations';
import { gapsOf, type Proof, prove, sourcesOf } from '../proofs/proof';
import { leaksOf } from '../proofs/recipe';
import { type StackJson, SynthesizedPolicies } from '../proofs/synthesized-policies';
import { AlertingStack } from '../stacks/alerting-stack';
import { EvidenceStack } from '../stacks/evidence-stack';
import { OrganizationStack } from '../stacks/organization-stack';
import { assumptions, proofsPage } from './proofs-page';
import { recipePage } from './recipe-page';
import type { Composition } from './synth';

/** Read when it exists. */
const EXPECTATIONS = 'policies/expectations.yaml';

export interface ProveOptions {
  /** The organization's file. Default: the environment variable AUDIT_CONFIG, or audit.yaml. */
  readonly file?: string;
  /** What users expect of their policies. Default: policies/expectations.yaml, if there is one. */
  readonly expectations?: string;
  /** Print gaps only. */
  readonly quiet?: boolean;
  /** Show what a well-known policy would let through instead. */
  readonly recipe?: boolean;
}

/**
 * Prints who can do what to the audit under the policies that a synth would write.
 *
 * @returns the exit code: 0, or 1 when a row is uncovered, an expectation does not hold or the configuration has problems
 */
export async function proveCommand(compose: Composition, options: ProveOptions = {}): Promise<number> {
  const { file = process.env.AUDIT_CONFIG || 'audit.yaml', quiet = false } = options;
  try {
    const organization = loadOrganization(file);
    if (options.recipe) {
      process.stdout.write(await recipeOf(compose, organization));
      return 0;
    }
    const proof = await proofOf(compose, organization, options.expectations);
    const gaps = gapsOf(proof);
    if (!quiet) process.stdout.write(proofsPage(proof));
    for (const line of assumptions(proof)) process.stderr.write(`${line}\n`);
    if (gaps.length === 0) return 0;
    process.stderr.write(
      `${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}:\n${gaps.map((gap) => `  ${gap}\n`).join('')}`,
    );
    return 1;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** Decides every row over the policies that a synth would write. */
export async function proofOf(compose: Composition, organization: Organization, expectations?: string): Promise<Proof> {
  // Whoever names a file means it to be read.
  if (expectations !== undefined && !existsSync(expectations)) {
    throw new ConfigError(expectations, ['there is no such file; create it, or name another with --expect']);
  }
  const expected = readExpectations(expectations ?? EXPECTATIONS, organization);
  const { policies, sources } = synthesized(compose, organization);
  return prove(policies, sources, expected);
}

/** The page about what a well-known policy lets through. */
export async function recipeOf(compose: Composition, organization: Organization): Promise<string> {
  const { policies, sources } = synthesized(compose, organization);
  return recipePage(organization, await leaksOf(policies, Object.values(ACTS).flat(), sources));
}

/** The stacks that hold policies, in memory. The others are not composed. */
export function synthesized(compose: Composition, organization: Organization) {
  let evidence: StackJson | undefined;
  let alerting: StackJson | undefined;
  for (const stack of compose(new App({ stackTraces: false }), organization)) {
    if (stack instanceof EvidenceStack) evidence = stack.toTerraform() as StackJson;
    if (stack instanceof AlertingStack) alerting = stack.toTerraform() as StackJson;
    if (!(stack instanceof OrganizationStack)) continue;
    const own = stack.toTerraform() as StackJson;
    return {
      policies: new SynthesizedPolicies(organization, { evidence: evidence!, alerting: alerting!, organization: own }),
      sources: sourcesOf(
        new Silence(organization),
        watchesOf(organization, organization.config.alarms.topicArns),
        stack.guardrails.statements,
      ),
    };
  }
  throw new Error('no organization stack is composed');
}
