import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stacks } from '../main';
import { write } from '../src/cli/synth';
import type { Organization } from '../src/config/organization';

type ResourceType = { readonly tfResourceType: string };
/** A resource as Terraform reads it. */
export type Resource = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON of every resource type

/** One stack's Terraform, read back as data. */
export class StackData {
  constructor(
    readonly name: string,
    readonly json: Resource,
  ) {}

  /** Every resource of a type, by name. */
  named(type: ResourceType): Record<string, Resource> {
    return this.json.resource?.[type.tfResourceType] ?? {};
  }

  all(type: ResourceType): Resource[] {
    return Object.values(this.named(type));
  }

  only(type: ResourceType): Resource {
    const found = this.all(type);
    if (found.length !== 1)
      throw new Error(`expected one ${type.tfResourceType} in ${this.name}, found ${found.length}`);
    return found[0];
  }

  /** Addresses of everything that has state, sorted. */
  get addresses(): string[] {
    return Object.entries<Resource>(this.json.resource ?? {})
      .flatMap(([type, resources]) => Object.keys(resources).map((name) => `${type}.${name}`))
      .sort();
  }
}

/** Every stack of an organization, as its files say. */
export class Platform {
  readonly stacks: StackData[];

  constructor(organization: Organization) {
    const parent = mkdtempSync(join(tmpdir(), 'org-audit-'));
    const folder = join(parent, 'cdktf.out');
    try {
      write(stacks, organization, folder);
      this.stacks = readdirSync(join(folder, 'stacks')).map(
        (name) => new StackData(name, JSON.parse(readFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), 'utf8'))),
      );
    } finally {
      rmSync(parent, { recursive: true });
    }
  }

  stack(name: string): StackData {
    const found = this.stacks.find((stack) => stack.name === name);
    if (!found) throw new Error(`no stack ${name} among ${this.stacks.map((stack) => stack.name).join(', ')}`);
    return found;
  }

  /** Every resource of a type, in all stacks. */
  all(type: ResourceType): Resource[] {
    return this.stacks.flatMap((stack) => stack.all(type));
  }

  get baselines(): StackData[] {
    return this.stacks.filter(({ name }) => name.startsWith('baseline-'));
  }
}
