import {
  ACCOUNT,
  call,
  DENIED,
  federated,
  identityCenterUser,
  OTHER_ACCOUNT,
  role,
  root,
  saml,
  service,
  signIn,
  through,
  user,
} from '../events';
import { answersOf } from './answers';

const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

answersOf(
  'console-sign-in-without-mfa',
  [
    signIn('second', user('alice'), 'Success', 'No', { eventTime: '2026-11-20T10:30:00.700Z' }),
    signIn('first', user('alice'), 'Success', 'No', { eventTime: '2026-11-20T10:30:00Z' }),
    signIn('root', root(), 'Success', 'No', { eventTime: '2026-11-20T11:00:00Z', awsRegion: 'eu-central-1' }),
    signIn('unsaid', user('bob'), 'Success', 'No', {
      eventTime: '2026-11-20T11:10:00Z',
      additionalEventData: { LoginTo: 'https://console.aws.amazon.com/' },
    }),
    // Look alike.
    signIn('with-mfa', user('alice'), 'Success', 'Yes'),
    signIn('failed', user('alice'), 'Failure', 'No'),
    signIn('role', role('Admin', 'alice'), 'Success', 'No'),
    signIn('saml', saml('alice'), 'Success', 'No'),
    signIn('federated', federated('alice'), 'Success', 'No'),
    signIn('center', identityCenterUser('u-1'), 'Success', 'No'),
    call('other-event', 'signin:CheckMfa', user('alice'), {
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No' },
    }),
    call('other-service', 'lookalike:ConsoleLogin', user('alice'), {
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No' },
    }),
  ],
  {
    'users and root users, in the order of time, with a fraction or without': {
      columns: ['eventtime', 'principal', 'sourceipaddress', 'target', 'eventid'],
      rows: [
        ['2026-11-20T10:30:00Z', ALICE, '203.0.113.7', 'https://console.aws.amazon.com/', 'first'],
        ['2026-11-20T10:30:00.700Z', ALICE, '203.0.113.7', 'https://console.aws.amazon.com/', 'second'],
        ['2026-11-20T11:00:00Z', ROOT, '203.0.113.7', 'https://console.aws.amazon.com/', 'root'],
        [
          '2026-11-20T11:10:00Z',
          ALICE.replace('alice', 'bob'),
          '203.0.113.7',
          'https://console.aws.amazon.com/',
          'unsaid',
        ],
      ],
    },
  },
);

