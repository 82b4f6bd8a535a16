/**
 * Keys of the records as AWS writes them, whose columns are in lower case: Athena's SerDe does not look at case, DuckDB
 * does. Sources: CloudTrail user guide, "CloudTrail record contents", "userIdentity element", "insightDetails element";
 * Config developer guide, "Components of a configuration item" and "Example configuration history".
 */
const KEYS = [
  // record
  ...['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress'],
  ...['userAgent', 'errorCode', 'errorMessage', 'requestParameters', 'responseElements', 'additionalEventData'],
  ...['requestID', 'eventID', 'readOnly', 'resources', 'eventType', 'apiVersion', 'managementEvent'],
  ...['recipientAccountId', 'serviceEventDetails', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId'],
  ...['eventCategory', 'addendum', 'sessionCredentialFromConsole', 'edgeDeviceDetails', 'tlsDetails'],
  // userIdentity
  ...['type', 'principalId', 'arn', 'accountId', 'invokedBy', 'accessKeyId', 'userName'],
  ...['onBehalfOf', 'userId', 'identityStoreArn'],
  ...['inScopeOf', 'issuerType', 'credentialsIssuedTo', 'sourceArn', 'sourceAccount'],
  ...['sessionContext', 'attributes', 'mfaAuthenticated', 'creationDate', 'sessionIssuer', 'ec2RoleDelivery'],
  ...['sourceIdentity', 'signInSessionArn', 'webIdFederationData', 'federatedProvider'],
  // addendum, tlsDetails, insightDetails
  ...['reason', 'updatedFields', 'originalRequestID', 'originalEventID'],
  ...['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader', 'keyExchange'],
  ...['insightDetails', 'state', 'insightType', 'insightContext', 'statistics', 'baseline', 'insight', 'average'],
  ...['insightDuration', 'baselineDuration', 'attributions', 'attribute', 'value'],
  // AWS Config
  ...['fileVersion', 'configSnapshotId', 'configurationItems', 'configurationItemVersion'],
  ...['configurationItemCaptureTime', 'configurationItemStatus', 'configurationStateId', 'awsAccountId'],
  ...['availabilityZone', 'resourceType', 'resourceId', 'resourceName', 'resourceCreationTime', 'configuration'],
  ...['supplementaryConfiguration', 'tags', 'relatedEvents', 'relationships', 'name'],
];

const BY_COLUMN: ReadonlyMap<string, string> = new Map(KEYS.map((key) => [key.toLowerCase(), key]));

/** Where AWS is not of one mind about a key: which resources an event and a configuration item are about. */
const ELSEWHERE: Readonly<Record<string, string>> = { 'resources.arn': 'ARN', 'configurationitems.arn': 'ARN' };

/**
 * The key of a column or member.
 *
 * @param path - names from the column down, in lower case; lists add none
 */
export function jsonKey(path: readonly string[]): string {
  const key = ELSEWHERE[path.join('.')] ?? BY_COLUMN.get(path.at(-1)!);
  if (key === undefined)
    throw new Error(`the JSON key of column ${path.join('.')} is not known; add it to json-keys.ts`);
  return key;
}
