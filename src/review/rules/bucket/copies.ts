import { bucketName } from '../../evidence/buckets';
import { block, blocks, canonical, text, type KnownAttributes } from '../known';
import type { RuleTexts, Weakening } from '../rule';
import type { Circumstances } from '../watch';
import { called, piece } from './piece';
import { isAbout, scopeInWords, scopeOf, type Scope } from './scope';

export const copyRules: RuleTexts = {
  'replication-removed': {
    title: 'objects of a bucket are no longer copied',
    severity: 'high',
    why: 'New evidence lies in one place only; where the first place cannot be locked, nowhere under a lock.',
    better: 'objects of a bucket are copied',
  },
  'replication-narrowed': {
    title: 'fewer objects of a bucket are copied',
    severity: 'high',
    why: 'What is left out lies in one place only.',
    better: 'more objects of a bucket are copied',
  },
  'replication-moved': {
    title: 'objects of a bucket are copied elsewhere',
    severity: 'high',
    why: 'Copies leave the archive that is locked and watched, or come to belong to somebody else.',
  },
  'replication-deletes': {
    title: 'deletions are copied as well',
    severity: 'high',
    why: 'Who deletes an object hides its copy too.',
    better: 'deletions are no longer copied',
  },
  'replication-role-changed': {
    title: 'another role copies the objects of a bucket',
    severity: 'medium',
    why: 'If it may do less, copies fail without anybody being told by this plan.',
  },
  'access-logging-removed': {
    title: 'access to a bucket is no longer logged',
    severity: 'medium',
    why: 'Who read the evidence, or tried to, is not known from then on.',
    better: 'access to a bucket is logged',
  },
  'access-logging-moved': {
    title: 'access to a bucket is logged elsewhere',
    severity: 'medium',
    why: 'Who looks for access logs in the old place finds none.',
  },
};

interface Copying {
  readonly scope: Scope;
  /** Where copies go, whose they are and under which key. */
  readonly target: string;
  readonly to: string;
  /** Objects encrypted with KMS keys are copied only where a rule says so. */
  readonly encrypted: boolean;
  readonly deletions: boolean;
}

interface Replication {
  readonly role?: string;
  readonly rules: readonly Copying[];
}

const enabled = (value: KnownAttributes[string] | undefined): boolean => value === 'Enabled' || value === true;

function copyingOf(rule: KnownAttributes): Copying {
  const destination = block(rule.destination) ?? {};
  const to = bucketName(text(destination.bucket) ?? '');
  const criteria = block(rule.source_selection_criteria);
  const key =
    text(block(destination.encryption_configuration)?.replica_kms_key_id) ?? text(destination.replica_kms_key_id);
  return {
    scope: scopeOf(rule),
    to,
    target: canonical({
      bucket: to,
      account: text(destination.account) ?? text(destination.account_id) ?? null,
      owner: text(block(destination.access_control_translation)?.owner) ?? null,
      key: key ?? null,
    }),
    encrypted:
      enabled(block(criteria?.sse_kms_encrypted_objects)?.status) ||
      enabled(block(criteria?.sse_kms_encrypted_objects)?.enabled),
    deletions: enabled(block(rule.delete_marker_replication)?.status) || enabled(rule.delete_marker_replication_status),
  };
}

const replicationOf = (role: KnownAttributes[string] | undefined, rules: readonly KnownAttributes[]): Replication => {
  const name = text(role);
  return {
    ...(name === undefined ? {} : { role: name }),
    rules: rules.filter(({ status }) => text(status) === 'Enabled').map(copyingOf),
  };
};

