import { inParallel as resultsOf } from '../../lambdas/shared/parallel';

/** Runs a task for each item, at most `width` at a time. Results come in the order of the items. */
export async function inParallel<Item, Result>(
  width: number,
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for await (const result of resultsOf(width, items, task)) results.push(result);
  return results;
}

/** All items of an answer that comes in pages. */
export async function everyPage<Page, Item>(
  ask: (token: string | undefined) => Promise<Page>,
  items: (page: Page) => readonly Item[] | undefined,
  next: (page: Page) => string | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    all.push(...(items(page) ?? []));
    token = next(page);
  } while (token !== undefined && token !== '');
  return all;
}
