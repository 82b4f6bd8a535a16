import { comparePolicies } from '../../policies/compare';
import { linesOf, type Gain, type Reach } from '../../policies/comparison';
import { identityOf } from '../../policies/identity';
import type { RuleTexts, Weakening } from '../rule';
import { letIn, type Delivery } from './delivery';

export interface PolicyRules {
  readonly widened: string;
  readonly undenied: string;
  /** For losing a service that delivers; absent where none does. */
  readonly revoked?: string;
}

export interface PolicyKind {
  readonly reach: Reach;
  readonly rules: PolicyRules;
  /** Absent where no service delivers by it. */
  readonly delivery?: Delivery;
}

/** Texts of the rules that every kind of resource policy has. */
export const policyRules = (what: string, { widened, undenied }: PolicyRules): RuleTexts => ({
  [widened]: {
    title: `the policy of ${what} lets somebody do more`,
    severity: 'high',
    why: 'Who gains may read, change or delete what only few should reach.',
    better: `the policy of ${what} allows less`,
  },
  [undenied]: {
    title: `the policy of ${what} no longer denies something`,
    severity: 'high',
    why: 'A refusal holds whatever other policies allow; without it they decide.',
    better: `the policy of ${what} denies more`,
  },
});

/** The same rules where what they are about does not hold evidence, but serves it. */
export const medium = (rules: RuleTexts): RuleTexts =>
  Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, { ...rule, severity: 'medium' as const }]));

/** How a policy is weaker than it was: decided by what it allows, not by its text. */
export function policyWeakenings(
  called: string,
  before: string | undefined,
  after: string | undefined,
  { reach, rules, delivery }: PolicyKind,
): readonly Weakening[] {
  const { gains, undecided } = comparePolicies(before, after, reach);
  const essence = identityOf([after ?? []].flat());
  const found: Weakening[] = [];
  const grants = gains.filter(({ kind }) => kind === 'grant');
  const denials = gains.filter(({ kind }) => kind === 'denial');
  if (grants.length > 0) {
    const onlyDelivery = grants.every((gain) => isDelivery(gain, delivery));
    found.push({
      rule: rules.widened,
      ...(onlyDelivery
        ? { severity: 'low' as const }
        : grants.some(isOpenToAll)
          ? { severity: 'critical' as const }
          : {}),
      title: `The policy of ${called} lets ${whoGains(grants)} do more.`,
      details: linesOf(grants),
      essence,
    });
  }
  if (denials.length > 0) {
    found.push({
      rule: rules.undenied,
      title: `The policy of ${called} no longer denies something.`,
      details: linesOf(denials),
      essence,
    });
  }
  if (undecided.length > 0) {
    found.push({
      rule: rules.widened,
      title: `It cannot be decided whether the policy of ${called} lets somebody do more.`,
      details: undecided,
      undecided: true,
      essence: `undecided ${essence}`,
    });
  }
  return [...found, ...revoked(called, before, after, rules, delivery)];
}

/** Everybody, under no circumstances that narrow it. */
const isOpenToAll = ({ everybody, principals, conditions }: Gain): boolean =>
  everybody && principals.includes('*') && conditions.length === 0;

/** Names a source for which a service acts. What is only said not to be one leaves all others. */
const SOURCE =
  /^(?:(?:String|Arn)(?:Equals|Like)\w* )?aws:Source(?:Arn|Account|OrgID|OrgPaths) (?!is (?:absent|present|of some))/i;
const isOptional = (condition: string): boolean => /^\w+IfExists /.test(condition);

const isDelivery = ({ principals, conditions }: Gain, delivery: Delivery | undefined): boolean =>
  delivery !== undefined &&
  conditions.some((condition) => SOURCE.test(condition) && !isOptional(condition)) &&
  principals.length > 0 &&
  principals.every((principal) => delivery.services.includes(principal));

const MOST_NAMED = 3;

function whoGains(gains: readonly Gain[]): string {
  if (gains.some(({ everybody }) => everybody)) return 'everybody, or all but few,';
  const names = [...new Set(gains.flatMap(({ principals }) => principals))];
  const rest = names.length - MOST_NAMED;
  return rest > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${rest} more` : names.join(', ');
}

/** A service that delivered evidence and is not let any more. */
function revoked(
  called: string,
  before: string | undefined,
  after: string | undefined,
  { revoked: rule }: PolicyRules,
  delivery: Delivery | undefined,
): readonly Weakening[] {
  if (rule === undefined || delivery === undefined) return [];
  const is = letIn(after, delivery);
  // Whoever is let in now is not asked for before: each answer takes a comparison.
  const gone = letIn(before, { ...delivery, services: delivery.services.filter((one) => !is.includes(one)) });
  if (gone.length === 0) return [];
  return [
    {
      rule,
      title: `${gone.join(', ')} can no longer deliver: the policy of ${called} does not allow ${delivery.action}.`,
      undo: 'What cannot be delivered for long is lost.',
      essence: gone.join(),
    },
  ];
}
