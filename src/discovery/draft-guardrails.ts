import type { Drafting } from './draft';
import { few } from './notes';
import type { PolicyFound, PolicyType } from './policies';

/** The names of policies that the platform made start so. */
const prefixOf = (name: string): string => `${name}-audit-`;

/** A policy that the platform made before, by the tag that it gave it. */
function formerId({ tag, name }: PolicyFound, platform: string | undefined): string | undefined {
  if (platform === undefined) return undefined;
  const known = tag ?? name;
  const id = known.startsWith(prefixOf(platform)) ? known.slice(prefixOf(platform).length) : '';
  return /^(?:scp|rcp)(?:-[a-z0-9-]+)?-\d+$/.test(id) ? id : undefined;
}

const KINDS: readonly { readonly type: PolicyType; readonly key: 'scp' | 'rcp' }[] = [
  { type: 'SERVICE_CONTROL_POLICY', key: 'scp' },
  { type: 'RESOURCE_CONTROL_POLICY', key: 'rcp' },
];

/** Policies of others take room where ours attach: so many are counted. */
function settings(drafting: Drafting): void {
  const { file, found, holders, wishes } = drafting;
  const { logArchive, audit, archiveAccount } = holders;
  const evidence = [logArchive?.value ?? audit?.value, archiveAccount?.value].filter((id) => id !== undefined);
  const targets = { scp: [found.organization.rootId], rcp: [...new Set(evidence)] };
  for (const { type, key } of KINDS) {
    const others = found.policies.filter(
      (policy) => policy.type === type && formerId(policy, wishes.name) === undefined,
    );
    const counts = targets[key].map((target) => {
      const attached = others.filter((policy) => policy.targets.includes(target));
      return [target, attached.length] as const;
    });
    // One, the policy of AWS that allows all, is what the file assumes by itself.
    const unusual = counts.filter(([, count]) => count > 1);
    if (unusual.length === 0) continue;
    file.set(['guardrails', 'limits', key, 'alreadyAttachedTo'], Object.fromEntries(unusual));
  }
}

function adopt({ file, found, wishes, notes }: Drafting): void {
  const path = ['adopt', 'policies'];
  const former = found.policies.flatMap((policy) => {
    const id = formerId(policy, wishes.name);
    return id === undefined ? [] : [{ policy, id }];
  });
  if (former.length > 0) {
    file.list(
      path,
      former.map(({ policy, id }) => ({
        value: { policy: id, id: policy.id, attachedTo: policy.targets },
        beside: policy.name,
      })),
    );
    notes.adopted.push(former.length === 1 ? '1 policy of ours' : `${former.length} policies of ours`);
  }
  const others = found.policies.filter((policy) => !policy.isOfAws && formerId(policy, wishes.name) === undefined);
  if (others.length === 0) return;
  const named = others.map(
    ({ name, id, targets, characters }) =>
      `${name} (${id}, ${characters} characters, ${targets.length === 0 ? 'attached to nothing' : `on ${few(targets, 5).join(', ')}`})`,
  );
  file.say(
    path,
    `Left as they are, beside ours: ${few(named, 20).join('; ')}. To let one of ours take its place, list it here by its id.`,
  );
  notes.left.push(
    `${others.length === 1 ? '1 policy' : `${others.length} policies`} of others, which keep holding beside ours`,
  );
}

export const draftGuardrails = { settings, adopt };
