import { organization } from '../organizations';
import { object, Policies } from './policies';
import { administrator, AUDIT, LOG_ARCHIVE, MANAGEMENT, MEMBER, role, rootUser } from './principals';
import { type Context, decideWith, type Decision } from './simulator';

const policies = new Policies(organization({ accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] } }));
const NAME = 'acme-audit-remediation-verify-evidence';
const VERIFIER = role(LOG_ARCHIVE, NAME, policies.grants('evidence', 'verifier_rights'));
/** The same name with every right that an account can give. */
const WIDENED = role(LOG_ARCHIVE, NAME);
const [trail, config, archive] = [policies.bucket('trail'), policies.bucket('config'), policies.bucket('archive')];
const LOG = `AWSLogs/o-a1b2c3d4e5/${MEMBER}/CloudTrail/us-east-1/2026/11/23/x.json.gz`;
const DIGEST = LOG.replace('/CloudTrail/', '/CloudTrail-Digest/');
const PUBLIC_KEY = 'PublicKeys/us-east-1/0123456789abcdef.json';
const NEW: Context = { 's3:if-none-match': '*' };
const THROUGH_S3: Context = { 'kms:ViaService': 's3.us-east-1.amazonaws.com' };

test.each<[string, string, Decision]>([
  ['s3:GetObject', LOG, 'Allowed'],
  ['s3:GetObject', DIGEST, 'Allowed'],
  ['s3:GetObject', PUBLIC_KEY, 'Allowed'],
  ['s3:GetObject', 'elsewhere/x', 'ImplicitlyDenied'],
  ['s3:GetObjectVersion', LOG, 'ImplicitlyDenied'],
  ['s3:PutObject', LOG, 'ExplicitlyDenied'],
  ['s3:PutObject', DIGEST, 'ExplicitlyDenied'],
  ['s3:PutObject', 'PublicKeys', 'ExplicitlyDenied'],
  ['s3:PutObject', PUBLIC_KEY, 'ExplicitlyDenied'],
  ['s3:DeleteObject', LOG, 'ImplicitlyDenied'],
  ['s3:DeleteObject', PUBLIC_KEY, 'ImplicitlyDenied'],
  ['s3:DeleteObjectVersion', PUBLIC_KEY, 'ImplicitlyDenied'],
  ['s3:PutObjectRetention', PUBLIC_KEY, 'ImplicitlyDenied'],
  ['s3:BypassGovernanceRetention', PUBLIC_KEY, 'ImplicitlyDenied'],
])('the verifier, doing %s to %s, is %s', async (action, key, decision) => {
  expect(await decideWith(policies, { principal: VERIFIER, action, target: object(trail, key) })).toBe(decision);
});

test.each([
  ['a new public key', VERIFIER, PUBLIC_KEY, 'Allowed'],
  ['a new log file', VERIFIER, LOG, 'ExplicitlyDenied'],
  ['a new public key, with wider rights', WIDENED, PUBLIC_KEY, 'Allowed'],
  ['a new log file, with wider rights', WIDENED, LOG, 'ExplicitlyDenied'],
  ['a new digest, with wider rights', WIDENED, DIGEST, 'ExplicitlyDenied'],
  ['a new file elsewhere, with wider rights', WIDENED, 'x.json', 'ExplicitlyDenied'],
])('the verifier may write %#: %s', async (_what, principal, key, decision) => {
  const request = { principal, action: 's3:PutObject', target: object(trail, key), context: NEW };
  expect(await decideWith(policies, request)).toBe(decision);
});

test.each([LOG, PUBLIC_KEY])('nobody replicates into %s, not even the verifier with wider rights', async (key) => {
  const request = { principal: WIDENED, action: 's3:ReplicateObject', target: object(trail, key) };
  expect(await decideWith(policies, request)).toBe('ExplicitlyDenied');
});

test.each([
  administrator(LOG_ARCHIVE),
  rootUser(LOG_ARCHIVE),
  administrator(MANAGEMENT),
  role(AUDIT, NAME),
  role(MEMBER, NAME),
  role(LOG_ARCHIVE, `${NAME}2`),
])('no public key is planted by $name', async (principal) => {
  const request = { principal, action: 's3:PutObject', target: object(trail, PUBLIC_KEY), context: NEW };
  expect(await decideWith(policies, request)).toBe('ExplicitlyDenied');
});

test('the verifier sees neither the Config bucket nor the archive', async () => {
  const decisions = [config, archive].map((bucket) =>
    decideWith(policies, { principal: VERIFIER, action: 's3:GetObject', target: object(bucket, LOG) }),
  );
  expect(await Promise.all(decisions)).toEqual(['ImplicitlyDenied', 'ImplicitlyDenied']);
});

test.each<[string, Context, Decision]>([
  ['kms:Decrypt', THROUGH_S3, 'Allowed'],
  ['kms:GenerateDataKey', THROUGH_S3, 'Allowed'],
  ['kms:Decrypt', {}, 'ImplicitlyDenied'],
  ['kms:Encrypt', THROUGH_S3, 'ImplicitlyDenied'],
])('the verifier, doing %s with the key of evidence and %j, is %s', async (action, context, decision) => {
  const request = { principal: VERIFIER, action, target: policies.key('evidence'), context };
  expect(await decideWith(policies, request)).toBe(decision);
});

test('the verifier cannot decrypt the archive', async () => {
  const context = { 'kms:ViaService': 's3.us-west-2.amazonaws.com' };
  const request = { principal: VERIFIER, action: 'kms:Decrypt', target: policies.key('archive'), context };
  expect(await decideWith(policies, request)).toBe('ImplicitlyDenied');
});

test('the verifier reports to the audit account', async () => {
  expect(await decideWith(policies, { principal: VERIFIER, action: 'events:PutEvents', target: policies.bus })).toBe(
    'Allowed',
  );
});
