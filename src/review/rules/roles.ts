import type { Change } from '../change';
import type { Duty } from '../evidence/roles';
import type { Scene } from '../scene';
import { text } from './known';
import { fromTo, nameOf } from './naming';
import { comparePolicies } from '../policies/compare';
import { linesOf } from '../policies/comparison';
import { identityOf } from '../policies/identity';
import { letIn } from './policies/delivery';
import { rightWeakenings } from './policies/role-rights';
import type { RuleTexts, Weakening } from './rule';
import { watch, type Circumstances, type Family } from './watch';

const rules: RuleTexts = {
  'delivery-role-removed': {
    title: 'a role that delivers evidence is destroyed',
    severity: 'high',
    why: 'Who delivers with it can no longer do so, and says it in no plan.',
    better: 'a role that delivers evidence is created',
  },
  'delivery-role-untrusted': {
    title: 'a service may no longer take the role it delivers evidence with',
    severity: 'high',
    why: 'Without the role it delivers nothing, and says it in no plan.',
    better: 'a service may take the role it delivers evidence with',
  },
  'delivery-role-trust-widened': {
    title: 'others may take a role that delivers evidence',
    severity: 'high',
    why: 'Who takes the role can write among the evidence, or read what it copies.',
    better: 'fewer may take a role that delivers evidence',
  },
  'delivery-role-disarmed': {
    title: 'a role that delivers evidence may no longer do what it has to',
    severity: 'high',
    why: 'Deliveries fail from then on, and no plan says so.',
    better: 'a role that delivers evidence may do what it has to',
  },
  'delivery-role-widened': {
    title: 'a role that delivers evidence may do more',
    severity: 'medium',
    why: 'It should deliver and nothing else: whoever gets hold of it has its rights.',
    better: 'a role that delivers evidence may do less',
  },
};

const called = ({ change }: Circumstances): string => `Role ${nameOf(change)}`;
const dutiesOf = ({ change, scene }: Circumstances): readonly Duty[] =>
  scene.roles.namesOf(change).flatMap((name) => scene.roles.dutiesOf(name));

/** Where nothing is recorded without the role, it is worse. */
const graver = (duties: readonly Duty[]): Pick<Weakening, 'severity'> =>
  duties.some(({ records }) => records) ? { severity: 'critical' } : {};

const consequences = (duties: readonly Duty[]): readonly string[] =>
  duties.map(({ without }) => `Without it ${without}.`);

/** Everything that changes what each of the roles may do. */
function rightsTogether(scene: Scene): ReadonlyMap<Change, readonly Weakening[]> {
  const found = new Map<Change, Weakening[]>();
  for (const name of scene.roles.names) {
    for (const [change, weakening] of rightWeakenings(name, scene.roles.dutiesOf(name), scene)) {
      found.set(change, [...(found.get(change) ?? []), weakening]);
    }
  }
  return found;
}

/** Roles with which services deliver evidence: whether they are there, who takes them, and what they may do. */
export const roles: Family = {
  name: 'roles',
  rules,
  types: ['aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_iam_policy'],
  concerns: (circumstances) => dutiesOf(circumstances).length > 0,
  ends: [
    {
      types: ['aws_iam_role'],
      destroyed: 'delivery-role-removed',
      replaced: 'delivery-role-removed',
      title: (circumstances, replaced) =>
        `${called(circumstances)}, which delivers evidence, is destroyed${replaced ? ' and made again' : ''}.`,
      details: (circumstances) => consequences(dutiesOf(circumstances)),
      undo: () => 'What is not delivered meanwhile may never be.',
      severity: (circumstances) => graver(dutiesOf(circumstances)).severity,
    },
  ],
  watches: [
    watch({
      reads: { aws_iam_role: ['assume_role_policy'] },
      rule: 'delivery-role-untrusted',
      form: (known) => text(known.assume_role_policy),
      compare: (before, after, circumstances) => {
        const duties = dutiesOf(circumstances);
        const services = [...new Set(duties.map(({ service }) => service))];
        const [was, is] = [before, after].map((policy) => letIn(policy, { action: 'sts:AssumeRole', services }));
        const gone = was!.filter((service) => !is!.includes(service));
        const { gains, undecided } = comparePolicies(before, after, 'exclusive');
        const lines = linesOf(gains);
        const essence = identityOf([after ?? []].flat());
        return [
          ...(gone.length > 0
            ? [
                {
                  rule: 'delivery-role-untrusted',
                  ...graver(duties.filter(({ service }) => gone.includes(service))),
                  title: `${gone.join(', ')} may no longer take role ${nameOf(circumstances.change)}.`,
                  details: consequences(duties.filter(({ service }) => gone.includes(service))),
                  undo: 'What is not delivered meanwhile may never be.',
                  essence: gone.join(),
                },
              ]
            : []),
          ...(lines.length > 0
            ? [
                {
                  rule: 'delivery-role-trust-widened',
                  title: `Others may take role ${nameOf(circumstances.change)}, which delivers evidence.`,
                  details: lines,
                  essence,
                },
              ]
            : []),
          ...(undecided.length > 0
            ? [
                {
                  rule: 'delivery-role-trust-widened',
                  title: `It cannot be decided whether others may take role ${nameOf(circumstances.change)}.`,
                  details: undecided,
                  undecided: true,
                  essence: `undecided ${essence}`,
                },
              ]
            : []),
        ];
      },
    }),
    watch({
      reads: { aws_iam_role: ['permissions_boundary'] },
      rule: 'delivery-role-disarmed',
      form: (known) => text(known.permissions_boundary),
      compare: (before, after, circumstances) => {
        if (before === after) return [];
        const details = [fromTo('permissions_boundary', before, after)];
        if (after === undefined) {
          const title = `${called(circumstances)}, which delivers evidence, is no longer held by a permissions boundary.`;
          return [{ rule: 'delivery-role-widened', title, details }];
        }
        const title = `It cannot be decided whether role ${nameOf(circumstances.change)} may still do what it delivers evidence with: a permissions boundary decides.`;
        return [{ rule: 'delivery-role-disarmed', title, details, undecided: true }];
      },
    }),
  ],
  together: rightsTogether,
};
