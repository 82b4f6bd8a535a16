import { evidenceBucket } from '../../../src/review/rules/evidence-bucket';
import { UNKNOWN, type Attributes, type Value } from '../../../src/review/value';
import { holds, type Case, type Given } from './cases';

const BUCKET = 'aws_s3_bucket';
const EVIDENCE: Given = { type: 'aws_cloudtrail', base: { name: 'org', s3_bucket_name: 'logs' } };

type Finds = Case['finds'];
type Side = Attributes | null;

/** A piece of the evidence bucket; `around` besides the trail that makes it one. */
function of(name: string, piece: string, before: Side, after: Side, finds: Finds, more: Partial<Case> = {}): Case {
  const type = `${BUCKET}_${piece}`;
  const change: Given = { type, base: { bucket: 'logs' }, before, after };
  return { name, change, finds, ...more, around: [EVIDENCE, ...(more.around ?? [])] };
}
const inline = (name: string, before: Attributes, after: Attributes, finds: Finds, more: Partial<Case> = {}): Case => ({
  name: `inline: ${name}`,
  change: { type: BUCKET, base: { bucket: 'logs', id: 'logs' }, before, after },
  finds,
  ...more,
  around: [EVIDENCE, ...(more.around ?? [])],
});

const retention = (mode: string, time: Record<string, Value>): Attributes => ({
  rule: [{ default_retention: [{ mode, days: null, years: null, ...time }] }],
});
const lockedInline = (mode: string, years: number): Attributes => ({
  object_lock_configuration: [{ object_lock_enabled: 'Enabled', rule: [{ default_retention: [{ mode, years }] }] }],
});
const LOCK = 'object_lock_configuration';
const IRREVOCABLE = [['lock-irrevocable', 'low']] as const;

const rule = (id: string, more: Record<string, Value>): Value => ({ id, status: 'Enabled', filter: [], ...more });
const expiring = (days: number, more: Record<string, Value> = {}): Value =>
  rule('expire', { expiration: [{ days }], ...more });
const LIFECYCLE = 'lifecycle_configuration';
const locked: Given = { type: `${BUCKET}_${LOCK}`, base: { bucket: 'logs', ...retention('GOVERNANCE', { years: 1 }) } };
const under = (prefix: string): Value => [{ prefix }];

const BLOCKED = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

const copy = (more: Record<string, Value> = {}, to: Record<string, Value> = {}): Value => ({
  id: 'all',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  destination: [{ bucket: 'arn:aws:s3:::archive', account: null, ...to }],
  source_selection_criteria: [{ sse_kms_encrypted_objects: [{ status: 'Enabled' }] }],
  delete_marker_replication: [{ status: 'Disabled' }],
  ...more,
});
const REPLICATION = 'replication_configuration';
const copies = (...rules: Value[]): Attributes => ({ role: 'arn:aws:iam::111111111111:role/copy', rule: rules });

const encrypted = (sse_algorithm: string, kms_master_key_id: string): Attributes => ({
  rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm, kms_master_key_id }] }],
});
const SSE = 'server_side_encryption_configuration';
const versioned = (status: string, mfa_delete = ''): Attributes => ({
  versioning_configuration: [{ status, mfa_delete }],
});

