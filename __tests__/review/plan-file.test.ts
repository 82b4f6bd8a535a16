import { readFileSync } from 'node:fs';
import { PlanError, readPlan } from '../../src/review/plan-file';
import { Hidden, UNKNOWN } from '../../src/review/value';

const real = (name: string): string => readFileSync(`__tests__/review/plans/${name}.json`, 'utf8');

const problemsOf = (file: string | Buffer): string => {
  try {
    readPlan(file, 'baseline');
  } catch (problem) {
    if (problem instanceof PlanError) return problem.message;
    throw problem;
  }
  return 'none';
};

type Json = Record<string, unknown>;

const change = (some: Json = {}): Json => ({
  actions: ['update'],
  before: { name: 'a' },
  after: { name: 'b' },
  after_unknown: {},
  before_sensitive: {},
  after_sensitive: {},
  ...some,
});

const entry = (some: Json = {}): Json => ({
  address: 'aws_cloudtrail.t',
  mode: 'managed',
  type: 'aws_cloudtrail',
  change: change(),
  ...some,
});

const plan = (entries: readonly Json[] = [entry()], some: Json = {}): Json => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: {},
  configuration: {},
  resource_changes: entries,
  complete: true,
  errored: false,
  ...some,
});

const read = (value: Json) => readPlan(JSON.stringify(value), 'baseline');

test('a real plan of everything that Terraform does', () => {
  const { changes, drift, incomplete, terraformVersion, name } = readPlan(real('mixed'), 'mixed');
  const told = changes.map(({ address, kind, imported, replacedBecause }) => [
    address,
    kind,
    imported,
    replacedBecause,
  ]);
  expect(told).toEqual([
    ['aws_iam_role.cbd', 'create', false, []],
    ['aws_kms_key.k', 'update', false, []],
    ['aws_s3_bucket.evidence["a"]', 'none', false, []],
    ['aws_s3_bucket.evidence["b"]', 'none', false, []],
    ['aws_s3_bucket.imported', 'none', true, []],
    ['aws_s3_bucket_policy.p["a"]', 'none', false, []],
    ['aws_s3_bucket_policy.p["b"]', 'none', false, []],
    ['aws_sns_topic.t[0]', 'replace', false, ['name']],
    ['aws_sns_topic.t[1]', 'delete', false, []],
    ['aws_sns_topic.t[2]', 'delete', false, []],
    ['module.logs["x"].aws_cloudwatch_log_group.g', 'update', false, []],
    ['module.logs["x"].aws_cloudwatch_log_stream.s', 'replace', false, ['name']],
  ]);
  expect(drift.every(({ origin }) => origin === 'drift')).toBe(true);
  expect({ name, terraformVersion, incomplete }).toEqual({
    name: 'mixed',
    terraformVersion: '1.11.4',
    incomplete: ['The check of check.failing fails.'],
  });
  expect(changes.find(({ address }) => address === 'aws_sns_topic.t[0]')!.after).toMatchObject({
    arn: UNKNOWN,
    display_name: expect.any(Hidden) as Hidden,
    name: 'topik-0',
  });
});

test('what is moved, forgotten and made before it is destroyed', () => {
  const { changes, drift } = readPlan(real('moved'), 'moved');
  const told = changes.filter(({ kind, previousAddress }) => kind !== 'none' || previousAddress !== undefined);
  expect(told.map(({ address, kind, previousAddress }) => [address, kind, previousAddress])).toEqual([
    ['aws_iam_role.cbd', 'replace', undefined],
    ['aws_kms_key.k2', 'none', 'aws_kms_key.k'],
    ['aws_s3_bucket.imported', 'forget', undefined],
    ['aws_s3_bucket_policy.p["b"]', 'create', undefined],
    ['module.logs["x"].aws_cloudwatch_log_group.g', 'update', undefined],
  ]);
  expect(drift.map(({ address, kind }) => [address, kind])).toContainEqual(['aws_s3_bucket_policy.p["b"]', 'delete']);
});

