import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsEndpoint } from '../evidence/aws-endpoint';
import { Bucket } from '../evidence/bucket';
import { type EvidencePlan, iso, publicKeys, signingKey, SMALL, write } from '../evidence/organization-evidence';
import { declare } from '../organizations';

/** Machines that do much else at once take their time. */
jest.setTimeout(60_000);

/** One member beside the management account, four hours. */
const PLAN: EvidencePlan = {
  ...SMALL,
  accounts: ['111111111111', '222222222222'],
  regions: ['us-east-1'],
  trailRegion: 'us-east-1',
  hours: 4,
  late: {},
  backfills: [],
};
const FINGERPRINT = signingKey('us-east-1').entry.Fingerprint;
const AFTER = PLAN.start + 4 * 60 * 60 * 1000;

let folder: string;
let keys: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'org-audit-verify-'));
  keys = join(folder, 'keys.json');
  writeFileSync(keys, JSON.stringify(publicKeys(PLAN)));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const own = { PATH: process.env.PATH, HOME: folder, NODE_NO_WARNINGS: '1', ...env };
  const command = [join('src', 'cli', 'bin.cjs'), 'verify-evidence', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env: own }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** Evidence on disk, tampered with. */
function copy(tamper: (bucket: Bucket) => void = () => undefined, sidecars = true): string {
  const bucket = Bucket.of(PLAN);
  tamper(bucket);
  const logs = join(folder, 'copy');
  mkdirSync(logs);
  write(
    logs,
    [...bucket.objects].map(([key, object]) => ({ key, ...object })),
    { sidecars },
  );
  return logs;
}

const keyOf = (part: RegExp): string => [...Bucket.of(PLAN).objects.keys()].find((key) => part.test(key))!;
const DIGEST = keyOf(/222222222222_CloudTrail-Digest_.*T220131Z/);
const NEXT = keyOf(/222222222222_CloudTrail-Digest_.*T230131Z/);
const LOG = keyOf(/222222222222_CloudTrail_.*T2316Z/);
const LAST = keyOf(/222222222222_CloudTrail-Digest_.*T000131Z/);

describe('evidence that is proven', () => {
  test('is said to be, with all that it covers', async () => {
    const logs = copy();
    expect(await run(['--logs', logs, '--keys', keys])).toEqual({
      code: 0,
      err: '',
      out: `Evidence: ${logs}, a copy of s3://acme-audit-trail
Public keys: 1 key of ${keys}

account       region     trail             from                  to                    digests  logs  state
111111111111  us-east-1  acme_audit-trail  2025-11-20T20:01:31Z  2025-11-21T00:01:31Z        4     6  proven
222222222222  us-east-1  acme_audit-trail  2025-11-20T20:01:31Z  2025-11-21T00:01:31Z        4     6  proven

Proven: 8 of 8 digests and 12 of 12 listed logs, in 2 accounts and 1 region.
Not looked at: 2 logs newer than the newest digest, 2 logs older than the first digest.
Everything is proven.
`,
    });
  });

  test('but for the newest digests, where signatures are lost: a warning, and a failure when strict', async () => {
    const logs = copy(undefined, false);
    const { code, out, err } = await run(['--logs', logs, '--keys', keys, '--account', '222222222222']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`Evidence: ${logs}, a copy of s3://acme-audit-trail
Public keys: 1 key of ${keys}

account       region     trail             from                  to                    digests  logs  state
222222222222  us-east-1  acme_audit-trail  2025-11-20T20:01:31Z  2025-11-21T00:01:31Z        4     6  proven but for the newest

Digests that nothing proves yet (1)
  ${LAST}
    it is the newest, no signature is kept with it, and the next digest, which would give it, is not here

Proven: 3 of 4 digests and 4 of 6 listed logs, in 1 account and 1 region.
Not looked at: 1 log newer than the newest digest, 1 log older than the first digest.
Nothing is wrong, but not all is proven: 1 warning.
`);
    expect((await run(['--logs', logs, '--keys', keys, '--strict'])).code).toBe(1);
    expect((await run(['--logs', copyAgain(logs), '--keys', keys, '--strict'])).code).toBe(0);
  });

  /** The same with sidecars. */
  function copyAgain(logs: string): string {
    rmSync(logs, { recursive: true });
    return copy();
  }

  test('with the keys archived beside it, which is said', async () => {
    const logs = copy();
    const archive = join(logs, 'PublicKeys', 'us-east-1');
    mkdirSync(archive, { recursive: true });
    writeFileSync(join(archive, `${FINGERPRINT}.json`), JSON.stringify(publicKeys(PLAN)));
    const { code, out } = await run(['--logs', logs]);
    expect(code).toBe(0);
    expect(out).toContain(
      'Public keys: 1 key of PublicKeys/ (they lie beside the evidence, so they prove nothing against somebody who could change both)\n',
    );
    expect((await run(['--logs', logs, '--keys', join(logs, 'PublicKeys')])).code).toBe(0);
  });
});

