import { desiredValue } from '../../lambdas/shared/healer-settings';
import { MODULES } from '../../src/modules/all';
import { literal } from '../../src/policy/literal';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';
import { ANSWERING_PAIRS, desiredOf } from './answering-pairs';
import { ModuleRoot, type Planned } from './module-root';
import { type Pair } from './pair';
import { describeWith } from './terraform';

jest.setTimeout(300_000);

const KEY = 'arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000';
const TOPIC = 'arn:aws:sns:us-east-1:111111111111:security';
const PEOPLE = ['arn:aws:iam::222222222222:role/Security', 'arn:aws:iam::444444444444:user/Ann'];
const INVESTIGATOR = 'arn:aws:iam::222222222222:role/acme-audit-investigator';
const READERS = ['arn:aws:iam::222222222222:role/AuditReader', 'arn:aws:iam::444444444444:role/Second'];
const EVIDENCE_BUCKETS = ['trail', 'config', 'access-logs'].map(
  (kind) => `arn:aws:s3:::acme-${kind}-222222222222-us-east-1`,
);

/** Where an organization says what inputs of modules say. */
const platform = new Platform(
  organization({
    provider: { version: 5 },
    accounts: { audit: '222222222222', members: ['444444444444'] },
    regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' },
    retention: { mode: 'COMPLIANCE', years: 7 },
    storage: {
      readers: READERS,
      expireAfterYears: 8,
      transitions: [
        { afterDays: 30, storageClass: 'STANDARD_IA' },
        { afterDays: 90, storageClass: 'GLACIER' },
      ],
    },
    trail: {
      notifications: true,
      dataEvents: { s3Buckets: ['records', 'letters'], calls: 'write' },
      logRetentionDays: 365,
    },
    recorder: { exclude: ['AWS::EC2::Volume', 'AWS::IAM::User'], dailyTypes: ['AWS::IAM::Role', 'AWS::EC2::Instance'] },
    aggregator: { regions: ['us-east-1', 'eu-west-1'] },
    alarms: { subscriptions: [], topicArns: [TOPIC] },
    forensics: { investigators: PEOPLE, scanLimitGb: 5, resultsExpireAfterDays: 9 },
  }),
);

const BASELINE = {
  bucket_name: 'acme-config-222222222222-us-east-1',
  key_arn: KEY,
  exclude: ['AWS::EC2::Volume', 'AWS::IAM::User'],
  daily_types: ['AWS::IAM::Role', 'AWS::EC2::Instance'],
};

const PAIRS: readonly Pair[] = [
  {
    module: 'evidence-store',
    account: '222222222222',
    stack: 'evidence',
    inputs: {
      name: 'acme',
      organization_id: 'o-a1b2c3d4e5',
      management_account_id: '111111111111',
      retention_mode: 'COMPLIANCE',
      retention_years: 7,
      expire_after_years: 8,
      transitions: [
        { after_days: 30, storage_class: 'STANDARD_IA' },
        { after_days: 90, storage_class: 'GLACIER' },
      ],
      reader_role_arns: READERS,
      investigator_role_arns: [INVESTIGATOR],
    },
    // The function that verifies evidence by the hour, which a module has not, may keep public keys beside it.
    statements: ['VerifierUses', 'DenyWritesByPeople', 'DenyForgedAdditions', 'DenyReplacedAdditions'],
  },
  {
    module: 'organization-trail',
    account: '111111111111',
    stack: 'organization',
    inputs: {
      name: 'acme',
      organization_id: 'o-a1b2c3d4e5',
      bucket_name: 'acme-trail-222222222222-us-east-1',
      key_arn: KEY,
      evidence_bucket_arns: [...EVIDENCE_BUCKETS, 'arn:aws:s3:::acme-archive-222222222222-us-west-2'],
      data_events: { s3_buckets: ['records', 'letters'], calls: 'write' },
      log_retention_days: 365,
      notifications: true,
    },
  },
  ...(
    [
      ['us-east-1', true],
      ['eu-west-1', false],
    ] as const
  ).map(([region, is_home]) => ({
    module: 'config-baseline',
    account: '444444444444',
    region,
    stack: 'baseline-444444444444',
    inputs: { ...BASELINE, is_home, create_service_linked_role: true },
    nameInStack: (name: string) => name.replace(/^config_/, `${region}_`),
  })),
  {
    module: 'config-aggregator',
    account: '222222222222',
    stack: 'detection',
    inputs: { name: 'acme', regions: ['us-east-1', 'eu-west-1'] },
  },
  {
    module: 'cis-alarms',
    account: '111111111111',
    stack: 'organization',
    inputs: { name: 'acme', log_group_name: '/aws/cloudtrail/acme-organization-trail', topic_arns: [TOPIC] },
  },
  {
    module: 'forensics',
    account: '222222222222',
    stack: 'detection',
    inputs: {
      name: 'acme',
      organization_id: 'o-a1b2c3d4e5',
      account_ids: ['111111111111', '222222222222', '444444444444'],
      investigator_arns: PEOPLE,
      trail_bucket_name: 'acme-trail-222222222222-us-east-1',
      config_bucket_name: 'acme-config-222222222222-us-east-1',
      evidence_key_arn: KEY,
      scan_limit_gb: 5,
      results_expire_after_days: 9,
    },
  },
  ...ANSWERING_PAIRS,
];

