import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Manifest } from 'cdktf';
import { ConfigError } from '../config/problem';
import { ASSETS } from '../stacks/platform-stack';

/** Says whose stacks a folder holds, so that another organization's are never written over them. */
const OWNER = 'organization';

/**
 * The folder Terraform reads, written all at once or not at all: a synth fills a staging folder beside it, and only a
 * synth that succeeded moves its files over. What Terraform keeps there (`.terraform`, lock files) stays.
 */
export class OutputFolder {
  readonly path: string;
  readonly staging: string;
  /** Where each content was first written, by its hash: the contents of all accounts together would fill the memory. */
  private readonly written = new Map<string, string>();

  /** @throws ConfigError when the folder holds the stacks of another organization */
  constructor(path: string, organizationId: string) {
    this.path = resolve(path);
    const owner = join(this.path, OWNER);
    const held = existsSync(owner) ? readFileSync(owner, 'utf8').trim() : organizationId;
    if (held !== organizationId) {
      throw new ConfigError(path, [
        `it holds the stacks of the organization ${held}, not of ${organizationId}; write elsewhere with --output`,
      ]);
    }
    mkdirSync(dirname(this.path), { recursive: true });
    this.staging = mkdtempSync(join(dirname(this.path), `.${basename(this.path)}-`));
    writeFileSync(join(this.staging, OWNER), `${organizationId}\n`);
  }

  /**
   * Adds files to a stack. What several stacks share lies on the disk once, so that a thousand accounts with the same
   * functions cost the room of one.
   *
   * @param assets - contents by name
   */
  addAssets(stack: string, assets: ReadonlyMap<string, Uint8Array>): void {
    for (const [name, content] of assets) {
      const file = join(this.staging, Manifest.stacksFolder, stack, ASSETS, name);
      mkdirSync(dirname(file), { recursive: true });
      const hash = createHash('sha256').update(content).digest('hex');
      const first = this.written.get(hash);
      if (first === undefined || !link(first, file)) writeFileSync(file, content);
      this.written.set(hash, file);
    }
  }

  /**
   * Makes the staged files the current ones.
   *
   * @returns names of stacks that were here before and are declared no more
   */
  commit(): string[] {
    const before = this.stacksAt(this.path);
    const now = this.stacksAt(this.staging);
    for (const stack of now) {
      const from = join(this.staging, Manifest.stacksFolder, stack);
      const to = join(this.path, Manifest.stacksFolder, stack);
      mkdirSync(to, { recursive: true });
      // A folder is never renamed over another, and what is uploaded no more must not stay.
      rmSync(join(to, ASSETS), { recursive: true, force: true });
      for (const file of readdirSync(from)) renameSync(join(from, file), join(to, file));
    }
    const gone = before.filter((stack) => !now.includes(stack));
    for (const stack of gone) rmSync(join(this.path, Manifest.stacksFolder, stack), { recursive: true });
    for (const file of [OWNER, Manifest.fileName]) renameSync(join(this.staging, file), join(this.path, file));
    return gone;
  }

  /** Removes what was staged. */
  discard(): void {
    rmSync(this.staging, { recursive: true, force: true });
  }

  private stacksAt(folder: string): string[] {
    const manifest = join(folder, Manifest.fileName);
    if (!existsSync(manifest)) return [];
    const { stacks } = JSON.parse(readFileSync(manifest, 'utf8')) as { stacks: Record<string, unknown> };
    return Object.keys(stacks).filter((stack) => existsSync(join(folder, Manifest.stacksFolder, stack)));
  }
}

/** Some file systems have no links. */
function link(existing: string, path: string): boolean {
  try {
    linkSync(existing, path);
    return true;
  } catch {
    return false;
  }
}
