import type { TrailEvent } from '../events';
import { Desk, QUESTIONS, WINDOW } from './answers';
import { INSIGHTS, SPARKS, VALUES } from './sparks';

// Many answers, on machines that may be busy.
jest.setTimeout(60_000);

const NAMES = QUESTIONS.all.map(({ name }) => name);

/** They answer for whole hours, and for what was known at a moment; their own tests show their edges. */
const WITHOUT_EDGES = ['error-spikes', 'resource-at-time', 'silent-hours'];

test('the edges of every question are tested', () =>
  expect([...Object.keys(SPARKS), ...WITHOUT_EDGES].sort()).toEqual([...NAMES].sort()));

/** All of it happens at one moment, in one folder. */
function allAt(moment: string, delivery: object = {}): Promise<Desk> {
  const eventsOf = (name: string): TrailEvent[] =>
    SPARKS[name]!(moment).map((event) => ({ ...event, ...delivery, eventID: `${name}-${event.eventID}` }));
  const insights = eventsOf(INSIGHTS).map((event) => ({ ...event, insightDetails: { state: 'Start' } }));
  const events = Object.keys(SPARKS).filter((name) => name !== INSIGHTS);
  return Desk.with((folder) => folder.insights(insights).trail(events.flatMap(eventsOf)));
}

describe.each([
  ['without a fraction', '2026-11-20T11:00:00Z', '2026-11-20T11:00:00.001Z'],
  ['with one', '2026-11-20T11:00:00.500Z', '2026-11-20T11:00:00.501Z'],
  ['at midnight', '2026-11-20T00:00:00Z', '2026-11-20T00:00:00.001Z'],
])('at the edges of a window, %s', (_, moment, next) => {
  let desk: Desk;
  beforeAll(async () => (desk = await allAt(moment)));
  afterAll(() => desk.close());

  test.each(Object.keys(SPARKS))('%s', async (name) => {
    const found = async (window: object): Promise<boolean> =>
      (await desk.ask(name, { from: '2026-11-19T12:00:00Z', to: WINDOW.to, ...VALUES[name], ...window })).rows.length >
      0;
    expect(await found({ from: moment })).toBe(true);
    expect(await found({ from: next })).toBe(false);
    expect(await found({ to: next })).toBe(true);
    expect(await found({ to: moment })).toBe(false);
  });
});

describe('what is delivered a day late', () => {
  let desk: Desk;
  beforeAll(async () => (desk = await allAt('2026-11-20T23:59:59Z', { deliveredAt: '2026-11-21T22:00:00Z' })));
  afterAll(() => desk.close());

  test.each(Object.keys(SPARKS))('%s', async (name) => {
    const { rows } = await desk.ask(name, {
      ...VALUES[name],
      from: '2026-11-20T12:00:00Z',
      to: '2026-11-21T00:00:00Z',
    });
    expect(rows).not.toEqual([]);
  });
});
