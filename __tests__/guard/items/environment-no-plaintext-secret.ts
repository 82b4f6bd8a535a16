import { ACCOUNT, type Cases, item } from '../configuration-item';
import { each } from '../documents';
import { container, task } from '../resources';

const project = (...environmentVariables: readonly object[]) =>
  item('AWS::CodeBuild::Project', {
    configuration: {
      name: 'example',
      arn: `arn:aws:codebuild:eu-central-1:${ACCOUNT}:project/example`,
      source: { type: 'CODEPIPELINE', insecureSsl: false },
      artifacts: { type: 'CODEPIPELINE', encryptionDisabled: false },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        environmentVariables,
        privilegedMode: false,
      },
      serviceRole: `arn:aws:iam::${ACCOUNT}:role/build`,
      encryptionKey: `arn:aws:kms:eu-central-1:${ACCOUNT}:alias/aws/s3`,
    },
  });
const variable = (name: string, value: string, type = 'PLAINTEXT') => ({ name, value, type });
const withVariable = (Name: string, Value: string) =>
  task({
    ContainerDefinitions: [
      container({ Environment: [] }),
      container(),
      container({
        Environment: [
          { Name: 'STAGE', Value: 'prod' },
          { Name, Value },
        ],
      }),
    ],
  });
const list = (...all: readonly string[]) => Object.fromEntries(all.map((name) => [name, name]));
const SECRETS = list(
  'PASSWORD',
  'DB_PASSWORD',
  'dbPasswd',
  'SSH_PASSPHRASE',
  'MYSQL_PWD',
  'CLIENT_SECRET',
  'GITHUB_TOKEN',
  'API_KEY',
  'apikey',
  'AWS_SECRET_ACCESS_KEY',
  'PRIVATE_KEY',
  'GOOGLE_CREDENTIALS',
  'GIT_CREDENTIAL',
  'ENCRYPTION_KEY',
  'SIGNING_KEY',
  'AUTH_KEY',
);
const REFERENCES = list(
  'DB_PASSWORD_ARN',
  'SECRET_NAME',
  'TOKEN_URL',
  'API_KEY_PARAMETER',
  'STAGE',
  'TOKENS',
  'KEYBOARD',
);
const build = 'A variable of the build holds a secret in plain text';
const containers = 'A variable of a container holds a secret in plain text';

export const cases: Cases = {
  passing: {
    'a build without variables': project(),
    'a build with a secret by reference': project(variable('DB_PASSWORD', 'prod/db:password', 'SECRETS_MANAGER')),
    'a build with a parameter by reference': project(variable('DB_PASSWORD', '/prod/db/password', 'PARAMETER_STORE')),
    'a build that leaves the secret to whoever starts it': project(variable('DB_PASSWORD', '')),
    ...each('a build with', REFERENCES, (name) => project(variable(name, 'some value'))),
    'a task without variables': task(),
    'a task that leaves the secret empty': withVariable('DB_PASSWORD', ''),
    ...each('a task with', REFERENCES, (name) => withVariable(name, 'some value')),
  },
  failing: {
    ...each(
      'a build with',
      SECRETS,
      (name) => [project(variable('STAGE', 'prod'), variable(name, 'hunter2')), build] as const,
    ),
    'a task without a status in the item': [
      task({
        ContainerDefinitions: [container({ Environment: [{ Name: 'PASSWORD', Value: 'hunter2' }] })],
        Status: undefined,
      }),
      containers,
    ],
    ...each('a task with', SECRETS, (name) => [withVariable(name, 'hunter2'), containers] as const),
  },
  skipping: {
    'a task that is out of use': {
      ...withVariable('PASSWORD', 'hunter2'),
      configuration: { ...withVariable('PASSWORD', 'hunter2').configuration, Status: 'INACTIVE' },
    },
  },
};
