import { KEY_TYPES, keyName } from '../evidence/keys';
import { canonical, flag, map, blocks, missingFrom, number, text, texts } from './known';
import { fromTo, nameOf } from './naming';
import { keyPolicies, keyPolicyRules, keysOf } from './policies/key-policy';
import type { RuleTexts } from './rule';
import { watch, type Circumstances, type Family } from './watch';

const rules: RuleTexts = {
  'key-deletion': {
    title: 'the deletion of a key is scheduled',
    severity: 'critical',
    why: 'Once the key is gone, nobody can read the evidence under it ever again; until then nothing new can be written.',
    better: 'a key is created',
  },
  'key-disabled': {
    title: 'a key is disabled',
    severity: 'critical',
    why: 'Evidence can neither be written nor read under a disabled key.',
    better: 'a key is enabled',
  },
  'key-rotation-off': {
    title: 'a key is no longer rotated',
    severity: 'high',
    why: 'One piece of key material protects ever more evidence.',
    better: 'a key is rotated',
  },
  'key-rotation-slower': {
    title: 'a key is rotated less often',
    severity: 'low',
    why: 'One piece of key material protects more evidence than before.',
    better: 'a key is rotated more often',
  },
  'key-window-shortened': {
    title: 'a key is deleted sooner after somebody orders it',
    severity: 'medium',
    why: 'The waiting period is the time in which a mistake, or an attack, can be noticed and taken back.',
    better: 'a key waits longer before it is deleted',
  },
  'key-alias-removed': {
    title: 'an alias of a key is removed',
    severity: 'medium',
    why: 'Who writes evidence by that name fails.',
    better: 'a key gets an alias',
  },
  'key-alias-moved': {
    title: 'an alias stands for another key',
    severity: 'high',
    why: 'New evidence is written under a key with another policy, and nobody who uses the alias notices.',
  },
  'key-grant-added': {
    title: 'somebody is granted the use of a key',
    severity: 'high',
    why: 'Grants work beside the key’s policy and show in none.',
    better: 'nobody is granted the use of a key any more',
  },
  ...keyPolicyRules,
};

const called = ({ change }: Circumstances): string => `Key ${nameOf(change, 'description', 'key_id', 'id')}`;

const windowOf = ({ change }: Circumstances): string => {
  const days = change.before?.deletion_window_in_days;
  return typeof days === 'number' ? `${days} days` : '7 to 30 days';
};

/** `true` under whichever name the type has for it. */
const ENABLED = { aws_kms_key: 'is_enabled', aws_kms_replica_key: 'enabled', aws_kms_external_key: 'enabled', aws_kms_replica_external_key: 'enabled' }; // prettier-ignore

/** The key goes, and with it what belongs to it. */
const keyEnds = ({ change, scene }: Circumstances): boolean =>
  keysOf(change, scene).some(({ kind }) => kind === 'delete' || kind === 'replace');

