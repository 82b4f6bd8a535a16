import { call, objectCall, signIn, type TrailEvent, user } from '../events';
import { Desk, QUESTIONS } from './answers';
import { SPARKS } from './sparks';

// Many answers, on machines that may be busy.
jest.setTimeout(60_000);

const MOMENT = '2026-11-20T11:00:00Z';
/** A name and one that a pattern with an underscore would take for it. */
const [NAME, ALIKE] = ['a_b', 'axb'];

const NAMED: Readonly<Record<string, (name: string) => readonly TrailEvent[]>> = {
  principal: () => [],
  bucket: (bucketName) => [
    objectCall(bucketName, 'GetObject', user('u'), { bucketName, key: 'k' }, { eventTime: MOMENT }),
    objectCall(`x-${bucketName}`, 'DeleteObject', user('u'), { bucketName, key: 'k' }, { eventTime: MOMENT }),
  ],
  evidence: (bucketName) => [
    call(bucketName, 's3:PutBucketVersioning', user('u'), { eventTime: MOMENT, requestParameters: { bucketName } }),
  ],
  key: (keyId) => [call(keyId, 'kms:DisableKey', user('u'), { eventTime: MOMENT, requestParameters: { keyId } })],
  target: (target) => [
    call(target, 'ssm:StartSession', user('u'), { eventTime: MOMENT, requestParameters: { target } }),
    call(`x-${target}`, 'ssm:SendCommand', user('u'), {
      eventTime: MOMENT,
      requestParameters: { documentName: target },
    }),
  ],
  address: (sourceIPAddress) => [
    call(sourceIPAddress, 's3:ListBuckets', user('u'), { eventTime: MOMENT, sourceIPAddress }),
    signIn(`x-${sourceIPAddress}`, user('u'), 'Failure', 'No', { eventTime: MOMENT, sourceIPAddress }),
  ],
  subject: (userName) => [
    call(userName, 'sts:AssumeRoleWithSAML', { type: 'SAMLUser', principalId: 'p', userName }, { eventTime: MOMENT }),
  ],
};
/** Compared exactly, or chosen out of a few words. */
const NO_PATTERNS = ['from', 'to', 'since', 'kind', 'known', 'resource', 'minimum', 'times', 'hours', 'busy'];

/** The events of a question's spark, made by a user of this name. */
const by = (question: string, name: string): TrailEvent[] =>
  SPARKS[question]!(MOMENT).map((event) => ({
    ...event,
    userIdentity: user(name),
    eventID: `${name}-${event.eventID}`,
  }));

const PATTERNS = QUESTIONS.all.flatMap(({ name, parameters }) =>
  parameters
    .filter((parameter) => !NO_PATTERNS.includes(parameter.name))
    // An access key is given whole.
    .filter((parameter) => `${name} ${parameter.name}` !== 'activity-of-access-key key')
    .map((parameter): [string, string] => [name, parameter.name]),
);

test.each(PATTERNS)('%s takes a pattern for %s', async (question, parameter) => {
  const events = (name: string) => (parameter === 'principal' ? by(question, name) : NAMED[parameter]!(name));
  const desk = await Desk.with([...events(NAME), ...events(ALIKE)]);
  const found = async (pattern: string): Promise<number> =>
    (await desk.ask(question, { [parameter]: pattern })).rows.length;
  // The principal is an ARN, in which case counts for nothing; so it does in addresses and names of people.
  const prefix = parameter === 'principal' ? '%:USER/' : '';
  const spelling = ['principal', 'address', 'subject'].includes(parameter) ? NAME.toUpperCase() : NAME;
  try {
    const one = await found(`${prefix}${spelling.replace('_', '\\_')}`);
    expect(one).toBeGreaterThan(0);
    expect(await found(`${prefix}${spelling}`)).toBe(2 * one);
    expect(await found('%')).toBeGreaterThanOrEqual(2 * one);
    expect(await found('nobody')).toBe(0);
  } finally {
    desk.close();
  }
});

test.each([
  ['by the session', { arn: 'arn:aws:sts::111122223333:assumed-role/R/A_B' }],
  ['by unique id', { principalId: 'AROA:A_B' }],
  ['by user name', { userName: 'A_B' }],
  ['by source identity', { sessionContext: { sourceIdentity: 'A_B', sessionIssuer: { arn: 'r' } } }],
])('activity-of-principal takes a pattern %s', async (_, identity) => {
  const like = (name: string) => JSON.parse(JSON.stringify(identity).replace('A_B', name)) as object;
  const desk = await Desk.with(
    [NAME, ALIKE].map((name) =>
      call(name, 's3:ListBuckets', { type: 'AssumedRole', ...like(name) }, { eventTime: MOMENT }),
    ),
  );
  try {
    const { rows } = await desk.ask('activity-of-principal', { principal: '%A\\_B' });
    expect(rows.map((row) => row['eventid'])).toEqual([NAME]);
  } finally {
    desk.close();
  }
});
