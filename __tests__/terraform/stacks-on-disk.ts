import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

  /** One folder for each kind of stack: baselines differ in nothing but the account, and in whether they record. */
  get kinds(): { readonly stack: string; readonly folder: string }[] {
    const kinds = new Map<string, string>();
    for (const stack of readdirSync(join(this.folder, 'cdktf.out', 'stacks')).sort()) {
      const json = readFileSync(join(this.folder, 'cdktf.out', 'stacks', stack, 'cdk.tf.json'), 'utf8');
      const isBaseline = stack.startsWith('baseline-');
      const kind = isBaseline ? `baseline ${json.includes('"aws_config_configuration_recorder"')}` : stack;
      if (!kinds.has(kind)) kinds.set(kind, stack);
    }
    return [...kinds.values()].map((stack) => ({
      stack,
      folder: join(this.folder, 'cdktf.out', 'stacks', stack),
    }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
