import { isObject, type JsonObject } from '../shared/json';

/**
 * A call by a role, well-formed and allowed. What is said otherwise replaces it, member by member. Account, region and
 * address are nobody's, so that a filter for one of its own does not pass as a filter for all.
 */
export const call = (eventSource: string, eventName: string, otherwise: JsonObject = {}): JsonObject =>
  merged(
    {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:someone',
        arn: 'arn:aws-example:sts::000000000000:assumed-role/Example/someone',
        accountId: '000000000000',
        sessionContext: { attributes: { mfaAuthenticated: 'true', creationDate: '2026-01-01T00:00:00Z' } },
      },
      eventTime: '2026-01-01T00:00:00Z',
      eventSource: `${eventSource}.amazonaws.com`,
      eventName,
      awsRegion: 'xx-nowhere-1',
      sourceIPAddress: '203.0.113.10',
      userAgent: 'aws-cli/2',
      requestParameters: {},
      responseElements: {},
      requestID: 'request',
      eventID: 'event',
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '000000000000',
      eventCategory: 'Management',
    },
    otherwise,
  );

/** A sign-in of a user to the console, with a second factor. */
export const signIn = (otherwise: JsonObject = {}): JsonObject =>
  call(
    'signin',
    'ConsoleLogin',
    merged(
      {
        userIdentity: { type: 'IAMUser', userName: 'someone', accessKeyId: '' },
        eventType: 'AwsConsoleSignIn',
        responseElements: { ConsoleLogin: 'Success' },
        additionalEventData: { MFAUsed: 'Yes', MobileVersion: 'No', LoginTo: 'https://console.aws.amazon.com/' },
      },
      otherwise,
    ),
  );

/**
 * What no topic is about. A filter that lets one of these through watches so much else that its alarm says nothing: a
 * read, a sign-in as it should be, and an AWS service at work.
 */
export const NEUTRAL: readonly JsonObject[] = [
  call('ec2', 'DescribeInstances', { readOnly: true }),
  signIn(),
  call('kms', 'RotateKey', {
    userIdentity: { type: 'AWSService', invokedBy: 'AWS Internal' },
    eventType: 'AwsServiceEvent',
    sourceIPAddress: 'AWS Internal',
  }),
];

function merged(base: JsonObject, otherwise: JsonObject): JsonObject {
  const over = Object.entries(otherwise).map(([name, value]) => {
    const under = base[name];
    return [name, isObject(under) && isObject(value) ? merged(under, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(over) };
}
