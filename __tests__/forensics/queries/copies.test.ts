import { DENIED, type Identity, service, serviceLinkedRole, type TrailEvent } from '../events';
import { Desk, QUESTIONS } from './answers';
import { SPARKS, VALUES } from './sparks';

// Many answers, on machines that may be busy.
jest.setTimeout(60_000);

const MOMENT = '2026-11-20T11:00:00.500Z';
const askAbout = async (
  name: string,
  events: readonly TrailEvent[],
  values = VALUES[name],
): Promise<Record<string, unknown>[]> => {
  const desk = await Desk.with(events);
  try {
    return (await desk.ask(name, values ?? {})).rows;
  } finally {
    desk.close();
  }
};

/** They count calls. */
const COUNTING = [
  'access-denied-by-principal',
  'activity-in-unused-regions',
  'bucket-reads',
  'compute-launched',
  'cross-account-access',
  'first-seen-addresses-of-principals',
  'first-seen-calls-by-principal',
  'instance-credentials-outside',
  'objects-deleted',
  'secrets-read',
  'unusual-user-agents',
];

describe('what is delivered twice is counted once', () => {
  test.each(COUNTING)('%s', async (name) => {
    const events = SPARKS[name]!(MOMENT);
    const denied = events.map((event) => ({ ...event, ...DENIED, eventID: `denied-${event.eventID}` }));
    const once = [...events, ...denied];
    const rows = await askAbout(name, once);
    expect(rows).toHaveLength(1);
    expect(await askAbout(name, [...once, ...once])).toEqual(rows);
  });

  test('error-spikes', async () => {
    const failed = SPARKS['access-denied-by-principal']!(MOMENT);
    expect(await askAbout('error-spikes', [...failed, ...failed], { minimum: '1' })).toMatchObject([{ failed: 1 }]);
  });
});

/** They ask about somebody or something in particular, whoever that is, or about what only services see. */
const ABOUT_SERVICES_TOO = [
  'activity-of-access-key',
  'activity-of-address',
  'activity-of-principal',
  'console-sign-in-failures',
  'console-sign-in-without-mfa',
  'federated-sign-ins',
  'insights-in-window',
  'kms-key-tampering',
  'new-credentials',
  'resource-changes',
  'role-assumption-chains',
  'root-activity',
  'security-group-opened',
  'public-sharing',
];

const WITHOUT_SERVICES = Object.keys(SPARKS).filter((name) => !ABOUT_SERVICES_TOO.includes(name));

describe.each<[string, (event: TrailEvent) => Identity]>([
  ['a service', () => service('ec2')],
  ['a service-linked role', () => serviceLinkedRole('AWSServiceRoleForSomething')],
  [
    'a service-linked role by itself',
    () => ({ ...serviceLinkedRole('AWSServiceRoleForSomething'), invokedBy: undefined }),
  ],
])('what %s does is left out', (_, identity) => {
  test.each(WITHOUT_SERVICES)('%s', async (name) => {
    const events = SPARKS[name]!(MOMENT);
    const account = (event: TrailEvent) => (event['userIdentity'] as Identity).accountId;
    const byService = events.map((event) => ({
      ...event,
      userIdentity: { ...identity(event), accountId: account(event) },
    }));
    expect(await askAbout(name, events)).not.toEqual([]);
    expect(await askAbout(name, byService)).toEqual([]);
  });
});

test('the questions named here exist', () => {
  const names = QUESTIONS.all.map(({ name }) => name);
  expect([...COUNTING, ...ABOUT_SERVICES_TOO].filter((name) => !names.includes(name))).toEqual([]);
});
