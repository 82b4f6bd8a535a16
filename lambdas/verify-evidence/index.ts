import { S3Client } from '@aws-sdk/client-s3';
import type { PublicKey } from '../evidence/public-key';
import { S3Store } from '../evidence/s3-store';
import { type Aws, AwsOfAccount } from '../shared/aws';
import { verifyAccount } from './account';
import { found } from './found';
import { Journal } from './journal';
import { keepPublicKeys } from './key-archive';
import { ServiceKeys } from './service-keys';
import { type Settings, settingsIn } from './settings';
import { shareOut } from './share-out';
import { tell } from './tell';
import { readWakening, type Work } from './work';

/** What the handler finds around itself, or a test puts there. */
export interface Surroundings {
  readonly aws: Aws;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly write: (line: string) => void;
  /** Public keys that an earlier invocation was given. */
  readonly known: Map<string, PublicKey>;
}

/**
 * Verifies the newest evidence of the whole organization, an hour's run in three kinds of invocation: the schedule's shares out
 * work, one piece for each account and one for the public keys; the queue's do a piece each.
 *
 * Costs of 1,000 accounts in 17 regions, with six log files an hour in each, all of which are read three times: each account
 * takes 40 requests that list and 380 that read an hour, and three seconds of 1 GB. At list prices of 2026 in us-east-1 that is
 * some 280 USD a month, half of it for listing, a third for reading.
 *
 * @throws Error when something could not be read, kept or told; SQS then hands the same piece of work out again
 */
export async function verifyNewest(event: unknown, { aws, env, write, known }: Surroundings): Promise<void> {
  const settings = settingsIn(env);
  const journal = new Journal(aws, settings.logGroup, write);
  const run = new Run(aws, settings, journal, known);
  for (const wakening of readWakening(event)) {
    if (wakening.by === 'schedule') await run.shareOut(wakening.time);
    else await run.do(wakening.work);
  }
}

class Run {
  constructor(
    private readonly aws: Aws,
    private readonly settings: Settings,
    private readonly journal: Journal,
    private readonly known: Map<string, PublicKey>,
  ) {}

  /** Declared accounts, and all that have evidence: those that left the organization, or were never declared. */
  async shareOut(until: number): Promise<void> {
    const { declared, organization, queue } = this.settings;
    const store = await this.store();
    const folders = [...(await store.folders('AWSLogs/')), ...(await store.folders(`AWSLogs/${organization}/`))];
    const accounts = new Set([...declared.accounts, ...folders.filter((name) => /^\d{12}$/.test(name))]);
    const work: Work[] = [{ keys: 'all', until }, ...[...accounts].sort().map((account) => ({ account, until }))];
    await shareOut(this.aws, queue, work);
  }

  async do(work: Work): Promise<void> {
    if ('keys' in work) return this.keepKeys(work.until);
    const { aws, settings, journal } = this;
    const store = await this.store();
    const keys = new ServiceKeys(aws, this.known);
    await verifyAccount(work.account, work.until, { ...settings, aws, settings, journal, store, keys });
  }

  /** Of every region that is declared, or from which this account has digests. */
  private async keepKeys(until: number): Promise<void> {
    const { aws, journal, settings } = this;
    const { bucket, keyPrefix, organization, declared, eventBus } = settings;
    const store = await this.store();
    const delivering = await store.folders(`AWSLogs/${organization}/${aws.accountId}/CloudTrail-Digest/`);
    const regions = [...new Set([...declared.regions, ...delivering])].sort();
    const { discrepancies, failures } = await keepPublicKeys(aws, { bucket, prefix: keyPrefix }, regions, until);
    const findings = discrepancies.flatMap((one) => found(aws.accountId, { kind: 'archived-key', ...one }) ?? []);
    if (findings.length > 0) {
      const memory = await journal.remembered(aws.accountId, until);
      await tell(aws.accountId, until, findings, memory, { aws, eventBus, bucket, journal });
    }
    if (failures.length > 0) throw new Error(`public keys could not be kept: ${failures.join('; ')}`);
  }

  private store(): Promise<S3Store> {
    return S3Store.open(`s3://${this.settings.bucket}`, this.aws.client(S3Client));
  }
}

const known = new Map<string, PublicKey>();

export const handler = async (event: unknown, context?: { readonly invokedFunctionArn?: string }): Promise<void> => {
  const account = context?.invokedFunctionArn?.split(':')[4] ?? '';
  const aws = new AwsOfAccount(account, 'verify-evidence', { AWS_REGION: process.env['AWS_REGION'] });
  try {
    await verifyNewest(event, { aws, env: process.env, write: (line) => void process.stdout.write(line), known });
  } finally {
    aws.close();
  }
};
