import type { Change, Kind } from '../change';
import type { Attributes } from '../value';
import { isObject, type Json, LIST, member, OBJECT, type Path, type Problems, TEXT } from './problems';
import type { References } from './references';
import { attributes, check, equal, type Layers } from './values';

/**
 * Combinations of actions that Terraform makes. Source: its internals documentation, "JSON Output Format", and since
 * Terraform 1.11 `forget` in the place of `delete`: the one replaced is left in AWS, but nothing of it is kept. OpenTofu
 * forgets first as well.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  'no-op': 'none',
  create: 'create',
  update: 'update',
  delete: 'delete',
  forget: 'forget',
  'delete,create': 'replace',
  'create,delete': 'replace',
  'create,forget': 'replace',
  'forget,create': 'replace',
};

/** On which sides a kind has a resource. */
const SIDES: Readonly<Record<Kind, { readonly before: boolean; readonly after: boolean }>> = {
  none: { before: true, after: true },
  create: { before: false, after: true },
  update: { before: true, after: true },
  delete: { before: true, after: false },
  forget: { before: true, after: false },
  replace: { before: true, after: true },
};

/** Where an entry is read, and what it is read for. */
export interface Reading {
  readonly plan: string;
  readonly origin: Change['origin'];
  readonly references: References;
  readonly problems: Problems;
}

/** Reads a list of `resource_changes` or `resource_drift`; data sources and what is ephemeral are left out. */
export function changesIn(list: readonly unknown[], path: Path, reading: Reading): readonly Change[] {
  const { problems } = reading;
  const known = new Map<string, number>();
  return list.flatMap((value, at) => {
    const entry = problems.checked(value, [...path, at], OBJECT);
    const change = entry && changeOf(entry, [...path, at], reading);
    if (change === undefined) return [];
    const first = known.get(change.address);
    if (first !== undefined) problems.add([...path, at], `repeats the address of ${path.join('.')}[${first}]`);
    known.set(change.address, at);
    return [change];
  });
}

function changeOf(entry: Json, path: Path, { plan, origin, references, problems }: Reading): Change | undefined {
  const address = problems.required(entry, 'address', path, TEXT);
  const mode = problems.required(entry, 'mode', path, TEXT);
  const type = problems.required(entry, 'type', path, TEXT);
  const deposed = problems.optional(entry, 'deposed', path, TEXT);
  const previousAddress = problems.optional(entry, 'previous_address', path, TEXT);
  const change = problems.required(entry, 'change', path, OBJECT);
  if (address === undefined || mode === undefined || type === undefined || change === undefined) return undefined;
  if (mode !== 'managed') {
    const other = mode === 'data' || mode === 'ephemeral';
    if (!other) problems.add([...path, 'mode'], 'is none that Terraform knows, expected managed, data or ephemeral');
    else if (mode !== addressMode(address)) problems.add([...path, 'mode'], 'does not fit the address');
    return undefined;
  }
  if (addressMode(address) !== 'managed') problems.add([...path, 'mode'], 'does not fit the address');
  if (typeIn(address) !== type) problems.add([...path, 'type'], 'does not fit the address');

  const at = [...path, 'change'];
  const kind = kindOf(change, at, problems);
  if (kind === undefined) return undefined;
  const before = side('before', kind, change, at, problems);
  const after = side('after', kind, change, at, problems);
  if (kind === 'none' && !equal(member(change, 'before'), member(change, 'after'))) {
    problems.add(at, 'is said to change nothing, but before and after differ');
  }
  const importing = problems.optional(change, 'importing', at, OBJECT);
  return new Read({
    plan,
    origin,
    // As Terraform prints what a failed replacement has left over.
    address: deposed === undefined ? address : `${address} (deposed object ${deposed})`,
    ...(previousAddress === undefined ? {} : { previousAddress }),
    type,
    kind,
    imported: importing !== undefined,
    replacedBecause: replacing(change, at, problems),
    sides: { before, after },
    refersTo: (attribute) => references.of(address, attribute),
    expression: (attribute) => references.expression(address, attribute),
    providerRegion: () => references.providerRegion(address),
  });
}