describe('evidence that was tampered with', () => {
  const tamper = (bucket: Bucket): void => {
    bucket.rewrite(LOG, (text) => text.replace('192.0.2.17', '192.0.2.18'));
    bucket.remove(DIGEST);
  };

  test('each finding is named, below its kind', async () => {
    const logs = copy(tamper);
    expect(await run(['--logs', logs, '--keys', keys])).toEqual({
      code: 1,
      err: '',
      out: `Evidence: ${logs}, a copy of s3://acme-audit-trail
Public keys: 1 key of ${keys}

account       region     trail             from                  to                    digests  logs  state
111111111111  us-east-1  acme_audit-trail  2025-11-20T20:01:31Z  2025-11-21T00:01:31Z        4     6  proven
222222222222  us-east-1  acme_audit-trail  2025-11-20T20:01:31Z  2025-11-21T00:01:31Z        3     3  FAILED

Altered logs (1)
  ${LOG}
    its content is not what its digest says
    shown by ${LAST}

Missing digests (1)
  ${DIGEST}
    it is missing: nothing proves what was logged from 2025-11-20T21:01:31Z to 2025-11-20T22:01:31Z
    shown by ${NEXT}
    2 logs without proof because of it

Proven: 7 of 7 digests and 9 of 9 listed logs, in 2 accounts and 1 region.
Not looked at: 2 logs newer than the newest digest, 2 logs older than the first digest.
NOT PROVEN: 2 failures, 0 warnings.
`,
    });
  });

  test('the report holds the same for machines, in a file or instead of the summary', async () => {
    const logs = copy(tamper);
    const file = join(folder, 'report.json');
    expect((await run(['--logs', logs, '--keys', keys, '--json', file])).out).toContain('NOT PROVEN');
    const report = JSON.parse(readFileSync(file, 'utf8')) as { verifiedAt: string; chains: unknown[] };
    const { verifiedAt, chains, ...rest } = report;
    expect(Date.parse(verifiedAt)).toBeGreaterThan(AFTER);
    expect(chains).toHaveLength(2);
    expect(chains[1]).toEqual({
      account: '222222222222',
      region: 'us-east-1',
      trail: 'acme_audit-trail',
      trailRegion: 'us-east-1',
      backfill: false,
      folder: 'trail/AWSLogs/o-abcdefghij/222222222222/',
      bucket: 'acme-audit-trail',
      from: iso(PLAN.start),
      to: iso(AFTER),
      digests: 3,
      provenDigests: 3,
      provenLogs: 3,
      unprovenLogs: 0,
      state: 'failed',
    });
    expect(rest).toEqual({
      version: 1,
      evidence: logs,
      window: { from: null, to: null },
      publicKeys: `1 key of ${keys}`,
      copiesOf: ['acme-audit-trail'],
      proven: false,
      totals: {
        accounts: 2,
        regions: 1,
        digests: 7,
        provenDigests: 7,
        provenLogs: 9,
        unprovenLogs: 0,
        failures: 2,
        warnings: 0,
      },
      unlisted: { pending: 2, beforeTheChain: 2, uncovered: 0 },
      findings: [
        {
          kind: 'missing-digest',
          severity: 'failure',
          account: '222222222222',
          region: 'us-east-1',
          key: DIGEST,
          digest: NEXT,
          message: 'it is missing: nothing proves what was logged from 2025-11-20T21:01:31Z to 2025-11-20T22:01:31Z',
          logs: 2,
        },
        {
          kind: 'altered-log',
          severity: 'failure',
          account: '222222222222',
          region: 'us-east-1',
          key: LOG,
          digest: LAST,
          hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          message: 'its content is not what its digest says',
        },
      ],
    });
    const { code, out } = await run(['--logs', logs, '--keys', keys, '--json', '-']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({ ...report, verifiedAt: expect.any(String) as string });
  });

  test('within a time, a day of it or an account', async () => {
    const logs = copy(tamper);
    const found = async (...args: string[]) =>
      (await run(['--logs', logs, '--keys', keys, ...args])).out.split('\n').at(-2);
    expect(await found('--to', '2025-11-20T21:00:00Z')).toBe('Everything is proven.');
    expect(await found('--from', '2025-11-20T23:10:00Z')).toBe('NOT PROVEN: 1 failure, 0 warnings.');
    expect(await found('--from', '2025-11-20', '--to', '2025-11-20')).toBe('NOT PROVEN: 2 failures, 0 warnings.');
    expect(await found('--account', '111111111111')).toBe('Everything is proven.');
    expect(await found('--account', '111111111111', '--account', '222222222222')).toBe(
      'NOT PROVEN: 2 failures, 0 warnings.',
    );
  });
});

describe('accounts that must be there', () => {
  test('are named when they are not', async () => {
    const logs = copy();
    const { code, out } = await run(['--logs', logs, '--keys', keys, '--expect-account', '999999999999']);
    expect(code).toBe(1);
    expect(out).toContain(
      '\nAccounts and regions without digests (1)\n  999999999999\n    there is no digest of account 999999999999, which should be part of this evidence\n',
    );
  });

  test.each([
    ['all there', {}, [], 0, 'Everything is proven.'],
    ['not all there', { accounts: { members: ['333333333333'] } }, [], 1, 'NOT PROVEN: 1 failure, 0 warnings.'],
    [
      'not all there, but those that are asked for are',
      { accounts: { members: ['333333333333'] } },
      ['--account', '111111111111'],
      0,
      'Everything is proven.',
    ],
    [
      'not there in every region',
      { regions: { governed: ['us-east-1', 'eu-west-1'] } },
      [],
      1,
      'NOT PROVEN: 2 failures, 0 warnings.',
    ],
    [
      'not there in every region, but in those that are asked for',
      { regions: { governed: ['us-east-1', 'eu-west-1'] } },
      ['--region', 'us-east-1'],
      0,
      'Everything is proven.',
    ],
  ])('are those of a declaration, in its governed regions: %s', async (_, settings, args, code, conclusion) => {
    const config = join(folder, 'audit.yaml');
    writeFileSync(config, declare(settings));
    // The bucket of the evidence is none of the declaration's names.
    const own = ['--config', config, '--bucket', PLAN.bucket];
    const { out, ...rest } = await run(['--logs', copy(), '--keys', keys, ...own, ...args]);
    expect(rest).toEqual({ code, err: '' });
    expect(out.split('\n').at(-2)).toBe(conclusion);
  });

  test("are those of a declaration's bucket, or of one that is named", async () => {
    const config = join(folder, 'audit.yaml');
    writeFileSync(config, declare());
    const logs = copy();
    for (const args of [
      ['--config', config],
      ['--bucket', 'acme-trail-222222222222-us-east-1'],
    ]) {
      const { code, out } = await run(['--logs', logs, '--keys', keys, ...args]);
      expect(code).toBe(1);
      expect(out).toContain(
        `\nChains that CloudTrail delivered to another bucket (2)\n  111111111111 us-east-1\n    digests of the trail acme_audit-trail, the first of them ${keyOf(/111111111111_CloudTrail-Digest/)}, were delivered to s3://acme-audit-trail, not to s3://acme-trail-222222222222-us-east-1: they are genuine, but another trail's\n    4 digests\n`,
      );
    }
  });
});

describe('a bucket', () => {
  const trail = {
    arn: `arn:aws:cloudtrail:us-east-1:111111111111:trail/${PLAN.trail}`,
    bucket: PLAN.bucket,
    prefix: 'trail',
    organization: PLAN.organization,
  };
  let endpoint: AwsEndpoint;

  const serve = async (bucket: Bucket) => {
    endpoint = await AwsEndpoint.start(bucket.objects, trail, { 'us-east-1': signingKey('us-east-1').entry }, 3);
  };
  afterEach(() => endpoint.stop());

  test('is read a page at a time, with its keys from CloudTrail', async () => {
    await serve(Bucket.of(PLAN));
    const { code, out, err } = await run(['--logs', `s3://${PLAN.bucket}`], endpoint.environment);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').slice(0, 2)).toEqual([
      'Evidence: s3://acme-audit-trail/',
      'Public keys: ListPublicKeys of each region',
    ]);
    expect(out).toContain('\nEverything is proven.\n');
    // Days are asked for: the last hours of one may have been signed on the next.
    expect(Object.fromEntries(endpoint.asked)).toMatchObject({ GetObject: 20, ListPublicKeys: 2 });
  });

  test('below a prefix, tampered with', async () => {
    const bucket = Bucket.of(PLAN);
    bucket.remove(LOG);
    await serve(bucket);
    const { code, out } = await run(['--logs', `s3://${PLAN.bucket}/trail/AWSLogs`], endpoint.environment);
    expect(code).toBe(1);
    expect(out).toContain(
      `\nMissing logs (1)\n  ${LOG.slice('trail/AWSLogs/'.length)}\n    a digest lists it, and it is not here\n`,
    );
  });

  test('whose object is refused proves nothing', async () => {
    await serve(Bucket.of(PLAN));
    endpoint.refused.add(LOG);
    expect(await run(['--logs', `s3://${PLAN.bucket}`, '--keys', keys], endpoint.environment)).toEqual({
      code: 2,
      out: '',
      err: `s3://acme-audit-trail/${LOG}: AccessDenied: AccessDenied\n`,
    });
  });

  test('that is not there', async () => {
    await serve(Bucket.of(PLAN));
    expect(await run(['--logs', 's3://another-bucket', '--keys', keys], endpoint.environment)).toEqual({
      code: 2,
      out: '',
      err: 's3://another-bucket/: NoSuchBucket: NoSuchBucket\n',
    });
  });

  test('keys are fetched into a file, with which evidence is proven without AWS', async () => {
    await serve(Bucket.of(PLAN));
    const file = join(folder, 'fetched.json');
    const args = ['--fetch-keys', file, '--region', 'us-east-1', '--from', '2025-11-20', '--to', '2025-11-21'];
    expect(await run(args, endpoint.environment)).toEqual({ code: 0, out: '', err: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ PublicKeyList: [signingKey('us-east-1').entry] });
    expect((await run(['--logs', copy(), '--keys', file])).code).toBe(0);
    const none = ['--fetch-keys', file, '--region', 'eu-west-1'];
    expect((await run(none, endpoint.environment)).err).toBe(
      'The public keys cannot be used:\n  CloudTrail names no keys for these regions and this time\n',
    );
  });
});

