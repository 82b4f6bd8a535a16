import type { RuleName } from './event-patterns';

/** A rule in use, whose findings something may mend. */
export interface Finder {
  /** What it checks: a managed rule's identifier, `lambda:<rule>` or `guard:<rule>`. */
  readonly check: string;
  /** As events name it. AWS Config adds to the names of rules that it deploys itself. */
  readonly eventName: RuleName;
  /** Its name when the account holds the rule itself, so that AWS Config can be told to remediate. */
  readonly ownName?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly regions: readonly string[];
  readonly excludedAccounts: readonly string[];
}
