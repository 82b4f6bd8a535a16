import type { Change, Plan } from './change';
import { changesIn } from './plan/changes';
import { addressesIn } from './plan/modules';
import { FLAG, isObject, type Json, LIST, member, OBJECT, PlanError, Problems, TEXT } from './plan/problems';
import { References } from './plan/references';
import { objectIn } from './plan/text';

export { PlanError };

/** The newest format that is known: of Terraform 1.5 and newer, and of OpenTofu. */
const MAJOR = 1;
const MINOR = 2;

/**
 * Reads what `terraform show -json <plan file>` prints.
 *
 * A plan is believed only where its parts agree: what it says to plan must have a change that says so.
 * Source of the format: Terraform's internals documentation, "JSON Output Format".
 *
 * @param name - of the plan, for findings and errors
 * @throws PlanError for everything else, and for plans that cannot be trusted; it never shows a value
 */
export function readPlan(text: string | Buffer, name: string): Plan {
  const file = objectIn(text, name);
  const problems = new Problems(name);
  const incomplete = [...formatOf(file, name)];
  const terraformVersion = problems.required(file, 'terraform_version', [], TEXT);
  if (problems.optional(file, 'errored', [], FLAG) === true) {
    problems.add(['errored'], 'is true: planning failed half-way', 'mend what terraform plan reports, and plan again');
  }
  const planned = problems.required(file, 'planned_values', [], OBJECT);
  const configuration = problems.required(file, 'configuration', [], OBJECT);
  const references = new References(configuration ?? {});
  const read = (member: string, origin: Change['origin']) =>
    changesIn(problems.optional(file, member, [], LIST) ?? [], [member], { plan: name, origin, references, problems });
  const changes = read('resource_changes', 'plan');
  const drift = read('resource_drift', 'drift');
  incomplete.push(
    ...lost(file, planned ?? {}, changes, problems),
    ...gapsOf(file, problems),
    ...unchanged(file, changes, drift, problems),
  );
  problems.throwAny();
  return { name, terraformVersion: terraformVersion!, changes, drift, incomplete };
}

/** @throws PlanError where it is no plan, or one of a format that means other things */
function* formatOf(file: Json, name: string): Generator<string> {
  const has = (...members: string[]) => members.every((one) => member(file, one) !== undefined);
  const refuse = (what: string): never => {
    throw new PlanError(name, [what]);
  };
  const SHOW = 'review what terraform show -json <plan file> prints';
  if (!has('format_version')) {
    if (has('lineage') || has('serial')) refuse(`the file: is a state, not a plan; ${SHOW}`);
    if (['resource', 'terraform', 'provider', '//'].some((one) => has(one))) {
      refuse(`the file: is a configuration, not a plan; ${SHOW}`);
    }
    refuse(`format_version: is missing, so this is no plan; ${SHOW}`);
  }
  const version = member(file, 'format_version');
  const [, major, minor] = /^(\d{1,9})\.(\d{1,9})$/.exec(String(version)) ?? [];
  if (typeof version !== 'string' || major === undefined) {
    return refuse(`format_version: is no version such as "${MAJOR}.${MINOR}"; ${SHOW}`);
  }
  if (Number(major) < MAJOR) {
    refuse(`format_version: ${version} is of a Terraform older than 1.1; plan with Terraform 1.1 or newer`);
  }
  if (Number(major) > MAJOR) {
    refuse(`format_version: ${version} is newer than what this program reads, ${MAJOR}.x; update this program`);
  }
  if (!has('planned_values') && !has('resource_changes')) {
    if (has('values') || Object.keys(file).every((one) => /^(?:format|terraform)_version$/.test(one))) {
      refuse(`the file: is a state, not a plan; ${SHOW}`);
    }
    if (has('provider_schemas')) refuse(`the file: is the schemas of providers, not a plan; ${SHOW}`);
  }
  if (Number(minor) > MINOR) {
    yield `The plan is of format ${version}, newer than ${MAJOR}.${MINOR}: what it says in new ways is not reviewed.`;
  }
}

