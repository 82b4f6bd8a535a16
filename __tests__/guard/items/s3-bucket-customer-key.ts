import { ACCOUNT, type Cases, type Fields, item } from '../configuration-item';
import { each } from '../documents';
import { bucket } from '../resources';

const ID = '8dc556cc-000e-4d91-a876-271c1197461a';
const encryption = (applyServerSideEncryptionByDefault: Fields) =>
  bucket({
    ServerSideEncryptionConfiguration: { rules: [{ applyServerSideEncryptionByDefault, bucketKeyEnabled: true }] },
  });
const withKey = (kmsMasterKeyID: string | null) => encryption({ sseAlgorithm: 'aws:kms', kmsMasterKeyID });
const KEYS = {
  'its ARN': `arn:aws:kms:eu-central-1:${ACCOUNT}:key/${ID}`,
  'its ARN in China': `arn:aws-cn:kms:cn-north-1:${ACCOUNT}:key/${ID}`,
  'its id': ID,
  'its id in several regions': 'mrk-1234abcd12ab34cd56ef1234567890ab',
  'an alias': 'alias/data',
  'the ARN of an alias': `arn:aws:kms:eu-central-1:${ACCOUNT}:alias/data`,
};
const none = 'The bucket has no KMS key of its own';
const managed = 'The bucket uses the key that AWS manages';

export const cases: Cases = {
  passing: {
    ...each('with a key by', KEYS, withKey),
    'with a key, twice encrypted': encryption({ sseAlgorithm: 'aws:kms:dsse', kmsMasterKeyID: KEYS['its ARN'] }),
  },
  failing: {
    'as every bucket begins': [bucket(), none],
    'with the key that AWS manages, unnamed': [withKey(null), none],
    'without the key of the key': [encryption({ sseAlgorithm: 'aws:kms' }), none],
    'without encryption in the item': [bucket({ ServerSideEncryptionConfiguration: undefined }), none],
    'with encryption that is null': [bucket({ ServerSideEncryptionConfiguration: null }), none],
    'with the key that AWS manages, named': [withKey(`arn:aws:kms:eu-central-1:${ACCOUNT}:alias/aws/s3`), managed],
    'with the key that AWS manages, named by its alias': [withKey('alias/aws/s3'), managed],
  },
  skipping: { 'a directory bucket': item('AWS::S3Express::DirectoryBucket', { configuration: {} }) },
};
