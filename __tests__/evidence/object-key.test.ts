import { Layout } from '../../lambdas/evidence/layout';
import { type EvidenceKey, readDigestName, readKey, readLogName } from '../../lambdas/evidence/object-key';

const ACCOUNT = '222222222222';
const IN = { account: ACCOUNT, region: 'eu-central-1', day: '2025/11/20' };
const LOG = `${ACCOUNT}_CloudTrail_eu-central-1_20251120T2116Z_0123456789abcdef.json.gz`;
const DIGEST = `${ACCOUNT}_CloudTrail-Digest_eu-central-1_my_audit-trail_us-east-1_20251120T220131Z`;
const TIME = Date.UTC(2025, 10, 20, 21, 16);
const END = Date.UTC(2025, 10, 20, 22, 1, 31);

test.each<[string, EvidenceKey | undefined]>([
  [`AWSLogs/${ACCOUNT}/CloudTrail/eu-central-1/2025/11/20/${LOG}`, { ...IN, kind: 'log', prefix: '', time: TIME }],
  [
    `a/b/AWSLogs/o-abcdefghij/${ACCOUNT}/CloudTrail/eu-central-1/2025/11/20/${LOG}`,
    { ...IN, kind: 'log', prefix: 'a/b/', organization: 'o-abcdefghij', time: TIME },
  ],
  [
    `AWSLogs/${ACCOUNT}/CloudTrail-Insight/eu-central-1/2025/11/20/${LOG.replace('CloudTrail', 'CloudTrail-Insight')}`,
    { ...IN, kind: 'insight', prefix: '', time: TIME },
  ],
  ...[false, true].map((backfill): [string, EvidenceKey] => [
    `AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-central-1/2025/11/20/${DIGEST}${backfill ? '_backfill' : ''}.json.gz`,
    { ...IN, kind: 'digest', prefix: '', trail: 'my_audit-trail', trailRegion: 'us-east-1', time: END, backfill },
  ]),
  [
    `config/AWSLogs/${ACCOUNT}/Config/eu-central-1/2025/1/2/ConfigHistory/x.json.gz`,
    { account: ACCOUNT, region: 'eu-central-1', day: '2025/01/02', kind: 'history', prefix: 'config/' },
  ],
  [
    `AWSLogs/${ACCOUNT}/Config/eu-central-1/2025/11/20/ConfigSnapshot/x.json.gz`,
    { ...IN, kind: 'snapshot', prefix: '' },
  ],
  // A log's name in another folder, other names, other folders.
  [`AWSLogs/${ACCOUNT}/CloudTrail-Insight/eu-central-1/2025/11/20/${LOG}`, undefined],
  [`AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-central-1/2025/11/20/${LOG}`, undefined],
  [`AWSLogs/${ACCOUNT}/CloudTrail/eu-central-1/2025/11/20/${LOG}.bak`, undefined],
  [`AWSLogs/${ACCOUNT}/CloudTrail/eu-central-1/2025/11/${LOG}`, undefined],
  [`AWSLogs/${ACCOUNT}/Config/ConfigWritabilityCheckFile`, undefined],
  ['PublicKeys/eu-central-1/x.json', undefined],
])('%s', (key, expected) => {
  expect(readKey(key)).toEqual(expected);
});

test('names alone say whose they are', () => {
  expect(readLogName(LOG)).toEqual({ account: ACCOUNT, folder: 'CloudTrail', region: 'eu-central-1', time: TIME });
  expect(readDigestName(`${DIGEST}.json.gz`)).toEqual({
    account: ACCOUNT,
    region: 'eu-central-1',
    trail: 'my_audit-trail',
    trailRegion: 'us-east-1',
    time: END,
    backfill: false,
  });
  expect([readLogName(`${DIGEST}.json.gz`), readDigestName(LOG)]).toEqual([undefined, undefined]);
});

describe('a layout', () => {
  test.each([
    ['AWSLogs/1/', 'AWSLogs/1/', 'AWSLogs/1/x', 'AWSLogs/1/x'],
    ['x/AWSLogs/1/', 'p/AWSLogs/1/', 'x/AWSLogs/1/x', 'p/AWSLogs/1/x'],
    ['1/', 'p/AWSLogs/1/', '1/x', 'p/AWSLogs/1/x'],
    ['', 'p/AWSLogs/1/', 'x', 'p/AWSLogs/1/x'],
    // Names that only end alike are others.
    ['copy-of-1/', 'AWSLogs/1/', 'copy-of-1/x', 'AWSLogs/1/x'],
  ])('in which %p holds what %p held', (folder, original, here, there) => {
    const layout = Layout.between(folder, original);
    expect([layout.locate(there), layout.original(here)]).toEqual([here, there]);
  });

  test('reaches no further than the copy', () => {
    const layout = Layout.between('1/', 'p/AWSLogs/1/');
    expect(layout.locate('other/AWSLogs/1/x')).toBeUndefined();
    // Of another account, which may be part of the copy.
    expect(layout.locate('p/AWSLogs/2/x')).toBe('2/x');
  });
});
