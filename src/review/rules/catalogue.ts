import { FAMILIES } from './families';
import type { Rule } from './rule';

/** Every kind of weakening there is. */
export const RULES: readonly Rule[] = FAMILIES.flatMap(({ name, rules }) =>
  Object.entries(rules).map(([id, texts]) => ({ id, family: name, ...texts })),
);
