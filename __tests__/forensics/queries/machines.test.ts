import { ACCOUNT, call, DENIED, role, service, serviceLinkedRole, user } from '../events';
import { answersOf } from './answers';

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const app = role('app', 'web');
const APP = `arn:aws:iam::${ACCOUNT}:role/app`;
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;

answersOf(
  'interactive-access',
  [
    call(
      'shell',
      'ssm:StartSession',
      role('ops', 'bob'),
      at('01:00', {
        requestParameters: { target: 'i-1' },
        responseElements: { sessionId: 'bob-1', tokenValue: 'hidden' },
      }),
    ),
    call(
      'command',
      'ssm:SendCommand',
      user('alice'),
      at('01:00.100', {
        requestParameters: { documentName: 'AWS-RunShellScript', instanceIds: ['i-1', 'i-2'] },
        responseElements: { command: { commandId: 'c-1' } },
      }),
    ),
    call(
      'denied',
      'ecs:ExecuteCommand',
      user('alice'),
      at('02:00', { ...DENIED, requestParameters: { task: 't-1', command: '/bin/sh' } }),
    ),
    call(
      'console',
      'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
      user('alice'),
      at('03:00', { requestParameters: { instanceId: 'i-3' } }),
    ),
    call('cloudshell', 'cloudshell:CreateSession', role('ops', 'bob'), at('04:00')),
    // Look alike.
    call('described', 'ssm:DescribeSessions', user('alice'), at('05:00')),
    call(
      'patching',
      'ssm:SendCommand',
      serviceLinkedRole('AWSServiceRoleForAmazonSSM'),
      at('06:00', { requestParameters: { documentName: 'AWS-RunPatchBaseline' } }),
    ),
    call('service', 'ssm:SendCommand', service('ssm'), at('07:00')),
    call('other-service', 'athena:StartSession', user('alice'), at('08:00', { requestParameters: { workGroup: 'x' } })),
  ],
  {
    'who went where': {
      columns: ['eventid', 'session', 'target', 'document', 'session_id', 'errorcode'],
      rows: [
        ['shell', 'bob', 'i-1', null, 'bob-1', null],
        ['command', null, '["i-1","i-2"]', 'AWS-RunShellScript', 'c-1', null],
        ['denied', null, 't-1', '/bin/sh', null, 'AccessDenied'],
        ['console', null, 'i-3', null, null, null],
        ['cloudshell', 'bob', '', null, null, null],
      ],
    },
    'one instance, alone or among others': {
      with: { target: '%i-1%' },
      columns: ['eventid'],
      rows: [['shell'], ['command']],
    },
    'one document': { with: { target: 'AWS-Run%' }, columns: ['eventid'], rows: [['command']] },
  },
);

answersOf(
  'compute-launched',
  [
    call(
      'a',
      'ec2:RunInstances',
      user('alice'),
      at('02:00', { awsRegion: 'sa-east-1', requestParameters: { instanceType: 'p5.48xlarge' } }),
    ),
    call(
      'b',
      'ec2:RunInstances',
      user('alice'),
      at('01:00', {
        awsRegion: 'sa-east-1',
        requestParameters: { instanceType: 'g5.xlarge' },
        errorCode: 'Client.VcpuLimitExceeded',
      }),
    ),
    call(
      'quota',
      'servicequotas:RequestServiceQuotaIncrease',
      user('alice'),
      at('01:30.5', { awsRegion: 'sa-east-1', requestParameters: { quotaCode: 'L-417A185B' } }),
    ),
    call('model', 'bedrock:InvokeModel', app, at('03:00', { requestParameters: { modelId: 'some.model-v1' } })),
    call('model-2', 'bedrock:InvokeModel', app, at('04:00', { requestParameters: { modelId: 'some.model-v1' } })),
    // Look alike.
    call('described', 'ec2:DescribeInstances', user('alice'), at('05:00')),
    call(
      'scaling',
      'ec2:RunInstances',
      serviceLinkedRole('AWSServiceRoleForAutoScaling'),
      at('06:00', { requestParameters: { instanceType: 'm7i.large' } }),
    ),
    call('other-service', 'lookalike:RunInstances', user('alice'), at('07:00')),
  ],
  {
    'who started what where': {
      rows: [
        [
          ACCOUNT,
          'us-east-1',
          APP,
          'bedrock.amazonaws.com',
          'InvokeModel',
          2,
          0,
          null,
          'some.model-v1',
          '203.0.113.7',
          '2026-11-20T10:03:00Z',
          '2026-11-20T10:04:00Z',
        ],
        [
          ACCOUNT,
          'sa-east-1',
          ALICE,
          'ec2.amazonaws.com',
          'RunInstances',
          1,
          1,
          'Client.VcpuLimitExceeded',
          'g5.xlarge, p5.48xlarge',
          '203.0.113.7',
          '2026-11-20T10:01:00Z',
          '2026-11-20T10:02:00Z',
        ],
        [
          ACCOUNT,
          'sa-east-1',
          ALICE,
          'servicequotas.amazonaws.com',
          'RequestServiceQuotaIncrease',
          1,
          0,
          null,
          'L-417A185B',
          '203.0.113.7',
          '2026-11-20T10:01:30.5Z',
          '2026-11-20T10:01:30.5Z',
        ],
      ],
    },
    'one principal': { with: { principal: '%role/app' }, columns: ['calls'], rows: [[2]] },
  },
);
