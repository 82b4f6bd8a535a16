import { ACCOUNT, type Cases } from '../configuration-item';
import { ALL_TEXT_FORMS, OWNER, allow, compact, document, each, reversed, spaced, type Statement } from '../documents';
import { bucket, key, queue } from '../resources';

const withBucketPolicy = (policyText: string | null) => bucket({ BucketPolicy: { policyText } });
const trail = (condition?: object) =>
  allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject', 'arn:aws:s3:::example/AWSLogs/*', condition);
const inBucket = (...statements: readonly Statement[]) => withBucketPolicy(compact(document(...statements)));
const says = "The bucket policy lets a service in on anybody's behalf";

const SOURCE = { StringEquals: { 'aws:SourceArn': `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/organization` } };
const ACL = { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } };

export const cases: Cases = {
  passing: {
    'a bucket for a trail': inBucket(OWNER, trail(SOURCE)),
    'a bucket for a trail that sends an ACL along': inBucket(
      trail({ StringEquals: { ...SOURCE.StringEquals, ...ACL.StringEquals } }),
    ),
    'a bucket for the services of one organization': inBucket(
      trail({ StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }),
    ),
    'a bucket that denies a service': inBucket({ ...trail(), Effect: 'Deny' }),
    'a queue for a topic': queue({
      Policy: compact(
        document(
          allow({ Service: 'sns.amazonaws.com' }, 'sqs:SendMessage', '*', {
            ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-central-1:${ACCOUNT}:alerts` },
          }),
        ),
      ),
    }),
    'a key for log groups of the account': key(
      {},
      {
        Policy: spaced(
          document(
            OWNER,
            allow({ Service: 'logs.eu-central-1.amazonaws.com' }, ['kms:Encrypt*', 'kms:Decrypt*'], '*', {
              ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-central-1:${ACCOUNT}:*` },
            }),
          ),
        ),
      },
    ),
  },
  failing: {
    ...each(
      'a bucket for trails of anybody,',
      ALL_TEXT_FORMS,
      (form) => [withBucketPolicy(form(document(OWNER, trail()))), says] as const,
    ),
    'a bucket for trails of anybody, members reversed': [inBucket(reversed(trail())), says],
    'a bucket for trails of anybody that send an ACL along': [inBucket(trail(ACL)), says],
    ...each(
      'a bucket for trails of anybody under a condition on',
      {
        transport: { Bool: { 'aws:SecureTransport': 'true' } },
        'transport, as a truth value': { Bool: { 'aws:SecureTransport': true } },
        'no transport, as a truth value': { Bool: { 'aws:SecureTransport': false } },
        'transport, in lower case': { bool: { 'aws:securetransport': 'true' } },
        regions: { StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] } },
        'an encryption of the object': { StringEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
        'a grant': { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
      (condition) => [inBucket(trail(condition)), says] as const,
    ),
    'a bucket for two services': [
      inBucket(
        allow(
          { Service: ['config.amazonaws.com', 'cloudtrail.amazonaws.com'] },
          ['s3:PutObject'],
          ['arn:aws:s3:::example/*'],
        ),
      ),
      says,
    ],
    'a queue for topics of anybody': [
      queue({ Policy: compact(document(allow({ Service: 'sns.amazonaws.com' }, 'sqs:SendMessage', '*'))) }),
      "The queue's policy lets a service in on anybody's behalf",
    ],
    'a key for trails of anybody': [
      key({}, { Policy: spaced(document(OWNER, allow({ Service: 'cloudtrail.amazonaws.com' }, 'kms:*', '*'))) }),
      "The key policy lets a service in on anybody's behalf",
    ],
    'a key for a service of anybody through another service': [
      key(
        {},
        {
          Policy: spaced(
            document(
              allow({ Service: 'sns.amazonaws.com' }, 'kms:Decrypt', '*', {
                StringEquals: { 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com' },
              }),
            ),
          ),
        },
      ),
      "The key policy lets a service in on anybody's behalf",
    ],
  },
  skipping: {
    'a bucket without a policy': withBucketPolicy(null),
    'a queue without a policy': queue(),
    'a key that AWS manages': key(
      { keyManager: 'AWS' },
      { Policy: spaced(document(allow({ Service: 'cloudtrail.amazonaws.com' }, 'kms:*', '*'))) },
    ),
  },
};
