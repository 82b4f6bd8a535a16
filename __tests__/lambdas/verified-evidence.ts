import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoSuchKey, S3ServiceException } from '@aws-sdk/client-s3';
import type { PublicKey } from '../../lambdas/evidence/public-key';
import { verifyNewest } from '../../lambdas/verify-evidence/index';
import { parsePattern } from '../../lambdas/cis-monitoring-alarms/filter-pattern';
import { matches } from '../../lambdas/cis-monitoring-alarms/match';
import { Bucket } from '../evidence/bucket';
import { Labels } from '../evidence/labels';
import { delivered, type EvidencePlan, HOUR, signingKey, SMALL } from '../evidence/organization-evidence';
import { ACCOUNT, type Answers, FakeAws } from './fake-aws';

export const BUCKET = 'acme-audit-trail';
export const MEMBER = '222222222222';

/** Twelve hours of two accounts in two regions. */
export const PLAN: EvidencePlan = {
  ...SMALL,
  bucket: BUCKET,
  prefix: '',
  accounts: ['111111111111', MEMBER],
  start: Date.UTC(2025, 10, 20, 0, 1, 31),
  hours: 12,
  logs: () => 2,
  late: {},
  backfills: [],
  after: 0,
  before: 0,
};
/** Half an hour after the newest digest: digests 8 to 10 are judged, counted from 0. */
export const UNTIL = PLAN.start + 12 * HOUR + 35 * 60_000;
export const LABELS = new Labels(PLAN);
const OBJECTS = [...delivered(PLAN)];

interface Page {
  readonly Prefix: string;
  readonly Delimiter?: string;
  readonly StartAfter?: string;
  readonly ContinuationToken?: string;
}

/** What was logged, and when. */
interface LogLine {
  readonly at: number;
  readonly message: string;
}

/** The trail's bucket, CloudTrail's keys, the queue, the bus and the function's own log, without a network. */
export class VerifierWorld {
  readonly bucket: Bucket;
  readonly log: LogLine[] = [];
  /** Answers instead of the usual ones. */
  answers: Answers = {};
  /** What ListPublicKeys answers, by region. */
  keys: Readonly<Record<string, readonly ReturnType<typeof signingKey>['entry'][]>> = Object.fromEntries(
    PLAN.regions.map((region) => [region, [signingKey(region).entry]]),
  );
  declared: { accounts: readonly string[]; regions: readonly string[] } = {
    accounts: PLAN.accounts,
    regions: PLAN.regions,
  };
  /** Folders of a page, as S3 gives them. */
  pageSize = 1000;
  now = UNTIL + 60_000;
  readonly known = new Map<string, PublicKey>();

  constructor(plan = PLAN) {
    this.bucket = new Bucket(plan === PLAN ? OBJECTS : delivered(plan), BUCKET);
  }

  /** Runs the function once; its clock stands at `until`, and a minute more. */
  async run(event: object, until = UNTIL): Promise<FakeAws> {
    this.now = until + 60_000;
    const folder = mkdtempSync(join(tmpdir(), 'verify-evidence-'));
    const DECLARED_FILE = join(folder, 'declared.json');
    writeFileSync(DECLARED_FILE, JSON.stringify(this.declared));
    const aws: FakeAws = new FakeAws({
      ...this.usual(),
      ListPublicKeys: () => this.publicKeys(aws.sent.at(-1)!.region),
      ...this.answers,
    });
    const write = (line: string) => void this.log.push({ at: this.now, message: line.trimEnd() });
    try {
      await verifyNewest(event, { aws, env: { ...ENV, DECLARED_FILE }, write, known: this.known });
    } finally {
      rmSync(folder, { recursive: true });
    }
    return aws;
  }

  /** The message of the queue about an account. */
  verify(account: string, until = UNTIL): Promise<FakeAws> {
    return this.run(messageOf({ account, until: new Date(until).toISOString() }), until);
  }

  keepKeys(until = UNTIL): Promise<FakeAws> {
    return this.run(messageOf({ keys: 'all', until: new Date(until).toISOString() }), until);
  }

  /** What was logged of a kind. */
  logged(event: string): Record<string, unknown>[] {
    return this.log.map(({ message }) => JSON.parse(message)).filter((line) => line.event === event);
  }

  private usual(): Answers {
    return {
      ListObjectsV2: (input: Page) => this.listed(input),
      GetObject: ({ Key }: { Key: string }) => this.object(Key),
      PutObject: (input: { Key: string; Body: string; IfNoneMatch: string }) => {
        if (this.bucket.objects.has(input.Key)) throw preconditionFailed();
        this.bucket.objects.set(input.Key, { bytes: Buffer.from(input.Body), metadata: {} });
        return {};
      },
      PutEvents: () => ({ FailedEntryCount: 0 }),
      SendMessageBatch: () => ({}),
      FilterLogEvents: (input: { filterPattern: string; startTime: number }) => this.filtered(input),
    };
  }

  private listed({ Prefix, Delimiter, StartAfter = '', ContinuationToken }: Page) {
    const keys = [...this.bucket.objects.keys()].filter((key) => key.startsWith(Prefix) && key > StartAfter).sort();
    if (Delimiter === undefined) return { Contents: keys.map((Key) => ({ Key, Size: 1 })) };
    const below = keys.filter((key) => key.slice(Prefix.length).includes('/'));
    const folders = [...new Set(below.map((key) => `${Prefix}${key.slice(Prefix.length).split('/')[0]}/`))];
    const from = Number(ContinuationToken ?? 0);
    const to = from + this.pageSize;
    return {
      CommonPrefixes: folders.slice(from, to).map((folder) => ({ Prefix: folder })),
      ...(to < folders.length && { NextContinuationToken: String(to) }),
    };
  }

  private object(key: string) {
    const stored = this.bucket.objects.get(key);
    if (!stored) throw new NoSuchKey({ message: 'no such key', $metadata: {} });
    const Body = {
      transformToByteArray: async () => stored.bytes,
      transformToString: async () => stored.bytes.toString(),
    };
    return { Body, Metadata: stored.metadata };
  }

  private publicKeys(region: string) {
    return {
      PublicKeyList: (this.keys[region] ?? []).map(({ Value, Fingerprint, ValidityStartTime, ValidityEndTime }) => ({
        Value: Buffer.from(Value, 'base64'),
        Fingerprint,
        ValidityStartTime: new Date(ValidityStartTime),
        ValidityEndTime: new Date(ValidityEndTime),
      })),
    };
  }

  private filtered({ filterPattern, startTime }: { filterPattern: string; startTime: number }) {
    const pattern = parsePattern(filterPattern);
    const events = this.log
      .filter(({ at, message }) => at >= startTime && matches(pattern, JSON.parse(message)))
      .map(({ at, message }) => ({ timestamp: at, message }));
    return { events };
  }
}

export const preconditionFailed = () =>
  new S3ServiceException({
    name: 'PreconditionFailed',
    $fault: 'client',
    message: 'At least one of the pre-conditions you specified did not hold',
    $metadata: { httpStatusCode: 412 },
  });

export const messageOf = (body: object) => ({
  Records: [{ messageId: '1', eventSource: 'aws:sqs', body: JSON.stringify(body) }],
});

export const ENV = {
  BUCKET,
  ORGANIZATION: 'o-abcdefghij',
  KEY_PREFIX: 'PublicKeys',
  QUEUE: `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/acme-audit-verify-evidence`,
  EVENT_BUS: `arn:aws:events:eu-central-1:${ACCOUNT}:event-bus/acme-audit-events`,
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/acme-audit-verify-evidence',
};
