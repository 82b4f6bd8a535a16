import { relative } from 'node:path';
import { App, TerraformResource } from 'cdktf';
import { loadOrganization } from '../config/load';
import { notices } from '../config/notices';
import type { Organization } from '../config/organization';
import { ConfigError } from '../config/problem';
import type { PlatformStack } from '../stacks/platform-stack';
import { OutputFolder } from './output-folder';
import { References } from './references';
import { printSummary, type StackSummary, summarize } from './summary';

/** The stacks of an organization, each complete when it is yielded, in apply order. */
export type Composition = (app: App, organization: Organization) => Iterable<PlatformStack>;

export interface SynthOptions {
  /** The organization's file. Default: the environment variable AUDIT_CONFIG, or audit.yaml. */
  readonly file?: string;
  /** Where to write. Default: CDKTF_OUTDIR, as the cdktf command sets it, or cdktf.out. */
  readonly folder?: string;
  /** Print nothing but problems. */
  readonly quiet?: boolean;
}

/** What cdktf writes for `--hcl` is no longer what was declared: it drops required_version and breaks postconditions. */
const NO_HCL =
  'HCL is not written: cdktf 0.21 renders postconditions and required_version wrongly; leave out --hcl, Terraform reads JSON as well';

/**
 * Reads an organization and writes Terraform for it. On a problem nothing is written and what was there stays.
 *
 * @returns the exit code: 0, or 1 when the configuration has problems
 */
export function synth(compose: Composition, options: SynthOptions = {}): number {
  const { file = process.env.AUDIT_CONFIG || 'audit.yaml', quiet = false } = options;
  if (process.env.SYNTH_HCL_OUTPUT === 'true') {
    process.stderr.write(`${NO_HCL}\n`);
    return 1;
  }
  try {
    const organization = loadOrganization(file);
    const folder = options.folder || process.env.CDKTF_OUTDIR || 'cdktf.out';
    const { stacks, gone } = write(compose, organization, folder);
    if (!quiet) {
      const orphans = gone.map(
        (stack) =>
          `orphaned: ${stack} is no longer declared, but its resources stay; to remove them declare it again, destroy the stack, then take it out`,
      );
      process.stdout.write(
        printSummary(
          stacks,
          [...notices(organization), ...stacks.flatMap((stack) => stack.notices), ...orphans],
          relative(process.cwd(), folder) || '.',
        ),
      );
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** Writes every stack of an organization into a folder. */
export function write(
  compose: Composition,
  organization: Organization,
  folder: string,
): { stacks: StackSummary[]; gone: string[] } {
  const output = new OutputFolder(folder, organization.id);
  try {
    const stacks = withoutCallStacks(() => synthesize(compose, organization, output));
    return { stacks, gone: output.commit() };
  } finally {
    output.discard();
  }
}

function synthesize(compose: Composition, organization: Organization, output: OutputFolder): StackSummary[] {
  const folder = output.staging;
  const app = new App({ outdir: folder, stackTraces: false });
  const session = { outdir: folder, skipValidation: false, manifest: app.manifest };
  const stacks: StackSummary[] = [];
  const references = new References();
  for (const stack of compose(app, organization)) {
    stack.synthesizer.synthesize(session);
    output.addAssets(stack.node.id, stack.assets);
    // By name: a dependency on the stack itself would keep it in memory.
    app.manifest.stacks[stack.node.id]!.dependencies.push(...stack.follows);
    stacks.push(summarize(stack, stack.node.findAll().filter(TerraformResource.isTerraformResource).length));
    // One stack at a time: memory stays the same for ten accounts and for thousands.
    app.node.tryRemoveChild(stack.node.id);
    if (!stack.isShared) references.forget();
    references.keep();
  }
  app.manifest.writeToFile();
  return stacks;
}

/**
 * cdktf notes the whole call stack of each value it makes, for messages of its own, and no option says otherwise. That
 * is half the time of a large organization. Errors that are thrown have their call stacks as ever.
 */
function withoutCallStacks<T>(work: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = (target: { stack?: string }) => void (target.stack = '');
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
