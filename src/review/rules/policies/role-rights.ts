import type { Change } from '../../change';
import type { Duty } from '../../evidence/roles';
import { SIDES, within, type Side } from '../../evidence/references';
import { comparePolicies } from '../../policies/compare';
import { linesOf } from '../../policies/comparison';
import { identityOf } from '../../policies/identity';
import type { Scene } from '../../scene';
import { UNKNOWN } from '../../value';
import { same } from '../known';
import type { Weakening } from '../rule';
import { isReadable, joined, lets } from './delivery';

/** A policy of a role on one side. */
interface Held {
  readonly change: Change;
  /** Its text; nothing where it is not in the plans or not to be seen. */
  readonly document?: string;
  /** What it is called where its text is not in the plans. */
  readonly unseen?: string;
}

/** What stays where it is let go of. */
const attributesOn = (change: Change, side: Side) => (change.kind === 'forget' ? change.before : change[side]);

/** Whether a role only reads back what a resource of its own says. */
const isSaidBeside = (parts: readonly Change[], type: string, attribute: string, value: unknown): boolean =>
  typeof value === 'string' &&
  parts.some((part) => part.type === type && SIDES.some((side) => part[side]?.[attribute] === value));

/** Every policy that plans give a role. */
function heldBy(name: string, scene: Scene, side: Side): readonly Held[] {
  const parts = SIDES.flatMap((each) => scene.roles.partsOf(name, each));
  const ofRole = (type: string) =>
    scene.roles
      .partsOf(name, side)
      .filter((change) => change.type === type && attributesOn(change, side) !== undefined);
  return [
    ...ofRole('aws_iam_role_policy').map((change) => textOf(change, attributesOn(change, side)?.policy)),
    ...ofRole('aws_iam_role').flatMap((change) =>
      within(attributesOn(change, side)?.inline_policy, [])
        .filter((inline) => !isSaidBeside(parts, 'aws_iam_role_policy', 'name', within(inline, ['name'])[0]))
        .flatMap((inline) => within(inline, ['policy']).map((document) => textOf(change, document))),
    ),
    ...ofRole('aws_iam_role').flatMap((change) =>
      within(attributesOn(change, side)?.managed_policy_arns, [])
        // What the configuration does not name the provider calls unknown where its state has nothing yet.
        .filter((arn) => arn !== UNKNOWN || change.expression('managed_policy_arns') !== undefined)
        .filter((arn) => !isSaidBeside(parts, 'aws_iam_role_policy_attachment', 'policy_arn', arn))
        .map((arn) => textOfArn(change, arn, scene, side)),
    ),
    ...ofRole('aws_iam_role_policy_attachment').map((change) => attached(change, scene, side)),
  ];
}

/** What is no JSON text is as good as not to be seen. */
const textOf = (change: Change, document: unknown): Held =>
  typeof document === 'string' && isReadable(document) ? { change, document } : { change };

const attached = (change: Change, scene: Scene, side: Side): Held =>
  textOfArn(change, attributesOn(change, side)?.policy_arn, scene, side);

function textOfArn(change: Change, arn: unknown, scene: Scene, side: Side): Held {
  const [policy] =
    typeof arn === 'string'
      ? scene.ofType('aws_iam_policy').filter(({ before, after }) => [before?.arn, after?.arn].includes(arn))
      : scene.referred(change, change.refersTo('policy_arn'), 'aws_iam_policy');
  const document = policy && attributesOn(policy, side)?.policy;
  if (policy && typeof document === 'string') return textOf(policy, document);
  return typeof arn === 'string' && policy === undefined ? { change, unseen: arn } : { change: policy ?? change };
}

const documents = (held: readonly Held[]): readonly string[] => held.flatMap(({ document }) => document ?? []);
const unseen = (held: readonly Held[]): readonly string[] => held.flatMap((each) => each.unseen ?? []);
const isHidden = ({ document, unseen }: Held): boolean => document === undefined && unseen === undefined;

