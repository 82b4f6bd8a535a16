import { findingId } from '../../src/review/finding';
import { review } from '../../src/review/review';
import { RULES } from '../../src/review/rules/catalogue';
import { FAMILIES } from '../../src/review/rules/families';
import { UNKNOWN } from '../../src/review/value';
import { organization } from '../organizations';
import { Platform, type StackData } from '../synthesized';
import { NO_SETTINGS, plansOf, reviewOf, type Given } from './rules/cases';

const trail: Given = { type: 'aws_cloudtrail', base: { name: 'org', enable_logging: true } };
const stopped: Given = { ...trail, before: {}, after: { enable_logging: false } };

describe('catalogue', () => {
  test('a rule has one id, a clause, a reason and perhaps an improvement', () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    for (const { id, title, why, better } of RULES) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
      expect(title).toMatch(/^(?:a |an |A|[a-z]).*[^.]$/);
      expect(why).toMatch(/^[A-Z].*\.$/);
      expect(better ?? title).not.toMatch(/\.$/);
    }
  });

  test('every rule is told of where it is not seen in a plan', () => {
    const known = new Set(RULES.map(({ id }) => id));
    const named = FAMILIES.flatMap(({ ends, watches }) => [
      ...ends.flatMap(({ destroyed, replaced }) => [destroyed, replaced]),
      ...watches.map(({ rule }) => rule),
    ]);
    expect(named.filter((rule) => rule !== 'compared' && !known.has(rule))).toEqual([]);
  });

  test('no two families look at the same attributes of a type', () => {
    const read = FAMILIES.flatMap(({ watches }) =>
      watches.flatMap(({ reads }) => Object.entries(reads).map(([type, names]) => `${type} ${names.join()}`)),
    );
    expect(read.filter((one, at) => read.indexOf(one) !== at)).toEqual([]);
  });
});

describe('findings', () => {
  test('have an id of rule, place and essence', () => {
    const { findings } = reviewOf([stopped]);
    expect(findings).toEqual([
      {
        id: findingId(findings[0]!, 'stack', 'aws_cloudtrail.this'),
        plan: 'stack',
        origin: 'plan',
        address: 'aws_cloudtrail.this',
        rule: 'trail-stopped',
        severity: 'critical',
        title: 'Trail org stops logging: nothing is recorded any more.',
        details: ['enable_logging: true -> false'],
        undo: 'What is not recorded meanwhile cannot be recorded later.',
        essence: '{"enable_logging":false}',
      },
    ]);
  });

  test('of another value have another id, of the same value the same', () => {
    const cut = (days: number): Given => ({ type: 'aws_cloudwatch_log_group', base: { name: 'cloudtrail' }, before: { retention_in_days: 400 }, after: { retention_in_days: days } }); // prettier-ignore
    const id = (days: number) => reviewOf([cut(days)]).findings[0]!.id;
    expect(id(90)).toBe(id(90));
    expect(id(90)).not.toBe(id(1));
  });

  test('come worst first, then by plan and address', () => {
    const unvalidated = (address: string, plan: string): Given => ({ type: 'aws_cloudtrail', address, plan, before: { enable_log_file_validation: true }, after: { enable_log_file_validation: false } }); // prettier-ignore
    const given = [unvalidated('aws_cloudtrail.b', 'two'), unvalidated('aws_cloudtrail.a', 'two'), unvalidated('aws_cloudtrail.c', 'one'), { ...stopped, plan: 'two' }]; // prettier-ignore
    expect(reviewOf(given).findings.map(({ severity, plan, address }) => [severity, plan, address])).toEqual([
      ['critical', 'two', 'aws_cloudtrail.this3'],
      ['high', 'one', 'aws_cloudtrail.c'],
      ['high', 'two', 'aws_cloudtrail.a'],
      ['high', 'two', 'aws_cloudtrail.b'],
    ]);
  });

  test('never show what is hidden', () => {
    expect(JSON.stringify(reviewOf([{ ...stopped, after: { enable_logging: UNKNOWN } }]).findings)).not.toContain(
      'Symbol',
    );
  });
});

