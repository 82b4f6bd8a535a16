import { ConfigError } from '../../src/config/problem';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import { EXAMPLES, organization } from '../organizations';
import { folderOf } from '../rules/folders';
import { denial, exampleWith, file, OWN_FILES, planOf, POLICIES, rcpDenial } from './plans';

const ROOT = 'r-a1b2';
const AUDIT = '222222222222';
const [UNIT, OTHER_UNIT] = ['ou-a1b2-11111111', 'ou-a1b2-22222222'];

/** Two that always take part, three that must be named, one RCP. */
const FILES = {
  'scp/first.json': file(denial('First')),
  'scp/another.json': file(denial('Second', { Action: 'ec2:DeleteVpc' })),
  'scp/optional/one.json': file(denial('One', { Action: 'ec2:CreateVpc' })),
  'scp/optional/two.json': file(denial('Two', { Action: 'ec2:CreateSubnet' })),
  'scp/optional/three.json': file(denial('Three', { Action: 'ec2:CreateImage' })),
  'rcp/buckets.json': file(rcpDenial('Buckets')),
};
const guardrails = (settings: object) => ({ guardrails: settings });
const noRcps = { resourceControlPolicies: { enabled: false } };

/** Id, type, targets and statements of every policy. */
const table = ({ policies }: GuardrailPlan) =>
  policies.map(({ id, type, targets, origins }) => [
    id,
    { SERVICE_CONTROL_POLICY: 'SCP', RESOURCE_CONTROL_POLICY: 'RCP' }[type],
    targets,
    origins.map((origin) => origin.replace(/^policies\/(.*)\.json .*$/, '$1')),
  ]);
const SCPS = ['scp/another', 'scp/first'];
const DEFAULT = ['scp-1', 'SCP', [ROOT], SCPS];
const RCP = ['rcp-1', 'RCP', [AUDIT], ['rcp/buckets']];
const optional = (name: string) => `scp/optional/${name}`;

