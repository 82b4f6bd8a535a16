import catalogue from './managed-rules.json';

/** How AWS writes the form of a rule's parameter. */
export type ParameterType = 'String' | 'CSV' | 'int' | 'double' | 'boolean' | 'StringMap';

export interface RuleParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** AWS refuses the rule without it, also where it has a default. */
  readonly required?: boolean;
  readonly default?: string;
}

/** A rule that AWS keeps. Source: AWS Config developer guide, "List of AWS Config Managed Rules". */
export interface ManagedRule {
  /** The identifier, such as `ACCESS_KEYS_ROTATED`. */
  readonly id: string;
  /** What the guide calls it, such as `access-keys-rotated`. */
  readonly name: string;
  readonly trigger: 'change' | 'periodic' | 'hybrid';
  /** Resource types in its scope; empty for what belongs to the account as a whole. */
  readonly types: readonly string[];
  readonly parameters: readonly RuleParameter[];
  /** Regions that lack it. */
  readonly notIn?: readonly string[];
  /** The only regions that have it. */
  readonly onlyIn?: readonly string[];
}

const RULES: ReadonlyMap<string, ManagedRule> = new Map(
  (catalogue.rules as readonly ManagedRule[]).map((rule) => [rule.id, rule]),
);

const IDS: ReadonlyMap<string, string> = new Map([...RULES.values()].map(({ id, name }) => [name, id]));

/** Identifiers that were once rules, with what became of them. */
export const WITHDRAWN: Readonly<Record<string, string>> = catalogue.withdrawn;

/** Every identifier, sorted. */
export const MANAGED_RULE_IDS: readonly string[] = [...RULES.keys()];

/** When the catalogue was last compared with AWS's list. */
export const CATALOGUE_DATE = catalogue.asOf;

export const managedRule = (id: string): ManagedRule | undefined => RULES.get(id);

/** The identifier of a rule by what the guide calls it; for a few, such as `restricted-ssh`, the two differ. */
export const idOfName = (name: string): string | undefined => IDS.get(name.toLowerCase());

/** Whether AWS offers the rule in a region. */
export const isOfferedIn = ({ notIn, onlyIn }: ManagedRule, region: string): boolean =>
  onlyIn ? onlyIn.includes(region) : !notIn?.includes(region);

/**
 * Types that exist once per account and that every older region would record again, at a price.
 * Source: Config developer guide, "Recording AWS resources", globally recorded IAM resource types.
 */
export const GLOBAL_IAM_TYPES = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'] as const;

const GLOBAL_TYPES: readonly string[] = [...GLOBAL_IAM_TYPES, 'AWS::S3::AccountPublicAccessBlock'];

/** Rules on facts of the whole account. Others of account level, such as EMR_BLOCK_PUBLIC_ACCESS, differ by region. */
const ABOUT_THE_ACCOUNT: readonly string[] = [
  'ACCOUNT_PART_OF_ORGANIZATIONS',
  'IAM_PASSWORD_POLICY',
  'IAM_POLICY_IN_USE',
  'IAM_ROOT_ACCESS_KEY_CHECK',
  'ROOT_ACCOUNT_HARDWARE_MFA_ENABLED',
  'ROOT_ACCOUNT_MFA_ENABLED',
  'S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC',
  'SECURITY_ACCOUNT_INFORMATION_PROVIDED',
];

/**
 * Whether every region would give the same answer, at a price: such a rule runs in the home region alone.
 * Source: as above, on periodic rules about global resource types.
 */
export const isGlobal = ({ id, types }: Pick<ManagedRule, 'id' | 'types'>): boolean =>
  ABOUT_THE_ACCOUNT.includes(id) || (types.length > 0 && types.every((type) => GLOBAL_TYPES.includes(type)));

/** Whether a change of a recorded resource starts the rule; without a record it never runs. */
export const needsRecords = ({ trigger, types }: ManagedRule): boolean => trigger !== 'periodic' && types.length > 0;
