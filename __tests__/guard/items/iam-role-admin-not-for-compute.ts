import { ACCOUNT, type Cases } from '../configuration-item';
import { ALL_IAM_FORMS, allow, compact, document, each, encoded, root } from '../documents';
import { attached, role } from '../resources';

const form = encoded(compact);
const trust = (Service: unknown) => document(allow({ Service }, 'sts:AssumeRole', '*'));
const admin = { attachedManagedPolicies: [attached('ReadOnlyAccess'), attached('AdministratorAccess')] };
const says = 'A service that runs code may assume this role';

export const cases: Cases = {
  passing: {
    'for EC2 with what it needs': role(form(trust('ec2.amazonaws.com')), {
      attachedManagedPolicies: [attached('AmazonSSMManagedInstanceCore')],
    }),
    'for EC2 with administration of Amplify': role(form(trust('ec2.amazonaws.com')), {
      attachedManagedPolicies: [attached('AdministratorAccess-Amplify')],
    }),
    'for EC2 without a policy': role(form(trust('ec2.amazonaws.com'))),
    'of an administrator for people': role(form(document(allow({ AWS: root(ACCOUNT) }, 'sts:AssumeRole', '*'))), admin),
    'of an administrator for CloudFormation': role(form(trust('cloudformation.amazonaws.com')), admin),
  },
  failing: {
    ...each(
      'of an administrator for EC2,',
      ALL_IAM_FORMS,
      (one) => [role(one(trust('ec2.amazonaws.com')), admin), says] as const,
    ),
    ...each(
      'of an administrator for',
      Object.fromEntries(
        [
          'ec2',
          'lambda',
          'edgelambda',
          'ecs-tasks',
          'pods.eks',
          'codebuild',
          'glue',
          'sagemaker',
          'batch',
          'elasticmapreduce',
          'ssm',
          'tasks.apprunner',
          'states',
        ].map((service) => [service, service]),
      ),
      (service) => [role(form(trust(`${service}.amazonaws.com`)), admin), says] as const,
    ),
    'of an administrator of IAM for EC2': [
      role(form(trust('ec2.amazonaws.com')), { attachedManagedPolicies: [attached('IAMFullAccess')] }),
      says,
    ],
    'of an administrator for CodeBuild beside CodePipeline': [
      role(form(trust(['codepipeline.amazonaws.com', 'codebuild.amazonaws.com'])), admin),
      says,
    ],
    'of a power user for Lambda in China': [
      role(form(trust('lambda.amazonaws.com')), { attachedManagedPolicies: [attached('PowerUserAccess', 'aws-cn')] }),
      says,
    ],
  },
  skipping: {},
};
