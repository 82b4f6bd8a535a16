import { automationDocument, type DocumentSettings } from '../../src/response/document';
import { APPROVAL, settings } from './remediations';
import { type MotoCall, type ReplayCase, type Replayed } from './replay';

export const NOW = '2026-06-15T12:00:00';
export const TODAY = '2026-06-15';
export const YESTERDAY = '2026-06-14';
export const ROLE = 'arn:aws:iam::123456789012:role/acme-audit-remediation-x';

export const of = (
  name: string,
  resource: string,
  setup: readonly MotoCall[],
  more: Partial<ReplayCase> & { settings?: Partial<DocumentSettings>; values?: ReplayCase['parameters'] } = {},
): ReplayCase => {
  const { settings: changed, values, ...rest } = more;
  return {
    document: automationDocument(settings(name, changed)),
    parameters: { ResourceId: [resource], AutomationAssumeRole: [ROLE], Rule: ['a-rule'], ...values },
    now: NOW,
    setup,
    ...rest,
  };
};

export const world = (port: number, last: number, protocol = 'tcp') => ({
  IpProtocol: protocol,
  ...(protocol === '-1' ? {} : { FromPort: port, ToPort: last }),
});
export const permissions = [
  { ...world(22, 22), IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  { ...world(20, 30), Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
  { ...world(0, 0, '-1'), IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  { ...world(443, 443), IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  { ...world(22, 22), IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
];
export const vpc: MotoCall = {
  service: 'ec2',
  call: 'create_vpc',
  inputs: { CidrBlock: '10.0.0.0/16' },
  save: { vpc: '$.Vpc.VpcId' },
};
export const group: MotoCall = {
  service: 'ec2',
  call: 'create_security_group',
  inputs: { GroupName: 'web', Description: 'web', VpcId: '$vpc' },
  save: { group: '$.GroupId' },
};
export const open = (IpPermissions: unknown = permissions): MotoCall => ({
  service: 'ec2',
  call: 'authorize_security_group_ingress',
  inputs: { GroupId: '$group', IpPermissions },
});
export const tagGroup: MotoCall = {
  service: 'ec2',
  call: 'create_tags',
  inputs: { Resources: ['$group'], Tags: [{ Key: 'audit-exempt', Value: 'yes' }] },
};
export const rules: MotoCall = {
  service: 'ec2',
  call: 'describe_security_group_rules',
  inputs: { Filters: [{ Name: 'group-id', Values: ['$group'] }] },
};
export const opened = [vpc, group, open()];
export const ports = (more: Parameters<typeof of>[3] = {}, setup: readonly MotoCall[] = opened) =>
  of('security-group-ports', '$group', setup, { inspect: [rules], values: { Ports: ['22', '3389'] }, ...more });

export const bucket: MotoCall = {
  service: 's3',
  call: 'create_bucket',
  inputs: { Bucket: 'acme-data', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } },
};
export const s3 = (call: string, inputs: MotoCall['inputs'] = {}): MotoCall => ({
  service: 's3',
  call,
  inputs: { Bucket: 'acme-data', ...inputs },
});
export const POLICY = {
  Version: '2012-10-17',
  Id: 'kept',
  Statement: [
    {
      Sid: 'DenyPlainHttp',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme-data/*',
    },
  ],
};
export const DENIAL = {
  Sid: 'DenyPlainHttp2',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::acme-data', 'arn:aws:s3:::acme-data/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
export const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
export const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/0123';
export const aes = {
  ServerSideEncryptionConfiguration: {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
  },
};

export const key = (inputs: MotoCall['inputs'] = {}): MotoCall => ({
  service: 'kms',
  call: 'create_key',
  inputs,
  save: { key: '$.KeyMetadata.KeyId' },
});
export const rotation: MotoCall = { service: 'kms', call: 'get_key_rotation_status', inputs: { KeyId: '$key' } };
export const rotate: MotoCall = { service: 'kms', call: 'enable_key_rotation', inputs: { KeyId: '$key' } };

export const run = (minutesAgo: number, more: object = {}) => ({
  AutomationExecutionId: `run-${minutesAgo}`,
  DocumentName: 'acme-audit-security-group-ports',
  AutomationExecutionStatus: 'Success',
  ExecutionStartTime: new Date(Date.parse(`${NOW}Z`) - minutesAgo * 60_000).toISOString(),
  ...more,
});
export const runs = (list: readonly object[], more: object = {}) => ({
  CountRuns: { AutomationExecutionMetadataList: list, ...more },
});
export const pagesOf = (count: number, list: readonly object[]) => ({
  CountRuns: { pages: Array.from({ length: count }, () => ({ AutomationExecutionMetadataList: list })) },
});
export const times = (count: number, more: object = {}) => Array.from({ length: count }, (_, at) => run(at + 1, more));

export const exempt = { exemptTag: { key: 'audit-exempt', value: 'yes' } };
export const approve = { mode: 'approve', approval: APPROVAL } as const;

export const outcomeOf = ({ events }: Replayed) => events.at(-1)?.detail.outcome;
/** The rules of ingress that are left, as "port network". */
export const idsOf = ({ seen }: Replayed) =>
  (seen[0]!.SecurityGroupRules as { IsEgress: boolean; FromPort: number; CidrIpv4?: string; CidrIpv6?: string }[])
    .filter(({ IsEgress }) => !IsEgress)
    .map(({ FromPort, CidrIpv4, CidrIpv6 }) => `${FromPort} ${CidrIpv4 ?? CidrIpv6}`)
    .sort();
export const MENDED = ['22 10.0.0.0/8', '443 0.0.0.0/0'];
export const OPEN = ['-1 0.0.0.0/0', '20 ::/0', '22 0.0.0.0/0', ...MENDED].sort();
