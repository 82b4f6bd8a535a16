import { complaintAbout, report, smallest, type Case } from '../audit-file';

/** Accounts for everything, so that a target can be each of them. Shifts line 15 to 18. */
const ACCOUNTS = {
  7: '  audit: "222222222222"\n  logArchive: "333333333333"\n  archive: "444444444444"\n  members: ["555555555555"]',
};
const guardrails = (text: string) => ({ ...ACCOUNTS, 15: `guardrails: { ${text} }` });

/** Every place that names a target, with the path that a complaint names. */
const PLACES: readonly (readonly [path: string, of: (target: string) => string])[] = [
  ['attachTo[0]', (target) => `attachTo: ["${target}"]`],
  ['optional[1].attachTo[0]', (target) => `optional: [{ policy: a }, { policy: b, attachTo: ["${target}"] }]`],
  ['resourceControlPolicies.attachTo[0]', (target) => `resourceControlPolicies: { attachTo: ["${target}"] }`],
  [
    'limits.scp.alreadyAttachedTo.#',
    (target) =>
      `attachTo: [r-a1b2, ou-a1b2-11111111, "222222222222", "333333333333", "444444444444", "555555555555"], limits: { scp: { alreadyAttachedTo: { "${target}": 2 } } }`,
  ],
  [
    'limits.rcp.alreadyAttachedTo.#',
    (target) =>
      `resourceControlPolicies: { attachTo: [r-a1b2, ou-a1b2-11111111, "222222222222", "333333333333", "444444444444", "555555555555"] }, limits: { rcp: { alreadyAttachedTo: { "${target}": 2 } } }`,
  ],
];