test('a plan with -refresh-only', () => {
  const { changes, drift, incomplete } = readPlan(real('refresh'), 'refresh');
  expect([changes.length, drift.length, incomplete]).toEqual([
    0,
    6,
    [
      'The plan shows what has changed already, and plans nothing: it was made with -refresh-only.',
      'The check of check.failing fails.',
    ],
  ]);
});

test.each([
  ['aws_s3_bucket_policy.p["a"]', 'policy', ['aws_s3_bucket.evidence']],
  ['module.logs["x"].aws_cloudwatch_log_group.g', 'tags', ['aws_kms_key.k']],
  ['module.logs["x"].aws_cloudwatch_log_stream.s', 'log_group_name', ['module.logs.aws_cloudwatch_log_group.g']],
  ['aws_kms_key.k', 'description', []],
  ['aws_kms_key.k', '__proto__', []],
])('%s refers by %s to %j', (address, attribute, expected) => {
  const found = readPlan(real('mixed'), 'mixed').changes.find((one) => one.address === address)!;
  expect(found.refersTo(attribute)).toEqual(expected);
});

test.each([
  ['aws_kms_key.k', 'us-east-1'],
  ['module.logs["x"].aws_cloudwatch_log_stream.s', 'us-east-1'],
])('%s has the region of its provider', (address, region) => {
  const found = readPlan(real('mixed'), 'mixed').changes.find((one) => one.address === address)!;
  expect(found.providerRegion()).toBe(region);
  const configuration = JSON.parse(real('mixed')) as { configuration: { provider_config: { aws: Json } } };
  configuration.configuration.provider_config.aws.expressions = { region: { references: ['var.region'] } };
  const unsure = readPlan(JSON.stringify(configuration), 'mixed').changes.find((one) => one.address === address)!;
  expect(unsure.providerRegion()).toBeUndefined();
});

describe('values', () => {
  const after = (some: Json) => read(plan([entry({ change: change(some) })])).changes[0]!.after;

  test.each<[string, Json, unknown]>([
    ['a whole attribute', { after: {}, after_unknown: { arn: true } }, { arn: UNKNOWN }],
    ['in a block', { after: { b: [{ x: 1 }] }, after_unknown: { b: [{ y: true }] } }, { b: [{ x: 1, y: UNKNOWN }] }],
    ['an item', { after: { l: ['a', null] }, after_unknown: { l: [false, true] } }, { l: ['a', UNKNOWN] }],
    ['nothing', { after: { n: null }, after_unknown: {} }, { n: null }],
    [
      'unknown before sensitive',
      { after: {}, after_unknown: { s: true }, after_sensitive: { s: true } },
      { s: UNKNOWN },
    ],
    ['hidden', { after: { s: 'x' }, after_sensitive: { s: true } }, { s: new Hidden('x') }],
    [
      'hidden within',
      { after: { m: { k: 'x', o: 1 } }, after_sensitive: { m: { k: true } } },
      { m: { k: new Hidden('x'), o: 1 } },
    ],
  ])('%s', (_name, some, expected) => {
    expect(after(some)).toEqual(expected);
  });

  test('names of a prototype are names as any other', () => {
    const text = JSON.stringify(plan()).replace(
      '"after":{"name":"b"}',
      '"after":{"__proto__":{"name":"c"},"constructor":"d"}',
    );
    const { after: found } = readPlan(text, 'baseline').changes[0]!;
    expect([Object.keys(found!), found!.name]).toEqual([['__proto__', 'constructor'], undefined]);
  });
});

const MAKE = 'make the plan file anew with terraform plan -out, and print it with terraform show -json';
const SHOW = 'review what terraform show -json <plan file> prints';