/** As it is written: what Terraform has read has no escapes any more. */
function escaped(json: Resource): Resource {
  if (typeof json === 'string') return literal(json);
  if (Array.isArray(json)) return json.map(escaped);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, escaped(one)]));
}

/** What Terraform itself is told of a resource, and archives, into which stacks put a file. */
const META = ['depends_on', 'lifecycle', 'provider', 'count', '//', 'filename', 'source_code_hash'];

/** Known only after apply, and read from another state: one has a reference where the other has a value. */
const isReference = (text: string): boolean => /(?<!\$)\$\{/.test(text);

/** Texts with a reference in them as no text at all; documents as data; blocks and lists alike, in no order. */
function plain(json: Resource, without: readonly string[]): Resource {
  if (typeof json === 'string') {
    // What EventBridge fills in makes a text no JSON.
    if (/^\{"(?!ResourceId":\[<)/.test(json)) return plain(JSON.parse(json), without);
    return json;
  }
  if (Array.isArray(json)) {
    const kept = json.filter((one) => !without.includes(one?.Sid)).map((one) => plain(one, without));
    return kept.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  }
  if (typeof json !== 'object' || json === null) return json;
  const values = 'Effect' in json ? bare(json) : json;
  return Object.fromEntries(
    Object.keys(values)
      .sort()
      .map((key) => [key, plain(values[key], without)]),
  );
}

/** Policies write one value with brackets or without. */
function bare(json: Resource): Resource {
  if (Array.isArray(json)) return json.length === 1 ? bare(json[0]) : json;
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, bare(one)]));
}

/** What a healer is told, in Terraform's form. */
function told(made: readonly Planned[]): unknown {
  const [variables] = made.flatMap(({ type, after }) =>
    type === 'aws_lambda_function' ? [(after as Resource).environment[0].variables] : [],
  );
  return desiredValue(variables);
}

/** What of `made` the stack says something about, with its references in place of values. */
function comparable(made: Resource, said: Resource): Resource {
  if (typeof said === 'string' && isReference(said)) return said;
  if (Array.isArray(said)) {
    if (!Array.isArray(made) || made.length !== said.length) return made;
    return made.map((one, at) => comparable(one, said[at]));
  }
  if (typeof said !== 'object' || said === null) return made;
  const block = Array.isArray(made) && made.length === 1 ? made[0] : made;
  if (typeof block !== 'object' || block === null) return made;
  return Object.fromEntries(Object.keys(said).map((key) => [key, comparable(block[key], said[key])]));
}

describeWith(['terraform'], 'a module makes what the stacks make', () => {
  test.each(PAIRS.map((pair) => [`${pair.module} ${pair.region ?? ''}`, pair] as const))('%s', async (_name, pair) => {
    const { module: name, account, region = 'us-east-1', inputs, stack, nameInStack = (one) => one } = pair;
    const { json } = (pair.platform ?? platform).stack(stack);
    const renamed = Object.entries(pair.renamed ?? {}).reduce(
      (text, [from, to]) => text.replaceAll(from, to),
      JSON.stringify(json.resource),
    );
    const resources = JSON.parse(renamed) as Resource;
    const module = MODULES.find((one) => one.name === name)!;
    const root = new ModuleRoot([module]).provide();
    try {
      const providers = Object.keys(module.providers ?? {}).map((alias) => [`aws.${alias}`, `aws.${alias}`]);
      const call = {
        source: `./modules/${name}`,
        providers: Object.fromEntries([['aws', 'aws'], ...providers]),
        ...inputs,
      };
      root.write('main.tf.json', { module: { it: call } });
      await root.init();
      const made = await root.planned({ account, region });
      expect(made.length).toBeGreaterThan(2);
      for (const { type, name: inModule, after } of made) {
        const where = `${type}.${inModule}`;
        const said = resources[type]?.[nameInStack(inModule, type)];
        if (said === undefined) throw new Error(`${stack} has no ${where}`);
        const body = Object.fromEntries(Object.entries(said).filter(([key]) => !META.includes(key)));
        const without = pair.statements ?? [];
        const expected = plain(body, without);
        const actual = plain(escaped(after), without);
        expect({ where, said: comparable(actual, expected) }).toEqual({ where, said: expected });
      }
      if (pair.healer !== undefined) expect(told(made)).toEqual(desiredOf(stack, pair.healer));
    } finally {
      root.remove();
    }
  });
});