describe('what cannot be done is said, and nothing else', () => {
  const TIMES = 'write an instant (2026-11-20T10:00:00Z), a day (2026-11-20) or a span back from now (30m, 24h, 7d)';

  test.each<[string, string[], string]>([
    ['no evidence', [], 'verify-evidence: say where the evidence lies: --logs <folder> or --logs s3://bucket/prefix\n'],
    [
      'everything at once',
      [
        '--logs',
        'x',
        '--from',
        'soon',
        '--to',
        '2025-02-30',
        '--account',
        '12',
        '--expect-account',
        'x',
        '--region',
        'eu',
      ],
      [
        `--from "soon" is no time; ${TIMES}`,
        `--to "2025-02-30" is no time; ${TIMES}`,
        '--account "12" is no account id, which has 12 digits',
        '--expect-account "x" is no account id, which has 12 digits',
        '--region "eu" is no region, such as eu-central-1',
      ]
        .map((line) => `verify-evidence: ${line}\n`)
        .join(''),
    ],
    [
      'times the wrong way round',
      ['--logs', 'x', '--from', '2025-11-20', '--to', '2025-11-19'],
      'verify-evidence: --from is not before --to: 2025-11-20T00:00:00Z, 2025-11-20T00:00:00Z\n',
    ],
    [
      'keys and logs',
      ['--logs', 'x', '--fetch-keys', 'y'],
      [
        '--fetch-keys goes without --logs: it only writes keys',
        '--fetch-keys needs the regions whose keys are wanted: --region eu-central-1 --region us-east-1',
      ]
        .map((line) => `verify-evidence: ${line}\n`)
        .join(''),
    ],
    ['a folder that is not there', ['--logs', '/nowhere'], '/nowhere: there is no such folder\n'],
    ['a file', ['--logs', 'package.json'], 'package.json: is no folder\n'],
    ['no bucket', ['--logs', 's3://Bucket'], 's3://Bucket: is not s3://bucket or s3://bucket/prefix\n'],
    ['an option that is not there', ['--nope'], "error: unknown option '--nope'\n"],
  ])('%s', async (_, args, err) => {
    expect(await run(args)).toEqual({ code: 2, out: '', err });
  });

  test('a folder that holds no evidence', async () => {
    expect(await run(['--logs', folder, '--keys', keys])).toEqual({
      code: 2,
      out: '',
      err: `${folder}: holds neither digests nor logs of CloudTrail, or none that were asked for\n`,
    });
  });

  test('keys that are none, all of them', async () => {
    const bad = join(folder, 'bad.json');
    const { entry } = signingKey('us-east-1');
    writeFileSync(
      bad,
      JSON.stringify({
        PublicKeyList: [
          { ...entry, Value: 'AAAA' },
          { ...entry, ValidityEndTime: 'x' },
        ],
      }),
    );
    expect(await run(['--logs', copy(), '--keys', bad])).toEqual({
      code: 2,
      out: '',
      err: `The public keys cannot be used:
  ${bad}: PublicKeyList[0].Value is no RSA public key in base64 of DER, PKCS #1
  ${bad}: PublicKeyList[1].ValidityEndTime is no time
`,
    });
    expect((await run(['--logs', join(folder, 'copy'), '--keys', '/nowhere'])).err).toBe(
      'The public keys cannot be used:\n  /nowhere: there is no such file or folder\n',
    );
  });

  test('a file that cannot be read, which nobody may take for a missing one', async () => {
    const logs = copy();
    const file = join(logs, LOG);
    rmSync(file);
    symlinkSync(file, file);
    const { code, out, err } = await run(['--logs', logs, '--keys', keys]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`ELOOP: too many symbolic links encountered, open '${file}'\n`);
  });
});

test('progress is told where it is asked for', async () => {
  const { err } = await run(['--logs', copy(), '--keys', keys, '--progress']);
  expect(err).toMatch(/^20 files, [\d,]+ a second\n$/);
});