describe('what is no plan', () => {
  test.each<[string, string | Buffer, string]>([
    ['nothing', '', 'the file: is empty; did terraform show -json <plan file> fail?'],
    [
      'the plan file',
      Buffer.from('PK\u0003\u0004\u0014\u0000'),
      `the file: is the plan file itself, which only Terraform reads; ${SHOW}`,
    ],
    ['gzip', Buffer.from([0x1f, 0x8b, 8]), 'the file: is compressed by gzip; unpack it first'],
    ['UTF-16, big-endian', Buffer.from([0xfe, 0xff, 0, 0x7b]), 'the file: is big-endian UTF-16; write it in UTF-8'],
    ['Latin-1', Buffer.from([0x7b, 0xe9, 0x7d]), `the file: is neither UTF-8 nor UTF-16; ${SHOW}`],
    ['HTML', '<!doctype html>', 'the file: is HTML or XML; was a page saved instead of the plan?'],
    [
      'a log',
      '{"@level":"info"}\n{"@level":"info"}',
      `the file: is the log that terraform plan -json prints; write the plan with -out, then ${SHOW}`,
    ],
    [
      'words',
      'Plan: 1 to add',
      `the file: does not begin with JSON; ${SHOW} and nothing else (hashicorp/setup-terraform needs terraform_wrapper: false)`,
    ],
    ['a list', '[]', `the file: holds no JSON object; ${SHOW}`],
    [
      'half a plan',
      '{\n"format_version":"1.2",',
      'the file: is cut off after 25 characters, in line 2; print the plan again',
    ],
    ['half a text', '{"a":"secr', 'the file: is cut off after 10 characters, in line 1; print the plan again'],
    ['a state', '{"version":4,"lineage":"x","serial":1}', `the file: is a state, not a plan; ${SHOW}`],
    [
      'a state shown',
      '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}',
      `the file: is a state, not a plan; ${SHOW}`,
    ],
    ['a configuration', '{"terraform":{},"resource":{}}', `the file: is a configuration, not a plan; ${SHOW}`],
    ['another object', '{}', `format_version: is missing, so this is no plan; ${SHOW}`],
    [
      'an old plan',
      '{"format_version":"0.2"}',
      'format_version: 0.2 is of a Terraform older than 1.1; plan with Terraform 1.1 or newer',
    ],
    [
      'a plan of the future',
      '{"format_version":"2.0"}',
      'format_version: 2.0 is newer than what this program reads, 1.x; update this program',
    ],
    ['no version', '{"format_version":1}', `format_version: is no version such as "1.2"; ${SHOW}`],
  ])('%s', (_name, file, line) => {
    expect(problemsOf(file)).toBe(`baseline has 1 problem:\n  ${line}`);
  });
});

