import { ACCOUNT, type Cases, item } from '../configuration-item';
import { ALL_TEXT_FORMS, allow, compact, document, each, reversed } from '../documents';

const endpoint = (policyDocument: string | null) =>
  item('AWS::EC2::VPCEndpoint', {
    configuration: {
      vpcEndpointId: 'vpce-0a1b2c3d4e5f60718',
      vpcEndpointType: 'Interface',
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      serviceName: 'com.amazonaws.eu-central-1.kms',
      state: { value: 'available' },
      policyDocument,
      routeTableIds: [],
      subnetIds: ['subnet-0a1b2c3d4e5f60718'],
      groups: [{ groupId: 'sg-0a1b2c3d4e5f60718', groupName: 'endpoints' }],
      privateDnsEnabled: true,
      requesterManaged: false,
      networkInterfaceIds: ['eni-0a1b2c3d4e5f60718'],
      dnsEntries: [],
      creationTimestamp: '2025-11-24T10:02:11.000Z',
      tags: [],
      ownerId: ACCOUNT,
    },
  });

const FULL = allow('*', '*', '*');
const says = "The endpoint's policy gives full access";
const confined = (condition: object) => endpoint(compact(document(allow('*', '*', '*', condition))));

export const cases: Cases = {
  passing: {
    'for callers of the organization': confined({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    'for resources of the organization': confined({ StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } }),
    'for some resources': endpoint(compact(document(allow('*', 's3:GetObject', ['arn:aws:s3:::al2023-repos/*'])))),
    'that denies what is not of the organization': endpoint(
      compact(
        document({ ...allow('*', '*', '*', { StringNotEquals: { 'aws:ResourceOrgID': 'o-1' } }), Effect: 'Deny' }),
      ),
    ),
  },
  failing: {
    ...each(
      'with the policy that AWS gives it,',
      ALL_TEXT_FORMS,
      (form) => [endpoint(form(document(FULL))), says] as const,
    ),
    'with full access, members reversed': [endpoint(compact(document(reversed(FULL)))), says],
    'for every principal of AWS': [endpoint(compact(document(allow({ AWS: '*' }, ['kms:*'], ['*'])))), says],
    ...each(
      'with a condition on',
      {
        'transport, as a truth value': { Bool: { 'aws:SecureTransport': true } },
        'no transport, as a truth value': { Bool: { 'aws:SecureTransport': false } },
        'transport, in lower case': { bool: { 'aws:securetransport': 'true' } },
        regions: { StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] } },
        services: { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
        'the endpoint itself': { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } },
      },
      (condition) => [confined(condition), says] as const,
    ),
    'with a condition on transport': [confined({ Bool: { 'aws:SecureTransport': 'true' } }), says],
    'with a condition on the VPC it is in': [confined({ StringEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } }), says],
    'with full access beside less': [
      endpoint(compact(document(allow('*', '*', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), FULL))),
      says,
    ],
  },
  skipping: { 'that takes no policy': endpoint(null) },
};
