import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Module } from '../../src/modules/module';
import type { AwsDouble } from './aws-double';
import type { Deployment } from './deployed-healers';
import { ENDPOINTS } from './organization-on-moto';
import { succeed, terraform } from './terraform';

interface Said {
  readonly type: string;
  readonly diagnostic?: { readonly summary: string; readonly detail: string };
  readonly test_plan?: {
    readonly resource_changes: readonly {
      readonly mode: string;
      readonly type: string;
      readonly name: string;
      readonly change: { readonly after: unknown };
    }[];
  };
}

interface Applied {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances: readonly { readonly attributes: unknown }[];
  }[];
}

/** A resource of a plan. */
export interface Planned {
  readonly type: string;
  readonly name: string;
  readonly after: unknown;
}

const said = (output: string): Said[] =>
  output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Said] : []));

/** A folder in which somebody uses modules as they are checked in: a root module of theirs. */
export class ModuleRoot {
  readonly folder = mkdtempSync(join(tmpdir(), 'org-audit-modules-'));

  /** @param modules - those used, found at `./modules/<name>` */
  constructor(private readonly modules: readonly Module[]) {
    for (const { name } of modules)
      cpSync(join('modules', name), join(this.folder, 'modules', name), { recursive: true });
  }

  write(file: string, content: string | object): this {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return this;
  }

  /**
   * Providers of every alias that modules have, at work on the double or nowhere.
   *
   * @param more - aliases besides
   */
  provide(aws?: AwsDouble, more: readonly string[] = []): this {
    const aliases = new Set([...more, ...this.modules.flatMap(({ providers = {} }) => Object.keys(providers))]);
    const settings = aws && {
      endpoints: Object.fromEntries(ENDPOINTS.map((service) => [service, aws.url])),
      s3_use_path_style: true,
      skip_metadata_api_check: 'true',
      // moto lacks some calls; retrying them looks like a hang.
      max_retries: 1,
    };
    const providers = [
      { region: 'us-east-1', ...settings },
      ...[...aliases].map((alias) => ({ alias, region: 'us-west-2', ...settings })),
    ];
    return this.write('providers.tf.json', {
      terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
      provider: { aws: providers },
    });
  }

  init(): Promise<string> {
    return succeed(this.folder, 'init', '-backend=false', '-input=false', '-no-color');
  }

  async validate(): Promise<unknown> {
    return JSON.parse((await terraform(this.folder, 'validate', '-json')).output);
  }

  async apply(): Promise<void> {
    await succeed(this.folder, 'apply', '-auto-approve', '-input=false', '-no-color');
  }

  /** What a plan would change; empty when nothing. */
  async changes(): Promise<string> {
    const { code, output } = await terraform(this.folder, 'plan', '-detailed-exitcode', '-input=false', '-no-color');
    return code === 0 ? '' : output;
  }

  /** What is wrong with the inputs of its modules, in the words of their validations. */
  async complaints(): Promise<string[]> {
    this.write(
      'tests/plan.tftest.hcl',
      `${mocked({ account: '222222222222', region: 'us-east-1' })}run "plans" {\n  command = plan\n}\n`,
    );
    const { output } = await terraform(this.folder, 'test', '-json');
    return said(output)
      .flatMap(({ diagnostic }) => (diagnostic ? [diagnostic] : []))
      .map(({ summary, detail }) =>
        summary === 'Invalid value for variable' ? detail.split('\n\n')[0]! : `${summary}: ${detail}`,
      );
  }

  /** What its modules would make, of a provider in this place. What AWS invents has stand-ins. */
  async planned(place: { readonly account: string; readonly region: string }): Promise<Planned[]> {
    this.write('tests/plan.tftest.hcl', `${mocked(place)}run "plans" {\n  command = plan\n}\n`);
    const output = await succeed(this.folder, 'test', '-json', '-verbose');
    const plan = said(output).find(({ type }) => type === 'test_plan')!.test_plan!;
    return plan.resource_changes
      .filter(({ mode }) => mode === 'managed')
      .map(({ type, name, change }) => ({ type, name, after: change.after }));
  }

  /** What was applied, of all its modules. */
  deployment(aws: AwsDouble): Deployment {
    return {
      aws,
      folderOf: () => this.folder,
      stateOf: <T>(_stack: string, type: string): T[] => {
        const { resources } = JSON.parse(readFileSync(join(this.folder, 'terraform.tfstate'), 'utf8')) as Applied;
        const found = resources.filter((one) => one.mode === 'managed' && one.type === type);
        return found.flatMap(({ instances }) => instances.map(({ attributes }) => attributes as T));
      },
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Providers of every alias that modules and roots have. What a mock invents the real provider refuses in ARNs. */
const mocked = ({ account, region }: { readonly account: string; readonly region: string }): string =>
  Object.entries({ aws: region, archive: 'us-west-2', management: region })
    .map(
      ([alias, at]) => `mock_provider "aws" {
  override_during = plan
${alias === 'aws' ? '' : `  alias = "${alias}"\n`}
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "${account}" }
  }
  mock_data "aws_region" {
    defaults = { id = "${at}" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:${at}:${account}:key/11111111-1111-1111-1111-111111111111" }
  }
  mock_resource "aws_cloudtrail" {
    defaults = { arn = "arn:aws:cloudtrail:${at}:${account}:trail/acme" }
  }
}
`,
    )
    .join('');
