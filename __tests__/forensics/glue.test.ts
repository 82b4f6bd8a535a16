import { gzipSync } from 'node:zlib';
import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { readKey } from '../../lambdas/evidence/object-key';
import { regionsOf } from '../../src/config/regions';
import { CLOUDTRAIL, CONFIG_HISTORY, CONFIG_SNAPSHOTS, hiveType, INSIGHTS } from '../../src/forensics/columns';
import { TABLES } from '../../src/forensics/question';
import { tablesOf } from '../../src/forensics/tables';
import { EXAMPLES, organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';

const COLUMNS = {
  cloudtrail: CLOUDTRAIL,
  insights: INSIGHTS,
  config_history: CONFIG_HISTORY,
  config_snapshots: CONFIG_SNAPSHOTS,
} as const;

/** What Terraform reads as a dollar. */
const plain = (text: string): string => text.replaceAll('$${', '${');

describe.each(Object.entries(EXAMPLES))('the catalogue of %s', (_name, settings) => {
  const declared = organization(settings);
  const platform = new Platform(declared);
  const detection = platform.stack('detection');
  const tables = detection.all(GlueCatalogTable);
  // What Control Tower's trail delivers nobody of the audit account may read.
  const expected = declared.ownership.trail === 'ours' ? TABLES : (['config_history', 'config_snapshots'] as const);

  test('is one database of the audit account at home, with a table for each kind of evidence', () => {
    expect(detection.only(GlueCatalogDatabase).name).toBe('acme_audit');
    expect(tables.map(({ name }) => name).sort()).toEqual([...expected].sort());
    for (const resource of [...tables, detection.only(GlueCatalogDatabase)]) {
      expect(resource.region ?? declared.home).toBe(declared.home);
      // With provider 5 the provider without an alias is that of home.
      expect(resource.provider).toBeUndefined();
    }
    expect(platform.all(GlueCatalogTable)).toHaveLength(tables.length);
  });

  test.each([...expected])('%s has the columns that the laptop’s views have, in their order', (name) => {
    const table = tables.find((one) => one.name === name)!;
    expect(table.storage_descriptor.columns).toEqual(
      Object.entries(COLUMNS[name]).map(([column, type]) => ({ name: column, type: hiveType(type) })),
    );
  });

  test('every table is projected: each partition column has a type, and the template names each once', () => {
    for (const { parameters, partition_keys: keys, table_type: type } of tables) {
      expect([type, parameters.EXTERNAL, parameters['projection.enabled']]).toEqual(['EXTERNAL_TABLE', 'TRUE', 'true']);
      const template = plain(parameters['storage.location.template']);
      expect([...template.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)).toEqual(
        keys.map(({ name }: Resource) => name),
      );
      for (const { name } of keys) {
        expect(parameters[`projection.${name}.type`]).toMatch(/^(?:enum|injected|date|integer)$/);
      }
    }
  });

  test('no `${` is left for Terraform to read', () => {
    expect(JSON.stringify(tables).match(/(?<!\$)\$\{(?!aws_)/g)).toBeNull();
  });

  test('regions are all of the partition, governed or not: a trail logs each that an account enables', () => {
    for (const { parameters } of tables) {
      expect(parameters['projection.region.values'].split(',')).toEqual(regionsOf(declared.partition));
      expect(parameters['projection.region.values'].split(',')).toEqual(
        expect.arrayContaining([...declared.config.regions.governed, ...declared.config.regions.retired]),
      );
    }
  });

  test('accounts are all that are declared', () => {
    for (const { parameters } of tables) {
      expect(parameters['projection.account.values'].split(',')).toEqual(declared.accounts);
    }
  });
});

/** As in a bucket of evidence, but for the organization, account, region and day that are put in. */
const KEYS: readonly [table: string, key: (o: string, a: string, r: string, d: string) => string][] = [
  ['cloudtrail', (o, a, r, d) => `AWSLogs/${o}/${a}/CloudTrail/${r}/${d}/${a}_CloudTrail_${r}_20261103T0905Z_x1Y2.json.gz`],
  ['insights', (o, a, r, d) => `AWSLogs/${o}/${a}/CloudTrail-Insight/${r}/${d}/${a}_CloudTrail-Insight_${r}_20261103T0905Z_x1Y2.json.gz`],
  ['config_history', (_o, a, r, d) => `config/AWSLogs/${a}/Config/${r}/${unpadded(d)}/ConfigHistory/${a}_Config_${r}_ConfigHistory_AWS::EC2::Instance_20261103T061234Z_20261103T081234Z_1.json.gz`],
  ['config_snapshots', (_o, a, r, d) => `config/AWSLogs/${a}/Config/${r}/${unpadded(d)}/ConfigSnapshot/${a}_Config_${r}_ConfigSnapshot_20261103T061234Z_1ab2.json.gz`],
]; // prettier-ignore

const unpadded = (day: string): string => day.split('/').map(Number).join('/');

describe.each([
  ['aws', 'many regions', ['eu-west-1', 'us-east-1', 'af-south-1']],
  ['GovCloud', 'GovCloud', ['us-gov-west-1', 'us-gov-east-1']],
  ['China', 'China', ['cn-north-1', 'cn-northwest-1']],
] as const)('partition values of keys, in %s', (_partition, example, regions) => {
  const declared = organization(EXAMPLES[example]);
  const cases = KEYS.flatMap(([table, key]) =>
    regions.flatMap((region) =>
      ['2026/11/03', '2026/01/31', '2013/12/09'].map((day) => ({
        table,
        region,
        day,
        key: key(declared.id, declared.accounts.at(-1)!, region, day),
      })),
    ),
  );

  test.each(cases)('$table: $key', ({ table: name, key, region, day }) => {
    const read = readKey(key)!;
    expect([read.account, read.region, read.day]).toEqual([declared.accounts.at(-1), region, day]);
    const table = tablesOf(declared).find((one) => one.name === name)!;
    const [year, month, date] = read.day.split('/').map(Number);
    const values: Record<string, string | number> = {
      account: read.account,
      region: read.region,
      timestamp: read.day,
      year: year!,
      month: month!,
      day: date!,
    };
    for (const { name: column } of table.partitions) {
      expect([column, isProjected(table.parameters, column, values[column]!)]).toEqual([column, true]);
    }
    const { names } = declared;
    const bucket = name.startsWith('config_') ? names.configBucket : names.trailBucket;
    const folder = table.parameters['storage.location.template']!.replace(
      /\$\{(\w+)\}/g,
      (_, column: string) => `${values[column]}`,
    );
    // A slash at its end: the folder of the 1st is none of the 11th.
    expect(folder).toMatch(/\/$/);
    expect(`s3://${bucket}/${key}`.startsWith(folder)).toBe(true);
    expect(folder.startsWith(table.location)).toBe(true);
    expect(table.location).not.toContain('$');
  });
});

/** Whether Athena would think of a value for itself. */
function isProjected(parameters: Readonly<Record<string, string>>, column: string, value: string | number): boolean {
  const of = (what: string) => parameters[`projection.${column}.${what}`]!;
  if (of('type') === 'enum') return of('values').split(',').includes(String(value));
  const [least, most] = of('range').split(',');
  if (of('type') === 'integer') return Number(least) <= Number(value) && Number(value) <= Number(most);
  expect([of('type'), of('format'), most]).toEqual(['date', 'yyyy/MM/dd', 'NOW']);
  return least! <= String(value);
}

describe('audit.yaml', () => {
  const parametersOf = (forensics: object) => tablesOf(organization({ forensics })).map(({ parameters }) => parameters);

  test('accounts: any leaves the account to each question', () => {
    for (const parameters of parametersOf({ accounts: 'any' })) {
      expect(parameters['projection.account.type']).toBe('injected');
      expect(parameters).not.toHaveProperty('projection.account.values');
    }
  });

  test('otherAccounts are found too, after those that are declared', () => {
    for (const parameters of parametersOf({ otherAccounts: ['777777777777', '666666666666'] })) {
      expect(parameters['projection.account.values']).toBe('111111111111,222222222222,777777777777,666666666666');
    }
  });

  test('since is the first day, or the first day of its year where days are numbers', () => {
    const [cloudtrail, insights, history, snapshots] = parametersOf({ since: '2024-03-05' });
    for (const parameters of [cloudtrail, insights]) {
      expect(parameters!['projection.timestamp.range']).toBe('2024/03/05,NOW');
    }
    for (const parameters of [history, snapshots]) {
      expect(parameters!['projection.year.range']).toBe('2024,2099');
      expect(parameters!['projection.month.range']).toBe('1,12');
      expect(parameters!['projection.day.range']).toBe('1,31');
      // Keys have 11/3, not 11/03.
      expect(Object.keys(parameters!).filter((name) => name.endsWith('.digits'))).toEqual([]);
    }
  });

  test('without it nothing is too old to be found: CloudTrail began in November 2013', () => {
    expect(parametersOf({}).map((one) => one['projection.timestamp.range'] ?? one['projection.year.range'])).toEqual([
      '2013/11/01,NOW',
      '2013/11/01,NOW',
      '2013,2099',
      '2013,2099',
    ]);
  });
});

/** Source: Glue API reference, ParametersMap, and Athena user guide, "Supported types for partition projection". */
const LONGEST_VALUE = 512_000;
const MOST_METADATA = 1_000_000;

test('5,000 accounts fit into what Glue takes of a table', () => {
  const members = Array.from({ length: 5_000 }, (_, at) => String(300_000_000_000 + at * 7_919_317));
  for (const table of tablesOf(organization({ accounts: { members } }))) {
    expect(table.parameters['projection.account.values']!.split(',')).toHaveLength(5_002);
    for (const value of Object.values(table.parameters)) expect(value.length).toBeLessThan(LONGEST_VALUE);
    expect(gzipSync(JSON.stringify(table)).length).toBeLessThan(MOST_METADATA);
  }
});

describe('what reads the files', () => {
  const [cloudtrail, insights, history, snapshots] = tablesOf(organization());

  test('CloudTrail’s are cut into records by CloudTrail’s own input format', () => {
    for (const table of [cloudtrail!, insights!]) {
      expect([table.inputFormat, table.serde]).toEqual([
        'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
        { library: 'org.apache.hive.hcatalog.data.JsonSerDe', parameters: {} },
      ]);
    }
  });

  test('AWS Config’s are one row each, with the case of their names kept', () => {
    for (const table of [history!, snapshots!]) {
      expect(table.inputFormat).toBe('org.apache.hadoop.mapred.TextInputFormat');
      expect(table.serde.library).toBe('org.openx.data.jsonserde.JsonSerDe');
      expect(table.serde.parameters['case.insensitive']).toBe('false');
      // A malformed file must fail a query, not be missing from its answer.
      expect(table.serde.parameters).not.toHaveProperty('ignore.malformed.json');
    }
  });

  /** From files of AWS Config: each key that a column or a member of one is read from. */
  const SPELT = [
    ...['fileVersion', 'configurationItems', 'configurationItemVersion', 'configurationItemCaptureTime'],
    ...['configurationItemStatus', 'configurationStateId', 'awsAccountId', 'awsRegion', 'availabilityZone', 'ARN'],
    ...['resourceType', 'resourceId', 'resourceName', 'resourceCreationTime', 'supplementaryConfiguration'],
    'relatedEvents',
  ];

  test.each([
    ['config_history', SPELT],
    ['config_snapshots', [...SPELT, 'configSnapshotId']],
  ])('%s maps each name that is not in lower case in the files, and no other', (name, spelt) => {
    const { serde } = [history!, snapshots!].find((table) => table.name === name)!;
    expect(serde.parameters).toEqual({
      'case.insensitive': 'false',
      ...Object.fromEntries(spelt.map((key) => [`mapping.${key.toLowerCase()}`, key])),
    });
  });
});

test.each([
  ['string', 'string'],
  ['bigint', 'bigint'],
  ['double', 'double'],
  ['map', 'map<string,string>'],
  [{ listOf: 'string' }, 'array<string>'],
  [{ a: 'string', b: { listOf: { c: 'double' } } }, 'struct<a:string,b:array<struct<c:double>>>'],
] as const)('%j is %s to Hive', (type, hive) => expect(hiveType(type)).toBe(hive));