test.each<[string, Buffer]>([
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${JSON.stringify(plan())}`)],
  ['UTF-16, as PowerShell writes it', Buffer.from(`\uFEFF${JSON.stringify(plan())}`, 'utf16le')],
])('%s is read', (_name, file) => {
  expect(readPlan(file, 'baseline').changes).toHaveLength(1);
});

describe('plans that contradict themselves or Terraform', () => {
  const of = (some: Json) => plan([entry({ change: change(some) })]);
  const at = 'resource_changes[0].change';

  test.each<[string, Json, readonly string[]]>([
    [
      'failed',
      plan([], { errored: true }),
      ['errored: is true: planning failed half-way; mend what terraform plan reports, and plan again'],
    ],
    ['no list', plan([], { resource_changes: {} }), [`resource_changes: is an object, expected a list; ${MAKE}`]],
    ['no configuration', plan([], { configuration: null }), [`configuration: is null, expected an object; ${MAKE}`]],
    ['no entry', plan(['x' as unknown as Json]), [`resource_changes[0]: is a text, expected an object; ${MAKE}`]],
    ['twice', plan([entry(), entry()]), [`resource_changes[1]: repeats the address of resource_changes[0]; ${MAKE}`]],
    [
      'another type',
      plan([entry({ type: 'aws_sns_topic' })]),
      [`resource_changes[0].type: does not fit the address; ${MAKE}`],
    ],
    [
      'a data source after all',
      plan([entry({ mode: 'data' })]),
      [`resource_changes[0].mode: does not fit the address; ${MAKE}`],
    ],
    [
      'a mode of no kind',
      plan([entry({ mode: 'x' })]),
      [`resource_changes[0].mode: is none that Terraform knows, expected managed, data or ephemeral; ${MAKE}`],
    ],
    [
      'no such actions',
      of({ actions: ['update', 'delete'] }),
      [`${at}.actions: is no combination of actions that Terraform makes; ${MAKE}`],
    ],
    [
      'actions of a prototype',
      of({ actions: ['constructor'] }),
      [`${at}.actions: is no combination of actions that Terraform makes; ${MAKE}`],
    ],
    [
      'changed by nothing',
      of({ actions: ['no-op'] }),
      [`${at}: is said to change nothing, but before and after differ; ${MAKE}`],
    ],
    [
      'created from something',
      of({ actions: ['create'] }),
      [`${at}.before: is something where a create leaves nothing; ${MAKE}`],
    ],
    [
      'deleted from nothing',
      of({ actions: ['delete'], before: null, after: null }),
      [`${at}.before: is no object, though a delete has one; ${MAKE}`],
    ],
    ['without after', of({ after: undefined }), [`${at}.after: is missing; ${MAKE}`]],
    [
      'without marks',
      of({ after_unknown: undefined, before_sensitive: 1 }),
      [
        `${at}.before_sensitive: is neither true nor false nor an object; ${MAKE}`,
        `${at}.after_unknown: is missing; ${MAKE}`,
      ],
    ],
    [
      'all hidden',
      of({ after_sensitive: true }),
      [`${at}.after_sensitive: hides the whole resource from a review; ${MAKE}`],
    ],
    [
      'marks of another form',
      of({ after_unknown: { name: { x: true } } }),
      [`${at}.after: what is unknown of it does not fit its value (an object of marks for a text); ${MAKE}`],
    ],
    ['no path', of({ replace_paths: ['name'] }), [`${at}.replace_paths[0]: is no path to an attribute; ${MAKE}`]],
    [
      'lost',
      plan([], { planned_values: { root_module: { resources: [{ address: 'a.b', mode: 'managed' }] } } }),
      [`resource_changes: lacks a.b, which planned_values has; ${MAKE}`],
    ],
    [
      'lost of the state',
      plan([entry()], {
        prior_state: {
          values: { root_module: { child_modules: [{ resources: [{ address: 'module.m.a.b', mode: 'managed' }] }] } },
        },
      }),
      [`resource_changes: lacks module.m.a.b, which prior_state has; ${MAKE}`],
    ],
    ['not applyable', plan([entry()], { applyable: false }), [`applyable: is false, yet there are changes; ${MAKE}`]],
  ])('%s', (_name, value, lines) => {
    expect(problemsOf(JSON.stringify(value))).toBe(
      `baseline has ${lines.length} ${lines.length === 1 ? 'problem' : 'problems'}:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    );
  });

  test('a value nested without end', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const text = JSON.stringify(of({ after: 'DEEP' })).replace('"DEEP"', deep);
    expect(problemsOf(text)).toBe(`baseline has 1 problem:\n  ${at}.after: is nested deeper than 64 levels; ${MAKE}`);
  });

  test('many problems are counted', () => {
    const entries = Array.from({ length: 25 }, () => ({}) as Json).map(() => 1 as unknown as Json);
    expect(
      problemsOf(JSON.stringify(plan(entries)))
        .split('\n')
        .at(-1),
    ).toBe('  and 5 more of the kind');
  });
});

