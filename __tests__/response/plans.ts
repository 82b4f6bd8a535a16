import { printPath } from '../../src/config/problem';
import type { Finder } from '../../src/response/finder';
import { RemediationPlan } from '../../src/response/remediation-plan';
import { organization } from '../organizations';

export const FOLDER = 'policies/remediations';
export const MEMBER = '333333333333';

/** A rule of the organization. */
export const finder = (check: string, more: Partial<Finder> = {}): Finder => ({
  check,
  eventName: { prefix: `OrgConfigRule-${check.toLowerCase()}-` },
  parameters: {},
  regions: ['us-east-1'],
  excludedAccounts: [],
  ...more,
});

/** The plan of one remediation. */
export const plan = (
  item: Record<string, unknown>,
  finders: readonly Finder[],
  settings: Record<string, unknown> = {},
) =>
  new RemediationPlan(
    organization({ accounts: { members: [MEMBER] }, response: { remediations: [item] }, ...settings }),
    FOLDER,
    finders,
  );

/** What is wrong with one remediation, as people see it. */
export const problems = (item: Record<string, unknown>, finders: readonly Finder[], settings = {}) =>
  plan(item, finders, settings).problems.map(({ path, what, mend }) => `${printPath(path)}: ${what}; ${mend}`);