const hidden = { type: 'IAMUser', accountId: ACCOUNT, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS', accessKeyId: '' };
const factor = (id: string, result: string, eventTime: string) =>
  call(id, 'signin:CredentialVerification', identityCenterUser('u-1'), {
    eventTime,
    eventType: 'AwsServiceEvent',
    additionalEventData: { UserName: 'carol', CredentialType: 'PASSWORD' },
    serviceEventDetails: { CredentialVerification: result },
  });

answersOf(
  'console-sign-in-failures',
  [
    signIn('a1', user('alice'), 'Failure', 'No', { eventTime: '2026-11-20T10:10:00Z' }),
    signIn('a2', user('alice'), 'Failure', 'No', { eventTime: '2026-11-20T10:10:00.500Z' }),
    signIn('a3', user('alice'), 'Success', 'No', { eventTime: '2026-11-20T10:11:00Z' }),
    signIn('h1', hidden, 'Failure', 'No', { errorMessage: 'No username found in supplied account' }),
    // The success came first, so nobody guessed anything.
    signIn('b1', user('bob'), 'Success', 'Yes', { eventTime: '2026-11-20T10:20:00Z', sourceIPAddress: '198.51.100.1' }),
    signIn('b2', user('bob'), 'Failure', 'No', { eventTime: '2026-11-20T10:21:00Z', sourceIPAddress: '198.51.100.1' }),
    factor('c1', 'Failure', '2026-11-20T10:30:00Z'),
    factor('c2', 'Success', '2026-11-20T10:31:00Z'),
    signIn('r1', root(OTHER_ACCOUNT), 'Failure', 'No'),
    // Look alike.
    call('other-event', 'signin:SwitchRole', user('erin'), { responseElements: { ConsoleLogin: 'Failure' } }),
    signIn('fine', user('dave'), 'Success', 'Yes'),
    call('denied', 'iam:ListUsers', user('erin'), DENIED),
    call('other-service', 'lookalike:ConsoleLogin', user('erin'), { responseElements: { ConsoleLogin: 'Failure' } }),
  ],
  {
    'one row for each user and address, what succeeded after failing first': {
      rows: [
        [
          ACCOUNT,
          'alice',
          '203.0.113.7',
          2,
          1,
          true,
          'Failed authentication',
          '2026-11-20T10:10:00Z',
          '2026-11-20T10:11:00Z',
        ],
        [ACCOUNT, 'carol', '203.0.113.7', 1, 1, true, null, '2026-11-20T10:30:00Z', '2026-11-20T10:31:00Z'],
        [
          ACCOUNT,
          'HIDDEN_DUE_TO_SECURITY_REASONS',
          '203.0.113.7',
          1,
          0,
          false,
          'No username found in supplied account',
          '2026-11-20T10:30:00Z',
          '2026-11-20T10:30:00Z',
        ],
        [
          ACCOUNT,
          'bob',
          '198.51.100.1',
          1,
          1,
          false,
          'Failed authentication',
          '2026-11-20T10:20:00Z',
          '2026-11-20T10:21:00Z',
        ],
        [
          OTHER_ACCOUNT,
          `arn:aws:iam::${OTHER_ACCOUNT}:root`,
          '203.0.113.7',
          1,
          0,
          false,
          'Failed authentication',
          '2026-11-20T10:30:00Z',
          '2026-11-20T10:30:00Z',
        ],
      ],
    },
    'of one network': { with: { address: '198.51.100.%' }, columns: ['principal'], rows: [['bob']] },
    'an underscore stands for one sign, unless it is escaped': {
      with: { address: '198.51.100.\\_' },
      rows: [],
    },
  },
);

answersOf(
  'federated-sign-ins',
  [
    call('saml', 'sts:AssumeRoleWithSAML', saml('alice@example.com'), {
      eventTime: '2026-11-20T10:01:00Z',
      requestParameters: {
        roleArn: `arn:aws:iam::${ACCOUNT}:role/Admin`,
        principalArn: `arn:aws:iam::${ACCOUNT}:saml-provider/Corp`,
      },
      responseElements: { subject: 'alice@example.com', issuer: 'https://idp.example.com' },
    }),
    call(
      'web',
      'sts:AssumeRoleWithWebIdentity',
      { type: 'WebIdentityUser', principalId: 'x', userName: 'repo:org/app:ref:refs/heads/main' },
      {
        eventTime: '2026-11-20T10:02:00Z',
        requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/Deploy` },
        responseElements: { provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.example.com` },
      },
    ),
    call(
      'web-denied',
      'sts:AssumeRoleWithWebIdentity',
      { type: 'WebIdentityUser', principalId: 'x', userName: 'repo:stranger/app' },
      {
        eventTime: '2026-11-20T10:03:00Z',
        requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/Deploy` },
        ...DENIED,
      },
    ),
    call('center', 'signin:UserAuthentication', identityCenterUser('u-1'), {
      eventTime: '2026-11-20T10:04:00Z',
      eventType: 'AwsServiceEvent',
      additionalEventData: { UserName: 'carol' },
      serviceEventDetails: { UserAuthentication: 'Failure' },
    }),
    signIn('console', role('AWSReservedSSO_Admin', 'carol'), 'Success', 'No', { eventTime: '2026-11-20T10:05:00Z' }),
    call('portal', 'sso:Federate', identityCenterUser('u-2'), { eventTime: '2026-11-20T10:05:00.500Z' }),
    // Look alike.
    call('renewed', 'signin:RenewRole', role('AWSReservedSSO_Admin', 'carol')),
    signIn('iam-user', user('alice'), 'Success', 'No'),
    signIn('root', root(), 'Success', 'No'),
    call('plain', 'sts:AssumeRole', user('alice')),
    call('other-service', 'lookalike:AssumeRoleWithSAML', saml('alice')),
  ],
  {
    'who came in, as what, and who was turned away': {
      columns: ['eventid', 'subject', 'provider', 'role', 'errorcode'],
      rows: [
        [
          'saml',
          'alice@example.com',
          `arn:aws:iam::${ACCOUNT}:saml-provider/Corp`,
          `arn:aws:iam::${ACCOUNT}:role/Admin`,
          null,
        ],
        [
          'web',
          'repo:org/app:ref:refs/heads/main',
          `arn:aws:iam::${ACCOUNT}:oidc-provider/token.example.com`,
          `arn:aws:iam::${ACCOUNT}:role/Deploy`,
          null,
        ],
        ['web-denied', 'repo:stranger/app', null, `arn:aws:iam::${ACCOUNT}:role/Deploy`, 'AccessDenied'],
        ['center', 'carol', `arn:aws:identitystore::${ACCOUNT}:identitystore/d-1234567890`, null, 'Failure'],
        ['console', 'carol', null, `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Admin`, null],
        ['portal', 'u-2', `arn:aws:identitystore::${ACCOUNT}:identitystore/d-1234567890`, null, null],
      ],
    },
    'one subject': { with: { subject: 'REPO:%' }, columns: ['eventid'], rows: [['web'], ['web-denied']] },
  },
);

answersOf(
  'root-activity',
  [
    call(
      'used',
      'iam:CreateAccessKey',
      { ...root(), accessKeyId: 'AKIAROOT' },
      { eventTime: '2026-11-20T10:20:00.001Z' },
    ),
    call('denied', 's3:DeleteBucket', root(), { ...DENIED, eventTime: '2026-11-20T10:20:00Z' }),
    signIn('login', root(), 'Success', 'Yes', { eventTime: '2026-11-20T10:10:00Z' }),
    signIn('no-login', root(), 'Failure', 'No', { eventTime: '2026-11-20T10:09:00Z' }),
    call(
      'session',
      's3:DeleteBucketPolicy',
      {
        ...root(OTHER_ACCOUNT),
        accessKeyId: 'ASIAROOT',
        sessionContext: { attributes: { mfaAuthenticated: 'true' } },
      },
      { eventTime: '2026-11-20T10:30:00Z' },
    ),
    // Look alike.
    call('service-for-root', 'kms:CreateGrant', through('rds', root())),
    call('service-event', 'signin:PasswordRecovery', root(), { eventType: 'AwsServiceEvent' }),
    call('user-called-root', 'iam:CreateUser', user('root')),
    call('service', 'sts:AssumeRole', service('ec2')),
  ],
  {
    'every call and sign-in, failed or not': {
      columns: ['eventid', 'account', 'accesskeyid', 'mfa', 'errorcode'],
      rows: [
        ['no-login', ACCOUNT, null, false, 'Failure'],
        ['login', ACCOUNT, null, true, null],
        ['denied', ACCOUNT, null, null, 'AccessDenied'],
        ['used', ACCOUNT, 'AKIAROOT', null, null],
        ['session', OTHER_ACCOUNT, 'ASIAROOT', true, null],
      ],
    },
  },
);
