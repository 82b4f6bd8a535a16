import { readdirSync } from 'node:fs';
import { action, expand, takesResource } from '../../src/authorization/authorization';
import { list } from '../../src/policy/document';
import { ACTS, EVERYDAY_WORK, unclassified } from '../../src/proofs/acts';
import { gapsOf } from '../../src/proofs/proof';
import { administrator, MEMBER } from './principals';
import { ALL_ACTS, prover } from './prover';

jest.setTimeout(120_000);

const { policies, matrix } = prover({
  storage: { readers: [`arn:aws:iam::${MEMBER}:role/audit/Reader`] },
  accounts: { audit: '222222222222', members: [MEMBER] },
  recorder: { role: 'custom' },
});

const twice = (values: readonly string[]): string[] => values.filter((value, at) => values.indexOf(value) !== at);

describe('completeness', () => {
  test('every action of CloudTrail, AWS Config and Organizations that changes something has a row', () => {
    expect(unclassified()).toEqual([]);
  });

  test.each(['Write', 'Tagging', 'Permissions management'] as const)('an invented action for %s has none', (access) => {
    const invented = { name: 'config:ForgetEverything', access, resourceArns: [] };
    expect(unclassified([invented])).toEqual(['config:ForgetEverything']);
    expect(unclassified([{ ...invented, name: 'config:DeleteConfigRule' }])).toEqual([]);
  });

  test.each(['Read', 'List'] as const)('an invented action for %s needs none', (access) => {
    expect(unclassified([{ name: 'config:SeeEverything', access, resourceArns: [] }])).toEqual([]);
  });

  test.each([
    'cloudtrail:StopLogging',
    'config:PutEvaluations',
    'organizations:LeaveOrganization',
    'config:TagResource',
  ])('without its rows %s is missed', (name) => {
    const others = ALL_ACTS.filter((act) => act.action !== name);
    expect(unclassified(undefined, others)).toEqual([name]);
  });

  test('a proof fails on an action without a row', () => {
    const proof = {
      organization: policies.organization,
      sections: new Map(),
      work: [],
      deliveries: [],
      expectations: [],
      unclassified: ['config:ForgetEverything'],
    };
    expect(gapsOf(proof)).toEqual(['config:ForgetEverything: no row of src/proofs/acts says what is to come of it']);
  });

  // An action that meets none of a statement's resources is denied by a wildcard in passing, and without effect.
  const denied = policies.all.flatMap(({ policy: { Statement } }) =>
    Statement.flatMap(({ Action, Resource }) =>
      list(Action)
        .filter((pattern) => !/^[\w-]+:\*$/.test(pattern))
        .flatMap(expand)
        .filter((one) => list(Resource).some((resource) => takesResource(one, resource)))
        .map(({ name }) => name),
    ),
  );

  /** AWS gives aliases and versions of functions one form of ARN, and the simulator will not say which is meant. */
  const UNDECIDABLE = ['lambda:DeleteProvisionedConcurrencyConfig', 'lambda:PutProvisionedConcurrencyConfig'];

  test.each(UNDECIDABLE)('%s cannot have a row', async (name) => {
    const arn = `${matrix.targets.target('rule-function', MEMBER).arn}:live`;
    const target = { arn, account: MEMBER };
    await expect(matrix.decide(administrator(MEMBER), name, target)).rejects.toThrow('multiple.resource.types');
  });

  test('every other action that a guardrail denies has a row', () => {
    const known = new Set([...ALL_ACTS.map((act) => act.action), ...UNDECIDABLE]);
    expect(denied.length).toBeGreaterThan(300);
    expect([...new Set(denied)].filter((name) => !known.has(name)).sort()).toEqual([]);
  });
});

describe('the rows', () => {
  test('are of every file', () => {
    const files = readdirSync('src/proofs/acts').map((file) => file.replace('.json', ''));
    expect([...Object.keys(ACTS), 'everyday'].sort()).toEqual(files.sort());
  });

  test.each(Object.entries(ACTS))('of %s say each thing once', (_service, acts) => {
    expect(twice(acts.map(({ does }) => does))).toEqual([]);
    expect(twice(acts.map((act) => `${act.action} ${act.on}`))).toEqual([]);
  });

  test('of everyday work say each thing once', () => {
    expect(twice(EVERYDAY_WORK.map(({ does, action: name, on }) => `${does} ${name} ${on}`))).toEqual([]);
  });

  test('name actions as IAM spells them', () => {
    const rows = [...ALL_ACTS, ...EVERYDAY_WORK];
    expect(rows.filter((row) => action(row.action)?.name !== row.action)).toEqual([]);
  });

  test('are about known kinds of targets, and every kind is used', () => {
    const used = new Set([...ALL_ACTS, ...EVERYDAY_WORK].map(({ on }) => on));
    expect([...used].filter((kind) => !matrix.targets.exists(kind))).toEqual([]);
    expect(matrix.targets.kinds.filter((kind) => !used.has(kind))).toEqual([]);
  });

  test('name targets that the action takes', () => {
    const rows = [...ALL_ACTS, ...EVERYDAY_WORK].filter(
      (row) => !takesResource(action(row.action)!, matrix.targets.target(row.on, MEMBER).arn),
    );
    expect(rows.map((row) => `${row.action} on ${row.on}`)).toEqual([]);
  });

  test('say why, where something is left open', () => {
    expect(ALL_ACTS.filter(({ verdict, because }) => verdict === 'allowed' && !because?.trim())).toEqual([]);
  });

  test('have a known verdict', () => {
    const known = ['denied', 'allowed', 'management', 'inside'];
    expect(ALL_ACTS.filter(({ verdict }) => !known.includes(verdict))).toEqual([]);
  });

  test('of a power of the management account say what keeps it, or an alarm notices', async () => {
    const powers = ALL_ACTS.filter(({ verdict }) => verdict === 'management');
    const rows = await Promise.all(powers.map((act) => matrix.row(act)));
    expect(rows.filter(({ act, noticedBy }) => noticedBy.length === 0 && !act.kept).map(({ act }) => act.does)).toEqual(
      [],
    );
  });

  test('leave acts to roles that there are', () => {
    const exemptions = ['evaluators', 'trail-log-writer', 'evidence-writers', 'platform-roles'];
    expect(ALL_ACTS.filter(({ exempt }) => exempt !== undefined && !exemptions.includes(exempt))).toEqual([]);
  });
});
