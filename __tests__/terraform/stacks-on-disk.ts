import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stacks } from '../../main';
import { write } from '../../src/cli/synth';
import { organization } from '../organizations';

/** An organization's stacks, written where Terraform can run in them. */
export class StacksOnDisk {
  private readonly folder = mkdtempSync(join(tmpdir(), 'org-audit-stacks-'));

  constructor(settings: Record<string, unknown>) {
    // The provider at hand may be 5.100 only; output for provider 6 is checked as data.
    const provider = { ...(settings.provider as object), version: 5 };
    write(stacks, organization({ ...settings, provider }), join(this.folder, 'cdktf.out'));
  }

  /** One folder for each kind of stack: baselines differ in nothing but the account. */
  get kinds(): { readonly stack: string; readonly folder: string }[] {
    const all = readdirSync(join(this.folder, 'cdktf.out', 'stacks'));
    const baselines = all.filter((stack) => stack.startsWith('baseline-'));
    return all
      .filter((stack) => !baselines.slice(1).includes(stack))
      .map((stack) => ({ stack, folder: join(this.folder, 'cdktf.out', 'stacks', stack) }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
