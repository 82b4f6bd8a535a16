import { ACCOUNT, call, DENIED, identityCenterUser, role, root, serviceLinkedRole, through, user } from '../events';
import { answersOf } from './answers';

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const admin = role('admin', 'eve');
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;

answersOf(
  'new-credentials',
  [
    call(
      'user',
      'iam:CreateUser',
      admin,
      at('01:00', {
        requestParameters: { userName: 'backdoor' },
        responseElements: { user: { userName: 'backdoor' } },
      }),
    ),
    call(
      'key',
      'iam:CreateAccessKey',
      admin,
      at('01:00.250', {
        requestParameters: { userName: 'backdoor' },
        responseElements: { accessKey: { accessKeyId: 'AKIANEW', userName: 'backdoor', status: 'Active' } },
      }),
    ),
    // For oneself the call names nobody; the answer does.
    call(
      'own-key',
      'iam:CreateAccessKey',
      user('alice'),
      at('02:00', {
        responseElements: { accessKey: { accessKeyId: 'AKIAOWN', userName: 'alice', status: 'Active' } },
      }),
    ),
    call(
      'root-key',
      'iam:CreateAccessKey',
      root(),
      at('03:00', { responseElements: { accessKey: { accessKeyId: 'AKIAROOT' } } }),
    ),
    call(
      'key-on',
      'iam:UpdateAccessKey',
      admin,
      at('04:00', { requestParameters: { userName: 'bob', accessKeyId: 'AKIAOLD', status: 'Active' } }),
    ),
    call(
      'mfa-off',
      'iam:DeactivateMFADevice',
      admin,
      at('05:00', {
        requestParameters: { userName: 'bob', serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/bob` },
      }),
    ),
    call(
      'provider',
      'iam:CreateSAMLProvider',
      admin,
      at('06:00', {
        requestParameters: { name: 'Corp2' },
        responseElements: { sAMLProviderArn: `arn:aws:iam::${ACCOUNT}:saml-provider/Corp2` },
      }),
    ),
    call('pair', 'ec2:ImportKeyPair', admin, at('07:00', { requestParameters: { keyName: 'ops' } })),
    call(
      'person',
      'identitystore:CreateUser',
      admin,
      at('08:00', {
        requestParameters: { identityStoreId: 'd-1234567890', userName: 'mallory' },
        responseElements: { userId: 'u-9' },
      }),
    ),
    call(
      'recovery',
      'signin:PasswordRecoveryCompleted',
      root(),
      at('09:00', { eventType: 'AwsConsoleSignIn', readOnly: false }),
    ),
    ...Object.entries({
      'iam:CreateServiceSpecificCredential': { serviceSpecificCredential: { serviceSpecificCredentialId: 'ACCA1' } },
      'iam:UploadSSHPublicKey': { sSHPublicKey: { sSHPublicKeyId: 'APKA1' } },
      'iam:UploadSigningCertificate': { certificate: { certificateId: 'C1' } },
      'iam:CreateOpenIDConnectProvider': { openIDConnectProviderArn: 'oidc' },
      'rolesanywhere:CreateTrustAnchor': { trustAnchor: { trustAnchorArn: 'anchor' } },
      'sts:GetFederationToken': { credentials: { accessKeyId: 'ASIA1' } },
    }).map(([action, responseElements], number) =>
      call(action, action, admin, at(`09:1${number}`, { responseElements })),
    ),
    ...Object.entries({
      'iam:UpdateSAMLProvider': { sAMLProviderArn: 'saml' },
      'iam:AddClientIDToOpenIDConnectProvider': { openIDConnectProviderArn: 'oidc' },
    }).map(([action, requestParameters], number) =>
      call(action, action, admin, at(`09:2${number}`, { requestParameters })),
    ),
    // Look alike.
    call('denied', 'iam:CreateAccessKey', admin, at('10:00', DENIED)),
    call(
      'key-off',
      'iam:UpdateAccessKey',
      admin,
      at('11:00', { requestParameters: { accessKeyId: 'AKIAOLD', status: 'Inactive' } }),
    ),
    call('list', 'iam:ListAccessKeys', admin, at('12:00')),
    call('other-service', 'transfer:CreateUser', admin, at('13:00', { requestParameters: { userName: 'ftp' } })),
    call('role', 'iam:CreateRole', admin, at('14:00', { requestParameters: { roleName: 'x' } })),
  ],
  {
    'what was made, for whom': {
      columns: ['eventid', 'principal', 'holder', 'credential'],
      rows: [
        ['user', ADMIN, 'backdoor', null],
        ['key', ADMIN, 'backdoor', 'AKIANEW'],
        ['own-key', `arn:aws:iam::${ACCOUNT}:user/alice`, 'alice', 'AKIAOWN'],
        ['root-key', `arn:aws:iam::${ACCOUNT}:root`, `arn:aws:iam::${ACCOUNT}:root`, 'AKIAROOT'],
        ['key-on', ADMIN, 'bob', 'AKIAOLD'],
        ['mfa-off', ADMIN, 'bob', `arn:aws:iam::${ACCOUNT}:mfa/bob`],
        ['provider', ADMIN, 'Corp2', `arn:aws:iam::${ACCOUNT}:saml-provider/Corp2`],
        ['pair', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'ops'],
        ['person', ADMIN, 'mallory', 'u-9'],
        ['recovery', `arn:aws:iam::${ACCOUNT}:root`, `arn:aws:iam::${ACCOUNT}:root`, null],
        ['iam:CreateServiceSpecificCredential', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'ACCA1'],
        ['iam:UploadSSHPublicKey', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'APKA1'],
        ['iam:UploadSigningCertificate', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'C1'],
        ['iam:CreateOpenIDConnectProvider', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'oidc'],
        ['rolesanywhere:CreateTrustAnchor', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'anchor'],
        ['sts:GetFederationToken', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'ASIA1'],
        ['iam:UpdateSAMLProvider', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'saml'],
        ['iam:AddClientIDToOpenIDConnectProvider', ADMIN, `arn:aws:sts::${ACCOUNT}:assumed-role/admin/eve`, 'oidc'],
      ],
    },
    'by one principal': { with: { principal: '%:user/alice' }, columns: ['eventid'], rows: [['own-key']] },
  },
);

const STAR = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

answersOf(
  'privilege-escalation',
  [
    call(
      'attach',
      'iam:AttachUserPolicy',
      admin,
      at('01:00', {
        requestParameters: { userName: 'alice', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      }),
    ),
    call(
      'inline',
      'iam:PutRolePolicy',
      user('alice'),
      at('02:00', {
        requestParameters: { roleName: 'web', policyName: 'p', policyDocument: STAR },
      }),
    ),
    call(
      'denied',
      'iam:CreatePolicyVersion',
      user('alice'),
      at('02:00.100', {
        ...DENIED,
        requestParameters: {
          policyArn: `arn:aws:iam::${ACCOUNT}:policy/base`,
          policyDocument: STAR,
          setAsDefault: true,
        },
      }),
    ),
    call(
      'trust',
      'iam:UpdateAssumeRolePolicy',
      admin,
      at('03:00', { requestParameters: { roleName: 'web', policyDocument: STAR } }),
    ),
    call(
      'group',
      'iam:AddUserToGroup',
      admin,
      at('04:00', { requestParameters: { userName: 'alice', groupName: 'admins' } }),
    ),
    call(
      'boundary',
      'iam:DeleteUserPermissionsBoundary',
      admin,
      at('05:00', { requestParameters: { userName: 'alice' } }),
    ),
    call(
      'assignment',
      'sso:CreateAccountAssignment',
      identityCenterUser('u-1'),
      at('06:00', {
        requestParameters: {
          principalId: 'u-1',
          principalType: 'USER',
          permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
          targetId: ACCOUNT,
        },
      }),
    ),
    call(
      'function',
      'lambda:CreateFunction20150331',
      user('alice'),
      at('07:00', {
        requestParameters: { functionName: 'f', role: ADMIN },
      }),
    ),
    call(
      'instance',
      'ec2:RunInstances',
      user('alice'),
      at('08:00', {
        requestParameters: { instanceType: 't3.micro', iamInstanceProfile: { name: 'admin-profile' } },
      }),
    ),
    call(
      'associate',
      'ec2:AssociateIamInstanceProfile',
      user('alice'),
      at('09:00', {
        requestParameters: {
          AssociateIamInstanceProfileRequest: {
            InstanceId: 'i-1',
            IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/a` },
          },
        },
      }),
    ),
    call(
      'replace',
      'ec2:ReplaceIamInstanceProfileAssociation',
      user('alice'),
      at('09:30', {
        requestParameters: {
          ReplaceIamInstanceProfileAssociationRequest: {
            AssociationId: 'iip-assoc-1',
            IamInstanceProfile: { Name: 'admin-profile' },
          },
        },
      }),
    ),
    call(
      'automation',
      'ssm:StartAutomationExecution',
      through('cloudformation', user('alice')),
      at('10:00', {
        requestParameters: { documentName: 'doc', parameters: { AutomationAssumeRole: [ADMIN] } },
      }),
    ),
    // Look alike.
    call(
      'no-role',
      'ec2:RunInstances',
      user('alice'),
      at('11:00', { requestParameters: { instanceType: 't3.micro' } }),
    ),
    call(
      'stack-without-role',
      'cloudformation:CreateStack',
      user('alice'),
      at('12:00', { requestParameters: { stackName: 's' } }),
    ),
    call(
      'list',
      'iam:ListAttachedUserPolicies',
      user('alice'),
      at('13:00', { requestParameters: { userName: 'alice' } }),
    ),
    call('other-service', 'organizations:AttachPolicy', admin, at('14:00', { requestParameters: { policyId: 'p-1' } })),
    call(
      'by-service',
      'iam:PutRolePolicy',
      serviceLinkedRole('AWSServiceRoleForSSO'),
      at('15:00', { requestParameters: { roleName: 'r' } }),
    ),
  ],
  {
    'who gained what, attempts too': {
      columns: ['eventid', 'kind', 'gainer', 'grants', 'errorcode'],
      rows: [
        ['attach', 'policy', 'alice', 'arn:aws:iam::aws:policy/AdministratorAccess', null],
        ['inline', 'policy', 'web', STAR, null],
        ['denied', 'policy', `arn:aws:iam::${ACCOUNT}:policy/base`, STAR, 'AccessDenied'],
        ['trust', 'trust', 'web', STAR, null],
        ['group', 'group', 'alice', 'admins', null],
        ['boundary', 'boundary', 'alice', null, null],
        ['assignment', 'assignment', 'u-1', 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', null],
        ['function', 'passed role', 'f', ADMIN, null],
        ['instance', 'passed role', 't3.micro', 'admin-profile', null],
        ['associate', 'passed role', 'i-1', `arn:aws:iam::${ACCOUNT}:instance-profile/a`, null],
        ['replace', 'passed role', 'iip-assoc-1', 'admin-profile', null],
        ['automation', 'passed role', 'doc', ADMIN, null],
      ],
    },
    'of one kind, by one principal': {
      with: { kind: 'policy', principal: '%:user/ALICE' },
      columns: ['eventid'],
      rows: [['inline'], ['denied']],
    },
    'a person of the Identity Center has a name of its own': {
      with: { kind: 'assignment' },
      columns: ['principal', 'session'],
      rows: [['u-1', null]],
    },
  },
);
