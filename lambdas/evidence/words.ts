const HOUR = 60 * 60 * 1000;

/** `2026-11-20T10:00:00Z`. */
export const instant = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** `1 hour`, `3 hours`, `25 minutes`. */
export function hours(span: number): string {
  const [count, unit] = span >= HOUR ? [Math.round(span / HOUR), 'hour'] : [Math.round(span / 60_000), 'minute'];
  return counted(count, unit);
}

/** `1 log`, `2,000 logs`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** The last part of a key. */
export const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
