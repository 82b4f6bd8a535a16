import { block, blocks, map, number, text, type KnownAttributes } from '../known';

/** Which objects a rule of a bucket is about. */
export interface Scope {
  readonly prefix: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Bytes; objects are larger than the first and smaller than the second. */
  readonly above: number;
  readonly below: number;
}

/** Scope of a rule with a `filter` block, or with a `prefix` of its own as before filters. */
export function scopeOf(rule: KnownAttributes): Scope {
  const filter = block(rule.filter) ?? {};
  const and = block(filter.and) ?? {};
  const tags = blocks(filter.tag).map((tag) => [text(tag.key) ?? '', text(tag.value) ?? ''] as const);
  return {
    prefix: text(and.prefix) ?? text(filter.prefix) ?? text(rule.prefix) ?? '',
    tags: { ...map(rule.tags), ...map(filter.tags), ...map(and.tags), ...Object.fromEntries(tags) },
    above: number(and.object_size_greater_than) ?? number(filter.object_size_greater_than) ?? 0,
    // 0 stands for no limit, as the provider writes it.
    below: (number(and.object_size_less_than) ?? number(filter.object_size_less_than)) || Infinity,
  };
}

/** Whether the first is about everything that the second is about. */
export const isAbout = (wide: Scope, narrow: Scope): boolean =>
  narrow.prefix.startsWith(wide.prefix) &&
  Object.entries(wide.tags).every(([key, value]) => narrow.tags[key] === value) &&
  wide.above <= narrow.above &&
  wide.below >= narrow.below;

export function scopeInWords({ prefix, tags, above, below }: Scope): string {
  const parts = [
    ...(prefix === '' ? [] : [`under ${prefix}`]),
    ...Object.entries(tags).map(([key, value]) => `with tag ${key}=${value}`),
    ...(above > 0 ? [`larger than ${above} bytes`] : []),
    ...(below < Infinity ? [`smaller than ${below} bytes`] : []),
  ];
  return parts.length === 0 ? 'all objects' : `objects ${parts.join(' ')}`;
}