const statement = (more: Record<string, unknown>): unknown => ({
  Effect: 'Allow',
  Resource: 'arn:aws:s3:::logs/*',
  ...more,
});
const policy = (...statements: unknown[]): Attributes => ({
  policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
const DELIVERY = statement({
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 's3:PutObject',
  Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:111111111111:trail/org' } },
});
const READER = statement({ Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Action: 's3:GetObject' });
const EVERYBODY = statement({ Principal: '*', Action: 's3:GetObject' });
const NO_DELETION = statement({ Effect: 'Deny', Principal: '*', Action: 's3:DeleteObjectVersion' });
const refused = (more: Record<string, unknown>): unknown => statement({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...more }); // prettier-ignore
const telling = (...topics: string[]): Attributes => ({ eventbridge: false, topic: topics.map((topic_arn) => ({ topic_arn, events: ['s3:ObjectCreated:*'], filter_prefix: '', filter_suffix: '' })) }); // prettier-ignore
const point = (name: string, before: Side, after: Side, finds: Finds): Case => ({
  name: `access point: ${name}`,
  change: { type: 'aws_s3_access_point', base: { bucket: 'logs', name: 'reader' }, before, after },
  around: [EVIDENCE],
  finds,
});
const REVOKED = [['bucket-delivery-revoked', 'critical']] as const;
const UNDENIED = [['bucket-denial-removed', 'high']] as const;

holds(evidenceBucket, [
  {
    name: 'destroyed',
    change: { type: BUCKET, base: { bucket: 'logs', force_destroy: false }, after: null },
    around: [EVIDENCE, { type: `${BUCKET}_versioning`, base: { bucket: 'logs', ...versioned('Enabled') }, after: null }],
    finds: [['bucket-destroyed', 'critical', 'The bucket logs is destroyed.']],
  },
  {
    name: 'replaced',
    change: { type: BUCKET, before: { bucket: 'logs' }, after: { bucket: 'new', policy: UNKNOWN }, kind: 'replace', replacedBecause: ['bucket'] },
    around: [EVIDENCE],
    finds: [['bucket-destroyed', 'critical', 'The bucket logs is destroyed and another one made, empty.']],
    mirror: [['bucket-policy-widened', 'high']],
  },
  {
    name: 'destroyed, not known to hold evidence',
    change: { type: BUCKET, base: { bucket: 'pictures' }, after: null },
    finds: [['bucket-destroyed', 'high']],
  },
  inline('force_destroy', { force_destroy: false }, { force_destroy: true }, [['force-destroy', 'high', 'The next plan that destroys bucket logs deletes everything in it.']]), // prettier-ignore

  of('no lock', LOCK, retention('COMPLIANCE', { years: 7 }), { rule: [] }, [['lock-removed', 'critical', 'New objects in bucket logs are no longer locked.']], { mirror: IRREVOCABLE }),
  of('lock destroyed', LOCK, retention('GOVERNANCE', { days: 30 }), null, [['lock-removed', 'critical']]),
  of('a lock for good', LOCK, null, retention('COMPLIANCE', { years: 7 }), [['lock-irrevocable', 'low', 'New objects in bucket logs are locked for 7 years, and nobody can lift that.']], { mirror: [['lock-removed', 'critical']] }),
  of('mode lowered', LOCK, retention('COMPLIANCE', { years: 7 }), retention('GOVERNANCE', { years: 7 }), [['lock-mode-lowered', 'high', 'New objects in bucket logs are locked in a mode that privileged users can lift.']], { mirror: IRREVOCABLE }),
  of('shorter by a day', LOCK, retention('GOVERNANCE', { days: 30 }), retention('GOVERNANCE', { days: 29 }), [['lock-shortened', 'high', 'New objects in bucket logs are locked for 29 days instead of 30 days.']]),
  of('as long', LOCK, retention('GOVERNANCE', { days: 30 }), { ...retention('GOVERNANCE', { days: 30 }), token: 'x' }, []),
  of('a year less', LOCK, retention('COMPLIANCE', { years: 2 }), retention('COMPLIANCE', { years: 1 }), [['lock-shortened', 'high']], { mirror: IRREVOCABLE }),
  of('a year in days, too few', LOCK, retention('GOVERNANCE', { years: 1 }), retention('GOVERNANCE', { days: 364 }), [['lock-shortened', 'high']]),
  of('a year in days, without leap days', LOCK, retention('GOVERNANCE', { years: 1 }), retention('GOVERNANCE', { days: 365 }), [['lock-shortened', 'low', 'New objects in bucket logs may be locked for some leap days less.']]),
  of('a year in days, with leap days', LOCK, retention('GOVERNANCE', { years: 1 }), retention('GOVERNANCE', { days: 366 }), [], {}),
  of('unknown lock', LOCK, retention('GOVERNANCE', { years: 1 }), { rule: UNKNOWN }, [['lock-removed', 'critical', 'It cannot be seen in the plan whether new objects are no longer locked.']], { mirror: [['lock-removed', 'critical']] }),
  inline('no lock', lockedInline('GOVERNANCE', 1), { object_lock_configuration: [] }, [['lock-removed', 'critical']]),
  inline('read back only', lockedInline('GOVERNANCE', 1), { object_lock_configuration: [] }, [], { around: [locked] }),
  of('moved out of the bucket, shorter', LOCK, null, retention('GOVERNANCE', { days: 3 }), [['lock-shortened', 'high']], {
    around: [{ type: BUCKET, base: { bucket: 'logs', ...lockedInline('GOVERNANCE', 1) } }],
    mirror: [['lock-removed', 'critical']],
  }),

  of('expires', LIFECYCLE, { rule: [] }, { rule: [expiring(90)] }, [['lifecycle-expires-earlier', 'high', 'Objects in bucket logs expire earlier than before.']]),
  of('expires by a new resource', LIFECYCLE, null, { rule: [expiring(90)] }, [['lifecycle-expires-earlier', 'high']]),
  of('expires a day earlier', LIFECYCLE, { rule: [expiring(90)] }, { rule: [expiring(89)] }, [['lifecycle-expires-earlier', 'high']]),
  of('expires a day before the lock', LIFECYCLE, { rule: [] }, { rule: [expiring(364)] }, [['lifecycle-expires-earlier', 'high', 'Objects in bucket logs expire earlier than their lock ends.']], { around: [locked] }),
  of('expires with the lock', LIFECYCLE, { rule: [] }, { rule: [expiring(365)] }, [['lifecycle-expires-earlier', 'low', 'Objects in bucket logs expire earlier than before, though not before their lock ends.']], { around: [locked] }),
  of('old versions, locked', LIFECYCLE, { rule: [] }, { rule: [rule('old', { noncurrent_version_expiration: [{ noncurrent_days: 1 }] })] }, [], { around: [locked] }),
  of('old versions', LIFECYCLE, { rule: [] }, { rule: [rule('old', { noncurrent_version_expiration: [{ noncurrent_days: 1 }] })] }, [['lifecycle-expires-earlier', 'high']]),
  of('more objects', LIFECYCLE, { rule: [expiring(9, { filter: under('tmp/') })] }, { rule: [expiring(9)] }, [['lifecycle-expires-earlier', 'high']]),
  of('on a date', LIFECYCLE, { rule: [] }, { rule: [rule('d', { expiration: [{ date: '2030-01-01' }] })] }, [['lifecycle-expires-earlier', 'high']]),
  of('switched off', LIFECYCLE, { rule: [] }, { rule: [expiring(9, { status: 'Disabled' })] }, []),
  of('renamed and reordered', LIFECYCLE, { rule: [expiring(9), expiring(8, { filter: under('a') })] }, { rule: [expiring(8, { filter: under('a') }), expiring(9, { id: 'b' })] }, []),
  of('colder tiers', LIFECYCLE, { rule: [] }, { rule: [rule('t', { transition: [{ days: 30, storage_class: 'GLACIER' }], abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] })] }, []),
  inline('expires', { lifecycle_rule: [] }, { lifecycle_rule: [{ enabled: true, prefix: '', expiration: [{ days: 1 }] }] }, [['lifecycle-expires-earlier', 'high']]),

  of('suspended', 'versioning', versioned('Enabled'), versioned('Suspended'), [['versioning-suspended', 'high', 'Versioning of bucket logs is suspended: what is overwritten or deleted is gone.']]),
  of('versioning destroyed', 'versioning', versioned('Enabled'), null, [['versioning-suspended', 'high']]),
  of('without MFA', 'versioning', versioned('Enabled', 'Enabled'), versioned('Enabled', 'Disabled'), [['mfa-delete-off', 'medium', 'Versions in bucket logs can be deleted without MFA.']]),
  inline('suspended', { versioning: [{ enabled: true, mfa_delete: false }] }, { versioning: [{ enabled: false, mfa_delete: false }] }, [['versioning-suspended', 'high']]),
  {
    name: "another bucket's versioning",
    change: { type: `${BUCKET}_versioning`, base: versioned('Enabled'), before: { bucket: 'logs' }, after: { bucket: 'other' }, kind: 'replace' },
    around: [EVIDENCE],
    finds: [['versioning-suspended', 'high']],
    mirror: [['versioning-suspended', 'high']],
  },
  {
    name: 'of a bucket that is made new',
    change: { type: `${BUCKET}_versioning`, before: null, after: { bucket: 'logs', ...versioned('Suspended') } },
    around: [EVIDENCE, { type: BUCKET, before: null, after: { bucket: 'logs' } }],
    finds: [],
  },

  of('no KMS key', SSE, encrypted('aws:kms', 'one'), encrypted('AES256', ''), [['encryption-lowered', 'high', 'New objects in bucket logs are no longer encrypted with a KMS key.']]),
  of('encryption destroyed', SSE, encrypted('aws:kms', 'one'), null, [['encryption-lowered', 'high']]),
  of('another key', SSE, encrypted('aws:kms', 'one'), encrypted('aws:kms', 'two'), [['encryption-key-changed', 'high', 'New objects in bucket logs are encrypted with another key.']], { mirror: [['encryption-key-changed', 'high']] }),
  of('the same key', SSE, encrypted('aws:kms', 'one'), encrypted('aws:kms', 'arn:aws:kms:us-east-1:111111111111:key/one'), []),
  inline('no KMS key', { server_side_encryption_configuration: [encrypted('aws:kms', 'one')] }, { server_side_encryption_configuration: [] }, [['encryption-lowered', 'high']]),

  of('a flag off', 'public_access_block', BLOCKED, { ...BLOCKED, block_public_policy: false }, [['public-access-opened', 'high', 'Public access to bucket logs is no longer blocked: block_public_policy.']]),
  of('block destroyed', 'public_access_block', BLOCKED, null, [['public-access-opened', 'high']]),
  {
    name: "the account's flag off",
    change: { type: 'aws_s3_account_public_access_block', before: BLOCKED, after: { ...BLOCKED, ignore_public_acls: false } },
    finds: [['account-public-access-opened', 'high', "Public access to the account’s buckets is no longer blocked: ignore_public_acls."]],
  },
  { name: "the account's block destroyed", change: { type: 'aws_s3_account_public_access_block', before: BLOCKED, after: null }, finds: [['account-public-access-opened', 'high']] },
  of('public ACL', 'acl', { acl: 'private' }, { acl: 'public-read' }, [['acl-widened', 'high', 'An ACL lets others into bucket logs.']]),
  of('a grant', 'acl', null, { access_control_policy: [{ owner: [{ id: 'me' }], grant: [{ permission: 'READ', grantee: [{ type: 'CanonicalUser', id: 'them' }] }] }] }, [['acl-widened', 'high']]),
  of("only the owner's grant", 'acl', null, { access_control_policy: [{ owner: [{ id: 'me' }], grant: [{ permission: 'FULL_CONTROL', grantee: [{ id: 'me' }] }] }] }, []),
  inline('public ACL', { acl: 'private' }, { acl: 'public-read-write' }, [['acl-widened', 'high']]),
  of('ACLs count', 'ownership_controls', { rule: [{ object_ownership: 'BucketOwnerEnforced' }] }, { rule: [{ object_ownership: 'BucketOwnerPreferred' }] }, [['acls-enabled', 'medium', 'ACLs count again in bucket logs.']]),

  of('no copies', REPLICATION, copies(copy()), null, [['replication-removed', 'high', 'Objects of bucket logs are no longer copied to archive.']]),
  of('copies switched off', REPLICATION, copies(copy()), copies(copy({ status: 'Disabled' })), [['replication-removed', 'high']]),
  of('fewer copies', REPLICATION, copies(copy()), copies(copy({ filter: under('a/') })), [['replication-narrowed', 'high', 'Fewer objects of bucket logs are copied.']]),
  of('not those under KMS keys', REPLICATION, copies(copy()), copies(copy({ source_selection_criteria: [] })), [['replication-narrowed', 'high']]),
  of('copies elsewhere', REPLICATION, copies(copy()), copies(copy({}, { bucket: 'arn:aws:s3:::mine' })), [['replication-moved', 'high', 'Objects of bucket logs are copied elsewhere, to somebody else or under another key.']], { mirror: [['replication-moved', 'high']] }),
  of('deletions copied', REPLICATION, copies(copy()), copies(copy({ delete_marker_replication: [{ status: 'Enabled' }] })), [['replication-deletes', 'high', 'Who deletes an object of bucket logs hides its copy too.']]),
  of('another role', REPLICATION, copies(copy()), { ...copies(copy()), role: 'arn:aws:iam::111111111111:role/x' }, [['replication-role-changed', 'medium']], { mirror: [['replication-role-changed', 'medium']] }),
  of('rules in another order', REPLICATION, copies(copy({ filter: under('a/') }), copy({ filter: under('b/') })), copies(copy({ filter: under('b/') }), copy({ filter: under('a/'), id: 'x' })), []),
  inline('no copies', { replication_configuration: [{ role: 'r', rules: [{ status: 'Enabled', destination: [{ bucket: 'arn:aws:s3:::archive' }] }] }] }, { replication_configuration: [] }, [['replication-removed', 'high']]),
  of('unknown destination', REPLICATION, copies(copy()), copies(copy({}, { bucket: UNKNOWN as unknown as string })), [['replication-removed', 'high']], { mirror: [['replication-removed', 'high']] }),

  of('the first copies, to a bucket yet to be made', REPLICATION, null, copies(copy({}, { bucket: UNKNOWN as unknown as string })), []),
  of('the first block, unknown', 'public_access_block', null, { ...BLOCKED, block_public_acls: UNKNOWN }, []),

  of('events not told', 'notification', telling('a', 'b'), telling('b'), [['bucket-events-removed', 'medium', 'The bucket logs no longer tells of everything that it told before.']]),
  of('EventBridge not told', 'notification', { eventbridge: true }, null, [['bucket-events-removed', 'medium']]),
  of('told of less', 'notification', telling('a'), { topic: [{ topic_arn: 'a', events: ['s3:ObjectCreated:*'], filter_prefix: 'x/', filter_suffix: '' }] }, [['bucket-events-removed', 'medium']], { mirror: [['bucket-events-removed', 'medium']] }),
  of('told in another order', 'notification', telling('a', 'b'), telling('b', 'a'), []),
  of('the first told, unknown', 'notification', null, { topic: UNKNOWN }, []),
  point('new', null, {}, [['access-point-added', 'medium', 'There is another way to bucket logs: access point reader.']]),
  point('wider', policy(NO_DELETION), policy(NO_DELETION, READER), [['access-point-widened', 'high']]),
  point('denies less', policy(NO_DELETION), policy(), [['access-point-denial-removed', 'high']]),
  { name: "another bucket's access point", change: { type: 'aws_s3_access_point', before: null, after: { bucket: 'pictures', name: 'reader' } }, finds: [] },
  { name: "an access point's first policy", change: { type: 'aws_s3control_access_point_policy', base: { access_point_arn: 'arn' }, before: null, after: policy(READER) }, finds: [['access-point-widened', 'medium']] },

  of('not logged', 'logging', { target_bucket: 'access', target_prefix: '' }, null, [['access-logging-removed', 'medium', 'Access to bucket logs is no longer logged.']]),
  of('logged elsewhere', 'logging', { target_bucket: 'access', target_prefix: '' }, { target_bucket: 'b', target_prefix: '' }, [['access-logging-moved', 'medium', 'Access to bucket logs is logged elsewhere.']], { mirror: [['access-logging-moved', 'medium']] }),

  of('policy widened', 'policy', policy(DELIVERY), policy(DELIVERY, READER), [['bucket-policy-widened', 'high']]),
  of('policy opened to everybody', 'policy', policy(DELIVERY), policy(DELIVERY, EVERYBODY), [['bucket-policy-widened', 'critical']]),
  of('policy denies less', 'policy', policy(DELIVERY, NO_DELETION), policy(DELIVERY), [['bucket-denial-removed', 'high', 'The policy of bucket logs no longer denies something.']]),
  of('policy without delivery', 'policy', policy(DELIVERY, READER), policy(READER), [['bucket-delivery-revoked', 'critical', 'cloudtrail.amazonaws.com can no longer deliver: the policy of bucket logs does not allow s3:PutObject.']], { mirror: [['bucket-policy-widened', 'low']] }),
  of('refused without a condition', 'policy', policy(DELIVERY), policy(DELIVERY, refused({})), [['bucket-delivery-revoked', 'critical', 'cloudtrail.amazonaws.com can no longer deliver: the policy of bucket logs does not allow s3:PutObject.']], { mirror: UNDENIED }),
  of('refused by name', 'policy', policy(DELIVERY), policy(DELIVERY, refused({ Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject' })), REVOKED, { mirror: UNDENIED }),
  of('refused outside the organization', 'policy', policy(DELIVERY), policy(DELIVERY, refused({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } })), REVOKED, { mirror: UNDENIED }),
  of('refused outside an endpoint', 'policy', policy(DELIVERY), policy(DELIVERY, refused({ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } })), REVOKED, { mirror: UNDENIED }),
  of('refused to services', 'policy', policy(DELIVERY), policy(DELIVERY, refused({ Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } })), REVOKED, { mirror: UNDENIED }),
  of('refused over TLS', 'policy', policy(DELIVERY), policy(DELIVERY, refused({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), REVOKED, { mirror: UNDENIED }),
  of('refused by name of its source', 'policy', policy(DELIVERY), policy(DELIVERY, refused({ Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:111111111111:trail/org' } } })), REVOKED, { mirror: UNDENIED }),
  of('refused where it writes', 'policy', policy(DELIVERY), policy(DELIVERY, refused({ Resource: 'arn:aws:s3:::logs/*' })), REVOKED, { mirror: UNDENIED }),
  ...([
    ['without TLS', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    ['outside the organization, services spared', { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } }],
    ['to other acts', { Action: 's3:DeleteObject*' }],
    ['elsewhere', { Resource: 'arn:aws:s3:::logs/private/*' }],
    ['to others', { Principal: { AWS: 'arn:aws:iam::999999999999:root' } }],
    ['to all but the service', { Principal: undefined, NotPrincipal: { Service: 'cloudtrail.amazonaws.com' } }],
    ['for other trails', { Condition: { ArnNotEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:111111111111:trail/org' } } }],
  ] as const).map(([name, more]) => of(`refused ${name}`, 'policy', policy(DELIVERY), policy(DELIVERY, refused(more)), [])),
  of('policy for any source', 'policy', policy(DELIVERY), policy({ ...(DELIVERY as object), Condition: {} }), [['bucket-policy-widened', 'high']]),
  of('policy for another service, with its source if there is one', 'policy', policy(DELIVERY), policy(DELIVERY, statement({ Principal: { Service: 'config.amazonaws.com' }, Action: 's3:PutObject', Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111111111111' } } })), [['bucket-policy-widened', 'high']], { mirror: REVOKED }),
  of('policy for another service, with its source', 'policy', policy(DELIVERY), policy(DELIVERY, statement({ Principal: { Service: 'config.amazonaws.com' }, Action: 's3:PutObject', Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } })), [['bucket-policy-widened', 'low']], { mirror: REVOKED }),
  of('policy for another trail', 'policy', policy(DELIVERY), policy(DELIVERY, { ...(DELIVERY as object), Condition: { StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:222222222222:trail/*' } } }), [['bucket-policy-widened', 'low']]),
  of('policy destroyed', 'policy', policy(DELIVERY, NO_DELETION), null, [['bucket-delivery-revoked', 'critical'], ['bucket-denial-removed', 'high']], { mirror: [['bucket-policy-widened', 'low']] }),
  of('policy rewritten', 'policy', policy(DELIVERY, READER), policy({ ...(READER as object), Sid: 'Reader' }, { ...(DELIVERY as object), Action: ['S3:putobject'] }), []),
  of('policy unknown', 'policy', policy(DELIVERY), { policy: UNKNOWN }, [['bucket-policy-widened', 'high', 'It cannot be seen in the plan whether the policy of a bucket lets somebody do more.']], { mirror: [['bucket-policy-widened', 'high']] }),
  inline('policy widened', policy(DELIVERY), policy(DELIVERY, READER), [['bucket-policy-widened', 'high']]),
]); // prettier-ignore
