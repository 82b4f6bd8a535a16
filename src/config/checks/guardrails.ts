import { type Problem, show } from '../problem';
import type { OrganizationConfig } from '../schema';
import { type Check, knownAccounts, problem } from './check';

const policyTargetsAreOurs: Check = (config) =>
  (config.guardrails.attachTo ?? []).flatMap(
    (target, at) => foreign(target, ['guardrails', 'attachTo', at], config) ?? [],
  );

function foreign(target: string, path: PropertyKey[], config: OrganizationConfig): Problem | undefined {
  const { rootId, managementAccountId } = config.organization;
  if (target === managementAccountId) {
    return problem(
      path,
      `${show(target)} is the management account, which SCPs never bind`,
      'attach to the root, an organizational unit or a member account',
    );
  }
  if (target.startsWith('r-')) {
    if (target === rootId) return undefined;
    return problem(path, `${show(target)} is not the root`, `write ${rootId}, as in organization.rootId`);
  }
  if (target.startsWith('ou-')) {
    const units = `ou-${rootId.slice(2)}-`;
    if (target.startsWith(units)) return undefined;
    return problem(
      path,
      `${show(target)} is not under the root ${rootId}`,
      `ids of its organizational units start with ${units}`,
    );
  }
  if (knownAccounts(config).includes(target)) return undefined;
  return problem(
    path,
    `${show(target)} is not an account of this file`,
    'add it to accounts.members or remove it here',
  );
}

export const GUARDRAIL_CHECKS: readonly Check[] = [policyTargetsAreOurs];
