/**
 * Runs a task for each item, at most `width` at a time, and gives the results in the order of the items. When one
 * fails, no other starts, and the failure is thrown once those that run have ended.
 */
export async function* inParallel<Item, Result>(
  width: number,
  items: AsyncIterable<Item> | Iterable<Item>,
  task: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const running: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      if (running.length === width) yield await running.shift()!;
      const started = task(item);
      // Its turn to be awaited comes later; until then a failure must not count as unhandled.
      started.catch(() => undefined);
      running.push(started);
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
