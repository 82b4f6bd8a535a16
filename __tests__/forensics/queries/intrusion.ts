import {
  ACCOUNT,
  assume,
  call,
  DENIED,
  foreign,
  objectCall,
  OTHER_ACCOUNT,
  role,
  root,
  saml,
  service,
  serviceLinkedRole,
  signIn,
  STRANGER,
  through,
  user,
} from '../events';

/** A morning in an organization: a stolen key of a build user, what its thief does, and everybody's usual work. */
const THIEF = { sourceIPAddress: '198.51.100.66', userAgent: 'aws-cli/2.31.0 os/linux#6.1-kali' };
const at = (time: string, more: object = {}) => ({ eventTime: `2026-11-20T${time}Z`, ...more });
const theft = (time: string, more: object = {}) => at(time, { ...THIEF, ...more });

const build = user('build');
const deployed = { ...role('deploy', 'x', OTHER_ACCOUNT), accessKeyId: 'ASIATHIEF' };
const app = role('app', 'web');
export const INSTANCE = 'i-0123456789abcdef0';
export const DEPLOY = `arn:aws:iam::${OTHER_ACCOUNT}:role/deploy`;
export const BUILD = `arn:aws:iam::${ACCOUNT}:user/build`;
export const APP = `arn:aws:iam::${ACCOUNT}:role/app`;
const there = { awsRegion: 'sa-east-1' };

export const USUAL = [14, 15, 16, 17, 18, 19].flatMap((day) => {
  const on = (time: string, more: object = {}) => ({ eventTime: `2026-11-${day}T${time}Z`, ...more });
  return [
    call(`build-${day}`, 'codebuild:StartBuild', build, on('09:00:00')),
    assume(
      `deploy-${day}`,
      build,
      DEPLOY,
      'pipeline',
      `ASIA${day}`,
      on('09:01:00', { sharedEventID: `deploy-${day}` }),
    ),
    call(`deployed-${day}`, 'ecs:UpdateService', role('deploy', 'pipeline', OTHER_ACCOUNT), on('09:02:00')),
    objectCall(`app-${day}`, 'GetObject', app, { bucketName: 'data', key: 'x' }, on('09:03:00.250')),
    call(`web-${day}`, 's3:ListBuckets', role('web', INSTANCE), on('09:04:00', { sourceIPAddress: '10.0.0.5' })),
    call(
      `recorder-${day}`,
      'config:PutEvaluations',
      serviceLinkedRole('AWSServiceRoleForConfig'),
      on('09:05:00', there),
    ),
    signIn(`alice-${day}`, user('alice'), 'Success', 'Yes', on('09:06:00')),
  ];
});

