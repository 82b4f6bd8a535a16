import { type Cases, item } from '../configuration-item';
import { each } from '../documents';

const COMPLETE = { owner: 'payments', 'cost-center': '4711', Name: 'orders' };
const table = (tags: Readonly<Record<string, string>>) =>
  item('AWS::DynamoDB::Table', {
    configuration: { tableName: 'orders', tableStatus: 'ACTIVE', itemCount: 0 },
    supplementaryConfiguration: { Tags: [] },
    tags,
  });
const TYPES = [
  'AWS::DynamoDB::Table',
  'AWS::EC2::Instance',
  'AWS::EC2::VPC',
  'AWS::EC2::Volume',
  'AWS::ECR::Repository',
  'AWS::ECS::Cluster',
  'AWS::ECS::Service',
  'AWS::EFS::FileSystem',
  'AWS::EKS::Cluster',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::Lambda::Function',
  'AWS::OpenSearch::Domain',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
];
const says = 'A required tag is missing or empty';

export const cases: Cases = {
  passing: {
    'with every tag': table(COMPLETE),
    'with a value of one character': table({ ...COMPLETE, owner: '-' }),
  },
  failing: {
    ...each(
      'without tags',
      Object.fromEntries(TYPES.map((type) => [type, type])),
      (type) => [item(type, { configuration: { name: 'example' } }), says] as const,
    ),
    'with one tag of two': [table({ owner: 'payments' }), says],
    'with an empty value': [table({ ...COMPLETE, owner: '' }), says],
    'with a value of spaces': [table({ ...COMPLETE, 'cost-center': '  ' }), says],
    'with a tag in another case': [table({ Owner: 'payments', 'cost-center': '4711' }), says],
  },
  skipping: { 'of a type that takes no part': item('AWS::EC2::SecurityGroup', { configuration: { groupName: 'x' } }) },
  whenEmpty: { 'without tags': [table({}), 'SKIP'] },
};
