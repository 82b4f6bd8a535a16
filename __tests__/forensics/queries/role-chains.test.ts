import { ACCOUNT, assume, call, DENIED, foreign, OTHER_ACCOUNT, role, saml, service, STRANGER, user } from '../events';
import { answersOf } from './answers';

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const arn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const session = (name: string, key: string, account = ACCOUNT) => ({
  ...role(name, 'chain', account),
  accessKeyId: key,
});
const START = `arn:aws:iam::${ACCOUNT}:user/alice`;

answersOf(
  'role-assumption-chains',
  [
    assume('one', user('alice'), arn('build'), 's1', 'ASIA1', at('01:00')),
    // Across accounts: the same call as both accounts recorded it.
    assume(
      'two',
      session('build', 'ASIA1'),
      arn('deploy', OTHER_ACCOUNT),
      's2',
      'ASIA2',
      at('02:00', { sharedEventID: 'shared-two' }),
    ),
    assume(
      'two-there',
      foreign('AROABUILD:s1', ACCOUNT),
      arn('deploy', OTHER_ACCOUNT),
      's2',
      'ASIA2',
      at('02:00', {
        sharedEventID: 'shared-two',
        recipientAccountId: OTHER_ACCOUNT,
      }),
    ),
    assume('three', session('deploy', 'ASIA2', OTHER_ACCOUNT), arn('admin', OTHER_ACCOUNT), 's3', 'ASIA3', at('03:00')),
    assume('four', session('admin', 'ASIA3', OTHER_ACCOUNT), arn('owner', OTHER_ACCOUNT), 's4', 'ASIA4', at('04:00')),
    assume('five', session('owner', 'ASIA4', OTHER_ACCOUNT), arn('last', OTHER_ACCOUNT), 's5', 'ASIA5', at('05:00')),
    // A key cannot be used before it was handed out: no link.
    assume('early', session('deploy', 'ASIA2', OTHER_ACCOUNT), arn('early', OTHER_ACCOUNT), 's', 'ASIA6', at('01:30')),
    call(
      'denied',
      'sts:AssumeRole',
      session('build', 'ASIA1'),
      at('06:00', { ...DENIED, requestParameters: { roleArn: arn('vault'), roleSessionName: 's' } }),
    ),
    assume('instance', service('ec2'), arn('web'), 'i-0123456789abcdef0', 'ASIAWEB', at('07:00')),
    assume(
      'from-instance',
      { ...role('web', 'i-0123456789abcdef0'), accessKeyId: 'ASIAWEB' },
      arn('admin'),
      's',
      'ASIA8',
      at('08:00'),
    ),
    call(
      'saml',
      'sts:AssumeRoleWithSAML',
      saml('carol'),
      at('09:00', {
        requestParameters: { roleArn: arn('Corp'), roleSessionName: 'carol' },
        responseElements: { credentials: { accessKeyId: 'ASIA9' } },
        recipientAccountId: ACCOUNT,
      }),
    ),
    assume(
      'stranger',
      foreign('AROASTRANGER:x', STRANGER),
      arn('audit'),
      'v',
      'ASIA10',
      at('10:00', { recipientAccountId: ACCOUNT }),
    ),
    call(
      'root-session',
      'sts:AssumeRoot',
      role('admin', 'eve'),
      at('11:00', {
        requestParameters: { targetPrincipal: OTHER_ACCOUNT },
        responseElements: { credentials: { accessKeyId: 'ASIAROOT' } },
      }),
    ),
    // Look alike.
    call('token', 'sts:GetSessionToken', user('alice')),
    call('other-service', 'lookalike:AssumeRole', user('alice')),
  ],
  {
    'each step with the way to it, whatever it crosses': {
      columns: ['eventid', 'steps', 'origin', 'principal', 'role', 'account', 'errorcode'],
      rows: [
        ['one', 1, START, START, arn('build'), ACCOUNT, null],
        [
          'early',
          1,
          arn('deploy', OTHER_ACCOUNT),
          arn('deploy', OTHER_ACCOUNT),
          arn('early', OTHER_ACCOUNT),
          OTHER_ACCOUNT,
          null,
        ],
        ['two', 2, START, arn('build'), arn('deploy', OTHER_ACCOUNT), OTHER_ACCOUNT, null],
        ['three', 3, START, arn('deploy', OTHER_ACCOUNT), arn('admin', OTHER_ACCOUNT), OTHER_ACCOUNT, null],
        ['four', 4, START, arn('admin', OTHER_ACCOUNT), arn('owner', OTHER_ACCOUNT), OTHER_ACCOUNT, null],
        ['five', 4, arn('build'), arn('owner', OTHER_ACCOUNT), arn('last', OTHER_ACCOUNT), OTHER_ACCOUNT, null],
        ['denied', 2, START, arn('build'), arn('vault'), ACCOUNT, 'AccessDenied'],
        ['from-instance', 2, 'ec2.amazonaws.com', arn('web'), arn('admin'), ACCOUNT, null],
        ['saml', 1, 'Rk1xY2V5:carol', 'Rk1xY2V5:carol', arn('Corp'), ACCOUNT, null],
        ['stranger', 1, 'AROASTRANGER:x', 'AROASTRANGER:x', arn('audit'), ACCOUNT, null],
        ['root-session', 1, arn('admin'), arn('admin'), OTHER_ACCOUNT, OTHER_ACCOUNT, null],
      ],
    },
    'the way as text, and the keys that link it': {
      with: { principal: 'user/alice' },
      columns: ['path', 'session', 'used_key', 'issued_key'],
      rows: [
        [`${START} > ${arn('build')}`, 's1', 'AKIAALICE', 'ASIA1'],
        [`${START} > ${arn('build')} > ${arn('deploy', OTHER_ACCOUNT)}`, 's2', 'ASIA1', 'ASIA2'],
        [
          `${START} > ${arn('build')} > ${arn('deploy', OTHER_ACCOUNT)} > ${arn('admin', OTHER_ACCOUNT)}`,
          's3',
          'ASIA2',
          'ASIA3',
        ],
        [
          `${START} > ${arn('build')} > ${arn('deploy', OTHER_ACCOUNT)} > ${arn('admin', OTHER_ACCOUNT)} > ${arn('owner', OTHER_ACCOUNT)}`,
          's4',
          'ASIA3',
          'ASIA4',
        ],
        [`${START} > ${arn('build')} > ${arn('vault')}`, 's', 'ASIA1', null],
      ],
    },
  },
);
