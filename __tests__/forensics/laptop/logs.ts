import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Question, readQuestion } from '../../../src/forensics/question';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const NOVEMBER_20 = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };

/** The key of a log of CloudTrail's, delivered at a time such as `20261120T1005Z`. */
export const logKey = (
  time = '20261120T1005Z',
  { account = ACCOUNT, region = REGION, folder = 'CloudTrail', unique = 'abcDEF0123456789' } = {},
): string => {
  const day = `${time.slice(0, 4)}/${time.slice(4, 6)}/${time.slice(6, 8)}`;
  return `AWSLogs/o-abcdefghij/${account}/${folder}/${region}/${day}/${account}_${folder}_${region}_${time}_${unique}.json.gz`;
};

/** The key of a file of AWS Config's, whose folders have no zeros before month and day. */
export const configKey = (
  day: string,
  form: 'History' | 'Snapshot',
  { account = ACCOUNT, region = REGION } = {},
): string => {
  const [year, month, date] = day.split('/').map(Number);
  const time = `${day.replaceAll('/', '')}T012343Z`;
  const name =
    form === 'History' ? `AWS::EC2::Instance_${time}_${day.replaceAll('/', '')}T034343Z_1` : `${time}_0c0ffee0`;
  return `AWSLogs/${account}/Config/${region}/${year}/${month}/${date}/Config${form}/${account}_Config_${region}_Config${form}_${name}.json.gz`;
};

/** Writes a file of a copied bucket: an object as JSON, anything else as it is; compressed when its name says so. */
export function write(folder: string, key: string, content: object | string): string {
  const path = join(folder, key);
  mkdirSync(dirname(path), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path, key.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

export const event = (members: object = {}): object => ({ eventTime: '2026-11-20T10:00:00Z', ...members });

/** A question over the records of a table. */
export const select = (columns: string, { parameters = '', table = 'cloudtrail', where = '' } = {}): Question =>
  readQuestion(
    'asked',
    `-- Asked by a test
--
-- Whatever the test wants to know.
--
-- Parameters:
--   from: the start
--   to: the end
${parameters}--
-- Columns:
--   value: what comes out
SELECT ${columns}
FROM ${table}
WHERE ? /* from */ < ? /* to */${where}`,
  );
