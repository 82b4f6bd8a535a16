import type { Drift } from '../../../lambdas/shared/healer';
import { call, HOURLY } from '../healers';
import { FIRST_STEP, run, type Settings } from './healer-run';

const denied = () => Promise.reject(new Error('denied'));
const full = () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'Full', ErrorMessage: 'no room' }] });
const refused: Settings = { things: { a: { wrong: true, mends: 'fails' }, b: { wrong: true } } };

describe('a run that a call woke and that fails', () => {
  test('is tried again, and told of once', async () => {
    const { errors, healing, mended } = await run(call(), { ...refused, tries: 3 });
    expect(errors).toEqual([1, 2, 3].map(() => 'Error: a: Error: refused'));
    expect(mended).toEqual(['a', 'a', 'a']);
    expect(healing).toMatchObject([{ outcome: 'failed', firstStep: FIRST_STEP }]);
  });

  test('is told of once where nothing can be read', async () => {
    const { errors, healing } = await run(call(), { healer: { inspect: denied }, tries: 3 });
    expect(errors).toEqual([1, 2, 3].map(() => 'Error: Error: denied'));
    expect(healing).toHaveLength(1);
  });

  test('is told of again as soon as another try mends it, or finds more', async () => {
    let tries = 0;
    const drift = (what: string, mend?: () => Promise<void>): Drift => ({ what, was: 1, wanted: 2, ...(mend && { mend }) });
    const state = new Set(['a', 'b']);
    const inspect = async (): Promise<Drift[]> =>
      [...state].map((what) =>
        drift(what, async () => {
          if (what === 'a') tries++;
          if (what === 'b' && tries < 2) return;
          if (what === 'a' && tries === 1) throw new Error('refused');
          state.delete(what);
        }),
      );
    const { errors, healing } = await run(call(), { healer: { inspect }, tries: 2 });
    expect(errors).toEqual([expect.stringContaining('a: Error: refused'), undefined]);
    expect(healing).toMatchObject([
      { outcome: 'failed', changes: [{ what: 'a' }, { what: 'b' }] },
      { outcome: 'mended', changes: [{ what: 'a', mended: true }, { what: 'b', mended: true }] },
    ]);

    const found = [['a'], ['a', 'c'], ['a'], ['d'], ['c']];
    const { healing: more } = await run(call(), { healer: { inspect: async () => found.shift()!.map((what) => drift(what)) }, tries: 5 });
    expect(more).toMatchObject([{ changes: [{ what: 'a' }] }, { changes: [{ what: 'a' }, { what: 'c' }] }, { changes: [{ what: 'd' }] }]);
  }); // prettier-ignore

  test('is told of again where what was mended differs again, and fails', async () => {
    const things: Settings['things'] = { a: { wrong: true, mends: 'well' }, b: { wrong: true, mends: 'fails' } };
    let tries = 0;
    const readDesired = () => {
      if (++tries === 2) Object.assign(things['a']!, { wrong: true, mends: 'fails' });
    };
    const { healing } = await run(call(), { things, healer: { readDesired }, tries: 3 });
    expect(healing).toMatchObject([
      { changes: [{ what: 'a', mended: true }, { what: 'b' }] },
      { changes: [{ what: 'a', mended: false }, { what: 'b' }] },
    ]);
  });

  test('is told of for each call, and for each that has no id', async () => {
    const tell = async (...ids: readonly unknown[]) => {
      const events = ids.map((eventID) => call({ eventID }));
      return (await run(events, { ...refused, tries: ids.length })).healing.length;
    };
    expect(await tell('e-1', 'e-2', 'e-1')).toBe(2);
    expect(await tell(undefined, undefined)).toBe(2);
    // Only the latest are remembered.
    const others = Array.from({ length: 100 }, (_, at) => `other-${at}`);
    expect(await tell('e-1', ...others.slice(1), 'e-1')).toBe(100);
    expect(await tell('e-1', ...others, 'e-1')).toBe(102);
  });

  test('is told of again while the bus does not take it', async () => {
    const { aws, errors } = await run(call(), { ...refused, answers: { PutEvents: full }, tries: 2 });
    expect(errors).toEqual([1, 2].map(() => expect.stringMatching(/a: Error: refused; .*no room/)));
    expect(aws.inputsOf('SendMessage')).toHaveLength(2);
  });
});

describe('an hourly run that fails', () => {
  test('is not tried again once it was told of', async () => {
    const { error, healing, health, log } = await run(HOURLY, refused);
    expect(error).toBeUndefined();
    expect(healing).toMatchObject([{ outcome: 'failed', cause: null }]);
    expect(health).toMatchObject([{ healthy: false, kinds: 'drift' }]);
    expect(log.at(-1)).toContain('left to the next hour: a: Error: refused');
  });

  test('is told of each hour', async () => {
    expect((await run(HOURLY, { ...refused, tries: 2 })).healing).toHaveLength(2);
  });

  test.each(['Audit Self-Healing', 'Audit Health'])('is tried again where the bus does not take the %s', async (type) => {
    const PutEvents = ({ Entries: [{ DetailType }] }: { Entries: [{ DetailType: string }] }) =>
      DetailType === type ? full() : { FailedEntryCount: 0 };
    const { error } = await run(HOURLY, { ...refused, answers: { PutEvents } });
    expect(error).toMatch(/^Error: a: Error: refused; .*no room/);
  }); // prettier-ignore
});

test('what people do first is told while something is not mended, and not once it is', async () => {
  const inspectOf = (mends: boolean) => {
    let wrong = true;
    return async (): Promise<Drift[]> =>
      wrong ? [{ what: 'a', was: 1, wanted: 2, firstStep: FIRST_STEP, mend: async () => void (wrong = !mends) }] : [];
  };
  const { healing: well } = await run(call(), { healer: { inspect: inspectOf(true) } });
  expect(well).toMatchObject([{ outcome: 'mended' }]);
  expect(well[0]).not.toHaveProperty('firstStep');
  const { healing: badly } = await run(call(), { healer: { inspect: inspectOf(false) } });
  expect(badly).toMatchObject([{ outcome: 'failed', firstStep: FIRST_STEP }]);
  const { healing: reported } = await run(call(), { healer: { inspect: inspectOf(true) }, env: { MODE: 'report' } });
  expect(reported).toMatchObject([{ outcome: 'reported', firstStep: FIRST_STEP }]);
});
