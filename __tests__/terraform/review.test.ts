import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/review/finding';
import { readPlan } from '../../src/review/plan-file';
import { review, type Review } from '../../src/review/review';
import { RULES } from '../../src/review/rules/catalogue';
import { EVIDENCE_BUCKETS } from './review-cases/buckets';
import { EVIDENCE_KEYS } from './review-cases/keys';
import { PLANNED } from './review-cases/planned';
import { LET_GO, type PlannedCase, type Values } from './review-cases/planned-case';
import { describeWith, succeed } from './terraform';

jest.setTimeout(5 * 60_000);

const PROVIDER = 'registry.terraform.io/hashicorp/aws';
/** Schema versions that are not 0. */
const VERSIONS: Readonly<Record<string, number>> = {
  aws_cloudtrail: 1,
  aws_s3_bucket_lifecycle_configuration: 1,
  aws_cloudwatch_metric_alarm: 1,
  aws_cloudwatch_event_rule: 1,
  aws_cloudwatch_event_target: 1,
  aws_sqs_queue_policy: 1,
};

type Side = 'before' | 'after';
type Config = Record<string, Record<string, Record<string, unknown>>>;

/** What there is on a side; what is let go of is in no configuration. */
const sideOf = (one: PlannedCase, side: Side): Values | null => {
  const values = one[side];
  return values === LET_GO ? null : values;
};

/** Blocks that are empty or only computed have no place in a configuration. */
const written = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(written);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== '' && !(Array.isArray(item) && item.length === 0))
      .map(([name, item]) => [name, written(item)]),
  );
};

function configOf(cases: readonly PlannedCase[], side: Side): Config {
  const resource: Config = {};
  for (const one of cases) {
    const values = sideOf(one, side);
    if (values === null) continue;
    resource[one.type] = {
      ...resource[one.type],
      [one.name]: written({ ...one.base, ...values }) as Record<string, unknown>,
    };
  }
  return resource;
}

const stateOf = (cases: readonly PlannedCase[], side: Side): unknown => ({
  version: 4,
  terraform_version: '1.5.0',
  serial: 1,
  lineage: 'review',
  outputs: {},
  resources: cases.flatMap((one) => {
    const values = sideOf(one, side);
    if (values === null) return [];
    const attributes = { ...one.base, ...values, ...one.computed };
    return [
      {
        mode: 'managed',
        type: one.type,
        name: one.name,
        provider: `provider["${PROVIDER}"]`,
        instances: [{ schema_version: VERSIONS[one.type] ?? 0, attributes }],
      },
    ];
  }),
});

const told = ({ findings }: Review): string[] =>
  findings.map(({ address, rule, severity }) => `${address} ${rule} ${severity}`).sort();

const expected = (which: 'finds' | 'mirror'): string[] =>
  PLANNED.flatMap(({ type, name, [which]: found }) =>
    found.map(([rule, severity]) => `${type}.${name} ${rule} ${severity}`),
  ).sort();

/** The same list, last first; policies too, whose text is JSON. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned).reverse();
  if (typeof value === 'string' && value.startsWith('{"')) return JSON.stringify(turned(JSON.parse(value)), null, 2);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, turned(item)]));
}

const addressOf = ({ type, name }: PlannedCase): string => `${type}.${name}`;

const REFERENCES: Readonly<Record<string, string>> = {
  string: '${aws_kms_key.new.arn}',
  number: '${tonumber(aws_kms_key.new.arn)}',
  boolean: '${tobool(aws_kms_key.new.arn)}',
};

/** The case with a reference to something new in the place of what it changes; nothing where that is a block. */
function hide(one: PlannedCase): readonly PlannedCase[] {
  const { before, after, finds } = one;
  if (before === null || after === null || after === LET_GO || finds.length === 0) return [];
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].find(
    (name) => before[name] !== after[name] && (typeof (before[name] ?? after[name])) in REFERENCES,
  );
  if (changed === undefined) return [];
  return [{ ...one, after: { ...before, [changed]: REFERENCES[typeof (before[changed] ?? after[changed])] } }];
}

const isUnseen = ({ undecided, details }: Finding): boolean =>
  undecided === true || details.some((line) => line.startsWith('Destroyed and made again'));