/** Everything that is there, or will be, has an entry; only what a target leaves out and -refresh-only have none. */
function* lost(file: Json, planned: Json, changes: readonly Change[], problems: Problems): Generator<string> {
  const addresses = new Set(changes.flatMap(({ address, previousAddress = address }) => [address, previousAddress]));
  const lacking = (values: Json, path: readonly string[]) =>
    [...addressesIn(values, path, problems)].filter((address) => !addresses.has(address));
  for (const address of lacking(planned, ['planned_values'])) {
    problems.add(['resource_changes'], `lacks ${address}, which planned_values has`);
  }
  const state = problems.optional(file, 'prior_state', [], OBJECT) ?? {};
  const values = problems.optional(state, 'values', ['prior_state'], OBJECT) ?? {};
  const untold = lacking(values, ['prior_state', 'values']);
  if (untold.length === 0) return;
  if (changes.length === 0) {
    yield 'The plan shows what has changed already, and plans nothing: it was made with -refresh-only.';
  } else if (member(file, 'complete') === true) {
    for (const address of untold) problems.add(['resource_changes'], `lacks ${address}, which prior_state has`);
  } else {
    yield `The plan leaves out ${untold.length === 1 ? untold[0]! : `${untold.length} resources of the state`}.`;
  }
}

/** Since Terraform 1.14. */
const INVOCATIONS = { action_invocations: 'invokes', deferred_action_invocations: 'defers' };

/** What makes a plan less than the whole truth. */
function* gapsOf(file: Json, problems: Problems): Generator<string> {
  if (problems.optional(file, 'complete', [], FLAG) === false) {
    yield 'The plan is not complete: it was limited to targets or defers changes, so another apply will change more.';
  }
  const deferred = problems.optional(file, 'deferred_changes', [], LIST) ?? [];
  for (const [at, value] of deferred.entries()) {
    const entry = problems.checked(value, ['deferred_changes', at], OBJECT);
    const change = entry && problems.required(entry, 'resource_change', ['deferred_changes', at], OBJECT);
    const address = change && problems.required(change, 'address', ['deferred_changes', at, 'resource_change'], TEXT);
    if (address !== undefined) yield `The change of ${address} is deferred to another plan and not reviewed.`;
  }
  for (const [name, verb] of Object.entries(INVOCATIONS)) {
    const count = problems.optional(file, name, [], LIST)?.length ?? 0;
    const [many, are] = count === 1 ? ['an action', 'is'] : [`${count} actions`, 'are'];
    if (count > 0) yield `The plan ${verb} ${many} of providers, which ${are} not reviewed.`;
  }
  for (const [at, value] of (problems.optional(file, 'checks', [], LIST) ?? []).entries()) {
    const check = problems.checked(value, ['checks', at], OBJECT);
    if (check === undefined) continue;
    const status = problems.required(check, 'status', ['checks', at], TEXT);
    const address = problems.required(check, 'address', ['checks', at], OBJECT);
    const called = address && problems.required(address, 'to_display', ['checks', at, 'address'], TEXT);
    if (status === 'fail' || status === 'error') yield `The check of ${called ?? 'something'} fails.`;
  }
}

/** A plan that can be applied changes something; where nothing is found, part of it may have been lost. */
function* unchanged(
  file: Json,
  changes: readonly Change[],
  drift: readonly Change[],
  problems: Problems,
): Generator<string> {
  const applyable = problems.optional(file, 'applyable', [], FLAG);
  if (applyable !== true) {
    if (applyable === false && changes.some(({ kind }) => kind !== 'none')) {
      problems.add(['applyable'], 'is false, yet there are changes');
    }
    return;
  }
  const outputs = Object.values(problems.optional(file, 'output_changes', [], OBJECT) ?? {});
  const changed = (output: unknown) => !isObject(output) || JSON.stringify(member(output, 'actions')) !== '["no-op"]';
  const found =
    drift.length > 0 ||
    outputs.some(changed) ||
    changes.some(({ kind, imported, previousAddress }) => kind !== 'none' || imported || previousAddress !== undefined);
  if (!found) yield 'The plan says that there is something to apply, and shows nothing of it.';
}
