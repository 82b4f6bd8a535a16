import { organization } from '../organizations';
import { object, Policies } from './policies';
import {
  actingFor,
  ANYBODY,
  AUDIT,
  FOREIGN,
  LOG_ARCHIVE,
  MANAGEMENT,
  MEMBER,
  ORGANIZATION,
  role,
  service,
} from './principals';
import { type Context, decideWith, type Decision } from './simulator';

const CLOUDTRAIL = service('cloudtrail.amazonaws.com');
const TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/acme-organization-trail`;
const OTHER_TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/marketing`;
const MEMBERS_TRAIL = `arn:aws:cloudtrail:us-east-1:${MEMBER}:trail/acme-organization-trail`;
const FOREIGN_TRAIL = `arn:aws:cloudtrail:us-east-1:${FOREIGN}:trail/acme-organization-trail`;

const LOG_FILE = `AWSLogs/${ORGANIZATION}/${MEMBER}/CloudTrail/us-east-1/2026/11/23/${MEMBER}_CloudTrail_us-east-1_x.json.gz`;
const accounts = { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] };

/** Whoever creates the trail, it is the management account's, and so is its ARN. */
const ADMINISTRATORS = {
  'the management account': new Policies(organization({ accounts })),
  'a delegated administrator': new Policies(organization({ accounts, trail: { administrator: 'delegated' } })),
};

/** CloudTrail acts for the account that a trail is in. */
const forTrail = (arn: string): Context => ({ 'aws:SourceArn': arn, ...actingFor(arn.split(':')[4]!) });
const ofTrail = (arn: string | undefined, more: Context = {}): Context => ({
  ...(arn === undefined ? {} : forTrail(arn)),
  's3:x-amz-acl': 'bucket-owner-full-control',
  ...more,
});

