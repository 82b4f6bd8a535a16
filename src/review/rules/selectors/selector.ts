import { blocks, flag, text, texts, Unreadable, type KnownAttributes } from '../known';
import { ANYTHING, asks, isWithin, POSITIVE, type Field } from './field';

/** What is recorded: all that every field lets through. A field it does not have lets through everything. */
export type Selector = Readonly<Record<string, Field>>;

const equal = (...values: readonly string[]): Field => ({ ...ANYTHING, equals: values });

/** What a trail, or an event data store, records if it is told nothing. Source: CloudTrail user guide. */
const DEFAULT: readonly Selector[] = [{ eventCategory: equal('Management') }];

export function advancedSelectors(value: KnownAttributes[string] | undefined): readonly Selector[] {
  return blocks(value).map((selector) => {
    const fields: Record<string, Field> = {};
    for (const field of blocks(selector.field_selector)) {
      const name = text(field.field);
      if (name === undefined || fields[name]) throw new Unreadable();
      fields[name] = {
        equals: texts(field.equals),
        startsWith: texts(field.starts_with),
        endsWith: texts(field.ends_with),
        notEquals: texts(field.not_equals),
        notStartsWith: texts(field.not_starts_with),
        notEndsWith: texts(field.not_ends_with),
      };
    }
    return fields;
  });
}

/** `arn:aws:s3`, `arn:aws:lambda`, `arn:aws:dynamodb`: all there are of that kind. */
const ALL = /^arn:[^:]+:[a-z0-9-]+(?::::?)?$/;

/** A classic selector as the advanced ones that record the same. */
function ofClassic(selector: KnownAttributes): readonly Selector[] {
  const calls = text(selector.read_write_type) ?? 'All';
  if (!['All', 'ReadOnly', 'WriteOnly'].includes(calls)) throw new Unreadable();
  const which: Selector = calls === 'All' ? {} : { readOnly: equal(String(calls === 'ReadOnly')) };
  const leftOut = texts(selector.exclude_management_event_sources);
  const management: Selector = {
    eventCategory: equal('Management'),
    ...which,
    ...(leftOut.length > 0 ? { eventSource: { ...ANYTHING, notEquals: leftOut } } : {}),
  };
  const data = blocks(selector.data_resource).flatMap((resource): readonly Selector[] => {
    const type = text(resource.type);
    const values = texts(resource.values);
    if (type === undefined) throw new Unreadable();
    // No resource is named, so that of none anything is recorded.
    if (values.length === 0) return [];
    // Objects are meant by the start of their ARN, everything else by the whole of it.
    const operator = type === 'AWS::S3::Object' ? 'startsWith' : 'equals';
    return [
      {
        eventCategory: equal('Data'),
        'resources.type': equal(type),
        ...which,
        ...(values.some((value) => ALL.test(value)) ? {} : { 'resources.ARN': { ...ANYTHING, [operator]: values } }),
      },
    ];
  });
  return [...(flag(selector.include_management_events, true) ? [management] : []), ...data];
}

/** Everything a trail records. Advanced and classic selectors exclude each other. */
export function recordedBy({ event_selector, advanced_event_selector }: KnownAttributes): readonly Selector[] {
  const advanced = advancedSelectors(advanced_event_selector);
  if (advanced.length > 0) return advanced;
  const classic = blocks(event_selector);
  return classic.length > 0 ? classic.flatMap(ofClassic) : DEFAULT;
}

export function recordedByStore({ advanced_event_selector }: KnownAttributes): readonly Selector[] {
  const selectors = advancedSelectors(advanced_event_selector);
  return selectors.length > 0 ? selectors : DEFAULT;
}

/** Beyond so many parts a selector is compared as a whole. */
const MOST_PARTS = 4096;

/**
 * A selector cut into parts of one value for each field, so that what several selectors record together is found to
 * cover one. Calls are cut into reads and writes.
 */
function partsOf(selector: Selector): readonly Selector[] {
  let parts: readonly Selector[] = [{}];
  for (const [name, field] of Object.entries({ readOnly: ANYTHING, ...selector })) {
    const used = POSITIVE.filter((operator) => field[operator].length > 0);
    const whole = name === 'readOnly' && !asks(field) ? equal('true', 'false') : field;
    const [operator] = whole === field ? used : (['equals'] as const);
    // Operators side by side are not cut: how they combine is not known.
    const cuts =
      operator === undefined || used.length > 1
        ? [whole]
        : whole[operator].map((value): Field => ({ ...whole, [operator]: [value] }));
    if (parts.length * cuts.length > MOST_PARTS) return [selector];
    parts = parts.flatMap((part) => cuts.map((cut) => ({ ...part, [name]: cut })));
  }
  return parts;
}

const covers = (after: Selector, before: Selector): boolean =>
  Object.entries(after).every(([name, field]) => isWithin(before[name] ?? ANYTHING, field));

/** What was recorded and, as far as can be told, is not any more. */
export function lost(before: readonly Selector[], after: readonly Selector[]): readonly Selector[] {
  return before.flatMap((selector) => {
    if (after.some((other) => covers(other, selector))) return [];
    const parts = partsOf(selector);
    const gone = parts.filter((part) => !after.some((other) => covers(other, part)));
    return gone.length === parts.length ? [selector] : gone;
  });
}

export const recordsManagement = (selectors: readonly Selector[]): boolean =>
  selectors.some(({ eventCategory }) => eventCategory?.equals.includes('Management'));

const WORDS: readonly (readonly [keyof Field, string])[] = [
  ['equals', 'is'],
  ['startsWith', 'starts with'],
  ['endsWith', 'ends with'],
  ['notEquals', 'is not'],
  ['notStartsWith', 'does not start with'],
  ['notEndsWith', 'does not end with'],
];

/** A selector in words, such as `Data events (writes) of AWS::S3::Object where resources.ARN starts with x`. */
export function inWords({ eventCategory, readOnly, 'resources.type': type, ...rest }: Selector): string {
  const calls = readOnly?.equals.length === 1 ? (readOnly.equals[0] === 'true' ? ' (reads)' : ' (writes)') : '';
  const conditions = Object.entries(rest).flatMap(([name, field]) =>
    WORDS.flatMap(([operator, word]) =>
      field[operator].length > 0 ? [`${name} ${word} ${field[operator].join(' or ')}`] : [],
    ),
  );
  const category = eventCategory?.equals.join(' and ') || 'All';
  const of = type?.equals.length ? ` of ${type.equals.join(', ')}` : '';
  return `${category} events${calls}${of}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`;
}
