import { printPath, type Problem, show } from '../problem';
import { partitionOf } from '../regions';
import type { OrganizationConfig } from '../schema';
import { type Check, knownAccounts, problem } from './check';

/** One account may both audit and hold evidence; nothing else is listed twice. */
const accountsAreListedOnce: Check = ({ organization, accounts }) => {
  const seen = new Map<string, string>([[organization.managementAccountId, 'organization.managementAccountId']]);
  const problems: Problem[] = [];
  const take = (path: PropertyKey[], id: string | undefined, mend: string, mayShare = false) => {
    if (id === undefined) return;
    const first = seen.get(id);
    if (first === undefined) seen.set(id, printPath(path));
    else if (!mayShare || id === organization.managementAccountId) {
      problems.push(problem(path, `${show(id)} is given already as ${first}`, mend));
    }
  };
  const apart =
    'use an account of its own: evidence must not lie in the management account, where no policy protects it';
  take(['accounts', 'audit'], accounts.audit, apart);
  take(['accounts', 'logArchive'], accounts.logArchive, apart, true);
  take(['accounts', 'archive'], accounts.archive, apart, true);
  accounts.members.forEach((id, at) =>
    take(['accounts', 'members', at], id, 'remove it from members; the account is recorded already'),
  );
  return problems;
};

const serviceLinkedRolesAreOurs: Check = (config) => {
  const { serviceLinkedRoleExistsIn } = config.recorder;
  if (serviceLinkedRoleExistsIn === 'all') return [];
  const known = new Set(knownAccounts(config));
  return serviceLinkedRoleExistsIn.flatMap((id, at) =>
    known.has(id)
      ? []
      : problem(
          ['recorder', 'serviceLinkedRoleExistsIn', at],
          `${show(id)} is not an account of this file`,
          'add it to accounts.members or remove it here',
        ),
  );
};

/** Roles and users by their ARNs, of the accounts of this file. */
const peopleAreOurs =
  (path: readonly PropertyKey[], list: (config: OrganizationConfig) => readonly string[], what: string): Check =>
  (config) => {
    const known = new Set(knownAccounts(config));
    const home = partitionOf(config.regions.home);
    return list(config).flatMap((arn, at) => {
      const [, partition, , , account = ''] = arn.split(':');
      if (partition !== home) {
        return problem(
          [...path, at],
          `${show(arn)} is in the partition ${partition}`,
          `${what}s here start with arn:${home}:iam::`,
        );
      }
      if (known.has(account)) return [];
      return problem(
        [...path, at],
        `${show(arn)} is in an account that is not of this file`,
        `add the account to accounts.members, or name another ${what}`,
      );
    });
  };

export const ACCOUNT_CHECKS: readonly Check[] = [
  accountsAreListedOnce,
  serviceLinkedRolesAreOurs,
  peopleAreOurs(['storage', 'readers'], ({ storage }) => storage.readers, 'role'),
  peopleAreOurs(['forensics', 'investigators'], ({ forensics }) => forensics.investigators, 'investigator'),
];