describe.each(Object.entries(ADMINISTRATORS))('with a trail that %s creates', (_name, policies) => {
  const bucket = policies.bucket('trail');
  const key = policies.key('evidence');

  describe('CloudTrail delivering to the trail bucket', () => {
    test.each<[string, Decision, string, Context]>([
      ["a member's log file", 'Allowed', LOG_FILE, ofTrail(TRAIL)],
      ["a member's digest", 'Allowed', LOG_FILE.replaceAll('CloudTrail', 'CloudTrail-Digest'), ofTrail(TRAIL)],
      [
        "the management account's own log file",
        'Allowed',
        LOG_FILE.replace(`${ORGANIZATION}/${MEMBER}`, MANAGEMENT),
        ofTrail(TRAIL),
      ],
      ["another organization's trail", 'ImplicitlyDenied', LOG_FILE, ofTrail(FOREIGN_TRAIL)],
      ['another trail of ours', 'ImplicitlyDenied', LOG_FILE, ofTrail(OTHER_TRAIL)],
      ["a member's trail of the same name", 'ImplicitlyDenied', LOG_FILE, ofTrail(MEMBERS_TRAIL)],
      [
        'a trail of the same name in another region',
        'ImplicitlyDenied',
        LOG_FILE,
        ofTrail(TRAIL.replace('us-east-1', 'eu-west-1')),
      ],
      ['no trail at all', 'ImplicitlyDenied', LOG_FILE, ofTrail(undefined)],
      ['over plain HTTP', 'ExplicitlyDenied', LOG_FILE, ofTrail(TRAIL, { 'aws:SecureTransport': 'false' })],
      ['keeping the object to itself', 'ImplicitlyDenied', LOG_FILE, ofTrail(TRAIL, { 's3:x-amz-acl': 'private' })],
      [
        'without saying who owns the object',
        'ImplicitlyDenied',
        LOG_FILE,
        ofTrail(TRAIL, { 's3:x-amz-acl': undefined }),
      ],
      ["under a member's own prefix", 'ImplicitlyDenied', LOG_FILE.replace(`${ORGANIZATION}/`, ''), ofTrail(TRAIL)],
      [
        "under another organization's prefix",
        'ImplicitlyDenied',
        LOG_FILE.replace(ORGANIZATION, 'o-zzzzzzzzzz'),
        ofTrail(TRAIL),
      ],
      [
        'under an id that ours begins',
        'ImplicitlyDenied',
        LOG_FILE.replace(ORGANIZATION, `${ORGANIZATION}0`),
        ofTrail(TRAIL),
      ],
      ['under another prefix', 'ImplicitlyDenied', `logs/${LOG_FILE}`, ofTrail(TRAIL)],
    ])('%s is %s', async (_row, decision, path, context) => {
      const request = { principal: CLOUDTRAIL, action: 's3:PutObject', target: object(bucket, path), context };
      expect(await decideWith(policies, request)).toBe(decision);
    });
  });

  describe('CloudTrail checking the trail bucket', () => {
    test.each<[string, Decision, string, Context]>([
      ['reading its ACL', 'Allowed', 's3:GetBucketAcl', forTrail(TRAIL)],
      [
        "reading its ACL for another organization's trail",
        'ImplicitlyDenied',
        's3:GetBucketAcl',
        forTrail(FOREIGN_TRAIL),
      ],
      ['reading its ACL for another trail of ours', 'ImplicitlyDenied', 's3:GetBucketAcl', forTrail(OTHER_TRAIL)],
      ['changing its ACL', 'ImplicitlyDenied', 's3:PutBucketAcl', forTrail(TRAIL)],
      ['listing it', 'ImplicitlyDenied', 's3:ListBucket', forTrail(TRAIL)],
    ])('%s is %s', async (_row, decision, action, context) => {
      expect(await decideWith(policies, { principal: CLOUDTRAIL, action, target: bucket, context })).toBe(decision);
    });

    test.each(['s3:GetObject', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectRetention'])(
      'it never does %s, not even for our trail',
      async (action) => {
        const context = forTrail(TRAIL);
        const request = { principal: CLOUDTRAIL, action, target: object(bucket, LOG_FILE), context };
        expect(await decideWith(policies, request)).toBe('ImplicitlyDenied');
      },
    );
  });

  describe('CloudTrail using the evidence key', () => {
    const CONTEXT = 'kms:EncryptionContext:aws:cloudtrail:arn';
    test.each<[string, Decision, string, Context]>([
      ['making a data key', 'Allowed', 'kms:GenerateDataKey', { ...forTrail(TRAIL), [CONTEXT]: TRAIL }],
      [
        'making a data key that it does not see',
        'Allowed',
        'kms:GenerateDataKeyWithoutPlaintext',
        { ...forTrail(TRAIL), [CONTEXT]: TRAIL },
      ],
      [
        'a data key to encrypt for another account',
        'ImplicitlyDenied',
        'kms:GenerateDataKey',
        { ...forTrail(TRAIL), [CONTEXT]: MEMBERS_TRAIL },
      ],
      ['a data key without encryption context', 'ImplicitlyDenied', 'kms:GenerateDataKey', forTrail(TRAIL)],
      [
        "a data key for another organization's trail",
        'ImplicitlyDenied',
        'kms:GenerateDataKey',
        { ...forTrail(FOREIGN_TRAIL), [CONTEXT]: TRAIL },
      ],
      [
        'a data key for another trail of ours',
        'ImplicitlyDenied',
        'kms:GenerateDataKey',
        { ...forTrail(OTHER_TRAIL), [CONTEXT]: OTHER_TRAIL },
      ],
      ['a data key for no trail', 'ImplicitlyDenied', 'kms:GenerateDataKey', { [CONTEXT]: TRAIL }],
      ['describing it', 'Allowed', 'kms:DescribeKey', forTrail(TRAIL)],
      ['describing it for another trail', 'ImplicitlyDenied', 'kms:DescribeKey', forTrail(OTHER_TRAIL)],
      ['decrypting, as S3 Bucket Keys need', 'Allowed', 'kms:Decrypt', forTrail(TRAIL)],
      ['decrypting for another trail', 'ImplicitlyDenied', 'kms:Decrypt', forTrail(FOREIGN_TRAIL)],
      ['scheduling its deletion', 'ImplicitlyDenied', 'kms:ScheduleKeyDeletion', forTrail(TRAIL)],
      ['making a grant', 'ImplicitlyDenied', 'kms:CreateGrant', forTrail(TRAIL)],
    ])('%s is %s', async (_row, decision, action, context) => {
      expect(await decideWith(policies, { principal: CLOUDTRAIL, action, target: key, context })).toBe(decision);
    });

    test.each(['kms:GenerateDataKey', 'kms:Decrypt'])('CloudTrail has no %s from the archive key', async (action) => {
      const context = { ...forTrail(TRAIL), [CONTEXT]: TRAIL };
      const request = { principal: CLOUDTRAIL, action, target: policies.key('archive'), context };
      expect(await decideWith(policies, request)).toBe('ImplicitlyDenied');
    });
  });

  describe('others who say that they deliver for the trail', () => {
    test.each([
      ['AWS Config', service('config.amazonaws.com'), 'ImplicitlyDenied'],
      ['S3 log delivery', service('logging.s3.amazonaws.com'), 'ImplicitlyDenied'],
      ['a foreign administrator', role(FOREIGN, 'Administrator'), 'ExplicitlyDenied'],
      ['a member’s administrator', role(MEMBER, 'Administrator'), 'ExplicitlyDenied'],
      ['anybody', ANYBODY, 'ExplicitlyDenied'],
    ])('%s cannot', async (_name, principal, decision) => {
      const request = { principal, action: 's3:PutObject', target: object(bucket, LOG_FILE), context: ofTrail(TRAIL) };
      expect(await decideWith(policies, request)).toBe(decision);
    });
  });
});
