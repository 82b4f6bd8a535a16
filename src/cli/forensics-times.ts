const UNITS: Readonly<Record<string, number>> = { m: 60e3, h: 3600e3, d: 86400e3, w: 7 * 86400e3 };

/** What may be written for a time; for messages. */
export const TIME_FORMS =
  'write an instant (2026-11-20T10:00:00Z), a day (2026-11-20) or a span back from now (30m, 24h, 7d)';

/**
 * An instant in the form that questions take, `2026-11-20T10:00:00Z`.
 *
 * @param text - an instant with its zone, a day in UTC, or a span back from now
 * @param isEnd - a day is then included: its end is meant
 * @returns nothing when it is none of them
 */
export function readTime(text: string, now: Date, isEnd = false): string | undefined {
  const span = /^(\d{1,6})([mhdw])$/.exec(text);
  if (span) return printed(now.getTime() - Number(span[1]) * UNITS[span[2]!]!);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const day = exact(text, `${text}T00:00:00Z`);
    return day === undefined ? undefined : printed(day + (isEnd ? UNITS.d! : 0));
  }
  const instant = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/.exec(text);
  const time = instant ? exact(instant[1]!, text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : undefined;
  return time === undefined ? undefined : printed(time);
}

/** Milliseconds since 1970; nothing for a day that no month has, which Date would take for one of the next. */
function exact(day: string, text: string): number | undefined {
  const [midnight, time] = [Date.parse(`${day}T00:00:00Z`), Date.parse(text)];
  return Number.isNaN(time) || Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)
    ? undefined
    : time;
}

/** In UTC, with milliseconds only where there are some. */
export const printed = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
