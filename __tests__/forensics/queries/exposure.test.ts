import { ACCOUNT, call, DENIED, OTHER_ACCOUNT, role } from '../events';
import { answersOf } from './answers';

const at = (minute: string, more: object = {}) => ({ eventTime: `2026-11-20T10:${minute}Z`, ...more });
const ops = role('ops', 'bob');
const range = (cidrIp: string) => ({ items: [{ cidrIp }] });
const opened = (id: string, time: string, requestParameters: object, more: object = {}) =>
  call(id, 'ec2:AuthorizeSecurityGroupIngress', ops, at(time, { requestParameters, ...more }));
const changed = (id: string, time: string, SecurityGroupRule: unknown) =>
  call(
    id,
    'ec2:ModifySecurityGroupRules',
    ops,
    at(time, {
      requestParameters: { ModifySecurityGroupRulesRequest: { GroupId: 'sg-3', SecurityGroupRule } },
    }),
  );
const ssh = { ipProtocol: 'tcp', fromPort: 22, toPort: 22 };
const shared = (id: string, action: string, time: string, requestParameters: object, more: object = {}) =>
  call(id, action, ops, at(time, { requestParameters, ...more }));
const statement = (Effect: string, Principal: unknown) => ({
  Effect,
  Principal,
  Action: 's3:GetObject',
  Resource: '*',
});
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const OPEN = statement('Allow', '*');
const all = (...items: object[]) => ({ add: { items } });

answersOf(
  'security-group-opened',
  [
    // The third rule of three, the second range of two; and IPv6 in the first.
    opened('list', '01:00', {
      groupId: 'sg-1',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            groups: {},
            ipRanges: {},
            ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
          },
          { ipProtocol: 'udp', fromPort: 53, toPort: 53, ipRanges: range('10.0.0.0/8') },
          { ...ssh, ipRanges: { items: [{ cidrIp: '192.168.0.0/16' }, { cidrIp: '0.0.0.0/0', description: 'all' }] } },
        ],
      },
    }),
    opened('flat', '02:00', { groupId: 'sg-2', ipPermissions: {}, ...ssh, cidrIp: '0.0.0.0/0' }),
    opened('all', '02:00.500', {
      groupName: 'sg-2',
      ipPermissions: { items: [{ ipProtocol: '-1', ipRanges: range('0.0.0.0/0') }] },
    }),
    opened('halves', '03:00', {
      groupId: 'sg-2',
      ipPermissions: { items: [{ ...ssh, ipRanges: { items: [{ cidrIp: '128.0.0.0/1' }, { cidrIp: '0.0.0.0/1' }] } }] },
    }),
    changed('changed', '04:00', {
      SecurityGroupRuleId: 'sgr-1',
      tag: 1,
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, CidrIpv4: '0.0.0.0/0' },
    }),
    changed('changed-many', '05:00', [
      {
        SecurityGroupRuleId: 'sgr-1',
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, CidrIpv4: '10.0.0.0/8' },
      },
      {
        SecurityGroupRuleId: 'sgr-2',
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 3, ToPort: 4, CidrIpv6: '::/0' },
      },
    ]),
    // Look alike.
    opened('narrow', '06:00', {
      groupId: 'sg-1',
      ipPermissions: { items: [{ ...ssh, ipRanges: range('203.0.113.0/24') }] },
    }),
    opened('eight', '06:30', {
      groupId: 'sg-1',
      ipPermissions: { items: [{ ...ssh, ipRanges: range('10.0.0.0/8') }] },
    }),
    opened('group', '07:00', {
      groupId: 'sg-1',
      ipPermissions: { items: [{ ...ssh, groups: { items: [{ groupId: 'sg-9' }] } }] },
    }),
    opened(
      'denied',
      '08:00',
      { groupId: 'sg-1', ipPermissions: { items: [{ ...ssh, ipRanges: range('0.0.0.0/0') }] } },
      {
        errorCode: 'Client.UnauthorizedOperation',
      },
    ),
    call(
      'egress',
      'ec2:AuthorizeSecurityGroupEgress',
      ops,
      at('09:00', {
        requestParameters: { groupId: 'sg-1', ipPermissions: { items: [{ ...ssh, ipRanges: range('0.0.0.0/0') }] } },
      }),
    ),
    call(
      'revoked',
      'ec2:RevokeSecurityGroupIngress',
      ops,
      at('10:00', {
        requestParameters: { groupId: 'sg-1', ipPermissions: { items: [{ ...ssh, ipRanges: range('0.0.0.0/0') }] } },
      }),
    ),
    call(
      'other-service',
      'lookalike:AuthorizeSecurityGroupIngress',
      ops,
      at('11:00', { requestParameters: { cidrIp: '0.0.0.0/0' } }),
    ),
  ],
  {
    'one row for each rule that lets in the world': {
      columns: ['eventid', 'group_id', 'protocol', 'from_port', 'to_port', 'cidr'],
      rows: [
        ['list', 'sg-1', 'tcp', '443', '443', '::/0'],
        ['list', 'sg-1', 'tcp', '22', '22', '0.0.0.0/0'],
        ['flat', 'sg-2', 'tcp', '22', '22', '0.0.0.0/0'],
        ['all', 'sg-2', '-1', null, null, '0.0.0.0/0'],
        ['halves', 'sg-2', 'tcp', '22', '22', '0.0.0.0/1'],
        ['halves', 'sg-2', 'tcp', '22', '22', '128.0.0.0/1'],
        ['changed', 'sg-3', 'tcp', '3389', '3389', '0.0.0.0/0'],
        ['changed-many', 'sg-3', 'tcp', '3', '4', '::/0'],
      ],
    },
  },
);