describe('which policies there are, and where they attach', () => {
  test.each<[string, object, ...unknown[]]>([
    ['without optional ones', {}, DEFAULT, RCP],
    ['SCPs elsewhere', { attachTo: [UNIT, AUDIT] }, ['scp-1', 'SCP', [UNIT, AUDIT], SCPS], RCP],
    ['SCPs attached to nothing', { attachTo: [] }, ['scp-1', 'SCP', [], SCPS], RCP],
    [
      'RCPs elsewhere',
      { resourceControlPolicies: { attachTo: [ROOT] } },
      DEFAULT,
      ['rcp-1', 'RCP', [ROOT], ['rcp/buckets']],
    ],
    [
      'RCPs attached to nothing',
      { resourceControlPolicies: { attachTo: [] } },
      DEFAULT,
      ['rcp-1', 'RCP', [], ['rcp/buckets']],
    ],
    ['no RCPs', noRcps, DEFAULT],
    ['no RCPs, wherever they would attach', { resourceControlPolicies: { enabled: false, attachTo: [ROOT] } }, DEFAULT],
    [
      'an optional one joins the others',
      { ...noRcps, optional: [{ policy: 'one' }] },
      ['scp-1', 'SCP', [ROOT], [...SCPS, optional('one')]],
    ],
    [
      'an optional one attaches elsewhere',
      { ...noRcps, optional: [{ policy: 'one', attachTo: [UNIT] }] },
      DEFAULT,
      ['scp-one-1', 'SCP', [UNIT], [optional('one')]],
    ],
    [
      'an optional one attaches to nothing',
      { ...noRcps, optional: [{ policy: 'one', attachTo: [] }] },
      DEFAULT,
      ['scp-one-1', 'SCP', [], [optional('one')]],
    ],
    [
      'an optional one has the targets of the others: it joins them',
      { ...noRcps, attachTo: [UNIT, AUDIT], optional: [{ policy: 'one', attachTo: [AUDIT, UNIT] }] },
      ['scp-1', 'SCP', [UNIT, AUDIT], [...SCPS, optional('one')]],
    ],
    [
      'all attach to nothing',
      { ...noRcps, attachTo: [], optional: [{ policy: 'one', attachTo: [] }] },
      ['scp-1', 'SCP', [], [...SCPS, optional('one')]],
    ],
    [
      'two optional ones share their targets, in whatever order: they share a policy, named after the first',
      {
        ...noRcps,
        optional: [
          { policy: 'two', attachTo: [UNIT, OTHER_UNIT] },
          { policy: 'one', attachTo: [OTHER_UNIT, UNIT] },
        ],
      },
      DEFAULT,
      ['scp-two-1', 'SCP', [UNIT, OTHER_UNIT], [optional('one'), optional('two')]],
    ],
    [
      'of two optional ones some targets are the same: each has its own policy',
      {
        ...noRcps,
        optional: [
          { policy: 'two', attachTo: [UNIT, OTHER_UNIT] },
          { policy: 'one', attachTo: [UNIT] },
          { policy: 'three' },
        ],
      },
      ['scp-1', 'SCP', [ROOT], [...SCPS, optional('three')]],
      ['scp-two-1', 'SCP', [UNIT, OTHER_UNIT], [optional('two')]],
      ['scp-one-1', 'SCP', [UNIT], [optional('one')]],
    ],
  ])('%s', (_, settings, ...expected) => {
    const plan = planOf(FILES, guardrails(settings));
    expect(table(plan)).toEqual(expected);
    expect([plan.problems, plan.fileProblems]).toEqual([[], []]);
  });

  test('RCPs are left out in China, for which AWS has announced none, unless somebody knows better', () => {
    const regions = { home: 'cn-north-1', governed: ['cn-north-1'], archive: 'cn-northwest-1' };
    expect(table(planOf(FILES, { regions }))).toEqual([DEFAULT]);
    const enabled = guardrails({ resourceControlPolicies: { enabled: true } });
    expect(table(planOf(FILES, { regions, ...enabled }))).toEqual([DEFAULT, RCP]);
  });

  test('RCPs attach to every account that holds evidence', () => {
    const accounts = { logArchive: '333333333333', archive: '444444444444' };
    expect(planOf(FILES, { accounts }).policies.at(-1)!.targets).toEqual(['333333333333', '444444444444']);
  });

  test('files that are not named take no part, not even with their problems', () => {
    const plan = planOf({ ...FILES, 'scp/optional/broken.json': '{', 'rcp/optional/broken.json': '{' });
    expect(table(plan)).toEqual([DEFAULT, RCP]);
    expect(plan.fileProblems).toEqual([]);
  });

  test('there are none without files', () => {
    const plan = planOf({});
    expect([plan.policies, plan.statements, plan.problems, plan.fileProblems]).toEqual([[], [], [], []]);
  });

  test('ids stay when targets change', () => {
    const ids = (attachTo: string[], ofOne: string[]) =>
      planOf(FILES, guardrails({ attachTo, optional: [{ policy: 'one', attachTo: ofOne }] })).policies.map(
        ({ id, text }) => [id, text],
      );
    const before = ids([ROOT], [UNIT]);
    expect(before.map(([id]) => id)).toEqual(['scp-1', 'scp-one-1', 'rcp-1']);
    for (const [attachTo, ofOne] of [
      [[UNIT, AUDIT], [OTHER_UNIT]],
      [[], [UNIT]],
      [[ROOT], []],
    ] as const) {
      expect(ids([...attachTo], [...ofOne])).toEqual(before);
    }
  });

  test('ids are numbered where one policy is too small', () => {
    const plan = planOf(FILES, guardrails({ ...noRcps, limits: { scp: { characters: 280 } } }));
    expect(plan.policies.map(({ id }) => id)).toEqual(['scp-1', 'scp-2']);
    expect(plan.policies.flatMap(({ origins }) => origins).sort()).toEqual([
      'policies/scp/another.json Second',
      'policies/scp/first.json First',
    ]);
  });

  test('names of files are ids that Terraform and constructs take', () => {
    const files = { 'scp/optional/deny-root-v2.json': file(denial('Root')) };
    const plan = planOf(files, guardrails({ optional: [{ policy: 'deny-root-v2', attachTo: [UNIT] }] }));
    expect(plan.policies.map(({ id }) => id)).toEqual(['scp-deny-root-v2-1']);
  });

  test.each<[string, object, ...string[]]>([
    ['with RCPs', {}, 'SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
    ['without', noRcps, 'SERVICE_CONTROL_POLICY'],
  ])('types of policies must be enabled if there are any, SCPs always (%s)', (_, settings, ...types) => {
    expect(planOf(FILES, guardrails(settings)).policyTypes).toEqual(types);
    expect(planOf({}, guardrails(settings)).policyTypes).toEqual(['SERVICE_CONTROL_POLICY']);
  });
});

describe('the statements', () => {
  test('are those of the files, placeholders replaced, each with its type', () => {
    const plan = planOf({
      'scp/trail.json': file(denial('A', { Action: 'cloudtrail:StopLogging', Resource: '${TrailArns}' })),
      'rcp/buckets.json': file(rcpDenial('A', { Condition: undefined, ExemptsNobodyBecause: 'Nobody needs to.' })),
    });
    expect(plan.statements).toEqual([
      {
        type: 'SERVICE_CONTROL_POLICY',
        origin: 'policies/scp/trail.json A',
        statement: {
          Sid: 'A',
          Effect: 'Deny',
          Action: 'cloudtrail:StopLogging',
          Resource: 'arn:aws:cloudtrail:*:*:trail/acme-organization-trail',
          Condition: {
            ArnNotLike: {
              'aws:PrincipalArn': [
                'arn:aws:iam::*:role/OrganizationAccountAccessRole',
                'arn:aws:iam::*:role/acme-audit-remediation-*',
              ],
            },
          },
        },
      },
      {
        type: 'RESOURCE_CONTROL_POLICY',
        origin: 'policies/rcp/buckets.json A',
        statement: { Sid: 'A', Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: '*' },
      },
    ]);
  });

  test.each(['${EvidenceExemptRoleArns}', '${ExemptRoleArns}'])('of RCPs may spare %s', (exempt) => {
    const Condition = { ArnNotLike: { 'aws:PrincipalArn': exempt } };
    expect(planOf({ 'rcp/a.json': file(rcpDenial('A', { Condition })) }).fileProblems).toEqual([]);
  });

  test('of SCPs must spare the exempt roles of every account', () => {
    const Condition = { ArnNotLike: { 'aws:PrincipalArn': '${EvidenceExemptRoleArns}' } };
    expect(planOf({ 'scp/a.json': file(denial('A', { Condition })) }).fileProblems).toEqual([
      'policies/scp/a.json: A: does not spare every exempt role; write "ArnNotLike": { "aws:PrincipalArn": "${ExemptRoleArns}" } into its Condition, or why not as "ExemptsNobodyBecause"',
    ]);
  });
});

/** What synth would say. */
function complaint(files: Readonly<Record<string, unknown>>, settings: Record<string, unknown>): string {
  const declared = organization(settings);
  try {
    declared.refuse(new GuardrailPlan(declared, folderOf(files)));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}
const report = (...lines: readonly string[]): string =>
  [`audit.yaml has ${lines.length} problem${lines.length === 1 ? '' : 's'}:`, ...lines.map((line) => `  ${line}`)].join(
    '\n',
  );

describe('what is refused', () => {
  test.each<[string, Record<string, unknown>, object, ...string[]]>([
    [
      'an optional policy that is misspelt',
      FILES,
      { optional: [{ policy: 'one' }, { policy: 'there' }] },
      'line 28, guardrails.optional[1].policy: "there" is no file of policies/scp/optional; did you mean "three"?',
    ],
    [
      'an optional policy like no other',
      FILES,
      { optional: [{ policy: 'deny-root-user' }] },
      'line 25, guardrails.optional[0].policy: "deny-root-user" is no file of policies/scp/optional; use one, three, two',
    ],
    [
      'an optional policy where there are none',
      { 'scp/one.json': FILES['scp/optional/one.json'] },
      { optional: [{ policy: 'one' }] },
      'line 25, guardrails.optional[0].policy: "one" is no file of policies/scp/optional; add it there',
    ],
    [
      'a Sid twice in one file and in another, which is optional',
      {
        'scp/a.json': file(denial('Same'), denial('Same')),
        'scp/optional/b.json': file(denial('Same')),
        'rcp/a.json': file(rcpDenial('Same')),
      },
      { optional: [{ policy: 'b', attachTo: [UNIT] }] },
      'policies/scp/a.json Same: its Sid is that of policies/scp/a.json Same; give it another',
      'policies/scp/optional/b.json Same: its Sid is that of policies/scp/a.json Same; give it another',
    ],
    [
      'a Sid twice among RCPs',
      { 'rcp/a.json': file(rcpDenial('Same')), 'rcp/b.json': file(rcpDenial('Same')) },
      {},
      'policies/rcp/b.json Same: its Sid is that of policies/rcp/a.json Same; give it another',
    ],
    [
      'problems of files, all at once, beside those of audit.yaml, but without what follows from them',
      {
        'scp/a.json': '{',
        'scp/b.json': file(denial('B'), denial('C', { Resource: '${TrailArn}' })),
        'rcp/c.json': file({ ...rcpDenial('D'), Principal: undefined }),
      },
      { optional: [{ policy: 'x' }], limits: { scp: { attachments: 1 }, rcp: { attachments: 1 } } },
      'line 25, guardrails.optional[0].policy: "x" is no file of policies/scp/optional; add it there',
      `policies/scp/a.json: is not JSON: ${whatNodeSays('{')}; mend the JSON`,
      'policies/scp/b.json: C: ${TrailArn} stands for nothing; did you mean "TrailArns"?',
      'policies/rcp/c.json: D: has no Principal; write "Principal": "*" and tell principals apart with a Condition',
    ],
  ])('%s', (_, files, settings, ...lines) => {
    expect(complaint(files, guardrails(settings))).toBe(report(...lines));
  });

  test('nothing, where an SCP and an RCP share a Sid or statements have none', () => {
    const files = {
      'scp/a.json': file(denial('Same'), denial('A', { Sid: undefined }), denial('B', { Sid: undefined })),
      'rcp/a.json': file(rcpDenial('Same')),
    };
    expect(complaint(files, {})).toBe('');
  });
});

describe('what does not fit', () => {
  /** Of one statement: the frame, the Sid and an action apart. */
  const lengthOf = (files: Readonly<Record<string, unknown>>, settings: object) =>
    planOf(files, guardrails(settings)).policies.map(({ text }) => text.length);

  test.each([
    ['scp', 'SCP', { 'scp/a.json': file(denial('A')) }],
    ['rcp', 'RCP', { 'rcp/a.json': file(rcpDenial('A')) }],
  ])('one statement in one policy, to the character (%s)', (kind, _, files) => {
    const [length] = lengthOf(files, {}) as [number];
    const limited = (characters: number) => guardrails({ limits: { [kind]: { characters } } });
    expect(complaint(files, limited(length))).toBe('');
    expect(complaint(files, limited(length - 1))).toMatch(
      new RegExp(
        `^audit.yaml has 1 problem:\n {2}policies/${kind}/a.json A has \\d+ characters alone, however it is divided; ${length - 1} fit into one policy; `,
      ),
    );
  });

  /** Each in a policy of its own. */
  const many = (kind: 'scp' | 'rcp', count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `${kind}/team-${at}.json`,
        file(
          (kind === 'scp' ? denial : rcpDenial)(`Team${at}`, {
            Resource: `arn:aws:s3:::${at}`,
            Action: 's3:DeleteBucket',
          }),
        ),
      ]),
    );
  const CHARACTERS = 300;
  const MEND =
    'take statements out, name fewer exempt roles, or raise attachments or characters if your quota is higher';

  test.each<[string, 'scp' | 'rcp', number, number, number, object, Record<string, unknown>?]>([
    // By default: 10 SCPs of which FullAWSAccess is one.
    ['SCPs by default', 'scp', 9, 10, 1, {}],
    ['SCPs beside nothing', 'scp', 10, 10, 0, { alreadyAttached: 0 }],
    ['SCPs beside three', 'scp', 7, 10, 3, { alreadyAttached: 3 }],
    ['SCPs beside three on this target only', 'scp', 7, 10, 3, { alreadyAttachedTo: { [ROOT]: 3 } }],
    [
      'SCPs beside none on this target only',
      'scp',
      10,
      10,
      0,
      { alreadyAttached: 5, alreadyAttachedTo: { [ROOT]: 0 } },
    ],
    ['SCPs with another quota', 'scp', 2, 3, 1, { attachments: 3 }],
    ['RCPs by default', 'rcp', 4, 5, 1, {}],
    ['RCPs beside none', 'rcp', 5, 5, 0, { alreadyAttached: 0 }],
    ['RCPs beside three on this target only', 'rcp', 2, 5, 3, { alreadyAttachedTo: { [AUDIT]: 3 } }],
    ['RCPs with another quota', 'rcp', 6, 7, 1, { attachments: 7 }],
  ])('more than a target takes: %s', (_, kind, most, attachments, others, limits) => {
    const settings = guardrails({ limits: { [kind]: { characters: CHARACTERS, ...limits } } });
    expect(planOf(many(kind, most), settings).policies).toHaveLength(most);
    expect(complaint(many(kind, most), settings)).toBe('');

    const { policies, problems, fileProblems } = planOf(many(kind, most + 1), settings);
    expect(policies).toHaveLength(most + 1);
    const sizes = policies.map(({ id, text }) => `${id} ${text.length}`).join(', ');
    expect(problems).toEqual([
      {
        path: ['guardrails', 'limits', kind],
        what: `${kind === 'scp' ? ROOT : AUDIT} would have ${most + 1} ${kind.toUpperCase()}s of ours (characters: ${sizes}) beside ${others} attached already, where ${attachments} are allowed`,
        mend: MEND,
      },
    ]);
    expect(fileProblems).toEqual([]);
  });

  test('is told of with sizes and the line of the limits', () => {
    const limits = { scp: { characters: CHARACTERS, attachments: 2 } };
    expect(complaint(many('scp', 2), guardrails({ limits }))).toMatch(
      /^audit\.yaml has 1 problem:\n {2}line 24, guardrails\.limits\.scp: r-a1b2 would have 2 SCPs of ours \(characters: scp-1 2\d\d, scp-2 2\d\d\) beside 1 attached already, where 2 are allowed; take statements out/,
    );
  });

  test('is counted by target, over all that attach to it', () => {
    const files = { ...many('scp', 1), 'scp/optional/one.json': FILES['scp/optional/one.json'] };
    const settings = (attachTo: string[], ofOne: string[], alreadyAttachedTo: object = {}) =>
      guardrails({
        attachTo,
        optional: [{ policy: 'one', attachTo: ofOne }],
        limits: { scp: { attachments: 2, alreadyAttachedTo } },
      });
    const whats = (...args: Parameters<typeof settings>) =>
      planOf(files, settings(...args)).problems.map(({ what }) => what.replace(/ \d+(?=[,)])/g, ''));
    const both = (target: string) =>
      `${target} would have 2 SCPs of ours (characters: scp-1, scp-one-1) beside 1 attached already, where 2 are allowed`;
    expect(whats([UNIT, ROOT], [OTHER_UNIT])).toEqual([]);
    expect(whats([], [])).toEqual([]);
    expect(whats([UNIT, ROOT], [OTHER_UNIT, UNIT])).toEqual([both(UNIT)]);
    expect(whats([UNIT, AUDIT, ROOT], [UNIT, AUDIT])).toEqual([both(UNIT), both(AUDIT)]);
    expect(whats([UNIT, ROOT], [OTHER_UNIT, UNIT], { [UNIT]: 0 })).toEqual([]);
    expect(whats([UNIT], [OTHER_UNIT], { [OTHER_UNIT]: 2 })).toEqual([
      'ou-a1b2-22222222 would have 1 SCPs of ours (characters: scp-one-1) beside 2 attached already, where 2 are allowed',
    ]);
  });
});

