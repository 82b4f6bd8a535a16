import { parseOrganization } from '../../src/config/load';
import { ConfigError } from '../../src/config/problem';

/** The smallest audit.yaml with a key on each line, so that tests can name lines. */
const SMALLEST = [
  'name: acme', // line 1
  'organization:',
  '  id: o-a1b2c3d4e5',
  '  rootId: r-a1b2',
  '  managementAccountId: "111111111111"', // line 5
  'accounts:',
  '  audit: "222222222222"',
  'regions:',
  '  home: us-east-1',
  '  governed: [us-east-1]', // line 10
  '  archive: us-west-2',
  'retention:',
  '  mode: COMPLIANCE',
  '  years: 7', // line 14
];

/** Somebody must hear the alarms. The last line, so that it moves no other. */
const HEARD = 'alarms: { subscriptions: [{ protocol: email, endpoint: security@example.com }] }';

/** What stands on a line instead. Line 15 is the first that is free. */
export type Changes = Readonly<Record<number, string>>;

/** The smallest file, changed. Alarms that the changes write replace those that it ends with. */
export function smallest(changes: Changes = {}): string {
  const lines = [...SMALLEST];
  for (const [line, text] of Object.entries(changes)) lines[Number(line) - 1] = text;
  if (!lines.some((text) => /^alarms:/m.test(text))) lines.push(HEARD);
  return `${lines.join('\n')}\n`;
}

/** The whole message that a file is refused with, or `no problem`. Anything but a ConfigError is thrown on. */
export function complaintAbout(source: string): string {
  try {
    parseOrganization(source, 'audit.yaml');
    return 'no problem';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

/** The whole message with the given lines. */
export function report(...lines: string[]): string {
  if (lines.length === 0) return 'no problem';
  const header = lines.length === 1 ? 'audit.yaml has 1 problem:' : `audit.yaml has ${lines.length} problems:`;
  return [header, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A sentence, what differs from the smallest file, and the lines of the complaint; none when it is accepted. */
export type Case = [sentence: string, changes: Changes, ...lines: string[]];