export const BACKGROUND = [
  objectCall(
    'app-read',
    'GetObject',
    app,
    { bucketName: 'data', key: 'x' },
    at('10:30:00', { additionalEventData: { bytesTransferredOut: 10 } }),
  ),
  call('web', 's3:ListBuckets', role('web', INSTANCE), at('10:31:00', { sourceIPAddress: '10.0.0.5' })),
  call(
    'launch-by-scaling',
    'ec2:RunInstances',
    serviceLinkedRole('AWSServiceRoleForAutoScaling'),
    at('10:32:00', there),
  ),
  call('credentials-for-instance', 'sts:AssumeRole', service('ec2'), at('10:33:00')),
  call('denied-to-service', 's3:GetBucketAcl', service('config'), at('10:34:00', DENIED)),
  call('decrypted-for-app', 'kms:Decrypt', through('s3', app), at('10:35:00')),
  signIn('alice', user('alice'), 'Success', 'Yes', at('10:36:00')),
  call(
    'carol',
    'sts:AssumeRoleWithSAML',
    saml('carol'),
    at('10:37:00', {
      requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/Corp`, roleSessionName: 'carol' },
      responseElements: { credentials: { accessKeyId: 'ASIACAROL' } },
    }),
  ),
];

export const INTRUSION = [
  call('who-am-i', 'sts:GetCallerIdentity', build, theft('10:01:00')),
  ...['iam:ListUsers', 's3:ListBuckets', 'ec2:DescribeInstances'].map((action, number) =>
    call(`probe-${number}`, action, build, theft(`10:02:0${number}.5`, DENIED)),
  ),
  assume('into-deploy', build, DEPLOY, 'x', 'ASIATHIEF', theft('10:05:00', { sharedEventID: 'into' })),
  assume(
    'into-deploy-there',
    foreign('AIDABUILD', ACCOUNT),
    DEPLOY,
    'x',
    'ASIATHIEF',
    theft('10:05:00', {
      sharedEventID: 'into',
      recipientAccountId: OTHER_ACCOUNT,
    }),
  ),
  call('backdoor', 'iam:CreateUser', deployed, theft('10:06:00', { requestParameters: { userName: 'backdoor' } })),
  call(
    'backdoor-rights',
    'iam:AttachUserPolicy',
    deployed,
    theft('10:07:00', {
      requestParameters: { userName: 'backdoor', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
  ),
  call('blinding', 'cloudtrail:StopLogging', deployed, theft('10:08:00', DENIED)),
  call(
    'opened',
    'ec2:AuthorizeSecurityGroupIngress',
    deployed,
    theft('10:10:00', {
      ...there,
      requestParameters: {
        groupId: 'sg-1',
        ipPermissions: { items: [{ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
      },
    }),
  ),
  call(
    'miner',
    'ec2:RunInstances',
    deployed,
    theft('10:11:00', { ...there, requestParameters: { instanceType: 'p5.48xlarge' } }),
  ),
  call(
    'secret',
    'secretsmanager:GetSecretValue',
    deployed,
    theft('10:12:00', { requestParameters: { secretId: 'db' } }),
  ),
  objectCall(
    'loot',
    'GetObject',
    deployed,
    { bucketName: 'payroll', key: 'all.csv' },
    theft('10:13:00', { additionalEventData: { bytesTransferredOut: 5_000_000 } }),
  ),
  call('copy', 'ec2:CreateSnapshot', deployed, theft('10:14:00', { requestParameters: { volumeId: 'vol-1' } })),
  call(
    'share',
    'ec2:ModifySnapshotAttribute',
    deployed,
    theft('10:15:00', {
      requestParameters: { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId: STRANGER }] } } },
    }),
  ),
  call(
    'key',
    'kms:ScheduleKeyDeletion',
    deployed,
    theft('10:16:00', { requestParameters: { keyId: 'k-1', pendingWindowInDays: 7 } }),
  ),
  objectCall(
    'emptied',
    'DeleteObjects',
    deployed,
    { bucketName: 'payroll', delete: { object: [{ key: 'a' }, { key: 'b' }] } },
    theft('10:17:00'),
  ),
  call('bucket', 's3:DeleteBucket', deployed, theft('10:18:00', { requestParameters: { bucketName: 'payroll' } })),
  call('shell', 'ssm:StartSession', deployed, theft('10:20:00', { requestParameters: { target: 'i-9' } })),
  signIn('guess', user('backdoor', OTHER_ACCOUNT), 'Failure', 'No', theft('10:21:00', { userAgent: 'Mozilla/5.0' })),
  signIn('in', user('backdoor', OTHER_ACCOUNT), 'Success', 'No', theft('10:22:00', { userAgent: 'Mozilla/5.0' })),
  signIn('root', root(OTHER_ACCOUNT), 'Failure', 'No', theft('10:23:00', { userAgent: 'Mozilla/5.0' })),
  call('instance', 's3:ListBuckets', role('web', INSTANCE), theft('10:24:00')),
  assume(
    'stranger',
    foreign('AIDASTRANGER', STRANGER),
    DEPLOY,
    'y',
    'ASIASTRANGER',
    theft('10:25:00', { recipientAccountId: OTHER_ACCOUNT }),
  ),
];