/** What differs, at which the finding stands: what ends before what changes. */
function culprit(changes: readonly Change[]): Change | undefined {
  const changed = changes.filter(
    ({ before, after, kind }) =>
      kind !== 'none' && kind !== 'forget' &&
      !['policy', 'policy_arn', 'role', 'inline_policy', 'managed_policy_arns'].every((name) => same(before?.[name], after?.[name])),
  ); // prettier-ignore
  return changed.find(({ after }) => after === undefined) ?? changed.find(({ before }) => before) ?? changed[0];
}

/** What a role may no longer do of its duties, and what it may do besides. Policies can be split and joined at will. */
export function rightWeakenings(
  name: string,
  duties: readonly Duty[],
  scene: Scene,
): readonly (readonly [Change, Weakening])[] {
  const roles = [...scene.roles.partsOf(name, 'before'), ...scene.roles.partsOf(name, 'after')];
  // Of a role that ends or begins with the plan that is what there is to tell.
  if (roles.some(({ type, kind }) => type === 'aws_iam_role' && ['create', 'delete', 'replace'].includes(kind)))
    return [];
  const [before, after] = (['before', 'after'] as const).map((side) => heldBy(name, scene, side)) as [Held[], Held[]];
  const at = culprit([...new Set([...before, ...after].map(({ change }) => change))]);
  if (at === undefined) return [];
  return [...disarmed(name, duties, before, after), ...widened(name, before, after)].map((each) => [at, each] as const);
}

function disarmed(
  name: string,
  duties: readonly Duty[],
  before: readonly Held[],
  after: readonly Held[],
): readonly Weakening[] {
  const needs = [...new Set(duties.flatMap((duty) => duty.needs))];
  const lost = needs.filter((need) => lets(documents(before), need) && !lets(documents(after), need));
  const detached = unseen(before).filter((arn) => !unseen(after).includes(arn));
  const hidden = after.some(isHidden);
  if (lost.length === 0 && detached.length === 0) return [];
  const undecided = detached.length > 0 ? lost.length === 0 : hidden || unseen(after).length > 0;
  return [
    {
      rule: 'delivery-role-disarmed',
      title: undecided
        ? `It cannot be decided whether role ${name} may still do what it delivers evidence with.`
        : `Role ${name} may no longer do what it delivers evidence with.`,
      details: [
        ...(lost.length > 0 ? [`No longer allowed by the policies in these plans: ${lost.join(', ')}`] : []),
        ...detached.map((arn) => `No longer attached, and its text is not in these plans: ${arn}`),
        ...duties.map(({ without }) => `Without its rights ${without}.`),
      ],
      undo: 'What is not delivered meanwhile may never be.',
      ...(undecided ? { undecided } : {}),
      essence: JSON.stringify([lost, detached]),
    },
  ];
}

function widened(name: string, before: readonly Held[], after: readonly Held[]): readonly Weakening[] {
  const [was, is] = [before, after].map((held) => joined(documents(held)));
  const { gains, undecided } = comparePolicies(was, is, 'exclusive');
  const lines = linesOf(gains.filter(({ writes }) => writes));
  const essence = identityOf([is!]);
  const gained = unseen(after).filter((arn) => !unseen(before).includes(arn));
  const hidden = after.some((held) => isHidden(held) && held.change.kind !== 'none');
  const unclear = [
    ...undecided,
    ...gained.map((arn) => `Attached, and its text is not in these plans: ${arn}`),
    ...(hidden ? ['A policy of it is known only after the apply, or sensitive.'] : []),
  ];
  return [
    ...(lines.length > 0
      ? [{ rule: 'delivery-role-widened', title: `Role ${name}, which delivers evidence, may do more.`, details: lines, essence }]
      : []),
    ...(unclear.length > 0
      ? [{ rule: 'delivery-role-widened', title: `It cannot be decided whether role ${name} may do more.`, details: unclear, undecided: true, essence: `undecided ${unclear.join(' ')} ${essence}` }]
      : []),
  ]; // prettier-ignore
}