describe('what makes a plan less than the truth', () => {
  test.each<[string, Json, readonly string[]]>([
    ['nothing', plan(), []],
    [
      'a newer format',
      plan([entry()], { format_version: '1.9' }),
      ['The plan is of format 1.9, newer than 1.2: what it says in new ways is not reviewed.'],
    ],
    [
      'targets',
      plan([entry()], { complete: false }),
      ['The plan is not complete: it was limited to targets or defers changes, so another apply will change more.'],
    ],
    [
      'what targets leave out',
      plan([entry()], {
        complete: undefined,
        prior_state: { values: { root_module: { resources: [{ address: 'a.b', mode: 'managed' }] } } },
      }),
      ['The plan leaves out a.b.'],
    ],
    [
      'a deferral',
      plan([entry()], { deferred_changes: [{ reason: 'x', resource_change: entry({ address: 'a.b' }) }] }),
      ['The change of a.b is deferred to another plan and not reviewed.'],
    ],
    [
      'actions',
      plan([entry()], { action_invocations: [{}] }),
      ['The plan invokes an action of providers, which is not reviewed.'],
    ],
    [
      'actions for later',
      plan([entry()], { action_invocations: [{}, {}], deferred_action_invocations: [{}] }),
      [
        'The plan invokes 2 actions of providers, which are not reviewed.',
        'The plan defers an action of providers, which is not reviewed.',
      ],
    ],
    [
      'a failing check',
      plan([entry()], {
        checks: [
          { address: { to_display: 'check.c' }, status: 'fail' },
          { address: { to_display: 'check.d' }, status: 'pass' },
        ],
      }),
      ['The check of check.c fails.'],
    ],
    [
      'nothing of what is to apply',
      plan([], { applyable: true }),
      ['The plan says that there is something to apply, and shows nothing of it.'],
    ],
    ['an output alone', plan([], { applyable: true, output_changes: { o: { actions: ['create'] } } }), []],
  ])('%s', (_name, value, sentences) => {
    expect(read(value).incomplete).toEqual(sentences);
  });
});

/** Members and values that versions of Terraform and OpenTofu differ in. */
test.each<[string, Json, string]>([
  [
    'replaced, the old one left behind first',
    plan([entry({ change: change({ actions: ['forget', 'create'] }) })]),
    'replace',
  ],
  [
    'replaced, the old one left behind',
    plan([entry({ change: change({ actions: ['create', 'forget'] }) })]),
    'replace',
  ],
  [
    'an identity, and an import by it',
    plan([
      entry({
        change: change({
          importing: { identity: { id: 'x' } },
          before_identity: { id: 'x' },
          after_identity: { id: 'x' },
        }),
      }),
    ]),
    'update',
  ],
  [
    'an import whose id is known later, with what it generates',
    plan([entry({ change: change({ importing: { unknown: true }, generated_config: 'x' }) })]),
    'update',
  ],
  [
    'what lives only while Terraform runs',
    plan(
      [
        entry(),
        entry({
          address: 'ephemeral.aws_secretsmanager_secret_version.s',
          mode: 'ephemeral',
          type: 'aws_secretsmanager_secret_version',
        }),
      ],
      {
        planned_values: {
          root_module: { resources: [{ address: 'ephemeral.aws_secretsmanager_secret_version.s', mode: 'ephemeral' }] },
        },
      },
    ),
    'update',
  ],
  [
    'an attribute that is only written',
    plan([
      entry({
        change: change({
          before: { value_wo: null },
          after: { value_wo: null, value_wo_version: 2 },
          after_sensitive: { value_wo: true },
        }),
      }),
    ]),
    'update',
  ],
  [
    'no flags, as OpenTofu before 1.9 writes',
    plan([entry()], { complete: undefined, errored: undefined, format_version: '1.0' }),
    'update',
  ],
])('%s', (_name, value, kind) => {
  expect([read(value).changes.map((one) => one.kind), read(value).incomplete]).toEqual([[kind], []]);
});

test('what a failed replacement has left over is told beside the resource', () => {
  const gone = change({ actions: ['delete'], after: null });
  const { changes } = read(plan([entry(), entry({ deposed: 'ab12', change: gone })]));
  expect(changes.map(({ address, kind }) => [address, kind])).toEqual([
    ['aws_cloudtrail.t', 'update'],
    ['aws_cloudtrail.t (deposed object ab12)', 'delete'],
  ]);
});
