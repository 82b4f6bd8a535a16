import { UNKNOWN, type Value } from '../../value';

type Block = Readonly<Record<string, Value>>;

const isBlock = (value: unknown): value is Block =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Blocks beside what the configuration writes for them; nothing unless each is written by itself. */
function pairs(value: Value | undefined, written: unknown): readonly (readonly [Block, Block])[] | undefined {
  if (!Array.isArray(value) || !Array.isArray(written) || value.length !== written.length) return undefined;
  const found = value.map((block: unknown, at) => [block, (written as unknown[])[at]] as const);
  return found.every((pair): pair is [Block, Block] => pair.every(isBlock)) ? found : undefined;
}

/**
 * Selectors without operators that no field of theirs has in the configuration: of an event data store the provider
 * calls them known only after the apply whenever anything of the selector changes. Names of selectors mean nothing.
 */
export function withoutUnset(selectors: Value | undefined, written: unknown): Value | undefined {
  return (
    pairs(selectors, written)?.map(([selector, block]) => {
      const fields = pairs(selector.field_selector, block.field_selector);
      // Fields are a set, whose order is not that of the configuration.
      const used = new Set(fields?.flatMap(([, field]) => Object.keys(field)));
      const field_selector = fields?.map(([field]) =>
        Object.fromEntries(Object.entries(field).filter(([name, value]) => value !== UNKNOWN || used.has(name))),
      );
      return { field_selector: field_selector ?? selector.field_selector ?? null };
    }) ?? selectors
  );
}