/** Keys: who can make evidence readable, or unreadable. */
export const key: Family = {
  name: 'key',
  rules,
  doubt: ({ change, scene }) =>
    scene.keys.isEvidence(change)
      ? undefined
      : 'Nothing in these plans or settings says that evidence lies under the key; if it does, this is one step worse.',
  ends: [
    {
      types: KEY_TYPES,
      destroyed: 'key-deletion',
      replaced: 'key-deletion',
      title: (circumstances, replaced) =>
        `${called(circumstances)} is scheduled for deletion${replaced ? ' and another takes its place' : ''}: what is encrypted under it becomes unreadable.`,
      undo: (circumstances) =>
        `For ${windowOf(circumstances)} the deletion can be cancelled and the key enabled again; after that nothing brings it back.`,
    },
    {
      types: ['aws_kms_alias'],
      destroyed: 'key-alias-removed',
      replaced: 'key-alias-removed',
      title: ({ change }) => `The alias ${nameOf(change)} is removed.`,
      skips: keyEnds,
    },
    {
      types: ['aws_kms_key_policy'],
      destroyed: 'key-policy-reset',
      replaced: 'key-policy-reset',
      title: ({ change }, replaced) =>
        `The policy of key ${nameOf(change, 'key_id')} falls back to the default${replaced ? ' until a new one is put' : ''}.`,
      skips: keyEnds,
    },
  ],
  watches: [
    watch({
      reads: Object.fromEntries(Object.entries(ENABLED).map(([type, attribute]) => [type, [attribute]])),
      rule: 'key-disabled',
      form: (known, type) => flag(known[ENABLED[type as keyof typeof ENABLED]], true),
      compare: (before, after, circumstances) =>
        before && !after
          ? [
              {
                rule: 'key-disabled',
                title: `${called(circumstances)} is disabled: evidence can neither be written nor read under it.`,
                undo: 'Evidence that could not be delivered meanwhile may be lost.',
              },
            ]
          : [],
    }),
    watch({
      reads: { aws_kms_key: ['enable_key_rotation', 'rotation_period_in_days'] },
      rule: 'key-rotation-off',
      form: (known) => ({
        on: flag(known.enable_key_rotation, false),
        // A year, unless told otherwise. Source: EnableKeyRotation.
        days: number(known.rotation_period_in_days) || 365,
      }),
      compare: (before, after, circumstances) => {
        if (!before.on) return [];
        if (!after.on) return [{ rule: 'key-rotation-off', title: `${called(circumstances)} is no longer rotated.` }];
        if (after.days <= before.days) return [];
        const details = [fromTo('Days between rotations', before.days, after.days)];
        return [{ rule: 'key-rotation-slower', title: `${called(circumstances)} is rotated less often.`, details }];
      },
    }),
    watch({
      reads: Object.fromEntries(KEY_TYPES.map((type) => [type, ['deletion_window_in_days']])),
      rule: 'key-window-shortened',
      form: (known) => number(known.deletion_window_in_days) ?? 30,
      compare: (before, after, circumstances) =>
        after < before
          ? [
              {
                rule: 'key-window-shortened',
                title: `${called(circumstances)} would be deleted ${after} days after somebody orders it through Terraform.`,
                details: [fromTo('Days', before, after)],
              },
            ]
          : [],
    }),
    watch({
      reads: { aws_kms_alias: ['target_key_id'] },
      rule: 'key-alias-moved',
      form: (known) => text(known.target_key_id) ?? '',
      compare: (before, after, { change }) =>
        keyName(before) === keyName(after)
          ? []
          : [
              {
                rule: 'key-alias-moved',
                title: `The alias ${nameOf(change)} stands for another key.`,
                details: [fromTo('Key', before, after)],
                undo: 'What was written meanwhile lies under the other key, which has to be kept as long.',
              },
            ],
    }),
    watch({
      reads: { aws_kms_grant: ['key_id', 'grantee_principal', 'operations', 'constraints', 'retiring_principal'] },
      rule: 'key-grant-added',
      form: (known) => ({
        whom: text(known.grantee_principal),
        // Another key or another constraint makes every operation a new one.
        terms: canonical([
          text(known.key_id) ?? null,
          text(known.grantee_principal) ?? null,
          blocks(known.constraints).map((each) => [
            map(each.encryption_context_equals),
            map(each.encryption_context_subset),
          ]),
        ]),
        operations: texts(known.operations),
      }),
      absent: ({ change, scene }) => {
        const keys = keysOf(change, scene);
        const isNew = keys.length > 0 && keys.every(({ kind }) => kind === 'create');
        return isNew ? undefined : { whom: undefined, terms: '', operations: [] };
      },
      compare: (before, after) => {
        const gained =
          before.terms === after.terms ? missingFrom(after.operations, before.operations) : after.operations;
        if (gained.length === 0) return [];
        const title = `${after.whom ?? 'Somebody'} is granted the use of a key: ${[...gained].sort().join(', ')}.`;
        return [{ rule: 'key-grant-added', title }];
      },
    }),
    ...keyPolicies,
  ],
};
