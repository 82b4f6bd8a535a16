import { organization } from '../organizations';
import { object, Policies } from './policies';
import { actingFor, AUDIT, FOREIGN, LOG_ARCHIVE, service } from './principals';
import { type Context, decideWith, type Decision } from './simulator';

const policies = new Policies(organization({ accounts: { logArchive: LOG_ARCHIVE } }));
const LOGGING = service('logging.s3.amazonaws.com');
const [TRAIL, CONFIG, ARCHIVE] = (['trail', 'config', 'archive'] as const).map((name) => policies.bucket(name).arn);
const OTHER = 'arn:aws:s3:::holiday-pictures';

const TRAIL_LOG = `access-logs/acme-trail-${LOG_ARCHIVE}-us-east-1/2026-11-23-00-00-00-0123456789ABCDEF`;
const CONFIG_LOG = TRAIL_LOG.replace('acme-trail', 'acme-config');

const of = (source: string | undefined, more: Context = {}): Context => ({
  'aws:SourceArn': source,
  ...actingFor(LOG_ARCHIVE),
  ...more,
});
/** The ARN of a bucket names no account: whoever comes to hold the name has the ARN. */
const heldBy = (account: string | undefined): Context =>
  account === undefined ? { 'aws:SourceAccount': undefined, 'aws:SourceOrgID': undefined } : actingFor(account);

describe('S3 delivering access logs', () => {
  test.each<[string, Decision, string, Context]>([
    ['of the trail bucket', 'Allowed', TRAIL_LOG, of(TRAIL)],
    ['of the Config bucket', 'Allowed', CONFIG_LOG, of(CONFIG)],
    ['of the trail bucket among those of the Config bucket', 'ImplicitlyDenied', CONFIG_LOG, of(TRAIL)],
    ['of the trail bucket outside its prefix', 'ImplicitlyDenied', TRAIL_LOG.replace('access-logs/', ''), of(TRAIL)],
    ['of the archive bucket', 'ImplicitlyDenied', TRAIL_LOG, of(ARCHIVE)],
    ['of a bucket of others', 'ImplicitlyDenied', TRAIL_LOG, of(OTHER)],
    ['of a bucket whose name begins so', 'ImplicitlyDenied', TRAIL_LOG, of(`${TRAIL}-2`)],
    ['of no bucket', 'ImplicitlyDenied', TRAIL_LOG, of(undefined)],
    ['of the trail bucket, held by strangers', 'ImplicitlyDenied', TRAIL_LOG, of(TRAIL, heldBy(FOREIGN))],
    ['of the trail bucket, held by another account of ours', 'ImplicitlyDenied', TRAIL_LOG, of(TRAIL, heldBy(AUDIT))],
    ['of the trail bucket, without saying who holds it', 'ImplicitlyDenied', TRAIL_LOG, of(TRAIL, heldBy(undefined))],
    ['of the Config bucket, held by strangers', 'ImplicitlyDenied', CONFIG_LOG, of(CONFIG, heldBy(FOREIGN))],
    [
      'of the Config bucket, without saying who holds it',
      'ImplicitlyDenied',
      CONFIG_LOG,
      of(CONFIG, heldBy(undefined)),
    ],
    ['over plain HTTP', 'ExplicitlyDenied', TRAIL_LOG, of(TRAIL, { 'aws:SecureTransport': 'false' })],
  ])('%s is %s', async (_row, decision, path, context) => {
    const target = object(policies.bucket('access-logs'), path);
    expect(await decideWith(policies, { principal: LOGGING, action: 's3:PutObject', target, context })).toBe(decision);
  });

  test.each(['trail', 'config', 'archive'] as const)('to the %s bucket is impossible', async (name) => {
    const target = object(policies.bucket(name), TRAIL_LOG);
    const request = { principal: LOGGING, action: 's3:PutObject', target, context: of(TRAIL) };
    expect(await decideWith(policies, request)).toBe('ImplicitlyDenied');
  });

  test.each(['cloudtrail.amazonaws.com', 'config.amazonaws.com'])('is not for %s', async (host) => {
    const target = object(policies.bucket('access-logs'), TRAIL_LOG);
    const request = { principal: service(host), action: 's3:PutObject', target, context: of(TRAIL) };
    expect(await decideWith(policies, request)).toBe('ImplicitlyDenied');
  });
});