describe('evidence', () => {
  const destroyed = (bucket: string): Given => ({ type: 'aws_s3_bucket', address: `aws_s3_bucket.${bucket}`, base: { bucket, id: bucket }, after: null }); // prettier-ignore
  const severity = (given: readonly Given[], settings = NO_SETTINGS) => reviewOf(given, settings).findings[0]!.severity;
  const piece = (type: string, more: Given['base']): Given => ({ type: `aws_s3_bucket_${type}`, base: { bucket: 'b', ...more } }); // prettier-ignore
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' } }] });

  test.each<[string, Given[]]>([
    ['a trail in another plan delivers there', [{ ...trail, plan: 'other', base: { s3_bucket_name: 'b' } }]],
    ['AWS Config delivers there', [{ type: 'aws_config_delivery_channel', base: { s3_bucket_name: 'b' } }]],
    ['a lock is configured', [piece('object_lock_configuration', {})]],
    ['its policy lets a service deliver', [piece('policy', { policy })]],
    ['it holds copies of evidence', [
      { ...trail, base: { s3_bucket_name: 'first' } },
      { type: 'aws_s3_bucket_replication_configuration', base: { bucket: 'first', rule: [{ destination: [{ bucket: 'arn:aws:s3:::b' }] }] } },
    ]],
    ['it holds access logs of evidence', [
      { ...trail, base: { s3_bucket_name: 'first' } },
      { type: 'aws_s3_bucket_logging', base: { bucket: 'first', target_bucket: 'b' } },
    ]],
    ['a new trail will deliver there, as its configuration says', [
      { ...trail, base: {}, before: null, after: { s3_bucket_name: UNKNOWN }, refersTo: { s3_bucket_name: ['aws_s3_bucket.b'] } },
    ]],
  ])('is a bucket, because %s', (_name, around) => {
    expect(severity([destroyed('b'), ...around])).toBe('critical');
  }); // prettier-ignore

  test('is a bucket that the settings name, by name or ARN', () => {
    expect(severity([destroyed('b')], { buckets: ['b'], keys: [] })).toBe('critical');
    expect(severity([destroyed('b')], { buckets: ['arn:aws:s3:::b'], keys: [] })).toBe('critical');
  });

  test('is not any other bucket: one severity lower, saying so', () => {
    const [found] = reviewOf([destroyed('b'), { ...trail, base: { s3_bucket_name: 'other' } }]).findings;
    expect(found).toMatchObject({
      severity: 'high',
      details: [
        'Without force_destroy the apply fails while something is in it.',
        'Nothing in these plans or settings says that the bucket holds evidence; if it does, this is one step worse.',
      ],
    });
  });

  test('of copies of one resource the one with the same index is meant', () => {
    const copies = ['a', 'b'].map((name): Given => ({ ...destroyed(name), address: `aws_s3_bucket.each["${name}"]` }));
    const deliver: Given = { type: 'aws_config_delivery_channel', address: 'aws_config_delivery_channel.each["a"]', before: null, after: { s3_bucket_name: UNKNOWN }, refersTo: { s3_bucket_name: ['aws_s3_bucket.each'] } }; // prettier-ignore
    const found = reviewOf([...copies, deliver]).findings;
    expect(found.map(({ address, severity }) => [address, severity])).toEqual([
      ['aws_s3_bucket.each["a"]', 'critical'],
      ['aws_s3_bucket.each["b"]', 'high'],
    ]);
  });
});

