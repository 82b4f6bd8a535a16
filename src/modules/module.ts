import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  App,
  DefaultTokenResolver,
  StringConcat,
  type TerraformElement,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import type { Construct, Node } from 'constructs';
import { type Names, namesOf } from '../config/names';
import type { Place } from '../placement/placement';
import { ASSETS, addressOf } from '../stacks/platform-stack';
import { expressionOf, type Json, written } from './expression';
import { standIn } from './stand-in';
import type { Given, Variables } from './variable';

/** Folders of this project, by what they hold. */
export interface Sources {
  readonly lambdas: string;
  readonly policies: string;
  readonly packs: string;
  /** Questions to the evidence. */
  readonly queries: string;
  /** What a caller of each module writes, as `<name>.tf`, providers left out. A test applies it as it stands. */
  readonly examples: string;
}

export interface Output {
  readonly value: string | readonly string[];
  readonly description: string;
  /** Constructs that must be there before whoever reads it goes on, such as a policy that lets them in. */
  readonly after?: readonly Construct[];
}

/** A Terraform module for whoever writes HCL, made of the constructs that the stacks are made of. One file each. */
export interface Module<V extends Variables = Variables> {
  /** Of its folder. */
  readonly name: string;
  /** A sentence without its full stop. */
  readonly title: string;
  /** Paragraphs of the README, in Markdown: what it makes, whom it lets do what, what cannot be undone. */
  readonly description: readonly string[];
  /** Chapters of the README about what only files of the project know, in Markdown. */
  chapters?(sources: Sources): readonly string[];
  readonly variables: V;
  /** Providers that the caller passes besides `aws`, by alias, and what each is. */
  readonly providers?: Readonly<Record<string, string>>;
  /** Adds the constructs. */
  compose(module: ModuleStack, given: Given<V>): Readonly<Record<string, Output>>;
}

/** Keeps the types of the variables for `compose`. */
export const defineModule = <const V extends Variables>(module: Module<V>): Module => module as unknown as Module;

/** Where the resources of one provider are, as Terraform finds out. */
export interface Surroundings {
  /** For resources with a region and without: a module names none, so that providers 5 and 6 both serve. */
  readonly place: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Ends the host names of services. */
  readonly dnsSuffix: string;
}

/** What constructs are composed in, to become one module. */
export class ModuleStack extends TerraformStack {
  /** Of the caller's provider. */
  readonly here: Surroundings;
  /** Files that Terraform uploads, by name. */
  readonly assets = new Map<string, Uint8Array>();
  readonly locals: Record<string, string> = {};
  private readonly conditions: Conditional[] = [];
  /** Addresses of those that may not be there. */
  private readonly counted = new Set<string>();
  /** When a resource is there, by address. */
  private readonly there = new Map<string, string>();
  private readonly aliases = new Map<string, Surroundings>();

  constructor(
    readonly sources: Sources,
    aliases: readonly string[],
  ) {
    super(new App({ stackTraces: false }), 'module');
    // The caller's, which cdktf asks for; none is written.
    new AwsProvider(this, 'aws');
    this.here = this.surroundings('current', {});
    for (const alias of aliases) {
      const provider = new AwsProvider(this, `aws-${alias}`, { alias });
      this.aliases.set(alias, this.surroundings(alias, { provider }));
    }
  }

  /** Of a provider that the module declares. */
  at(alias: string): Surroundings {
    const surroundings = this.aliases.get(alias);
    if (!surroundings) throw new Error(`the module declares no provider aws.${alias}`);
    return surroundings;
  }

  /** What everything is called; `there` is where archives lie. */
  names(name: string, there = this.here): Names {
    const { account, region } = this.here;
    const names = namesOf({
      name,
      accounts: { audit: account, archive: there.account, members: [] },
      regions: { home: region, archive: there.region, governed: [region], retired: [] },
    });
    // Glue takes no hyphens, which the name has only once the caller has given it.
    const catalogPrefix = standIn('"${replace(var.name, "-", "_")}_audit"');
    return { ...names, catalogPrefix, forensicsDatabase: catalogPrefix };
  }

  /** Adds a file that Terraform uploads, and returns its path. */
  asset(name: string, content: Uint8Array): string {
    this.assets.set(name, content);
    return `${standIn('path.module')}/${ASSETS}/${name}`;
  }

  /** Names an expression, for those that several places need or nobody wants to read twice. */
  local(name: string, expression: string): string {
    this.locals[name] = `\${${expression}}`;
    return standIn(`local.${name}`);
  }

  /** What constructs have made of stand-ins, as an expression of HCL. */
  expression(value: unknown): string {
    const resolver = new DefaultTokenResolver(new StringConcat());
    return expressionOf(Tokenization.resolve(value, { scope: this, resolver, preparing: false }) as Json);
  }

  /** Every resource of a construct, or the resource itself. */
  resourcesOf(construct: Construct): TerraformResource[] {
    return construct.node.findAll().filter(TerraformResource.isTerraformResource);
  }

  /** The one resource of a type within a construct. */
  resource(construct: Construct, type: string): TerraformResource {
    const found = this.resourcesOf(construct).filter(({ terraformResourceType }) => terraformResourceType === type);
    if (found.length !== 1) throw new Error(`${construct.node.path} has ${found.length} resources ${type}, not one`);
    return found[0]!;
  }

