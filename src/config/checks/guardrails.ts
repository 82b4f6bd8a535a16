import { namesOf } from '../names';
import { type Problem, show, suggest } from '../problem';
import type { OrganizationConfig } from '../schema';
import { type Check, knownAccounts, problem } from './check';

interface Target {
  readonly target: string;
  readonly path: readonly PropertyKey[];
}

/** One check for each place that has targets, so that one that cannot be read does not hide what is wrong in another. */
const targetsAreOurs =
  (read: (guardrails: OrganizationConfig['guardrails']) => Target[]): Check =>
  (config) =>
    read(config.guardrails).flatMap(({ target, path }) => foreign(target, ['guardrails', ...path], config) ?? []);

const listed = (path: readonly PropertyKey[], targets: readonly string[] = []): Target[] =>
  targets.map((target, at) => ({ target, path: [...path, at] }));

const counted = (kind: 'scp' | 'rcp', limits: OrganizationConfig['guardrails']['limits']): Target[] =>
  Object.keys(limits[kind].alreadyAttachedTo).map((target) => ({
    target,
    path: ['limits', kind, 'alreadyAttachedTo', target],
  }));

function foreign(target: string, path: readonly PropertyKey[], config: OrganizationConfig): Problem | undefined {
  const { rootId, managementAccountId } = config.organization;
  if (target === managementAccountId) {
    return problem(
      path,
      `${show(target)} is the management account, which SCPs and RCPs never bind`,
      'name the root, an organizational unit or a member account',
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

/** A policy that is listed twice would be attached twice. */
const optionalPoliciesAreListedOnce: Check = ({ guardrails }) => {
  const names = guardrails.optional.map(({ policy }) => policy);
  return names.flatMap((name, at) =>
    names.indexOf(name) < at
      ? problem(
          ['guardrails', 'optional', at, 'policy'],
          `${show(name)} is listed already`,
          'list it once, with every target in its attachTo',
        )
      : [],
  );
};

/** Quarantine leaves nothing but exempt roles and the platform: by default it would do so everywhere. */
const quarantineIsForSomebody: Check = ({ guardrails }) =>
  guardrails.optional.flatMap(({ policy, attachTo }, at) =>
    policy === 'quarantine' && attachTo === undefined
      ? problem(
          ['guardrails', 'optional', at, 'policy'],
          `${show(policy)} would stop every account under guardrails.attachTo`,
          'name the unit or accounts it is for in an attachTo of its own',
        )
      : [],
  );

/** Roles of the platform have what they need. More would be a way around the guardrails for whoever commands one. */
const rolesAreNotThePlatforms =
  (list: 'exemptRoles' | 'evaluatorRoles' | 'securityRoles'): Check =>
  (config) => {
    const { platformPrefix } = namesOf(config);
    return config.guardrails[list].flatMap((role, at) => {
      const reaches = role.endsWith('*') && platformPrefix.startsWith(role.slice(0, -1));
      if (!reaches && !role.startsWith(platformPrefix)) return [];
      return problem(
        ['guardrails', list, at],
        `${show(role)} stands for roles of the platform, which start with ${platformPrefix} and have what they need`,
        'remove it, or write names that start otherwise',
      );
    });
  };

/** Most likely a slip: the number of a target to which none of our policies attaches is never looked at. */
const numbersAreOfTargets =
  (kind: 'scp' | 'rcp', attached: (config: OrganizationConfig) => readonly string[]): Check =>
  (config) => {
    const targets = [...new Set(attached(config))];
    return counted(kind, config.guardrails.limits).flatMap(({ target, path }) =>
      targets.includes(target) || foreign(target, path, config)
        ? []
        : problem(
            ['guardrails', ...path],
            `has no effect, as no ${kind.toUpperCase()} of ours attaches to ${show(target)}`,
            targets.length === 0 ? 'remove it' : suggest(target, targets),
          ),
    );
  };

const scpTargets = ({ guardrails: { attachTo, optional }, organization }: OrganizationConfig): readonly string[] => [
  ...(attachTo ?? [organization.rootId]),
  ...optional.flatMap((item) => item.attachTo ?? []),
];

const rcpTargets = ({ guardrails, accounts }: OrganizationConfig): readonly string[] => {
  const evidence = accounts.logArchive ?? accounts.audit;
  return guardrails.resourceControlPolicies.attachTo ?? [evidence, accounts.archive ?? evidence];
};

export const GUARDRAIL_CHECKS: readonly Check[] = [
  targetsAreOurs(({ attachTo }) => listed(['attachTo'], attachTo)),
  targetsAreOurs(({ optional }) => optional.flatMap((item, at) => listed(['optional', at, 'attachTo'], item.attachTo))),
  targetsAreOurs((all) => listed(['resourceControlPolicies', 'attachTo'], all.resourceControlPolicies.attachTo)),
  targetsAreOurs(({ limits }) => counted('scp', limits)),
  targetsAreOurs(({ limits }) => counted('rcp', limits)),
  numbersAreOfTargets('scp', scpTargets),
  numbersAreOfTargets('rcp', rcpTargets),
  optionalPoliciesAreListedOnce,
  quarantineIsForSomebody,
  rolesAreNotThePlatforms('exemptRoles'),
  rolesAreNotThePlatforms('evaluatorRoles'),
  rolesAreNotThePlatforms('securityRoles'),
];
