import { inParallel } from '../../../lambdas/shared/parallel';
import { all } from '../fake-aws';

async function* numbers(to: number): AsyncGenerator<number> {
  for (let number = 0; number < to; number++) yield number;
}
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each([0, 1, 2, 3, 4, 10])('gives %i results in the order of the items', async (count) => {
  // The earlier, the slower.
  const results = inParallel(3, numbers(count), async (number) => {
    await later(10 - number);
    return number * 2;
  });
  expect(await all(results)).toEqual([...Array(count).keys()].map((number) => number * 2));
});

test('as many tasks run at a time as it is wide, and no more', async () => {
  let running = 0;
  let most = 0;
  const results = inParallel(3, numbers(10), async () => {
    most = Math.max(most, ++running);
    await later(1);
    running--;
  });
  await all(results);
  expect(most).toBe(3);
});

test('a failure comes after the results before it, and once all that runs has ended', async () => {
  const ended: number[] = [];
  const seen: number[] = [];
  const results = inParallel(3, numbers(10), async (number) => {
    await later(number === 2 ? 20 : 1);
    if (number === 1) throw new Error('one');
    ended.push(number);
    return number;
  });
  const collect = async () => {
    for await (const result of results) seen.push(result);
  };
  await expect(collect()).rejects.toThrow('one');
  expect(seen).toEqual([0]);
  expect(ended).toContain(2);
  expect(ended.filter((number) => number > 3)).toEqual([]);
});

test('a later failure is thrown in its turn, not as unhandled', async () => {
  const results = inParallel(2, numbers(2), async (number) => {
    if (number === 1) throw new Error('one');
    await later(20);
    return number;
  });
  await expect(all(results)).rejects.toThrow('one');
});

test('a failing source is thrown', async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 0;
    throw new Error('source');
  }
  await expect(all(inParallel(2, broken(), async (number) => number))).rejects.toThrow('source');
});