  addressOf(resource: TerraformResource): string {
    return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
  }

  /** An attribute of a resource, for outputs and conditions. */
  attribute(resource: TerraformResource, name: string): string {
    return standIn(`${this.addressOf(resource)}.${name}`);
  }

  /** Makes the resources of a construct only where an expression is true. References among them get their `[0]`. */
  onlyIf(condition: string, construct: Construct): void {
    for (const resource of this.resourcesOf(construct)) {
      resource.addOverride('count', `\${${condition} ? 1 : 0}`);
      this.counted.add(this.addressOf(resource));
      this.there.set(this.addressOf(resource), condition);
    }
  }

  /**
   * Makes a resource for each of a map.
   *
   * @param condition - of what it refers to, without which the map has nothing
   */
  forEach(map: string, resource: TerraformResource, condition?: string): void {
    resource.addOverride('for_each', `\${${map}}`);
    if (condition !== undefined) this.there.set(this.addressOf(resource), condition);
  }

  /**
   * Keeps a block of a resource only where an expression is true. `path` leads to it, or to all of a name, and through `0`
   * of a list; what is within a block comes before the block itself.
   */
  blockIf(condition: string, resource: TerraformResource, ...path: readonly string[]): void {
    this.conditions.push({ condition, resource, path });
  }

  /** The resources as Terraform reads them, stand-ins replaced. */
  content(): { readonly data: Json; readonly resource: Json } {
    const problems = this.node.findAll().flatMap((one) => one.node.validate());
    if (problems.length > 0) throw new Error(problems.join('\n'));
    const { resource = {} } = this.toTerraform() as { resource?: Tree };
    for (const { condition, resource: of, path } of this.conditions) {
      makeDynamic(resource[of.terraformResourceType]![of.friendlyUniqueId] as Block, path, condition);
    }
    const resources = onResources(resource, ({ '//': _, ...body }, address) => written(this.indexed(body, address)));
    return { data: this.dataFor(JSON.stringify([resources, this.locals])), resource: resources };
  }

  override prepareStack(): void {}

  /** What a caller gives is no part of an address. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return addressOf(this, element, (id) => id.replace(/«[^»]*»-|-?«[^»]*»/g, ''));
  }

  /** A reference to what may not be there, made by what is there only where that is. */
  private indexed(body: JsonObject, address: string): JsonObject {
    const text = JSON.stringify(body).replace(/\$\{(aws_\w+\.[\w-]+)\.(?=\w)/g, (reference, to: string) => {
      if (!this.counted.has(to)) return reference;
      if (this.there.get(address) !== this.there.get(to))
        throw new Error(`${address} refers to ${to}, which may not be there`);
      return `\${${to}[0].`;
    });
    return JSON.parse(text) as JsonObject;
  }

  private surroundings(name: string, place: Place): Surroundings {
    const data = (type: string, attribute: string) => standIn(`data.${type}.${name}.${attribute}`);
    return {
      place,
      partition: data('aws_partition', 'partition'),
      account: data('aws_caller_identity', 'account_id'),
      // `name` is another attribute in provider 6; `id` is the region's name in both.
      region: data('aws_region', 'id'),
      dnsSuffix: data('aws_partition', 'dns_suffix'),
    };
  }

  /** The data sources that something names. */
  private dataFor(text: string): Json {
    const used: Record<string, Record<string, Json>> = {};
    for (const [, type, name] of text.matchAll(/\bdata\.(aws_\w+)\.(\w+)\./g)) {
      (used[type!] ??= {})[name!] = name === 'current' ? {} : { provider: `aws.${name}` };
    }
    return sorted(used);
  }
}

interface Conditional {
  readonly condition: string;
  readonly resource: TerraformResource;
  readonly path: readonly string[];
}

function makeDynamic(body: Block, path: readonly string[], condition: string): void {
  const at = /^\d+$/.test(path.at(-1)!) ? Number(path.at(-1)) : undefined;
  const way = at === undefined ? path : path.slice(0, -1);
  const block = way.slice(0, -1).reduce<unknown>((one, step) => (one as Block)[step], body) as Block;
  const label = way.at(-1)!;
  const all = [block[label] ?? []].flat();
  if (all.length === 0 || (at !== undefined && at >= all.length))
    throw new Error(`there is no block ${path.join('.')}`);
  Reflect.deleteProperty(block, label);
  const dynamic = (block.dynamic ??= {}) as Block;
  // Blocks of a name keep their order only where all of them are dynamic.
  dynamic[label] = all.map((content, index) => ({
    for_each: at === undefined || index === at ? `\${${condition} ? [true] : []}` : [true],
    content,
  }));
}

type Block = Record<string, Json>;
type JsonObject = Readonly<Record<string, Json>>;
type Tree = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

const onResources = (tree: Tree, change: (body: JsonObject, address: string) => Json): Json =>
  Object.fromEntries(
    Object.entries(tree).map(([type, bodies]) => [
      type,
      Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, change(body, `${type}.${name}`)])),
    ]),
  );

const sorted = (tree: Record<string, Record<string, Json>>): Json =>
  Object.fromEntries(
    Object.keys(tree)
      .sort()
      .map((type) => [type, Object.fromEntries(Object.entries(tree[type]!).sort(([a], [b]) => a.localeCompare(b)))]),
  );
