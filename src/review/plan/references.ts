import { withoutIndexes } from '../address';
import { isObject, type Json, member } from './problems';

/** Followed no further: a configuration of this depth refers in a circle. */
const DEPTH = 32;

/** A place in the configuration: the module there, and the steps to it from the root. */
interface Place {
  readonly module: Json;
  /** `module.a.module.b.`, empty in the root. */
  readonly prefix: string;
  readonly parent?: Place;
  /** How the parent calls it. */
  readonly call?: Json;
}

const objectOf = (from: Json, name: string): Json => {
  const value = member(from, name);
  return isObject(value) ? value : {};
};

/**
 * What the configuration of a plan refers to. It follows variables into the calls of modules, outputs out of them,
 * `each` and data sources; what a `local` refers to Terraform does not print.
 */
export class References {
  private readonly root: Place;
  /** Settings of providers, by what resources call them: their aliases, wherever they are handed on to. */
  private readonly providers: Json;
  /** Resources of the configuration and where they are, by address. */
  private readonly blocks = new Map<string, { readonly block: Json; readonly place: Place }>();
  private readonly modules = new Map<string, Place>();

  constructor(configuration: Json) {
    this.root = { module: objectOf(configuration, 'root_module'), prefix: '' };
    this.providers = objectOf(configuration, 'provider_config');
    this.index(this.root, DEPTH);
  }

  private index(place: Place, left: number): void {
    this.modules.set(place.prefix, place);
    const resources = member(place.module, 'resources');
    for (const block of Array.isArray(resources) ? resources.filter(isObject) : []) {
      this.blocks.set(`${place.prefix}${String(member(block, 'address'))}`, { block, place });
    }
    if (left === 0) return;
    const calls = objectOf(place.module, 'module_calls');
    for (const [name, call] of Object.entries(calls)) {
      if (!isObject(call)) continue;
      const prefix = `${place.prefix}module.${name}.`;
      this.index({ module: objectOf(call, 'module'), prefix, parent: place, call }, left - 1);
    }
  }

  /** Addresses of managed resources, without index, that an attribute or a block of a resource refers to. */
  of(address: string, attribute: string): readonly string[] {
    const found = this.blocks.get(withoutIndexes(address));
    if (found === undefined) return [];
    const { block, place } = found;
    const expression = member(objectOf(block, 'expressions'), attribute);
    return [...this.follow(expression, place, block, new Set())];
  }

  /** What the configuration writes for an attribute or a block of a resource. */
  expression(address: string, attribute: string): unknown {
    const found = this.blocks.get(withoutIndexes(address));
    return found && member(objectOf(found.block, 'expressions'), attribute);
  }

  /** Region that is written for the provider of a resource. */
  providerRegion(address: string): string | undefined {
    const block = this.blocks.get(withoutIndexes(address))?.block;
    const key = block && member(block, 'provider_config_key');
    if (typeof key !== 'string') return undefined;
    const written = objectOf(objectOf(this.providers, key), 'expressions');
    const region = member(objectOf(written, 'region'), 'constant_value');
    return typeof region === 'string' ? region : undefined;
  }

  private *follow(expression: unknown, place: Place, block: Json, seen: Set<string>): Generator<string> {
    for (const reference of referencesIn(expression, DEPTH)) {
      const key = `${place.prefix} ${reference}`;
      // `each` is that of a block.
      const own = /^(?:each|count)\./.test(reference);
      if (!own && seen.has(key)) continue;
      if (!own) seen.add(key);
      yield* this.meant(withoutIndexes(reference), place, block, seen);
    }
  }

  private *meant(reference: string, place: Place, block: Json, seen: Set<string>): Generator<string> {
    const [kind = '', name = '', third = ''] = reference.split('.');
    if (kind === 'each') yield* this.follow(member(block, 'for_each_expression'), place, {}, seen);
    else if (kind === 'var') {
      const { parent, call } = place;
      if (parent === undefined || call === undefined) return;
      yield* this.follow(member(objectOf(call, 'expressions'), name), parent, call, seen);
    } else if (kind === 'module') {
      const within = this.modules.get(`${place.prefix}module.${name}.`);
      if (within === undefined) return;
      const outputs = objectOf(within.module, 'outputs');
      for (const output of third === '' ? [] : [third]) {
        yield* this.follow(member(objectOf(outputs, output), 'expression'), within, {}, seen);
      }
    } else if (kind === 'data') {
      const found = this.blocks.get(`${place.prefix}data.${name}.${third}`);
      if (found) yield* this.follow(member(found.block, 'expressions'), found.place, found.block, seen);
    } else {
      const address = `${place.prefix}${kind}.${name}`;
      if (this.blocks.has(address) && !seen.has(`= ${address}`)) {
        seen.add(`= ${address}`);
        yield address;
      }
    }
  }
}

/** Every text in a `references`, however deep blocks are nested. */
function* referencesIn(expression: unknown, left: number): Generator<string> {
  if (typeof expression !== 'object' || expression === null || left === 0) return;
  if (Array.isArray(expression)) {
    for (const item of expression) yield* referencesIn(item, left - 1);
    return;
  }
  const references = member(expression as Json, 'references');
  if (Array.isArray(references)) yield* references.filter((one): one is string => typeof one === 'string');
  for (const [name, value] of Object.entries(expression)) {
    if (name !== 'references' && name !== 'constant_value') yield* referencesIn(value, left - 1);
  }
}