describe('the policies that come with the project', () => {
  const OPTIONAL = Object.keys(OWN_FILES)
    .filter((path) => path.startsWith('scp/optional/'))
    .map((path) => ({ policy: path.slice('scp/optional/'.length, -'.json'.length), attachTo: ['r-a1b2'] }));

  test.each(Object.keys(EXAMPLES))('are without problems and within the limits: %s', (example) => {
    for (const settings of [EXAMPLES[example]!, exampleWith(example, { optional: OPTIONAL })]) {
      const declared = organization(settings);
      const plan = new GuardrailPlan(declared, POLICIES);
      expect([plan.problems, plan.fileProblems]).toEqual([[], []]);
      const [most, others] = declared.partition === 'aws' ? [10240, 10] : [5120, 5];
      for (const { type, text } of plan.policies) {
        expect(text.length).toBeLessThanOrEqual(type === 'RESOURCE_CONTROL_POLICY' ? 5120 : most);
      }
      for (const target of new Set(plan.policies.flatMap(({ targets }) => targets))) {
        const ours = (type: string) => plan.policies.filter((one) => one.type === type && one.targets.includes(target));
        expect(ours('SERVICE_CONTROL_POLICY').length).toBeLessThan(others);
        expect(ours('RESOURCE_CONTROL_POLICY').length).toBeLessThan(5);
      }
    }
  });

  test('are all in policies/: every file takes part when it is named', () => {
    const plan = new GuardrailPlan(organization(exampleWith('single region', { optional: OPTIONAL })), POLICIES);
    expect([...new Set(plan.statements.map(({ origin }) => origin.split(' ')[0]))].sort()).toEqual(
      Object.keys(OWN_FILES)
        .map((path) => `policies/${path}`)
        .sort(),
    );
  });
});

/** The words differ between versions of Node.js. */
function whatNodeSays(source: string): string {
  try {
    JSON.parse(source);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${source} is JSON`);
}
