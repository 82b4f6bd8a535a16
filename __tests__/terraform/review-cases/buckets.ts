import { ACCOUNT, allow, deny, keyArn, of, OUTSIDE, policy, role, root, uuid, type Found, type Values } from './planned-case'; // prettier-ignore

const bucketOf = (name: string): string => `evidence-${name.replaceAll('_', '-')}`;
/** What says one thing about a bucket. */
const piece = (type: string) =>
  of(`aws_s3_bucket${type}`, (name) => ({ base: { bucket: bucketOf(name) }, computed: { id: bucketOf(name) } }));
const bucket = piece('');
const versioning = piece('_versioning');
const lock = piece('_object_lock_configuration');
const lifecycle = piece('_lifecycle_configuration');
const block = piece('_public_access_block');
const ownership = piece('_ownership_controls');
const acl = piece('_acl');
const encryption = piece('_server_side_encryption_configuration');
const replication = piece('_replication_configuration');
const logging = piece('_logging');
const bucketPolicy = piece('_policy');
const accountBlock = of('aws_s3_account_public_access_block', () => ({ base: { account_id: ACCOUNT } }));

const accessPoint = of('aws_s3_access_point', (name) => ({ base: { bucket: bucketOf('gone'), name: name.replaceAll('_', '-') } })); // prettier-ignore
const notification = piece('_notification');
const announcing = (...topics: readonly string[]): Values => ({
  topic: topics.map((name) => ({ topic_arn: `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`, events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] })),
}); // prettier-ignore

const versioned = (status: string, mfa_delete: string): Values => ({ versioning_configuration: [{ status, mfa_delete }] }); // prettier-ignore
const retention = (mode: string, time: Values): Values => ({ object_lock_enabled: 'Enabled', rule: [{ default_retention: [{ mode, years: null, days: null, ...time }] }] }); // prettier-ignore
const years = (mode: string, count: number): Values => retention(mode, { years: count });

const expiring = (days: number, more: Values = {}): Values => ({
  id: `expire-${days}`, status: 'Enabled', prefix: '', filter: [], transition: [], noncurrent_version_expiration: [], noncurrent_version_transition: [],
  abort_incomplete_multipart_upload: [], expiration: [{ days, date: null, expired_object_delete_marker: false }], ...more,
}); // prettier-ignore
const outdating = (noncurrent_days: number): Values => expiring(0, { id: 'old', expiration: [], noncurrent_version_expiration: [{ noncurrent_days, newer_noncurrent_versions: null }] }); // prettier-ignore
const rules = (...rule: readonly Values[]): Values => ({ transition_default_minimum_object_size: 'all_storage_classes_128K', rule }); // prettier-ignore
const under = (prefix: string): Values => ({ filter: [{ prefix, and: [], tag: [], object_size_greater_than: null, object_size_less_than: null }] }); // prettier-ignore

const BLOCKED = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const encrypted = (sse_algorithm: string, key: string): Values => ({ rule: [{ bucket_key_enabled: false, apply_server_side_encryption_by_default: [{ sse_algorithm, kms_master_key_id: key }] }] }); // prettier-ignore
const copying = (more: Values = {}, to: Values = {}): Values => ({
  id: 'all', status: 'Enabled', prefix: '', delete_marker_replication: [{ status: 'Disabled' }], existing_object_replication: [], source_selection_criteria: [],
  filter: [{ prefix: '', and: [], tag: [] }],
  destination: [{ bucket: 'arn:aws:s3:::archive', account: '', storage_class: '', access_control_translation: [], encryption_configuration: [], metrics: [], replication_time: [], ...to }],
  ...more,
}); // prettier-ignore
const copied = (...rule: readonly Values[]): Values => ({ role: role('copy'), rule });
const logged = (target_bucket: string): Values => ({ target_bucket, target_prefix: 'a/' });

