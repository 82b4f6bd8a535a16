import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { table } from './markdown';

/**
 * The part of `npm run bench` about questions to a folder of logs: who was denied how often, by our command and by
 * `zcat | jq`, which must count the same. Ours asks access-denied-by-principal, which finds out more than the count; its
 * time is that of the whole process, from its spawn. Each figure is the best of several runs in turns, so that whatever
 * else the machine does falls on both. Logs are read before, so they come from the cache of the operating system.
 */

interface Figure {
  readonly seconds: number;
  readonly megabytes?: number;
  readonly counts: string;
}

const folder = mkdtempSync(join(tmpdir(), 'org-audit-bench-'));
const RUNS = 3;
const TIME = '/usr/bin/time';

const SERVICES = [
  ['ec2', 'DescribeInstances'],
  ['s3', 'GetObject'],
  ['iam', 'ListUsers'],
  ['kms', 'Decrypt'],
  ['sts', 'AssumeRole'],
] as const;
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: ['s3:Get*', 'ec2:Describe*', 'logs:*'].map((Action) => ({ Effect: 'Allow', Action, Resource: '*' })),
});

/** Of a linear congruential generator, so that every run reads the same; in base 36. */
let seed = 42;
const random = (): string => (seed = (seed * 1664525 + 1013904223) % 2 ** 32).toString(36).padStart(7, '0');

function record(n: number, account: string, region: string): object {
  const role = `arn:aws:iam::${account}:role/role-${n % 50}`;
  const [service, eventName] = SERVICES[n % SERVICES.length]!;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROA${random().toUpperCase()}:session${n % 997}`,
      arn: `arn:aws:sts::${account}:assumed-role/role-${n % 50}/session${n % 997}`,
      accountId: account,
      accessKeyId: `ASIA${random().toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROA${n % 50}`,
          arn: role,
          accountId: account,
          userName: `role-${n % 50}`,
        },
        attributes: { creationDate: '2026-11-20T10:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: `2026-11-20T${String(n % 24).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:00Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress: `203.0.113.${n % 256}`,
    userAgent: 'aws-sdk-java/2.20.0 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0 Java/17 cfg/retry-mode/standard',
    ...(n % 7 === 0 && {
      errorCode: 'AccessDenied',
      errorMessage: `User is not authorized to perform ${service}:${eventName}`,
    }),
    requestParameters: { bucketName: `bucket-${n % 100}`, key: `${random()}/${random()}`, policyDocument: POLICY },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      bytesTransferredOut: n % 100_000,
      'x-amz-id-2': random() + random(),
    },
    requestID: `${random()}-${random()}`,
    eventID: `${random()}-${random()}-${n}`,
    readOnly: true,
    resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::bucket-${n % 100}/${random()}` }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: 's3.amazonaws.com',
    },
  };
}

/** Writes logs into a folder below ours; returns their size, uncompressed. */
function write(name: string, files: number, recordsEach: number): number {
  let bytes = 0;
  for (let file = 0; file < files; file++) {
    const [account, region] = [String(111111111111 * (1 + (file % 3))), file % 2 ? 'us-east-1' : 'eu-west-1'];
    const Records = Array.from({ length: recordsEach }, (_, at) => record(file * recordsEach + at, account, region));
    const text = JSON.stringify({ Records });
    const path = `AWSLogs/o-abcdefghij/${account}/CloudTrail/${region}/2026/11/20/${account}_CloudTrail_${region}_20261120T1005Z_${name}${String(file).padStart(12, '0')}.json.gz`;
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), gzipSync(text, { level: 6 }));
    bytes += Buffer.byteLength(text);
  }
  return bytes;
}

/** Runs a command; `counts` is what it wrote, in one order. */
function run(command: string, args: readonly string[], countsOf: (out: string) => string[], peaks: string): Figure {
  writeFileSync(peaks, '');
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PEAK_FILE: peaks },
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stderr}`);
  const kilobytes = readFileSync(peaks, 'utf8').trim().split('\n').filter(Boolean).map(Number);
  const megabytes = kilobytes.length > 0 ? Math.max(...kilobytes) / 1024 : undefined;
  return { seconds, ...(megabytes !== undefined && { megabytes }), counts: countsOf(stdout).sort().join('\n') };
}

const QUESTION = ['access-denied-by-principal', '--from', '2026-11-20', '--to', '2026-11-20', '--format', 'json'];
const ours = (logs: string): Figure =>
  run(
    process.execPath,
    [
      '--require',
      join(process.cwd(), '__tests__/peak.cjs'),
      'src/cli/bin.cjs',
      'forensics',
      ...QUESTION,
      '--logs',
      logs,
    ],
    (out) =>
      (JSON.parse(out) as { principal: string; denied: number }[]).map(
        ({ principal, denied }) => `${denied} ${principal}`,
      ),
    join(folder, 'peaks'),
  );

const FILTER = '.Records[] | select(.errorCode == "AccessDenied") | .userIdentity.sessionContext.sessionIssuer.arn';
const PEAK = existsSync(TIME) ? `${TIME} -a -f %M -o "$PEAK_FILE"` : '';
const jq = (logs: string): Figure =>
  run(
    'bash',
    [
      '-o',
      'pipefail',
      '-c',
      `find '${logs}' -name '*.json.gz' -print0 | xargs -0 zcat | ${PEAK} jq -r '${FILTER}' | sort | uniq -c`,
    ],
    (out) =>
      out
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    join(folder, 'peaks'),
  );

const best = (figures: readonly Figure[]): Figure =>
  figures.reduce((least, each) => (each.seconds < least.seconds ? each : least));

const hasJq = spawnSync('jq', ['--version']).status === 0;

try {
  const part = write('a', 300, 600);
  const sets: [string, string, number, number][] = [
    ['1x', 'a', part, 300],
    ['4x', '', part + ['b', 'c', 'd'].reduce((sum, name) => sum + write(name, 300, 600), 0), 1200],
  ];
  const rows = sets.map(([size, name, bytes, files]) => {
    const logs = join(folder, name);
    const [mine, theirs]: [Figure[], Figure[]] = [[], []];
    for (let times = 0; times < RUNS; times++) {
      mine.push(ours(logs));
      if (hasJq) theirs.push(jq(logs));
    }
    const figure = best(mine);
    const other = hasJq ? best(theirs) : undefined;
    if (other && other.counts !== figure.counts) throw new Error('jq counts otherwise');
    const gigabytes = (seconds: number) => `${(bytes / 1e9 / seconds).toFixed(2)} GB/s`;
    return [
      `${size}: ${(bytes / 1e6).toFixed(0)} MB in ${files} files`,
      `${figure.seconds.toFixed(2)} s`,
      gigabytes(figure.seconds),
      `${figure.megabytes!.toFixed(0)} MB`,
      ...(other
        ? [
            `${other.seconds.toFixed(2)} s`,
            gigabytes(other.seconds),
            other.megabytes === undefined ? '' : `${other.megabytes.toFixed(0)} MB`,
            `${(other.seconds / figure.seconds).toFixed(1)} times`,
          ]
        : ['', '', '', '']),
    ];
  });
  process.stdout.write(
    [
      `Node.js ${process.version}, ${cpus().length} cores. Sizes are of logs uncompressed.\n`,
      table(
        [
          'access denied by principal',
          '`org-audit forensics`',
          '',
          'peak memory',
          '`zcat \\| jq`',
          '',
          'peak memory of jq',
          'ours is faster',
        ],
        rows,
      ),
      '',
    ].join('\n'),
  );
} finally {
  rmSync(folder, { recursive: true });
}
