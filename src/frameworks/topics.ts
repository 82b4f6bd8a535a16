import type { ManagedRule } from '../catalogue/managed-rule';

/** What a divided framework is divided by. */
export type Topic = 'access-and-logging' | 'data' | 'compute-and-network';

/** Services by topic, as they are called in types of resources. What no list names is compute and network. */
const SERVICES: Readonly<Record<Topic, readonly string[]>> = {
  'access-and-logging': [
    ...['ACM', 'ACMPCA', 'Account', 'CloudTrail', 'CloudWatch', 'Cognito', 'Config', 'Detective', 'Events', 'IAM'],
    ...['GuardDuty', 'InspectorV2', 'KMS', 'Logs', 'Macie', 'Organizations', 'SNS', 'SSM', 'SecretsManager'],
    'SecurityHub',
  ],
  data: [
    ...['Athena', 'Backup', 'Cassandra', 'DAX', 'DMS', 'DataSync', 'DocDB', 'DynamoDB', 'EFS', 'ElastiCache'],
    ...['Elasticsearch', 'FSx', 'Glue', 'Kinesis', 'KinesisFirehose', 'MSK', 'MemoryDB', 'Neptune', 'OpenSearch'],
    ...['QLDB', 'RDS', 'Redshift', 'RedshiftServerless', 'S3', 'S3Express', 'SQS', 'Timestream'],
  ],
  'compute-and-network': [],
};

/** Types that differ from the rest of their service. */
const TYPES: Readonly<Record<string, Topic>> = { 'AWS::EC2::Volume': 'data' };

/** The first word of rules that name no type of resource: most look at an account as a whole. */
const WORDS: Readonly<Record<Topic, readonly string[]>> = {
  'access-and-logging': [
    ...['ACCOUNT', 'CIS', 'CLOUD', 'CLOUDTRAIL', 'CONFIG', 'GUARDDUTY', 'IAM', 'KMS', 'MACIE', 'MULTI', 'ROOT'],
    ...['SECURITY', 'SECURITYHUB'],
  ],
  data: ['DYNAMODB', 'EBS', 'S3'],
  'compute-and-network': [],
};

/** Rules whose first word says another thing. */
const RULES: Readonly<Record<string, Topic>> = { EC2_EBS_ENCRYPTION_BY_DEFAULT: 'data' };

/** The topic of a managed rule: a fact of the rule alone, so that no other rule ever moves it. */
export function topicOf({ id, types }: Pick<ManagedRule, 'id' | 'types'>): Topic {
  const type = types.find((one) => one !== 'AWS::::Account');
  if (RULES[id]) return RULES[id];
  if (type === undefined) return topicIn(WORDS, id.split('_')[0]!);
  return TYPES[type] ?? topicIn(SERVICES, type.split('::')[1]!);
}

/** The topic of a rule of this project, by the first word of its name. */
export const topicOfOwn = (name: string): Topic => topicIn(WORDS, name.split('-')[0]!.toUpperCase());

const topicIn = (table: Readonly<Record<Topic, readonly string[]>>, word: string): Topic =>
  (Object.keys(table) as Topic[]).find((topic) => table[topic].includes(word)) ?? 'compute-and-network';
