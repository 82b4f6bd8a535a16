import { complaintAbout, report, smallest, type Case } from './audit-file';

describe('the name of an optional policy', () => {
  const MEND =
    'write the name of a file in policies/scp/optional/, without .json: lower-case letters, digits and hyphens';
  const at = (item: string) => ({ 15: `guardrails: { optional: [${item}] }` });
  const refused = (name: unknown): string =>
    `line 15, guardrails.optional[0].policy: ${JSON.stringify(name)} is not the name of a policy; ${MEND}`;
  test.each<Case>([
    ['may have hyphens and digits', at('{ policy: deny-root-user-2 }')],
    // It is part of Terraform addresses.
    ['may have no underscore', at('{ policy: deny_root }'), refused('deny_root')],
    ['may have no dot', at('{ policy: quarantine.json }'), refused('quarantine.json')],
    ['may have 64 characters', at(`{ policy: ${'x'.repeat(64)} }`)],
    ['may not have 65', at(`{ policy: ${'x'.repeat(65)} }`), refused('x'.repeat(65))],
    ['may not be empty', at('{ policy: "" }'), refused('')],
    ['is no path', at('{ policy: optional/quarantine }'), refused('optional/quarantine')],
    ['is no number', at('{ policy: 5 }'), refused(5)],
    ['must be there', at('{}'), `line 15, guardrails.optional[0].policy: is missing; ${MEND}`],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe.each([
  ['scp', 'r-a1b2'],
  ['rcp', '222222222222'],
])('a limit of AWS Organizations for %ss', (kind, target) => {
  const at = (text: string) => ({ 15: `guardrails: { limits: { ${kind}: { ${text} } } }` });
  const line = (key: string, what: string) => `line 15, guardrails.limits.${kind}.${key}: ${what}`;
  const among = (unit: string, least: number, most: number) =>
    `is out of range; write a whole number of ${unit} from ${least} to ${most}`;
  const TARGET =
    'is not a policy target; write a root id (r-...), an organizational unit (ou-...) or a quoted account id';
  test.each<Case>([
    ['may be 1 character', at('characters: 1')],
    ['may not be 0 characters', at('characters: 0'), line('characters', `0 ${among('characters', 1, 100000)}`)],
    ['may be 100000 characters', at('characters: 100000')],
    ['may not be more', at('characters: 100001'), line('characters', `100001 ${among('characters', 1, 100000)}`)],
    ['may be 1 attachment', at('attachments: 1')],
    ['may not be 0 attachments', at('attachments: 0'), line('attachments', `0 ${among('policies', 1, 100)}`)],
    ['may be 100 attachments', at('attachments: 100')],
    ['may not be 101 attachments', at('attachments: 101'), line('attachments', `101 ${among('policies', 1, 100)}`)],
    ['may have nothing attached', at('alreadyAttached: 0')],
    ['may not have fewer', at('alreadyAttached: -1'), line('alreadyAttached', `-1 ${among('policies', 0, 100)}`)],
    ['may have 100 attached', at('alreadyAttached: 100')],
    [
      'may not have 101 attached',
      at('alreadyAttached: 101'),
      line('alreadyAttached', `101 ${among('policies', 0, 100)}`),
    ],
    ['may have nothing attached to a target', at(`alreadyAttachedTo: { "${target}": 0 }`)],
    [
      'may not have fewer on a target',
      at(`alreadyAttachedTo: { "${target}": -1 }`),
      line(`alreadyAttachedTo.${target}`, `-1 ${among('policies', 0, 100)}`),
    ],
    ['may have 100 attached to a target', at(`alreadyAttachedTo: { "${target}": 100 }`)],
    [
      'may not have 101 on a target',
      at(`alreadyAttachedTo: { "${target}": 101 }`),
      line(`alreadyAttachedTo.${target}`, `101 ${among('policies', 0, 100)}`),
    ],
    ['is of a target', at('alreadyAttachedTo: { root: 2 }'), line('alreadyAttachedTo.root', `"root" ${TARGET}`)],
    [
      'is not of a list of targets',
      at(`alreadyAttachedTo: ["${target}"]`),
      line('alreadyAttachedTo', `["${target}"] is not a group of targets; write ou-a1b2-11111111: 3 below it`),
    ],
    [
      'is a number',
      at('characters: "5120"'),
      line('characters', '"5120" is not a number; write a whole number of characters from 1 to 100000, without quotes'),
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
