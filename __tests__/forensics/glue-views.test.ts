import { DuckDBInstance } from '@duckdb/node-api';
import { viewOf } from '../../src/forensics/laptop/view';
import { TABLES } from '../../src/forensics/question';
import { type Column, tablesOf } from '../../src/forensics/tables';
import { organization } from '../organizations';

/** DuckDB's word for a type that Hive spells, such as `array<struct<a:string>>`. */
function duckType(hive: string): string {
  const [, outer, inner] = /^(\w+)<(.*)>$/.exec(hive) ?? [];
  if (outer === 'array') return `${duckType(inner!)}[]`;
  if (outer === 'map') return `MAP(${parts(inner!).map(duckType).join(', ')})`;
  if (outer === 'struct') {
    const members = parts(inner!).map((member) => /^(\w+):(.*)$/.exec(member)!);
    return `STRUCT(${members.map(([, name, type]) => `"${name}" ${duckType(type!)}`).join(', ')})`;
  }
  return { string: 'VARCHAR', bigint: 'BIGINT', int: 'INTEGER', double: 'DOUBLE' }[hive]!;
}

/** What commas part, those between `<` and `>` left out. */
function parts(list: string): string[] {
  let depth = 0;
  const found = [''];
  for (const sign of list) {
    if (sign === '<') depth++;
    if (sign === '>') depth--;
    if (sign === ',' && depth === 0) found.push('');
    else found.push(found.pop()! + sign);
  }
  return found;
}

describe('a question finds the same columns in Athena and on a laptop', () => {
  const tables = tablesOf(organization());

  test.each([...TABLES])('%s: names, types and order, partitions last', async (name) => {
    const table = tables.find((one) => one.name === name)!;
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
    // Of no files, which are then not read.
    const source = { variable: 'files', empty: true, layout: 'newline_delimited', largestBytes: 0 } as const;
    const described = await rows(`DESCRIBE ${viewOf(name, source)}`);
    const columns: readonly Column[] = [...table.columns, ...table.partitions];
    const asked = columns.map(({ name: column, type }) => `CAST(NULL AS ${duckType(type)}) AS "${column}"`);
    const expected = await rows(`DESCRIBE SELECT ${asked.join(', ')}`);
    expect(described.map(([column, type]) => [column, type])).toEqual(expected.map(([column, type]) => [column, type]));
    expect(described.length).toBeGreaterThan(table.partitions.length);
    connection.closeSync();
    instance.closeSync();
  });
});