describe.each(PLACES)('a policy target in %s', (path, of) => {
  const refused = (sentence: string, target: string, what: string): Case => [
    sentence,
    guardrails(of(target)),
    `line 18, guardrails.${path.replace('#', target)}: "${target}" ${what}`,
  ];
  const UNIT = 'is not under the root r-a1b2; ids of its organizational units start with ou-a1b2-';
  test.each<Case>([
    ['may be the root', guardrails(of('r-a1b2'))],
    refused('may not be another root', 'r-a1b3', 'is not the root; write r-a1b2, as in organization.rootId'),
    ['may be a unit under the root', guardrails(of('ou-a1b2-11111111'))],
    refused('may not be a unit under another', 'ou-a1b3-11111111', UNIT),
    refused('may not be a unit under a root of a longer id', 'ou-a1b2c-11111111', UNIT),
    ['may be the audit account', guardrails(of('222222222222'))],
    ['may be the account for logs', guardrails(of('333333333333'))],
    ['may be the account of the archive', guardrails(of('444444444444'))],
    ['may be a member', guardrails(of('555555555555'))],
    refused(
      'may not be an unknown account',
      '999999999999',
      'is not an account of this file; add it to accounts.members or remove it here',
    ),
    refused(
      'may not be the management account',
      '111111111111',
      'is the management account, which SCPs and RCPs never bind; name the root, an organizational unit or a member account',
    ),
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

test('a target that is wrong in several places is told of in each', () => {
  const source = smallest({
    15: `guardrails:
  attachTo: [r-a1b3]
  optional:
    - policy: quarantine
      attachTo: [ou-a1b2-11111111, r-a1b3]
  resourceControlPolicies:
    attachTo: [r-a1b3]`,
  });
  const END = '"r-a1b3" is not the root; write r-a1b2, as in organization.rootId';
  expect(complaintAbout(source)).toBe(
    report(
      `line 16, guardrails.attachTo[0]: ${END}`,
      `line 19, guardrails.optional[0].attachTo[1]: ${END}`,
      `line 21, guardrails.resourceControlPolicies.attachTo[0]: ${END}`,
    ),
  );
});

describe('the number of policies that a target has already', () => {
  const scp = (target: string, more = '') =>
    guardrails(`${more} limits: { scp: { alreadyAttachedTo: { "${target}": 2 } } }`);
  const rcp = (target: string, more = '') =>
    guardrails(`${more} limits: { rcp: { alreadyAttachedTo: { "${target}": 2 } } }`);
  const refused = (kind: 'scp' | 'rcp', target: string, mend: string) =>
    `line 18, guardrails.limits.${kind}.alreadyAttachedTo.${target}: has no effect, as no ${kind.toUpperCase()} of ours attaches to "${target}"; ${mend}`;
  test.each<Case>([
    ['may be of the root, where SCPs attach by default', scp('r-a1b2')],
    [
      'is not of the root where they attach elsewhere',
      scp('r-a1b2', 'attachTo: [ou-a1b2-11111111],'),
      refused('scp', 'r-a1b2', 'use ou-a1b2-11111111'),
    ],
    [
      'may be of a target of an optional policy',
      scp('ou-a1b2-22222222', 'optional: [{ policy: a, attachTo: [ou-a1b2-22222222] }],'),
    ],
    [
      'is not of a target with a slip',
      scp('ou-a1b2-11111112', 'attachTo: [ou-a1b2-11111111],'),
      refused('scp', 'ou-a1b2-11111112', 'did you mean "ou-a1b2-11111111"?'),
    ],
    [
      'is not of a target of RCPs alone',
      scp('333333333333', 'resourceControlPolicies: { attachTo: ["333333333333"] },'),
      refused('scp', '333333333333', 'use r-a1b2'),
    ],
    [
      'is of nothing where SCPs attach to nothing',
      scp('r-a1b2', 'attachTo: [],'),
      refused('scp', 'r-a1b2', 'remove it'),
    ],
    [
      'is not of the default of an optional policy that attaches to nothing',
      scp('r-a1b2', 'attachTo: [], optional: [{ policy: a, attachTo: [] }],'),
      refused('scp', 'r-a1b2', 'remove it'),
    ],
    ['may stay while RCPs are switched off', rcp('333333333333', 'resourceControlPolicies: { enabled: false },')],
    ['may be of the account for logs, where RCPs attach by default', rcp('333333333333')],
    ['may be of the account of the archive too', rcp('444444444444')],
    [
      'is not of the audit account, which holds no evidence',
      rcp('222222222222'),
      refused('rcp', '222222222222', 'use 333333333333, 444444444444'),
    ],
    [
      'is of the audit account when that holds the evidence',
      { 15: 'guardrails: { limits: { rcp: { alreadyAttachedTo: { "222222222222": 2 } } } }' },
    ],
    ['is of the root when RCPs attach there', rcp('r-a1b2', 'resourceControlPolicies: { attachTo: [r-a1b2] },')],
    ['is not of the root by default', rcp('r-a1b2'), refused('rcp', 'r-a1b2', 'use 333333333333, 444444444444')],
    [
      'is of nothing where RCPs attach to nothing',
      rcp('333333333333', 'resourceControlPolicies: { attachTo: [] },'),
      refused('rcp', '333333333333', 'remove it'),
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('an optional policy', () => {
  const optional = (...items: string[]) => ({
    15: ['guardrails:', '  optional:', ...items.map((item) => `    - ${item}`)].join('\n'),
  });
  const MEND = 'list it once, with every target in its attachTo';
  test.each<Case>([
    ['may stand beside others', optional('{ policy: deny-ungoverned-regions }', '{ policy: deny-root-user }')],
    ['may have no target', optional('{ policy: quarantine, attachTo: [] }')],
    [
      'is not listed twice',
      optional('{ policy: mine }', '{ policy: deny-root-user }', '{ policy: mine }'),
      `line 19, guardrails.optional[2].policy: "mine" is listed already; ${MEND}`,
    ],
    [
      'is not listed twice, not even for other targets',
      optional('{ policy: quarantine, attachTo: [r-a1b2] }', '{ policy: quarantine, attachTo: [ou-a1b2-11111111] }'),
      `line 18, guardrails.optional[1].policy: "quarantine" is listed already; ${MEND}`,
    ],
    [
      'is told of each time',
      optional('{ policy: mine }', '{ policy: mine }', '{ policy: mine }'),
      `line 18, guardrails.optional[1].policy: "mine" is listed already; ${MEND}`,
      `line 19, guardrails.optional[2].policy: "mine" is listed already; ${MEND}`,
    ],
    [
      'that stops accounts altogether does so nowhere by default',
      optional('{ policy: deny-root-user }', '{ policy: quarantine }'),
      'line 18, guardrails.optional[1].policy: "quarantine" would stop every account under guardrails.attachTo; name the unit or accounts it is for in an attachTo of its own',
    ],
    ['that stops accounts altogether may be for the root', optional('{ policy: quarantine, attachTo: [r-a1b2] }')],
    ['may be called like it', optional('{ policy: quarantine-of-mine }')],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe.each(['exemptRoles', 'evaluatorRoles', 'securityRoles'])('a role of guardrails.%s', (list) => {
  const of = (role: string) => ({ 1: 'name: acme', 15: `guardrails: { ${list}: [BreakGlass, "${role}"] }` });
  const accepted = (sentence: string, role: string): Case => [sentence, of(role)];
  const refused = (sentence: string, role: string): Case => [
    sentence,
    of(role),
    `line 15, guardrails.${list}[1]: "${role}" stands for roles of the platform, which start with acme-audit- and have what they need; remove it, or write names that start otherwise`,
  ];
  test.each<Case>([
    refused('may not be one of the platform', 'acme-audit-recorder'),
    refused('may not be exempt already', 'acme-audit-remediation-x'),
    refused('may not be every exempt one', 'acme-audit-remediation-*'),
    refused('may not be every one of the platform', 'acme-audit-*'),
    refused('may not be a path that matches like one', 'acme-audit-x/Role'),
    refused('may not be a pattern of more', 'acme-*'),
    refused('may not be a pattern of the same start', 'acme-aud*'),
    accepted('may be a name that the platform’s start with', 'acme-audit'),
    accepted('may start with the organization’s name', 'acme-auditor'),
    accepted('may be a pattern of others', 'acme-auditor*'),
    accepted('may be of that name under a path', 'team/acme-audit-x'),
    accepted('may be a pattern under a path', 'team/acme-*'),
    accepted('may be of another organization’s platform', 'beta-audit-x'),
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