/** The last steps of an address: `data.type.name[index]`. A key may hold anything, dots included. */
const LAST = /(?:^|\.)(?:(data|ephemeral)\.)?([^.[\]"]+)\.[^.[\]"]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?$/s;

const addressMode = (address: string): string => LAST.exec(address)?.[1] ?? 'managed';
const typeIn = (address: string): string | undefined => LAST.exec(address)?.[2];

function kindOf(change: Json, path: Path, problems: Problems): Kind | undefined {
  const actions = problems.required(change, 'actions', path, LIST);
  if (actions === undefined) return undefined;
  const key = actions.every((action) => typeof action === 'string') ? actions.join() : '';
  const kind = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
  if (kind === undefined) problems.add([...path, 'actions'], 'is no combination of actions that Terraform makes');
  return kind;
}

interface Side {
  readonly layers: Layers;
  readonly marked: boolean;
}

function side(name: 'before' | 'after', kind: Kind, change: Json, path: Path, problems: Problems): Side | undefined {
  const at = [...path, name];
  const value = member(change, name);
  if (value === undefined) {
    problems.add(at, 'is missing');
    return undefined;
  }
  if (!SIDES[kind][name]) {
    if (value !== null) problems.add(at, `is something where a ${kind} leaves nothing`);
    return undefined;
  }
  if (!isObject(value)) {
    problems.add(at, `is no object, though a ${kind} has one`);
    return undefined;
  }
  const marks = (of: string): unknown => {
    const read = member(change, of);
    if (typeof read === 'boolean' || isObject(read)) return read;
    problems.add([...path, of], read === undefined ? 'is missing' : 'is neither true nor false nor an object');
    return false;
  };
  const layers: Layers = {
    value,
    unknown: name === 'after' ? marks('after_unknown') : false,
    sensitive: marks(`${name}_sensitive`),
  };
  if (layers.unknown === true) problems.add([...path, 'after_unknown'], 'leaves nothing of the resource to review');
  if (layers.sensitive === true) problems.add([...path, `${name}_sensitive`], 'hides the whole resource from a review');
  return { layers, marked: check(layers, at, problems) };
}

function replacing(change: Json, path: Path, problems: Problems): readonly string[] {
  const paths = problems.optional(change, 'replace_paths', path, LIST) ?? [];
  const names = paths.flatMap((steps, at) => {
    if (Array.isArray(steps) && typeof steps[0] === 'string') return [steps[0]];
    problems.add([...path, 'replace_paths', at], 'is no path to an attribute');
    return [];
  });
  return [...new Set(names)];
}

interface Parts extends Omit<Change, 'before' | 'after'> {
  readonly sides: { readonly before: Side | undefined; readonly after: Side | undefined };
}

/** A change whose attributes are put together when somebody asks: most of a plan stays as it is, and nobody does. */
class Read implements Change {
  readonly plan: string;
  readonly origin: Change['origin'];
  readonly address: string;
  readonly previousAddress?: string;
  readonly type: string;
  readonly kind: Kind;
  readonly imported: boolean;
  readonly replacedBecause: readonly string[];
  readonly refersTo: Change['refersTo'];
  readonly expression: Change['expression'];
  readonly providerRegion: Change['providerRegion'];
  readonly #sides: Parts['sides'];
  #before: Attributes | undefined;
  #after: Attributes | undefined;

  constructor(parts: Parts) {
    this.plan = parts.plan;
    this.origin = parts.origin;
    this.address = parts.address;
    if (parts.previousAddress !== undefined) this.previousAddress = parts.previousAddress;
    this.type = parts.type;
    this.kind = parts.kind;
    this.imported = parts.imported;
    this.replacedBecause = parts.replacedBecause;
    this.refersTo = parts.refersTo;
    this.expression = parts.expression;
    this.providerRegion = parts.providerRegion;
    this.#sides = parts.sides;
  }

  get before(): Attributes | undefined {
    const { before } = this.#sides;
    return (this.#before ??= before && attributes(before.layers, before.marked));
  }

  get after(): Attributes | undefined {
    const { after } = this.#sides;
    return (this.#after ??= after && attributes(after.layers, after.marked));
  }
}
