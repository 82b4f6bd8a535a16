import { ACCOUNT, type Cases, type Fields, item } from '../configuration-item';
import { each } from '../documents';
import { queue, topic } from '../resources';

const ID = '8dc556cc-000e-4d91-a876-271c1197461a';
const KEYS = {
  'its ARN': `arn:aws:kms:eu-central-1:${ACCOUNT}:key/${ID}`,
  'its id': ID,
  'its id in several regions': 'mrk-1234abcd12ab34cd56ef1234567890ab',
  'an alias': 'alias/messages',
};
const stream = (StreamEncryption?: Fields) =>
  item('AWS::Kinesis::Stream', {
    configuration: {
      Name: 'example',
      Arn: `arn:aws:kinesis:eu-central-1:${ACCOUNT}:stream/example`,
      ShardCount: 1,
      RetentionPeriodHours: 24,
      ...(StreamEncryption && { StreamEncryption }),
    },
  });

export const cases: Cases = {
  passing: {
    ...each('a queue with a key by', KEYS, (KmsMasterKeyId) => queue({ KmsMasterKeyId })),
    ...each('a topic with a key by', KEYS, (KmsMasterKeyId) => topic({ KmsMasterKeyId })),
    ...each('a stream with a key by', KEYS, (KeyId) => stream({ EncryptionType: 'KMS', KeyId })),
  },
  failing: {
    'a queue with the keys of SQS': [queue(), 'The queue has no KMS key'],
    'a queue with the key that AWS manages': [
      queue({ KmsMasterKeyId: 'alias/aws/sqs' }),
      'The queue uses the key that AWS manages',
    ],
    'a topic without a key': [topic(), 'The topic has no KMS key'],
    'a topic with the key that AWS manages': [
      topic({ KmsMasterKeyId: `arn:aws:kms:eu-central-1:${ACCOUNT}:alias/aws/sns` }),
      'The topic uses the key that AWS manages',
    ],
    'a stream without encryption': [stream(), 'The stream has no KMS key'],
    'a stream with the key that AWS manages': [
      stream({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }),
      'The stream uses the key that AWS manages',
    ],
  },
  skipping: {},
};
