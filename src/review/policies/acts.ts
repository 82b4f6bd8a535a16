import { expand } from '../../authorization/authorization';
import type { Rule, Sieve } from './document';
import type { Atom } from './atoms';
import { bucketGlob, glob } from './globs';
import { Patterns } from './patterns';
import { bitsWhere, placesOf } from './region';

/** Actions that the same patterns match and that take the same kinds of resources. */
interface Group {
  readonly matched: ReadonlySet<string>;
  /** Those that AWS has, as it spells them; `*` for all that no pattern names. */
  readonly names: readonly string[];
  /** ARN patterns of what they take; nothing where that is not told apart. */
  readonly takes?: readonly string[];
}

interface Pair {
  readonly group: Group;
  readonly atom: Atom;
}

/** Whether actions are among those of a statement. */
const isAmong = ({ matched }: Group, { names, but }: Sieve): boolean => names.some((name) => matched.has(name)) !== but;

const isFuture = ({ names }: Group): boolean => names.length === 0;
const namesIn = (groups: Iterable<Group>): readonly string[] =>
  [...new Set([...groups].flatMap(({ names }) => names))].sort();

const BUCKET = 'arn:*:s3:::*';
/** What is asked of actions that take no resource. */
const NONE = '*';
/** Kinds of resources that are told apart; beyond that any action may take anything. */
const KINDS = 150;

/** Whether a statement speaks of any resource there is. */
const isAny = (resources: Sieve | undefined): boolean =>
  resources === undefined || (!resources.but && resources.names.every((name) => name === '*'));

const AS_ACTION = { as: 'text' } as const;
const AS_ARN = { as: 'arn' } as const;

/** Actions and resources: which of them a statement speaks of, and which of them can go together. */
export class Acts {
  private readonly patterns: Patterns;
  private readonly none: bigint;
  private readonly kinds = new Map<string, bigint>();
  private readonly groups: readonly Group[];
  private readonly pairs: readonly Pair[];
  readonly size: number;

  /**
   * @param asked - only acts that one of these speaks of are told apart
   * @throws TooIntricate
   */
  constructor(rules: readonly Rule[], asked: readonly Rule[]) {
    const groups = groupsOf([...new Set(rules.flatMap(({ actions }) => actions.names))]).filter((group) =>
      asked.some(({ actions }) => isAmong(group, actions)),
    );
    this.groups = groups;
    const kinds = [...new Set(groups.flatMap(({ takes = [] }) => takes))];
    const told = rules.some(({ resources }) => !isAny(resources)) && kinds.length <= KINDS;
    this.patterns = new Patterns();
    this.none = 1n << BigInt(this.patterns.addGlob(glob(NONE, { as: 'exact' })));
    for (const { resources, variables } of rules) {
      for (const name of resources?.names ?? []) this.patterns.add(name, AS_ARN, variables);
    }
    for (const kind of told ? kinds : []) {
      const one = kind === BUCKET ? bucketGlob(kind) : glob(kind, AS_ARN);
      this.kinds.set(kind, 1n << BigInt(this.patterns.addGlob(one)));
    }
    const { atoms } = this.patterns;
    this.pairs = groups.flatMap((group) =>
      atoms.filter((atom) => !told || this.goTogether(group, atom)).map((atom) => ({ group, atom })),
    );
    this.size = this.pairs.length;
  }

  private goTogether({ takes }: Group, atom: Atom): boolean {
    return takes === undefined || (atom & this.none) !== 0n || takes.some((kind) => atom & this.kinds.get(kind)!);
  }

  bitsOf({ actions, resources, variables }: Rule): bigint {
    const named = this.maskOf(resources, variables);
    const groups = new Set(this.groups.filter((group) => isAmong(group, actions)));
    const { atoms } = this.patterns;
    const on = new Set(
      resources === undefined ? atoms : atoms.filter((atom) => ((atom & named) !== 0n) !== resources.but),
    );
    return bitsWhere(this.pairs, ({ group, atom }) => groups.has(group) && on.has(atom));
  }

  private maskOf(resources: Sieve | undefined, variables: boolean): bigint {
    return (resources?.names ?? []).reduce((mask, name) => mask | this.patterns.bitOf(name, AS_ARN, variables), 0n);
  }

