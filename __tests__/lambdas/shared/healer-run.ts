import { type Drift, type Healer, healerHandler } from '../../../lambdas/shared/healer';
import { ACCOUNT, type Answers, FakeAws, REGION } from '../fake-aws';
import { desiredFile, environment } from '../healers';

export const FIRST_STEP = 'Apply the stack.';

/** What differs, and what becomes of mending it. */
export interface Thing {
  wrong: boolean;
  mends?: 'well' | 'badly' | 'late' | 'fails';
  looks?: number;
}

export interface Settings {
  /** How often Lambda hands over the event, or that of a list whose turn it is; once. */
  readonly tries?: number;
  readonly things?: Record<string, Thing>;
  readonly env?: Record<string, string | undefined>;
  readonly answers?: Answers;
  readonly desired?: unknown;
  readonly healer?: Partial<Healer<unknown>>;
}

/** Runs a healer whose things are in memory; `error` is that of the last try. */
export async function run(event: unknown, settings: Settings = {}) {
  const { things = {}, env = {}, answers = {}, desired = {}, healer = {}, tries = 1 } = settings;
  const mended: string[] = [];
  const aws = new FakeAws({
    PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'x' }] }),
    GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '0' } }),
    SendMessage: () => ({}),
    ...answers,
  });
  const inspect = jest.fn(async (): Promise<Drift[]> =>
    Object.entries(things).flatMap(([what, thing]): Drift[] => {
      if (thing.mends === 'late' && mended.includes(what)) thing.wrong = (thing.looks = (thing.looks ?? 0) + 1) < 3;
      if (!thing.wrong) return [];
      if (!thing.mends) return [{ what, was: 1, wanted: 2, firstStep: FIRST_STEP }];
      const mend = async () => {
        mended.push(what);
        if (thing.mends === 'fails') throw new Error('refused');
        if (thing.mends === 'well') thing.wrong = false;
      };
      return [{ what, was: 1, wanted: 2, mend }];
    }),
  );
  const log: string[] = [];
  const readDesired = jest.fn((value: unknown) => value);
  const pauses: number[] = [];
  const handler = healerHandler(
    { name: 'trail', readDesired, inspect, ...healer },
    {
      aws,
      log: (line) => log.push(line),
      sleep: async (ms) => void pauses.push(ms),
      env: { ...environment(ACCOUNT, REGION), DESIRED_FILE: desiredFile(desired), ...env },
    },
  );
  const errors: (string | undefined)[] = [];
  for (let time = 0; time < tries; time++) {
    const handed = Array.isArray(event) ? event[time] : event;
    errors.push(await handler(handed).then(() => undefined, String));
  }
  const told = aws.inputsOf('PutEvents').map(({ Entries }) => {
    const [{ Source, DetailType, EventBusName, Detail }] = Entries as [Record<string, string>];
    return { Source, DetailType, EventBusName, detail: JSON.parse(Detail!) as Record<string, unknown> };
  });
  const healing = told.filter(({ DetailType }) => DetailType === 'Audit Self-Healing').map(({ detail }) => detail);
  const health = told.filter(({ DetailType }) => DetailType === 'Audit Health').map(({ detail }) => detail);
  return { aws, mended, inspect, readDesired, pauses, log, error: errors.at(-1), errors, told, healing, health };
}