/** What cannot be told by comparing, though the plan shows it. */
const UNDECIDED = [
  'aws_cloudwatch_composite_alarm.other',
  'aws_cloudwatch_event_rule.elsewhere',
  'aws_cloudwatch_log_metric_filter.changed',
  'aws_cloudwatch_metric_alarm.another',
  'aws_config_organization_conformance_pack.pack-unseen',
  'aws_config_organization_custom_policy_rule.text',
  'aws_iam_role_policy_attachment.config-detached',
];

test('every rule is found in a plan by the real Terraform, at its own severity', () => {
  const found = new Set(PLANNED.flatMap(({ finds }) => finds.map(([rule, severity]) => `${rule} ${severity}`)));
  expect(RULES.map(({ id, severity }) => `${id} ${severity}`).filter((rule) => !found.has(rule))).toEqual([]);
});

describeWith(['terraform'], 'review of plans by the real Terraform', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'org-audit-review-'));
    configure({});
    await succeed(folder, 'init', '-input=false', '-backend=false');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function configure(contents: Record<string, unknown>): void {
    const configuration = {
      terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 5.0' } } },
      provider: {
        aws: {
          region: 'us-east-1',
          skip_credentials_validation: true,
          skip_requesting_account_id: true,
          skip_metadata_api_check: true,
        },
      },
      ...contents,
    };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration, null, 1));
  }

  /** Plans from a state that nobody asks AWS about. */
  async function planned(state: unknown, resource: Config, more: Record<string, unknown> = {}): Promise<Review> {
    configure({ resource, ...more });
    writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(state));
    await succeed(folder, 'plan', '-refresh=false', '-input=false', '-no-color', '-out=plan');
    const plan = readPlan(await succeed(folder, 'show', '-json', 'plan'), 'stack');
    return review([plan], { buckets: EVIDENCE_BUCKETS, keys: EVIDENCE_KEYS });
  }

  test('each weakening is told once', async () => {
    const removed = PLANNED.filter(({ after }) => after === LET_GO).map(({ type, name }) => ({
      from: `${type}.${name}`,
      lifecycle: { destroy: false },
    }));
    const found = await planned(stateOf(PLANNED, 'before'), configOf(PLANNED, 'after'), { removed });
    expect(told(found)).toEqual(expected('finds'));
    expect(found.findings.flatMap(({ undecided, address }) => (undecided ? [address] : [])).sort()).toEqual(UNDECIDED);
  });

  test('the way back is silent', async () => {
    const found = await planned(stateOf(PLANNED, 'after'), configOf(PLANNED, 'before'));
    expect(told(found)).toEqual(expected('mirror'));
  });

  test('a plan that changes nothing finds nothing', async () => {
    const found = await planned(stateOf(PLANNED, 'before'), configOf(PLANNED, 'before'));
    expect(found.findings).toEqual([]);
    expect(found.improvements).toEqual([]);
  });

  test('other addresses, lists in another order and texts written otherwise find nothing', async () => {
    const existing = PLANNED.filter(({ before }) => before !== null);
    const resource = Object.fromEntries(
      Object.entries(configOf(existing, 'before')).map(([type, resources]) => [
        type,
        Object.fromEntries(
          Object.entries(resources).map(([name, attributes]) => [`${name}_renamed`, turned(attributes)]),
        ),
      ]),
    ) as Config;
    const moved = existing.map(({ type, name }) => ({ from: `${type}.${name}`, to: `${type}.${name}_renamed` }));
    const found = await planned(stateOf(existing, 'before'), resource, { moved });
    expect(told(found)).toEqual([]);
    expect(found.improvements).toEqual([]);
  });

  test('whatever a case changes, if it is known only after the apply, is told as undecided or as a replacement', async () => {
    const hidden = PLANNED.flatMap((one) => hide(one));
    const others = PLANNED.filter(({ before, finds }) => before !== null && finds.length === 0);
    const cases = [...hidden, ...others.map((one) => ({ ...one, after: one.before }))];
    const resource = configOf(cases, 'after');
    resource.aws_kms_key = { ...resource.aws_kms_key, new: { description: 'new' } };
    const { findings } = await planned(stateOf(cases, 'before'), resource);
    const seen = new Set(findings.filter(isUnseen).map(({ address }) => address));
    expect(hidden.map(addressOf).filter((address) => !seen.has(address))).toEqual([]);
    expect(hidden.length).toBeGreaterThan(60);
  });
});
