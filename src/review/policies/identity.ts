import { Malformed, type Rule, rulesIn, type Sieve } from './document';

/** The same for statements with the same members, in whatever order lists are. */
export function keyOf({ allows, principals, actions, resources, tests, variables }: Rule): string {
  const sieve = (one: Sieve | undefined) => one && [one.but, [...new Set(one.names)].sort()];
  const asked = tests.map(({ operator, key, values }) => JSON.stringify([operator, key, [...new Set(values)].sort()]));
  return JSON.stringify([allows, sieve(principals), sieve(actions), sieve(resources), asked.sort(), variables]);
}

/**
 * The same for documents with the same statements, however they are written or packed: part of finding ids, which have to
 * tell apart what a report, that cuts long lists, does not.
 */
export function identityOf(documents: readonly string[]): string {
  const keys = documents.flatMap((text) => {
    try {
      return rulesIn(text).map(keyOf);
    } catch (problem) {
      if (problem instanceof Malformed) return [text];
      throw problem;
    }
  });
  return JSON.stringify([...new Set(keys)].sort());
}
