import { within } from '../../evidence/references';
import { UNKNOWN, type Attributes, type Value } from '../../value';
import { block, flag, text, type KnownAttributes } from '../known';
import { fromTo } from '../naming';
import type { RuleTexts } from '../rule';
import { watch, type Circumstances } from '../watch';
import { called, piece } from './piece';

export const contentRules: RuleTexts = {
  'versioning-suspended': {
    title: 'a bucket keeps no old versions any more',
    severity: 'high',
    why: 'What is overwritten or deleted is gone at once; locks and replication need versions.',
    better: 'a bucket keeps old versions',
  },
  'mfa-delete-off': {
    title: 'versions can be deleted without MFA',
    severity: 'medium',
    why: 'A stolen session is enough to delete versions for good.',
    better: 'versions cannot be deleted without MFA',
  },
  'encryption-lowered': {
    title: 'objects are no longer encrypted with a KMS key',
    severity: 'high',
    why: 'Whoever may read the bucket may then read the evidence; no key stands in between.',
    better: 'objects are encrypted with a KMS key',
  },
  'encryption-key-changed': {
    title: 'objects are encrypted with another key',
    severity: 'high',
    why: 'Who may read new evidence, and who can make it unreadable, is decided by another key.',
  },
  'force-destroy': {
    title: 'a bucket can be destroyed with everything in it',
    severity: 'high',
    why: 'The next plan that destroys the bucket deletes the evidence in it without asking.',
    better: 'a bucket cannot be destroyed while something is in it',
  },
};

interface Versioning {
  readonly on: boolean;
  readonly mfaDelete: boolean;
}

/** Whether versions cannot be deleted without MFA before the plan, or perhaps cannot. */
const hasMfaDelete = ({ change, scene }: Circumstances): boolean =>
  [
    ...within(change.before?.versioning_configuration, ['mfa_delete']),
    ...[change, ...scene.buckets.bucketsOf(change)].flatMap(({ before }) => within(before?.versioning, ['mfa_delete'])),
  ].some((value) => !['Disabled', '', false].includes(value as string | boolean));

/** The provider calls it known only after the apply of every resource that is made; on it is set by nobody's silence. */
const withoutUnsetMfaDelete = (value: Value | undefined): Value | undefined =>
  Array.isArray(value)
    ? (value as readonly Value[]).map((block) => {
        if (block === null || typeof block !== 'object') return block;
        const { mfa_delete, ...others } = block as Attributes;
        return mfa_delete === UNKNOWN ? others : block;
      })
    : value;

export const versioning = piece<Versioning>({
  type: 'aws_s3_bucket_versioning',
  attributes: ['versioning_configuration'],
  inline: ['versioning'],
  rule: 'versioning-suspended',
  form: ({ versioning_configuration }) => {
    const { status, mfa_delete } = block(versioning_configuration) ?? {};
    return { on: text(status) === 'Enabled', mfaDelete: text(mfa_delete) === 'Enabled' };
  },
  formInline: ({ versioning: inline }) => {
    const { enabled, mfa_delete } = block(inline) ?? {};
    return { on: flag(enabled, false), mfaDelete: flag(mfa_delete, false) };
  },
  nothing: { on: false, mfaDelete: false },
  settled: (value, circumstances) => (hasMfaDelete(circumstances) ? value : withoutUnsetMfaDelete(value)),
  least: true,
  compare: (before, after, circumstances) => {
    const bucket = called(circumstances);
    return [
      ...(before.on && !after.on
        ? [
            {
              rule: 'versioning-suspended',
              title: `Versioning of ${bucket} is suspended: what is overwritten or deleted is gone.`,
              undo: 'Versions not kept meanwhile do not come back.',
            },
          ]
        : []),
      ...(before.mfaDelete && !after.mfaDelete
        ? [{ rule: 'mfa-delete-off', title: `Versions in ${bucket} can be deleted without MFA.` }]
        : []),
    ];
  },
});

interface Encryption {
  readonly algorithm: string;
  readonly key?: string;
}

function encryptionOf(rule: KnownAttributes | undefined): Encryption {
  const { sse_algorithm, kms_master_key_id } = block(rule?.apply_server_side_encryption_by_default) ?? {};
  const key = text(kms_master_key_id);
  return { algorithm: text(sse_algorithm) ?? 'AES256', ...(key === undefined ? {} : { key }) };
}

const isKms = ({ algorithm }: Encryption): boolean => algorithm.startsWith('aws:kms');

export const encryption = piece<Encryption>({
  type: 'aws_s3_bucket_server_side_encryption_configuration',
  attributes: ['rule'],
  inline: ['server_side_encryption_configuration'],
  rule: 'encryption-lowered',
  form: ({ rule }) => encryptionOf(block(rule)),
  formInline: ({ server_side_encryption_configuration }) =>
    encryptionOf(block(block(server_side_encryption_configuration)?.rule)),
  // Since 2023 S3 encrypts everything, with keys of its own where it is told nothing.
  nothing: { algorithm: 'AES256' },
  least: true,
  compare: (before, after, circumstances) => {
    if (!isKms(before)) return [];
    const bucket = called(circumstances);
    if (!isKms(after)) {
      const title = `New objects in ${bucket} are no longer encrypted with a KMS key.`;
      return [{ rule: 'encryption-lowered', title, details: [fromTo('Algorithm', before.algorithm, after.algorithm)] }];
    }
    const isSame =
      before.key === after.key ||
      (before.key !== undefined && after.key !== undefined && circumstances.scene.keys.areSame(before.key, after.key));
    if (isSame) return [];
    const title = `New objects in ${bucket} are encrypted with another key.`;
    return [{ rule: 'encryption-key-changed', title, details: [fromTo('Key', before.key, after.key)] }];
  },
});

export const forceDestroy = watch<boolean>({
  reads: { aws_s3_bucket: ['force_destroy'] },
  rule: 'force-destroy',
  form: ({ force_destroy }) => flag(force_destroy, false),
  compare: (before, after, circumstances) =>
    !before && after
      ? [
          {
            rule: 'force-destroy',
            title: `The next plan that destroys ${called(circumstances)} deletes everything in it.`,
          },
        ]
      : [],
});
