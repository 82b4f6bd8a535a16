import { ACCOUNT, type Answers, REGION } from './fake-aws';

export const ALL = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};
export const statement = {
  Sid: 'DenyPlainHttp',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:*'],
  Resource: ['a', 'b'],
};
export const POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [statement, { ...statement, Sid: 'Other' }] });
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234-5678`;
export const bucket = (name: string) => ({ name, policy: POLICY, publicAccessBlock: ALL, versioning: 'Enabled' });

/** An answer of AWS: it fails with this code. */
export const error = (name: string) => () => {
  throw Object.assign(new Error('as AWS says'), { name });
};
/** Everything as it should be, and every change possible. */
export const SOUND: Answers = {
  GetPublicAccessBlock: () => ({ PublicAccessBlockConfiguration: ALL }),
  GetBucketPolicy: () => ({ Policy: POLICY }),
  GetBucketVersioning: () => ({ Status: 'Enabled' }),
  DescribeKey: () => ({ KeyMetadata: { KeyState: 'Enabled' } }),
  GetKeyRotationStatus: () => ({ KeyRotationEnabled: true }),
  PutPublicAccessBlock: () => ({}),
  PutBucketPolicy: () => ({}),
  PutBucketVersioning: () => ({}),
  EnableKey: () => ({}),
  CancelKeyDeletion: () => ({}),
  EnableKeyRotation: () => ({}),
};