function compared(before: Replication, after: Replication, circumstances: Circumstances): readonly Weakening[] {
  const bucket = called(circumstances);
  if (before.rules.length === 0) return deletionsOf(before, after, bucket);
  const essence = canonical(after.rules.map((rule) => ({ ...rule, scope: scopeInWords(rule.scope) })));
  if (after.rules.length === 0) {
    const to = [...new Set(before.rules.map((rule) => rule.to))].join(', ');
    const title = `Objects of ${bucket} are no longer copied to ${to}.`;
    return [{ rule: 'replication-removed', title, undo: MEANWHILE, essence }];
  }
  const uncovered = before.rules.filter(
    (rule) =>
      !after.rules.some(
        (other) =>
          other.target === rule.target && isAbout(other.scope, rule.scope) && (other.encrypted || !rule.encrypted),
      ),
  );
  const [narrowed, moved] = [true, false].map((stays) =>
    uncovered.filter((rule) => after.rules.some((other) => other.target === rule.target) === stays),
  ) as [Copying[], Copying[]];
  const details = (rules: readonly Copying[]) =>
    rules.map(({ scope, to, encrypted }) => `No longer copied to ${to} as before: ${scopeInWords(scope)}${encrypted ? ', those under KMS keys included' : ''}`); // prettier-ignore
  return [
    ...(narrowed.length > 0
      ? [{ rule: 'replication-narrowed', title: `Fewer objects of ${bucket} are copied.`, details: details(narrowed), undo: MEANWHILE, essence }] // prettier-ignore
      : []),
    ...(moved.length > 0
      ? [
          {
            rule: 'replication-moved',
            title: `Objects of ${bucket} are copied elsewhere, to somebody else or under another key.`,
            details: moved
              .map(({ target }) => `Before: ${target}`)
              .concat(after.rules.map(({ target }) => `After: ${target}`)),
            undo: MEANWHILE,
            essence,
          },
        ]
      : []),
    ...deletionsOf(before, after, bucket),
    ...(before.role === undefined || before.role === after.role
      ? []
      : [
          {
            rule: 'replication-role-changed',
            title: `Another role copies the objects of ${bucket}.`,
            details: [`role: ${before.role} -> ${after.role ?? 'none'}`],
            essence: after.role ?? '',
          },
        ]),
  ];
}

const MEANWHILE = 'Replication copies only what is written while it is on; the rest needs a batch job.';

const deletionsOf = (before: Replication, after: Replication, bucket: string): readonly Weakening[] =>
  after.rules.some(({ deletions }) => deletions) && !before.rules.some(({ deletions }) => deletions)
    ? [{ rule: 'replication-deletes', title: `Who deletes an object of ${bucket} hides its copy too.`, essence: 'on' }]
    : [];

export const replication = piece<Replication>({
  type: 'aws_s3_bucket_replication_configuration',
  attributes: ['role', 'rule'],
  inline: ['replication_configuration'],
  rule: 'replication-removed',
  form: ({ role, rule }) => replicationOf(role, blocks(rule)),
  formInline: ({ replication_configuration }) => {
    const configuration = block(replication_configuration);
    return replicationOf(configuration?.role, blocks(configuration?.rules));
  },
  nothing: { rules: [] },
  least: true,
  compare: compared,
});

interface Logging {
  readonly bucket: string;
  readonly prefix: string;
}

const loggingOf = (known: KnownAttributes | undefined): Logging | undefined => {
  const bucket = text(known?.target_bucket);
  return bucket === undefined ? undefined : { bucket, prefix: text(known?.target_prefix) ?? '' };
};

export const accessLogging = piece<Logging | undefined>({
  type: 'aws_s3_bucket_logging',
  attributes: ['target_bucket', 'target_prefix'],
  inline: ['logging'],
  rule: 'access-logging-removed',
  form: loggingOf,
  formInline: ({ logging }) => loggingOf(block(logging)),
  nothing: undefined,
  least: true,
  compare: (before, after, circumstances) => {
    if (before === undefined) return [];
    if (after === undefined) {
      const title = `Access to ${called(circumstances)} is no longer logged.`;
      return [{ rule: 'access-logging-removed', title, undo: 'Requests made meanwhile are not logged later.' }];
    }
    const [was, is] = [before, after].map(({ bucket, prefix }) => `${bucket}/${prefix}`);
    if (was === is) return [];
    const title = `Access to ${called(circumstances)} is logged elsewhere.`;
    return [{ rule: 'access-logging-moved', title, details: [`${was} -> ${is}`] }];
  },
});
