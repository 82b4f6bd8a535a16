import { writeFileSync } from 'node:fs';
import { FolderStore } from '../../lambdas/evidence/folder-store';
import { PublicKeyError } from '../../lambdas/evidence/public-key';
import type { PlaceFilter } from '../../lambdas/evidence/place';
import { type Report, report } from '../../lambdas/evidence/report';
import { type EvidenceStore, UnreadableEvidence } from '../../lambdas/evidence/store';
import { verifyEvidence, type VerifyOptions } from '../../lambdas/evidence/verify';
import { loadOrganization } from '../config/load';
import { ConfigError } from '../config/problem';
import { FilesPerSecond } from './verify-evidence-progress';
import { fetchKeys, findKeys } from './verify-evidence-keys';
import {
  readVerifyRequest,
  UsageError,
  type VerifyEvidenceOptions,
  type VerifyEvidenceRequest,
} from './verify-evidence-request';
import { summary } from './verify-evidence-summary';

/**
 * Proves that nobody touched the evidence, or says what is wrong with it.
 *
 * @returns the exit code: 0 proven; 1 something is wrong, with `strict` also when something is unproven; 2 nothing could be
 *   said, because of what was typed or because evidence or keys could not be read
 */
export async function verifyEvidenceCommand(options: VerifyEvidenceOptions, now = Date.now()): Promise<number> {
  try {
    const request = readVerifyRequest(options, now);
    if (options.fetchKeys !== undefined) return await writeKeys(options.fetchKeys, request, now);
    const found = await verify(request, options, now);
    if (options.json !== undefined && options.json !== '-')
      write(options.json, `${JSON.stringify(found, undefined, 2)}\n`);
    process.stdout.write(options.json === '-' ? `${JSON.stringify(found, undefined, 2)}\n` : summary(found));
    const { failures, warnings } = found.totals;
    return failures > 0 || (options.strict && warnings > 0) ? 1 : 0;
  } catch (error) {
    const isExpected = [UsageError, UnreadableEvidence, PublicKeyError, ConfigError].some(
      (one) => error instanceof one,
    );
    if (!isExpected) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
}

async function verify(request: VerifyEvidenceRequest, options: VerifyEvidenceOptions, now: number): Promise<Report> {
  const declared = options.config === undefined ? undefined : declaration(options.config, request.filter);
  const expected = [...request.expectAccounts.map((account) => ({ account })), ...(declared?.expected ?? [])];
  const buckets = [...(options.bucket ?? []), ...(declared?.buckets ?? [])];
  const store = await open(request.logs);
  const { keys, origin } = await findKeys(options.keys, store);
  const progress = new FilesPerSecond(options.progress ?? false);
  try {
    const { window, filter } = request;
    const onFile = () => progress.count();
    const found = await verifyEvidence(store, keys, { ...filter, window, expected, buckets, now, onFile });
    if (found.chains.length === 0 && found.findings.length === 0) {
      throw new UnreadableEvidence(
        `${store.name}: holds neither digests nor logs of CloudTrail, or none that were asked for`,
      );
    }
    return report(found, origin, now);
  } finally {
    progress.stop();
  }
}

/** Every account of the declaration must have digests in every governed region, as far as they are asked for. */
function declaration(
  file: string,
  { accounts, regions }: Required<PlaceFilter>,
): Required<Pick<VerifyOptions, 'expected' | 'buckets'>> {
  const organization = loadOrganization(file);
  const asked = (names: readonly string[], all: readonly string[]): readonly string[] =>
    all.filter((one) => names.length === 0 || names.includes(one));
  const governed = asked(regions, organization.config.regions.governed);
  const expected = asked(accounts, organization.accounts).flatMap((account) =>
    governed.map((region) => ({ account, region })),
  );
  return { expected, buckets: [organization.names.trailBucket] };
}

async function open(logs: string): Promise<EvidenceStore> {
  if (!logs.startsWith('s3://')) return FolderStore.open(logs);
  const { S3Store } = await import('../../lambdas/evidence/s3-store');
  return S3Store.open(logs);
}

/** CloudTrail names no keys of a year ago unless asked for that time. */
const KEY_SPAN = 366 * 24 * 60 * 60 * 1000;

async function writeKeys(file: string, { window, filter }: VerifyEvidenceRequest, now: number): Promise<number> {
  const { to = now, from = to - KEY_SPAN } = window;
  const text = await fetchKeys(filter.regions, { from, to });
  if (file === '-') process.stdout.write(text);
  else write(file, text);
  return 0;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError([`cannot write ${file}: ${(error as Error).message}`]);
  }
}
