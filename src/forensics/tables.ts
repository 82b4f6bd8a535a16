import { CONFIG_PREFIX } from '../config/organization';
import {
  CLOUDTRAIL,
  type Columns,
  type ColumnType,
  CONFIG_HISTORY,
  CONFIG_SNAPSHOTS,
  hiveType,
  INSIGHTS,
  isList,
} from './columns';
import { jsonKey } from './json-keys';
import { type Question, type Table, tablesOfQuestion } from './question';
import type { Questioned } from './questioned';

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** A table of the Glue catalog over the evidence as it lies in its bucket. Nothing is loaded, crawled or added by day. */
export interface EvidenceTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly partitions: readonly Column[];
  /** Where all of it lies. */
  readonly location: string;
  /** How Athena works out partitions and their places, `${...}` standing for a partition's value. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly inputFormat: string;
  readonly serde: { readonly library: string; readonly parameters: Readonly<Record<string, string>> };
}

/** Athena reads text; nothing writes. */
export const OUTPUT_FORMAT = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';

/** The last year that AWS Config's tables know; of integers, Athena knows no `NOW`. */
const LAST_YEAR = 2099;

/** Source: Athena user guide, "Create a table for CloudTrail logs in Athena using partition projection". */
const CLOUDTRAIL_FORMAT = {
  inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
  serde: { library: 'org.apache.hive.hcatalog.data.JsonSerDe', parameters: {} },
} as const;

/**
 * Names are spelt out, not folded to lower case: that would fold what configurations and tags are made of as well. A file
 * that is no JSON fails a query rather than being passed over. Source: Athena user guide, "OpenX JSON SerDe".
 */
const configFormat = (columns: Columns): Format => ({
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  serde: {
    library: 'org.openx.data.jsonserde.JsonSerDe',
    parameters: { 'case.insensitive': 'false', ...mappings(columns) },
  },
});

/** Of names that JSON spells otherwise, members' among them: a mapping holds for its name wherever that stands. */
function mappings(members: Columns, path: readonly string[] = []): Record<string, string> {
  const of = (type: ColumnType, to: readonly string[]): Record<string, string> => {
    if (typeof type === 'string') return {};
    return isList(type) ? of(type.listOf, to) : mappings(type, to);
  };
  return Object.assign(
    {},
    ...Object.entries(members).map(([name, type]) => {
      const to = [...path, name];
      return { ...(jsonKey(to) !== name && { [`mapping.${name}`]: jsonKey(to) }), ...of(type, to) };
    }),
  ) as Record<string, string>;
}

/**
 * The tables of an organization's evidence.
 *
 * Regions are all that there are in the partition: a trail of every region has evidence of each that some account enabled,
 * and of those that are governed no more.
 */
export function tablesOf(organization: Questioned): EvidenceTable[] {
  const { names, id, ownership } = organization;
  const trailFolder = (kind: string) =>
    `s3://${names.trailBucket}/AWSLogs/${id}/\${account}/${kind}/\${region}/\${timestamp}/`;
  const configFolder = (kind: string) =>
    `s3://${names.configBucket}/${CONFIG_PREFIX}/AWSLogs/\${account}/Config/\${region}/\${year}/\${month}/\${day}/${kind}/`;
  const ofTrail = () => [
    table('cloudtrail', 'Calls that the organization trail logged, one row each', CLOUDTRAIL, {
      ...CLOUDTRAIL_FORMAT,
      ...byDay(organization, trailFolder('CloudTrail')),
    }),
    table('insights', 'Unusual rates of calls and errors, one row for each start and end', INSIGHTS, {
      ...CLOUDTRAIL_FORMAT,
      ...byDay(organization, trailFolder('CloudTrail-Insight')),
    }),
  ];
  return [
    // A bucket of Control Tower lets nobody of the audit account in.
    ...(ownership.trail === 'ours' ? ofTrail() : []),
    table('config_history', 'Changes that AWS Config recorded, one row for each file', CONFIG_HISTORY, {
      ...configFormat(CONFIG_HISTORY),
      ...byYearMonthDay(organization, configFolder('ConfigHistory')),
    }),
    table('config_snapshots', 'All that AWS Config knew at one time, one row for each file', CONFIG_SNAPSHOTS, {
      ...configFormat(CONFIG_SNAPSHOTS),
      ...byYearMonthDay(organization, configFolder('ConfigSnapshot')),
    }),
  ];
}

/** Tables that a question looks into and that an organization has not. */
export function missingTables(organization: Questioned, question: Question): Table[] {
  const known = tablesOf(organization).map(({ name }) => name);
  return tablesOfQuestion(question).filter((table) => !known.includes(table));
}

type Format = Pick<EvidenceTable, 'inputFormat' | 'serde'>;
type Layout = Pick<EvidenceTable, 'partitions' | 'parameters' | 'location'>;

const table = (name: string, description: string, columns: Columns, how: Format & Layout): EvidenceTable => ({
  name,
  description,
  columns: Object.entries(columns).map(([column, type]) => ({ name: column, type: hiveType(type) })),
  ...how,
});

/** How AWS CloudTrail's keys name a day. */
function byDay(organization: Questioned, folder: string): Layout {
  const { since } = organization.config.forensics;
  return {
    partitions: [...PLACE, { name: 'timestamp', type: 'string' }],
    parameters: {
      ...projected(organization, folder, 'cloudtrail'),
      'projection.timestamp.type': 'date',
      'projection.timestamp.format': 'yyyy/MM/dd',
      'projection.timestamp.range': `${since.replaceAll('-', '/')},NOW`,
      'projection.timestamp.interval': '1',
      'projection.timestamp.interval.unit': 'DAYS',
    },
    location: before(folder),
  };
}

/** AWS Config's keys have no zeros before a month or a day, so that as text they would not sort; numbers do. */
function byYearMonthDay(organization: Questioned, folder: string): Layout {
  const first = organization.config.forensics.since.slice(0, 4);
  const number = (name: string, least: number | string, most: number) => ({
    [`projection.${name}.type`]: 'integer',
    [`projection.${name}.range`]: `${least},${most}`,
  });
  return {
    partitions: [...PLACE, ...['year', 'month', 'day'].map((name) => ({ name, type: 'int' }))],
    parameters: {
      ...projected(organization, folder, 'json'),
      ...number('year', first, LAST_YEAR),
      ...number('month', 1, 12),
      ...number('day', 1, 31),
    },
    location: before(folder),
  };
}

const PLACE: readonly Column[] = [
  { name: 'account', type: 'string' },
  { name: 'region', type: 'string' },
];

/** What all tables have alike. Source: Athena user guide, "Supported types for partition projection". */
function projected(
  { config, accounts, everyRegion }: Questioned,
  folder: string,
  classification: string,
): Record<string, string> {
  const { accounts: whose, otherAccounts } = config.forensics;
  return {
    EXTERNAL: 'TRUE',
    classification,
    'projection.enabled': 'true',
    ...(whose === 'any'
      ? { 'projection.account.type': 'injected' }
      : {
          'projection.account.type': 'enum',
          'projection.account.values': [...accounts, ...otherAccounts].join(','),
        }),
    'projection.region.type': 'enum',
    'projection.region.values': everyRegion.join(','),
    'storage.location.template': folder,
  };
}

const before = (folder: string): string => folder.slice(0, folder.indexOf('${'));
