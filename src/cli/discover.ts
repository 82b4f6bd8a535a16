import { constants, copyFileSync, existsSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { loadOrganization, parseOrganization } from '../config/load';
import { ConfigError } from '../config/problem';
import { type Aws, LiveAws } from '../discovery/aws';
import { policyFor } from '../discovery/calls';
import { unknownTo } from '../discovery/comparison';
import { discover, type Found } from '../discovery/discovery';
import { draftOf } from '../discovery/draft';
import { DiscoveryError, spoken } from '../discovery/gap';
import { AccountsRead } from './discover-progress';
import { type DiscoverOptions, type DiscoverRequest, readDiscoverRequest, UsageError } from './discover-request';
import { discoverSummary } from './discover-summary';

/** Opens AWS; tests give another. */
export type Opening = (roleName: string, region?: string) => Promise<Aws>;

const live: Opening = (roleName, region) => LiveAws.open(roleName, region);

/**
 * Looks at an organization and writes a first audit.yaml; or says what an existing one does not know.
 *
 * @returns the exit code: 0; 1 when nothing was written, or when a file given with `--config` does not know all there
 *   is; 2 when something could not be read
 */
export async function discoverCommand(options: DiscoverOptions, open: Opening = live): Promise<number> {
  try {
    const request = readDiscoverRequest(options);
    if (request.policy) return printPolicy(request);
    const declared = options.config === undefined ? undefined : loadOrganization(options.config);
    if (!declared) refuseToOverwrite(request.output, options.force);
    const aws = await open(request.wishes.roleName, request.region);
    let found: Found;
    try {
      found = await discover(aws, request.scope, new AccountsRead(options.progress ?? false).count);
    } finally {
      aws.close();
    }
    if (declared) return tellUnknown(options.config!, unknownTo(declared, found), found);
    return writeDraft(found, request, options.force);
  } catch (error) {
    const isExpected = [UsageError, DiscoveryError, ConfigError].some((one) => error instanceof one);
    if (!isExpected) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

function printPolicy({ policy, wishes }: DiscoverRequest): number {
  const { holder, partition } = policy!;
  process.stdout.write(`${JSON.stringify(policyFor(holder, partition, wishes.roleName), undefined, 2)}\n`);
  return 0;
}

function tellUnknown(file: string, unknown: readonly string[], { gaps }: Found): number {
  for (const line of unknown) process.stdout.write(`${line}\n`);
  for (const gap of gaps) process.stderr.write(`not read: ${spoken(gap)}\n`);
  if (unknown.length > 0) return 1;
  process.stdout.write(`${file} knows all that was found\n`);
  return gaps.length > 0 ? 2 : 0;
}

function writeDraft(found: Found, { wishes, output }: DiscoverRequest, force?: boolean): number {
  const draft = draftOf(found, wishes);
  const isPiped = output === '-';
  if (isPiped) process.stdout.write(draft.text);
  else write(output, draft.text, force);
  const summary = discoverSummary(found, draft, problemsOf(draft.text, output));
  if (isPiped) process.stderr.write(summary);
  else process.stdout.write(`${summary}\nwritten to ${output}\n`);
  return found.gaps.length > 0 ? 2 : 0;
}

/** What a synth would say of the file: at least what only a person can fill in. */
function problemsOf(text: string, file: string): readonly string[] {
  try {
    parseOrganization(text, file);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.lines;
  }
}

function refuseToOverwrite(file: string, force = false): void {
  if (file === '-') return;
  // Before a reading of many minutes, not after it.
  const folder = dirname(file);
  if (!existsSync(folder))
    throw new UsageError([`the folder ${folder} does not exist; make it, or write elsewhere with --output`]);
  if (force || !existsSync(file)) return;
  throw new UsageError([`${file} exists; write elsewhere with --output, or over it with --force`]);
}

/** All at once or not at all. Without force, a file that has come into being meanwhile is not written over either. */
function write(file: string, text: string, force = false): void {
  const staged = join(dirname(file), `.${basename(file)}-${process.pid}`);
  try {
    writeFileSync(staged, text, { flag: 'wx' });
    if (force) renameSync(staged, file);
    else publish(staged, file);
  } catch (error) {
    throw new UsageError([`cannot write ${file}: ${(error as Error).message}`]);
  } finally {
    rmSync(staged, { force: true });
  }
}

/** A link is never put over a file. Some file systems have none, where a copy is the next best. */
function publish(staged: string, file: string): void {
  try {
    linkSync(staged, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(staged, file, constants.COPYFILE_EXCL);
  }
}