describe('drift', () => {
  const address = 'aws_cloudtrail.this';
  const drifted: Given = { ...stopped, address };
  const of = (changes: readonly Given[]) => review(plansOf(changes, [drifted]), NO_SETTINGS);
  const told = (changes: readonly Given[]) => of(changes).findings.map(({ rule, origin }) => [rule, origin]);

  test('is told where the plan leaves it', () => {
    expect(told([])).toEqual([['trail-stopped', 'drift']]);
    expect(told([{ ...trail, address, base: { name: 'org', enable_logging: false } }])).toEqual([
      ['trail-stopped', 'drift'],
    ]);
  });

  test('is told as mended where the plan takes it back', () => {
    const { findings, improvements } = of([{ ...trail, address, before: { enable_logging: false }, after: {} }]);
    expect(findings).toEqual([]);
    expect(improvements.map(({ title }) => title)).toEqual([
      'A trail starts logging.',
      'This plan mends what was changed outside Terraform: a trail stops logging.',
    ]);
  });

  test('is told beside what the plan does itself', () => {
    const base = { name: 'org', enable_logging: false };
    const change = { ...trail, address, base, before: { is_multi_region_trail: true }, after: { is_multi_region_trail: false } }; // prettier-ignore
    expect(told([change])).toEqual([
      ['trail-single-region', 'plan'],
      ['trail-stopped', 'drift'],
    ]);
  });

  test('that destroyed a resource is mended by making it again', () => {
    const gone: Given = { ...trail, address, after: null };
    const made: Given = { ...trail, address, before: null };
    const { findings, improvements } = review(plansOf([made], [gone]), NO_SETTINGS);
    expect(findings).toEqual([]);
    expect(improvements.map(({ title }) => title)).toContain(
      'This plan mends what was changed outside Terraform: a trail is destroyed.',
    );
  });

  test('that destroyed a resource is not mended by making a weaker one', () => {
    const base = { name: 'org', enable_logging: true };
    const gone: Given = { ...trail, address, base, before: { is_multi_region_trail: true }, after: null };
    const made: Given = { ...trail, address, base, before: null, after: { is_multi_region_trail: false } };
    const { findings } = review(plansOf([made], [gone]), NO_SETTINGS);
    expect(findings.map(({ rule, origin }) => [rule, origin])).toEqual([['trail-single-region', 'plan']]);
  });
});

test('what makes a plan less than the truth is handed on', () => {
  const [plan] = plansOf([trail]);
  expect(review([{ ...plan!, incomplete: ['It was targeted.'] }], NO_SETTINGS)).toEqual({
    findings: [],
    improvements: [],
    incomplete: [{ plan: 'stack', sentence: 'It was targeted.' }],
    resources: 1,
  });
});

/** Blocks of one are written without a list. */
const listed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => (isBlock(item) ? blockOf(item) : item));
  return isBlock(value) ? [blockOf(value)] : value;
};
const isBlock = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const blockOf = (value: object): unknown =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, listed(item)]));
const MAPS = ['tags', 'dimensions', 'lifecycle', 'environment'];

/** What a stack declares as a plan would tell of it; what refers to something else is known only later. */
const declared = ({ name: plan, json }: StackData): Given[] =>
  Object.entries(json.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources as Record<string, Record<string, unknown>>).map(([name, attributes]): Given => {
      const texts = Object.entries(attributes).map(([key, value]) => [key, JSON.stringify(value)] as const);
      const references = texts.map(
        ([key, text]) => [key, [...text.matchAll(/\$\{(aws_\w+\.[\w-]+)/g)].map(([, address]) => address!)] as const,
      );
      const base = Object.entries(attributes)
        .filter(([key]) => !MAPS.includes(key))
        .map(([key, value]) => [key, JSON.stringify(value).includes('${') ? UNKNOWN : listed(value)]);
      return {
        type,
        plan,
        address: `${type}.${name}`,
        base: Object.fromEntries(base) as Given['base'],
        refersTo: Object.fromEntries(references),
      };
    }),
  );

describe('our own stacks', () => {
  const given = new Platform(organization()).stacks.flatMap(declared);

  test('find nothing where nothing changes', () => {
    expect(reviewOf(given)).toMatchObject({ findings: [], improvements: [], resources: given.length });
  });

  test('find nothing but locks that nobody can lift when they are made', () => {
    const { findings, improvements } = reviewOf(given.map((one) => ({ ...one, before: null })));
    expect(new Set(findings.map(({ rule, severity }) => `${rule} ${severity}`))).toEqual(
      new Set(['lock-irrevocable low']),
    );
    expect(improvements.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'A trail is created.',
        'A bucket is created.',
        'A recorder is created.',
        'A guardrail is attached.',
      ]),
    );
  });

  test('are told to be destroyed, trail, buckets, keys, recorders and guardrails as critical', () => {
    const { findings } = reviewOf(given.map((one) => ({ ...one, after: null })));
    const critical = new Set(findings.filter(({ severity }) => severity === 'critical').map(({ rule }) => rule));
    expect([...critical].sort()).toEqual(
      expect.arrayContaining([
        'bucket-destroyed',
        'channel-destroyed',
        'guardrail-detached',
        'key-deletion',
        'recorder-destroyed',
        'trail-destroyed',
      ]),
    );
  });
});
