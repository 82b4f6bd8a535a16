import type { JsonObject } from '../shared/json';
import { call, signIn } from './events';

/** What the CIS AWS Foundations Benchmark wants somebody to be told of. */
export interface Topic {
  readonly name: string;
  /** One event for each call, and each way, that the topic names. Their key is for the annotation. */
  readonly events: ReadonlyMap<string, JsonObject>;
}

const topic = (name: string, events: Readonly<Record<string, JsonObject>>): Topic => ({
  name,
  events: new Map(Object.entries(events)),
});

/** A topic of successful calls to one service. */
const calls = (name: string, source: string, names: readonly string[]): Topic =>
  topic(name, Object.fromEntries(names.map((eventName) => [eventName, call(source, eventName)])));

const ROOT = { userIdentity: { type: 'Root' } };

/**
 * The topics in the benchmark's order: 4.1 to 4.15 in versions 1.4 to 5.0, 5.1 to 5.15 since 6.0. Each has the fewest
 * events that any version from 1.4.0 to 7.0.0 names, so that a filter for any of these versions serves. Two consequences:
 *
 * - ModifySecurityGroupRules, named since 5.0.0, is not asked for.
 * - The filter for refused calls that versions 1.4 and 3.0 print joins its exclusions with "or", and so matches every
 *   event. Such a filter does not serve; without the exclusions, or with them joined by "and", it does.
 */
export const TOPICS: readonly Topic[] = [
  topic('unauthorized-calls', {
    UnauthorizedOperation: call('ec2', 'RunInstances', { errorCode: 'Client.UnauthorizedOperation' }),
    AccessDenied: call('s3', 'GetBucketPolicy', { errorCode: 'AccessDenied', readOnly: true }),
    AccessDeniedException: call('kms', 'ListKeys', { errorCode: 'AccessDeniedException', readOnly: true }),
  }),
  topic('sign-in-without-mfa', {
    ConsoleLogin: signIn({ additionalEventData: { MFAUsed: 'No' } }),
  }),
  topic('root-use', {
    changes: call('iam', 'CreateUser', ROOT),
    reads: call('iam', 'ListUsers', { ...ROOT, readOnly: true }),
    'sign-ins': signIn(ROOT),
  }),
  calls('iam-policies', 'iam', [
    'DeleteGroupPolicy', 'DeleteRolePolicy', 'DeleteUserPolicy', 'PutGroupPolicy', 'PutRolePolicy', 'PutUserPolicy',
    'CreatePolicy', 'DeletePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion', 'AttachRolePolicy',
    'DetachRolePolicy', 'AttachUserPolicy', 'DetachUserPolicy', 'AttachGroupPolicy', 'DetachGroupPolicy',
  ]), // prettier-ignore
  calls('cloudtrail', 'cloudtrail', ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging']),
  topic('failed-sign-in', {
    ConsoleLogin: signIn({
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
      additionalEventData: { MFAUsed: 'No' },
    }),
  }),
  calls('kms-keys', 'kms', ['DisableKey', 'ScheduleKeyDeletion']),
  calls('s3-bucket-policies', 's3', [
    'PutBucketAcl', 'PutBucketPolicy', 'PutBucketCors', 'PutBucketLifecycle', 'PutBucketReplication',
    'DeleteBucketPolicy', 'DeleteBucketCors', 'DeleteBucketLifecycle', 'DeleteBucketReplication',
  ]), // prettier-ignore
  calls('config', 'config', [
    'StopConfigurationRecorder', 'DeleteDeliveryChannel', 'PutDeliveryChannel', 'PutConfigurationRecorder',
  ]), // prettier-ignore
  calls('security-groups', 'ec2', [
    'AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress', 'CreateSecurityGroup', 'DeleteSecurityGroup',
  ]), // prettier-ignore
  calls('network-acls', 'ec2', [
    'CreateNetworkAcl', 'CreateNetworkAclEntry', 'DeleteNetworkAcl', 'DeleteNetworkAclEntry',
    'ReplaceNetworkAclEntry', 'ReplaceNetworkAclAssociation',
  ]), // prettier-ignore
  calls('gateways', 'ec2', [
    'CreateCustomerGateway', 'DeleteCustomerGateway', 'AttachInternetGateway', 'CreateInternetGateway',
    'DeleteInternetGateway', 'DetachInternetGateway',
  ]), // prettier-ignore
  calls('route-tables', 'ec2', [
    'CreateRoute', 'CreateRouteTable', 'ReplaceRoute', 'ReplaceRouteTableAssociation', 'DeleteRouteTable',
    'DeleteRoute', 'DisassociateRouteTable',
  ]), // prettier-ignore
  calls('vpcs', 'ec2', [
    'CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute', 'AcceptVpcPeeringConnection', 'CreateVpcPeeringConnection',
    'DeleteVpcPeeringConnection', 'RejectVpcPeeringConnection', 'AttachClassicLinkVpc', 'DetachClassicLinkVpc',
    'DisableVpcClassicLink', 'EnableVpcClassicLink',
  ]), // prettier-ignore
  calls('organizations', 'organizations', [
    'AcceptHandshake', 'AttachPolicy', 'CreateAccount', 'CreateOrganizationalUnit', 'CreatePolicy',
    'DeclineHandshake', 'DeleteOrganization', 'DeleteOrganizationalUnit', 'DeletePolicy', 'DetachPolicy',
    'DisablePolicyType', 'EnablePolicyType', 'InviteAccountToOrganization', 'LeaveOrganization', 'MoveAccount',
    'RemoveAccountFromOrganization', 'UpdatePolicy', 'UpdateOrganizationalUnit',
  ]), // prettier-ignore
];

/** @throws Error that lists every unknown name */
export function topicsNamed(names: readonly string[]): readonly Topic[] {
  const unknown = names.filter((name) => !TOPICS.some((topic) => topic.name === name));
  if (unknown.length > 0)
    throw new Error(
      `the rule's parameter 'topics' names ${unknown.join(', ')}; known are: ${TOPICS.map(({ name }) => name).join(', ')}`,
    );
  return TOPICS.filter(({ name }) => names.includes(name));
}
