import { withoutIndexes } from '../../address';
import type { Change } from '../../change';
import { stand, type Side } from '../../evidence/references';
import type { Scene } from '../../scene';
import { UNKNOWN } from '../../value';

/** A policy of AWS Organizations attached to a target, as it is on one side of the plans. */
export interface Attached {
  readonly attachment?: Change;
  /** Absent where no plan holds the policy. */
  readonly policy?: Change;
  readonly target: string;
  readonly type: string;
  /** Its text; nothing where it cannot be seen. */
  readonly document?: string;
  /** It is one of several policies that the plan does not tell apart. */
  readonly isOneOfSeveral?: true;
}

/** Kinds that deny acts; others, such as tag policies, do not guard evidence. */
const GUARDING = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

/** A target that no plan names. */
export const ELSEWHERE = 'wherever it is attached';

const exists = (change: Change, side: Side): boolean => {
  const { kind, before } = change;
  // What is let go of, or told to stay, still holds.
  const stays = kind === 'forget' || (kind === 'delete' && before?.skip_destroy === true);
  return stays || change[side] !== undefined;
};

const attributesOf = (change: Change, side: Side) => change[side] ?? change.before ?? change.after ?? {};

/** Everything that is attached on one side. */
export function attachedOn(scene: Scene, side: Side): readonly Attached[] {
  const policies = scene.ofType('aws_organizations_policy');
  const byId = new Map(
    policies.flatMap((policy) => [policy.before?.id, policy.after?.id].map((id) => [id, policy] as const)),
  );
  const used = new Set<Change>();
  const attached = scene.ofType('aws_organizations_policy_attachment').flatMap((attachment): Attached[] => {
    // A policy that is attached on one side alone is not attached elsewhere on the other.
    const meant = policiesOf(attachment, attributesOf(attachment, side).policy_id, byId, scene);
    for (const policy of meant) used.add(policy);
    if (!exists(attachment, side)) return [];
    const target = attributesOf(attachment, side).target_id;
    const [address] = target === UNKNOWN ? attachment.refersTo('target_id') : [];
    const named =
      typeof target === 'string' ? target : stand(attachment.plan, withoutIndexes(address ?? attachment.address));
    const [content, ...others] = meant.map((policy) => contentOf(policy, side));
    const isOneOfSeveral = others.some(
      ({ type, document }) => type !== content!.type || document !== content!.document,
    );
    if (isOneOfSeveral) return [{ attachment, target: named, type: content!.type, isOneOfSeveral }];
    return [{ attachment, target: named, ...(content ?? contentOf(undefined, side)) }];
  });
  const loose = policies
    .filter((policy) => !used.has(policy) && exists(policy, side))
    .map((policy) => ({ target: ELSEWHERE, ...contentOf(policy, side) }));
  return [...attached, ...loose].filter(({ type }) => GUARDING.includes(type));
}

function policiesOf(
  attachment: Change,
  id: unknown,
  byId: ReadonlyMap<unknown, Change>,
  scene: Scene,
): readonly Change[] {
  if (typeof id === 'string') return [byId.get(id) ?? []].flat();
  return scene.referred(attachment, attachment.refersTo('policy_id'), 'aws_organizations_policy');
}

function contentOf(policy: Change | undefined, side: Side): Pick<Attached, 'policy' | 'type' | 'document'> {
  if (policy === undefined) return { type: 'SERVICE_CONTROL_POLICY' };
  const { type, content } = attributesOf(policy, side);
  return {
    policy,
    type: typeof type === 'string' && type !== '' ? type : 'SERVICE_CONTROL_POLICY',
    ...(typeof content === 'string' ? { document: content } : {}),
  };
}