  /** Actions and resources of a statement that are among some acts. */
  told(bits: bigint, rule: Rule): Told {
    const pairs = this.pairsOf(bits);
    const groups = new Set(pairs.map(({ group }) => group));
    const own = new Set(this.pairsOf(this.bitsOf(rule)).map(({ group }) => group));
    const among = (some: Iterable<Group>, name: string) => [...some].filter(({ matched }) => matched.has(name));
    const { names, spelled, but } = rule.actions;
    return {
      actions: namesIn(groups),
      future: [...groups].some(isFuture),
      patterns: (but ? [] : names).flatMap((name, at) => {
        const meant = among(groups, name);
        if (meant.length === 0) return [];
        const all = meant.length === among(own, name).length;
        return [{ spelled: spelled[at]!, actions: namesIn(meant), all }];
      }),
      resources: this.toldResources([...new Set(pairs.map(({ atom }) => atom))], rule.resources, rule.variables),
    };
  }

  private pairsOf(bits: bigint): readonly Pair[] {
    return [...placesOf(bits)].map((place) => this.pairs[place]!);
  }

  private toldResources(atoms: readonly Atom[], resources: Sieve | undefined, variables: boolean): readonly string[] {
    if (resources === undefined) return [];
    if (resources.but) return resources.names.length === 0 ? ['*'] : [`all but ${resources.names.join(', ')}`];
    return resources.names.filter((name) => {
      const bit = this.patterns.bitOf(name, AS_ARN, variables);
      return atoms.some((atom) => atom & bit);
    });
  }
}

export interface Told {
  readonly actions: readonly string[];
  /** Whether actions are among them that AWS does not have today. */
  readonly future: boolean;
  /** The statement's own patterns, none where it says NotAction; what of each is meant, and whether that is all of it. */
  readonly patterns: readonly {
    readonly spelled: string;
    readonly actions: readonly string[];
    readonly all: boolean;
  }[];
  readonly resources: readonly string[];
}

const KNOWN = 500;
const knownGroups = new Map<string, readonly Group[]>();

/** Actions told apart by patterns, those that AWS may have one day included. Policies of one kind name the same actions. */
function groupsOf(patterns: readonly string[]): readonly Group[] {
  const sorted = [...patterns].sort();
  const key = keyOf(sorted);
  const known = knownGroups.get(key) ?? groupsBy(sorted);
  if (knownGroups.size === KNOWN) knownGroups.clear();
  knownGroups.set(key, known);
  return known;
}

function groupsBy(patterns: readonly string[]): readonly Group[] {
  const named = patterns.filter((pattern) => pattern !== '*');
  const star = patterns.filter((pattern) => pattern === '*');
  const matchedBy = new Map<string, string[]>();
  const kindsOf = new Map<string, readonly string[]>();
  for (const pattern of named) {
    for (const { name, resourceArns } of expand(pattern)) {
      push(matchedBy, name, pattern);
      kindsOf.set(name, resourceArns);
    }
  }
  const groups = new Map<string, { matched: ReadonlySet<string>; names: string[]; takes: readonly string[] }>();
  const told = new Set<string>();
  for (const [name, by] of matchedBy) {
    const takes = kindsOf.get(name)!;
    const key = JSON.stringify([by, takes]);
    const group = groups.get(key) ?? { matched: new Set([...by, ...star]), names: [], takes };
    group.names.push(name);
    groups.set(key, group);
    told.add(keyOf([...by, ...star]));
  }
  const rest: Group = { matched: new Set(star), names: ['*'] };
  told.add(keyOf(star));
  return [rest, ...groups.values(), ...future(patterns, told)];
}

/** Combinations of patterns that no action of today matches. One that a future action may match alone may take anything. */
function future(patterns: readonly string[], told: ReadonlySet<string>): readonly Group[] {
  const all = new Patterns();
  for (const pattern of patterns) all.add(pattern, AS_ACTION, false);
  return all.atoms
    .map((atom) => patterns.filter((pattern) => atom & all.bitOf(pattern, AS_ACTION, false)))
    .filter((matched) => !told.has(keyOf(matched)))
    .map((matched) => ({ matched: new Set(matched), names: matched.filter((name) => !/[*?]/.test(name)) }));
}

const keyOf = (patterns: readonly string[]): string => JSON.stringify([...patterns].sort());

function push<V>(lists: Map<string, V[]>, key: string, item: V): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
