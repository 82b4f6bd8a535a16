import type { Problem } from '../problem';
import type { OrganizationConfig } from '../schema';

/** Looks at what no single value shows. Every value it reads is well formed by itself. */
export type Check = (config: OrganizationConfig) => Problem[];

export const problem = (path: readonly PropertyKey[], what: string, mend: string): Problem => ({ path, what, mend });

/** Each account that the file lists, by any role. */
export const knownAccounts = ({ organization, accounts }: OrganizationConfig): string[] =>
  [organization.managementAccountId, accounts.audit, accounts.logArchive, accounts.archive, ...accounts.members].filter(
    (id) => id !== undefined,
  );
