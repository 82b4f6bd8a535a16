import { text } from './fields';

/** A day as audit.yaml spells it: `2027-01-31`. */
export const day = () =>
  text(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a day', 'quote it as year, month and day: "2027-01-31"');

/** Whether a calendar has it: the form alone lets 30 February through. */
export function isInCalendar(written: string): boolean {
  const date = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written);
}
