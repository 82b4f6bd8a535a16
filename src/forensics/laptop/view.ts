import {
  type ColumnType,
  type Columns,
  CLOUDTRAIL,
  CONFIG_HISTORY,
  CONFIG_SNAPSHOTS,
  INSIGHTS,
  isList,
} from '../columns';
import type { Table } from '../question';
import { jsonKey } from '../json-keys';
import { usedColumns } from './used-columns';

/** Types of the partition columns, in their order. */
const TRAIL_PARTITIONS = { account: 'VARCHAR', region: 'VARCHAR', timestamp: 'VARCHAR' };
const CONFIG_PARTITIONS = { account: 'VARCHAR', region: 'VARCHAR', year: 'INTEGER', month: 'INTEGER', day: 'INTEGER' };

const SCALARS = { string: 'VARCHAR', bigint: 'BIGINT', double: 'DOUBLE', map: 'MAP(VARCHAR, VARCHAR)' };

interface Shape {
  readonly columns: Columns;
  readonly partitions: Readonly<Record<string, string>>;
}

export const SHAPES: Readonly<Record<Table, Shape>> = {
  cloudtrail: { columns: CLOUDTRAIL, partitions: TRAIL_PARTITIONS },
  insights: { columns: INSIGHTS, partitions: TRAIL_PARTITIONS },
  config_history: { columns: CONFIG_HISTORY, partitions: CONFIG_PARTITIONS },
  config_snapshots: { columns: CONFIG_SNAPSHOTS, partitions: CONFIG_PARTITIONS },
};

/** Ends up in the message of an error; the files are then looked at one by one. */
export const WITHOUT_RECORDS = 'no records in';

/** In the name of every log: account, region, time of delivery. */
const TRAIL_NAME = String.raw`(\d{12})_CloudTrail(?:-Insight)?_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T[^/]*$`;
const CONFIG_NAME = String.raw`(\d{12})_Config_([a-z0-9-]+)_Config[^/]*$`;
/** The day: Config's folders if they are still there, otherwise the last time in the name. */
const CONFIG_FOLDERS = String.raw`/(\d{4})/(\d{1,2})/(\d{1,2})/Config(?:History|Snapshot)/[^/]*$`;
const CONFIG_TIME = String.raw`.*_(\d{4})(\d{2})(\d{2})T\d{6}Z_[^/]*$`;

/** How a file is read. One line each is what AWS writes, and a third faster to read than JSON laid out over several lines. */
export type Layout = 'newline_delimited' | 'unstructured';

export interface ViewSource {
  /** Name of DuckDB's variable that holds the list of paths. */
  readonly variable: string;
  /** No file at all: the view has the columns and no rows. */
  readonly empty: boolean;
  readonly layout: Layout;
  /** Of the largest file, uncompressed. */
  readonly largestBytes: number;
  /** The statement that is to be run: of records only what it uses is read. Default: everything. */
  readonly sql?: string;
}

/** The SELECT behind a view: a table of the evidence over files, with the columns that the Glue table has. */
export function viewOf(table: Table, source: ViewSource): string {
  const { columns, partitions } = SHAPES[table];
  if (source.empty) {
    const nothing = [
      ...Object.entries(columns).map(([name, type]) => `CAST(NULL AS ${columnType(type)}) AS "${name}"`),
      ...Object.entries(partitions).map(([name, type]) => `CAST(NULL AS ${type}) AS "${name}"`),
    ];
    return `SELECT ${nothing.join(', ')} WHERE false`;
  }
  return partitions === TRAIL_PARTITIONS
    ? trailView(source.sql === undefined ? columns : usedColumns(source.sql, columns), source)
    : configView(columns, source);
}

function trailView(columns: Columns, source: ViewSource): string {
  const names = Object.keys(columns).map((name) => `record."${name}"`);
  // Once for each file, not for each record and use: places are cut from the name, members renamed to lower case.
  return `
    SELECT ${names.join(', ')}, account, region, "timestamp"
    FROM (
      SELECT unnest(CAST(CASE WHEN "Records" IS NULL THEN error('${WITHOUT_RECORDS} ' || filename) ELSE "Records" END
          AS ${columnType(columns)}[])) AS record,
        place.account AS account, place.region AS region, concat_ws('/', place.year, place.month, place.day) AS "timestamp"
      FROM (
        SELECT "Records", filename,
          system.main.regexp_extract(filename, '${TRAIL_NAME}', ['account', 'region', 'year', 'month', 'day']) AS place
        FROM ${files(source, `{"Records": '${keyType(columns, [])}[]'}`)}
      )
    )`;
}

function configView(columns: Columns, source: ViewSource): string {
  const keys = Object.entries(columns).map(([name, type]) => `"${jsonKey([name])}": '${keyType(type, [name])}'`);
  // Columns and members renamed to lower case: so they come out of a question as they do in Athena.
  const lowered = Object.entries(columns).map(
    ([name, type]) => `CAST(file."${jsonKey([name])}" AS ${columnType(type)}) AS "${name}"`,
  );
  const items = `"${jsonKey(['configurationitems'])}"`;
  const day = (part: 'year' | 'month' | 'day') => `CAST(date.${part} AS INTEGER) AS "${part}"`;
  const parts = `['year', 'month', 'day']`;
  return `
    SELECT ${lowered.join(', ')}, place.account, place.region, ${day('year')}, ${day('month')}, ${day('day')}
    FROM (
      SELECT file, system.main.regexp_extract(filename, '${CONFIG_NAME}', ['account', 'region']) AS place,
        CASE WHEN regexp_matches(filename, '${CONFIG_FOLDERS}')
          THEN system.main.regexp_extract(filename, '${CONFIG_FOLDERS}', ${parts})
          ELSE system.main.regexp_extract(filename, '${CONFIG_TIME}', ${parts}) END AS date
      FROM ${files(source, `{${keys.join(', ')}}`)} AS file
      WHERE CASE WHEN ${items} IS NULL THEN error('${WITHOUT_RECORDS} ' || filename) ELSE true END
    )`;
}

/** DuckDB's own default: what files that are not weighed may hold. */
const LEAST_OBJECT = 16 * 2 ** 20;

const files = ({ variable, layout, largestBytes }: ViewSource, columns: string): string =>
  `read_json(getvariable('${variable}'), columns = ${columns}, format = '${layout}', filename = true,
        maximum_object_size = ${Math.max(LEAST_OBJECT, Math.ceil(largestBytes * 1.01))})`;

/** The type with members in lower case, as they are asked for. */
export const columnType = (type: ColumnType): string => duckType(type, [], (path) => path.at(-1)!);

/** The type with members as they stand in the JSON. */
const keyType = (type: ColumnType, path: readonly string[]): string => duckType(type, path, jsonKey);

function duckType(type: ColumnType, path: readonly string[], nameOf: (path: readonly string[]) => string): string {
  if (typeof type === 'string') return SCALARS[type];
  if (isList(type)) return `${duckType(type.listOf, path, nameOf)}[]`;
  const members = Object.entries(type).map(([name, of]) => {
    const to = [...path, name];
    return `"${nameOf(to)}" ${duckType(of, to, nameOf)}`;
  });
  return `STRUCT(${members.join(', ')})`;
}