const TRAIL = { StringEquals: { 'aws:SourceArn': `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/org` } };
const DELIVERY = allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject', { Condition: TRAIL });
const ANYBODYS = allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject');
const OWN = allow(root(ACCOUNT), 's3:GetObject');
const READER = allow(root(OUTSIDE), ['s3:GetObject', 's3:GetObjectVersion']);
const WRITER = allow(root(OUTSIDE), 's3:DeleteObjectVersion');
const NO_DELETION = deny('s3:DeleteObjectVersion');
const TLS = deny('s3:*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } });

const IRREVOCABLE: Found = [['lock-irrevocable', 'low']];
const EXPIRES: Found = [['lifecycle-expires-earlier', 'high']];
const MOVED: Found = [['replication-moved', 'high']];
const NARROWED: Found = [['replication-narrowed', 'high']];
const WIDENED: Found = [['bucket-policy-widened', 'high']];

export const buckets = [
  bucket('gone', { force_destroy: false }, null, [['bucket-destroyed', 'critical']]),
  bucket('replaced', { force_destroy: false, object_lock_enabled: false }, { force_destroy: false, object_lock_enabled: true }, [['bucket-destroyed', 'critical']], [['bucket-destroyed', 'critical']]), // prettier-ignore
  bucket('forced', { force_destroy: false }, { force_destroy: true }, [['force-destroy', 'high']]),

  lock('unlocked', years('GOVERNANCE', 2), null, [['lock-removed', 'critical']]),
  lock('lowered', years('COMPLIANCE', 2), years('GOVERNANCE', 2), [['lock-mode-lowered', 'high']], IRREVOCABLE),
  lock('shorter', years('GOVERNANCE', 2), years('GOVERNANCE', 1), [['lock-shortened', 'high']]),
  lock('shorter_day', retention('GOVERNANCE', { days: 30 }), retention('GOVERNANCE', { days: 29 }), [['lock-shortened', 'high']]), // prettier-ignore
  lock('for_good', null, years('COMPLIANCE', 7), IRREVOCABLE, [['lock-removed', 'critical']]),

  versioning('unversioned', versioned('Enabled', ''), versioned('Suspended', ''), [['versioning-suspended', 'high']]),
  versioning('without_mfa', { ...versioned('Enabled', 'Enabled'), mfa: 'serial 123456' }, { ...versioned('Enabled', 'Disabled'), mfa: 'serial 123456' }, [['mfa-delete-off', 'medium']]), // prettier-ignore

  lifecycle('expiring', rules(expiring(366)), rules(expiring(365)), EXPIRES),
  lifecycle('expiring_more', rules(expiring(9, under('tmp/'))), rules(expiring(9)), EXPIRES),
  lifecycle('expiring_old', rules(outdating(31)), rules(outdating(30)), EXPIRES),
  lifecycle('expiring_new', null, rules(expiring(90)), EXPIRES),
  lifecycle('listed', rules(expiring(8, under('a/')), expiring(9, under('b/'))), rules(expiring(9, under('b/')), expiring(8, under('a/'))), []), // prettier-ignore
  lock('kept', years('GOVERNANCE', 1), years('GOVERNANCE', 1), []),
  lifecycle('kept', rules(expiring(366)), rules(expiring(364)), EXPIRES),
  lock('outlived', years('GOVERNANCE', 1), years('GOVERNANCE', 1), []),
  lifecycle('outlived', rules(expiring(400)), rules(expiring(365)), [['lifecycle-expires-earlier', 'low']]),

  block('open', BLOCKED, { ...BLOCKED, restrict_public_buckets: false }, [['public-access-opened', 'high']]),
  block('unblocked', BLOCKED, null, [['public-access-opened', 'high']]),
  accountBlock('all', BLOCKED, { ...BLOCKED, block_public_acls: false }, [['account-public-access-opened', 'high']]),
  ownership('acls', { rule: [{ object_ownership: 'BucketOwnerEnforced' }] }, { rule: [{ object_ownership: 'ObjectWriter' }] }, [['acls-enabled', 'medium']]), // prettier-ignore
  acl('public', { acl: 'private' }, { acl: 'public-read' }, [['acl-widened', 'high']]),

  encryption('plain', encrypted('aws:kms', keyArn(uuid(901))), encrypted('AES256', ''), [
    ['encryption-lowered', 'high'],
  ]),
  encryption('rekeyed', encrypted('aws:kms', keyArn(uuid(901))), encrypted('aws:kms', keyArn(uuid(902))), [['encryption-key-changed', 'high']], [['encryption-key-changed', 'high']]), // prettier-ignore

  replication('alone', copied(copying()), copied(copying({ status: 'Disabled' })), [['replication-removed', 'high']]),
  replication('uncopied', copied(copying()), null, [['replication-removed', 'high']]),
  replication('fewer', copied(copying()), copied(copying({ filter: [{ prefix: 'a/', and: [], tag: [] }] })), NARROWED),
  replication('elsewhere', copied(copying()), copied(copying({}, { bucket: 'arn:aws:s3:::mine' })), MOVED, MOVED),
  replication('deletions', copied(copying()), copied(copying({ delete_marker_replication: [{ status: 'Enabled' }] })), [['replication-deletes', 'high']]), // prettier-ignore
  replication('role', copied(copying()), { ...copied(copying()), role: role('other') }, [['replication-role-changed', 'medium']], [['replication-role-changed', 'medium']]), // prettier-ignore

  logging('unlogged', logged('access'), null, [['access-logging-removed', 'medium']]),
  logging('relogged', logged('access'), logged('other'), [['access-logging-moved', 'medium']], [['access-logging-moved', 'medium']]), // prettier-ignore

  notification('untold', announcing('deliveries'), null, [['bucket-events-removed', 'medium']]),
  notification('told_less', { ...announcing('deliveries'), eventbridge: true }, announcing('deliveries'), [['bucket-events-removed', 'medium']]), // prettier-ignore
  notification('told_otherwise', announcing('deliveries', 'others'), announcing('others'), [['bucket-events-removed', 'medium']]), // prettier-ignore
  accessPoint('point_new', null, {}, [['access-point-added', 'medium']]),
  accessPoint('point_wider', policy(OWN), policy(OWN, READER), [['access-point-widened', 'high']]),
  accessPoint('point_undenied', policy(OWN, NO_DELETION), policy(OWN), [['access-point-denial-removed', 'high']]),

  bucketPolicy('widened', policy(DELIVERY), policy(DELIVERY, READER), WIDENED),
  bucketPolicy('widened_write', policy(READER, DELIVERY), policy({ ...READER, Action: 's3:*' }, DELIVERY), WIDENED),
  bucketPolicy('unconditional', policy(DELIVERY), policy(ANYBODYS), WIDENED),
  bucketPolicy('open_to_all', policy(DELIVERY), policy(DELIVERY, allow('*', 's3:GetObject')), [['bucket-policy-widened', 'critical']]), // prettier-ignore
  bucketPolicy('undenied', policy(DELIVERY, NO_DELETION), policy(DELIVERY), [['bucket-denial-removed', 'high']]),
  bucketPolicy('undelivered', policy(DELIVERY, READER), policy(READER), [['bucket-delivery-revoked', 'critical']], [['bucket-policy-widened', 'low']]), // prettier-ignore
  bucketPolicy('refused', policy(DELIVERY), policy(DELIVERY, deny('s3:*', { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } })), [['bucket-delivery-revoked', 'critical']], [['bucket-denial-removed', 'high']]), // prettier-ignore
  bucketPolicy('spared', policy(DELIVERY), policy(DELIVERY, deny('s3:*', { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1234567890' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } } })), [], [['bucket-denial-removed', 'high']]), // prettier-ignore
  bucketPolicy('rewritten', policy(DELIVERY, READER), policy({ ...allow(root(OUTSIDE), 's3:GetObjectVersion'), Sid: 'Versions' }, allow({ AWS: [OUTSIDE] }, ['S3:getobject']), DELIVERY), []), // prettier-ignore
  bucketPolicy('regained', policy(DELIVERY, WRITER, NO_DELETION), policy(DELIVERY, NO_DELETION), []),
  bucketPolicy('encrypted_only', policy(DELIVERY), policy(TLS, DELIVERY), [], [['bucket-denial-removed', 'high']]),
];

export const EVIDENCE_BUCKETS = [...new Set(buckets.flatMap(({ base }) => (typeof base.bucket === 'string' ? [base.bucket] : [])))]; // prettier-ignore
