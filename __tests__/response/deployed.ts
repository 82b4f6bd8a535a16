import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { unzipSync } from 'fflate';
import { desiredValue, healerSettings, type HealerSettings } from '../../lambdas/shared/healer-settings';
import { stacks } from '../../main';
import { write } from '../../src/cli/synth';
import type { Organization } from '../../src/config/organization';
import { dnsSuffix } from '../../src/config/regions';
import { arn } from '../../src/policy/arn';
import { type Resource, StackData } from '../synthesized';
import { type Location, locationOf } from './routes';

/** A healer as its Lambda function finds itself: with its own files and environment, read by its own code. */
export interface DeployedHealer extends Location {
  /** As in `trail`. */
  readonly name: string;
  readonly stack: StackData;
  /** Its construct, as in `heal-trail-us-east-1`. */
  readonly id: string;
  readonly resource: Resource;
  readonly zip: Uint8Array;
  readonly files: readonly string[];
  readonly settings: HealerSettings;
  /** What desired.json says, references resolved. */
  readonly desired: unknown;
}

/** Every stack as Terraform deploys it: expressions have values, and archives are read. */
export class Deployed {
  readonly stacks: readonly StackData[];
  readonly healers: readonly DeployedHealer[];

  constructor(private readonly organization: Organization) {
    const parent = mkdtempSync(join(tmpdir(), 'org-audit-'));
    try {
      write(stacks, organization, join(parent, 'cdktf.out'));
      const folder = join(parent, 'cdktf.out', 'stacks');
      this.stacks = readdirSync(folder).map(
        (name) => new StackData(name, JSON.parse(readFileSync(join(folder, name, 'cdk.tf.json'), 'utf8'))),
      );
      this.healers = this.stacks.flatMap((stack) =>
        Object.entries<Resource>(stack.named(LambdaFunction))
          .filter(([id]) => id.startsWith('heal-'))
          .map(([id, resource]) => this.healer(stack, id, resource, join(folder, stack.name))),
      );
    } finally {
      rmSync(parent, { recursive: true });
    }
  }

  stack(name: string): StackData {
    return this.stacks.find((stack) => stack.name === name)!;
  }

  /** Resources of a type, each with its stack. */
  all(type: { readonly tfResourceType: string }): { readonly stack: StackData; readonly resource: Resource }[] {
    return this.stacks.flatMap((stack) => stack.all(type).map((resource) => ({ stack, resource })));
  }

  /** Those that lie where something else does. */
  allIn({ account, region }: Location, type: { readonly tfResourceType: string }) {
    return this.all(type).filter(({ stack, resource }) => {
      const at = locationOf(stack, resource);
      return at.account === account && at.region === region;
    });
  }

  arn(service: string, { account, region }: Location, resource: string): string {
    return arn({ partition: this.organization.partition, service, region, account, resource });
  }

  queueUrl({ account, region }: Location, name: string): string {
    return `https://sqs.${region}.${dnsSuffix(this.organization.partition)}/${account}/${name}`;
  }

  /** A text as Terraform evaluates it in a stack. */
  value(stack: StackData, text: string): string {
    return text.replace(/\$\$\{|%%\{|\$\{([^}]*)\}/g, (all, expression?: string) =>
      expression === undefined ? all.slice(1) : this.valueOf(stack, expression),
    );
  }

  private valueOf(stack: StackData, expression: string): string {
    const [, of, output] = /^data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression) ?? [];
    if (of !== undefined) {
      const from = this.stack(of);
      return this.value(from, from.json.output[output!].value);
    }
    const [type, id, attribute] = expression.split('.') as [string, string, string];
    const resource = stack.json.resource[type]?.[id];
    if (resource === undefined) throw new Error(`${expression} refers to nothing in ${stack.name}`);
    if (resource[attribute] !== undefined) return this.value(stack, resource[attribute]);
    const at = locationOf(stack, resource);
    switch (`${type}.${attribute}`) {
      case 'aws_kms_key.arn':
        return this.arn('kms', at, `key/${id}`);
      case 'aws_sqs_queue.url':
        return this.queueUrl(at, resource.name);
      default:
        throw new Error(`what AWS makes of ${expression} is not known here`);
    }
  }

  private healer(stack: StackData, id: string, resource: Resource, folder: string): DeployedHealer {
    const env = Object.fromEntries(
      Object.entries<string>(resource.environment.variables).map(([name, text]) => [name, this.value(stack, text)]),
    );
    const zip = readFileSync(join(folder, resource.filename));
    const files = unzipSync(zip);
    const file = join(folder, 'desired.json');
    writeFileSync(file, files['desired.json']!);
    return {
      ...locationOf(stack, resource),
      name: /^heal-([a-z]+)-/.exec(id)![1]!,
      stack,
      id: id.replace(/_function$/, ''),
      resource,
      zip,
      files: Object.keys(files),
      settings: healerSettings(env),
      desired: desiredValue({ ...env, DESIRED_FILE: file }),
    };
  }
}