answersOf(
  'public-sharing',
  [
    // A policy as JSON, the statement that opens it behind one that guards it.
    shared('bucket', 's3:PutBucketPolicy', '01:00', {
      bucketName: 'b',
      bucketPolicy: policy(statement('Deny', '*'), OPEN),
    }),
    // As text, with one statement and no list around it.
    shared('queue', 'sqs:SetQueueAttributes', '02:00', {
      queueUrl: 'q',
      attributes: { Policy: JSON.stringify({ Statement: statement('Allow', { AWS: '*' }) }) },
    }),
    shared('topic', 'sns:SetTopicAttributes', '03:00', {
      topicArn: 't',
      attributeName: 'Policy',
      attributeValue: JSON.stringify(policy(statement('Allow', { AWS: [ACCOUNT, '*'] }))),
    }),
    shared('acl', 's3:PutBucketAcl', '04:00', { bucketName: 'b', acl: '', 'x-amz-acl': ['public-read'] }),
    shared('grant', 's3:PutBucketAcl', '05:00', {
      bucketName: 'b',
      AccessControlPolicy: {
        AccessControlList: { Grant: { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' } } },
      },
    }),
    shared('block', 's3:PutBucketPublicAccessBlock', '06:00', {
      bucketName: 'b',
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false },
    }),
    shared('block-gone', 's3:DeleteBucketPublicAccessBlock', '07:00', { bucketName: 'b', publicAccessBlock: '' }),
    shared('snapshot', 'ec2:ModifySnapshotAttribute', '08:00', {
      snapshotId: 'snap-1',
      createVolumePermission: all({ group: 'all' }),
      attributeType: 'CREATE_VOLUME_PERMISSION',
    }),
    shared('snapshot-to', 'ec2:ModifySnapshotAttribute', '09:00', {
      snapshotId: 'snap-2',
      createVolumePermission: all({ userId: ACCOUNT }, { userId: OTHER_ACCOUNT }, { userId: '999988887777' }),
    }),
    shared('image', 'ec2:ModifyImageAttribute', '10:00', { imageId: 'ami-1', launchPermission: all({ group: 'all' }) }),
    shared('database', 'rds:ModifyDBSnapshotAttribute', '11:00', {
      dBSnapshotIdentifier: 'db',
      attributeName: 'restore',
      valuesToAdd: ['all'],
    }),
    shared('function', 'lambda:AddPermission20150331v2', '12:00', { functionName: 'f', principal: '*' }),
    shared('url', 'lambda:CreateFunctionUrlConfig', '13:00', { functionName: 'f', authType: 'NONE' }),
    shared('public-database', 'rds:ModifyDBInstance', '14:00', {
      dBInstanceIdentifier: 'db',
      publiclyAccessible: true,
    }),
    // Look alike.
    shared('database-to', 'rds:ModifyDBClusterSnapshotAttribute', '14:00.5', {
      dBClusterSnapshotIdentifier: 'c',
      attributeName: 'restore',
      valuesToAdd: [OTHER_ACCOUNT],
    }),
    shared('image-to', 'ec2:ModifyImageAttribute', '15:00', {
      imageId: 'ami-2',
      launchPermission: all({ organizationArn: 'org' }, { organizationalUnitArn: 'ou' }),
    }),
    shared('guard', 's3:PutBucketPolicy', '20:00', { bucketName: 'b', bucketPolicy: policy(statement('Deny', '*')) }),
    shared('named', 's3:PutBucketPolicy', '21:00', {
      bucketName: 'b',
      bucketPolicy: policy(statement('Allow', { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` })),
    }),
    shared('no-policy', 'sns:SetTopicAttributes', '22:00', {
      topicArn: 't',
      attributeName: 'DisplayName',
      attributeValue: 'not {json',
    }),
    shared('private', 's3:PutBucketAcl', '23:00', { bucketName: 'b', 'x-amz-acl': ['private'] }),
    shared('blocked', 's3:PutBucketPublicAccessBlock', '24:00', {
      bucketName: 'b',
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    }),
    shared('taken-back', 'ec2:ModifySnapshotAttribute', '25:00', {
      snapshotId: 'snap-1',
      createVolumePermission: { remove: { items: [{ group: 'all' }] } },
    }),
    shared('for-a-service', 'lambda:AddPermission20150331v2', '26:00', {
      functionName: 'f',
      principal: 'events.amazonaws.com',
    }),
    shared('signed-url', 'lambda:CreateFunctionUrlConfig', '27:00', { functionName: 'f', authType: 'AWS_IAM' }),
    shared('denied', 's3:PutBucketPolicy', '28:00', { bucketName: 'b', bucketPolicy: policy(OPEN) }, DENIED),
    shared('other-service', 'lookalike:PutBucketPolicy', '29:00', { bucketName: 'b', bucketPolicy: policy(OPEN) }),
    shared('private-database', 'rds:ModifyDBInstance', '30:00', {
      dBInstanceIdentifier: 'db',
      publiclyAccessible: false,
    }),
  ],
  {
    'what was shared with whom': {
      columns: ['eventid', 'resource', 'shared_with'],
      rows: [
        ['bucket', 'b', 'everybody'],
        ['queue', 'q', 'everybody'],
        ['topic', 't', 'everybody'],
        ['acl', 'b', 'everybody'],
        ['grant', 'b', 'everybody'],
        ['block', 'b', 'off'],
        ['block-gone', 'b', 'off'],
        ['snapshot', 'snap-1', 'everybody'],
        ['snapshot-to', 'snap-2', OTHER_ACCOUNT],
        ['snapshot-to', 'snap-2', '999988887777'],
        ['image', 'ami-1', 'everybody'],
        ['database', 'db', 'everybody'],
        ['function', 'f', 'everybody'],
        ['url', 'f', 'everybody'],
        ['public-database', 'db', 'everybody'],
        ['database-to', 'c', OTHER_ACCOUNT],
        ['image-to', 'ami-2', 'org'],
        ['image-to', 'ami-2', 'ou'],
      ],
    },
    'known accounts may share': {
      with: { known: `${ACCOUNT},${OTHER_ACCOUNT}`, from: '2026-11-20T10:09:00Z', to: '2026-11-20T10:10:00Z' },
      columns: ['eventid', 'shared_with', 'detail'],
      rows: [['snapshot-to', '999988887777', '{"userId":"999988887777"}']],
    },
    'the statement that opens, not the one that guards': {
      with: { to: '2026-11-20T10:01:01Z' },
      columns: ['detail'],
      rows: [[JSON.stringify(OPEN)]],
    },
  },
);
