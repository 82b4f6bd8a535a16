import { coverage } from '../authorization/wildcards';
import { type Conditions, list, one, type PolicyStatement } from '../policy/document';

type Rest = Readonly<Omit<PolicyStatement, 'Sid' | 'Action' | 'Resource'>>;

interface Elements {
  readonly sids: readonly string[];
  /** Absent where the statement says NotAction; likewise resources. */
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly rest: Rest;
}

/** A statement taken apart into what merging unites and what must be alike; the same however it was written. */
export class Mergeable {
  /** Statements of one shape differ in nothing but their actions. */
  readonly shape: string;
  /** Statements of one reach differ in nothing but their resources. */
  readonly reach: string;
  /** The statement in as few characters as it takes. */
  readonly text: string;

  private constructor(readonly elements: Elements) {
    const { sids, actions, resources, rest } = elements;
    const { Effect, Principal, NotAction, NotResource, Condition, ...others } = rest;
    const alike = [tidy({ ...rest, Condition: undefined }), demandsOf(Condition)];
    this.shape = JSON.stringify([alike, resources]);
    // What is excluded is never united: that would match less.
    this.reach = JSON.stringify(actions && resources ? [alike, actions] : [alike, actions, resources]);
    this.text = JSON.stringify({
      Sid: sids.length === 0 ? undefined : sids.join('And'),
      Effect,
      Principal,
      Action: actions && one(actions),
      NotAction,
      Resource: resources && one(resources),
      NotResource,
      Condition,
      ...others,
    });
  }

  static of({ Sid, Action, Resource, ...rest }: PolicyStatement): Mergeable {
    return new Mergeable({
      sids: Sid === undefined ? [] : [Sid],
      actions: Action === undefined ? undefined : withoutCovered(list(Action)),
      resources: Resource === undefined ? undefined : withoutNamed(list(Resource)),
      rest: tidy({ ...rest, ...(rest.Condition && { Condition: withoutNamedIn(rest.Condition) }) }) as Rest,
    });
  }

  get sid(): string | undefined {
    return this.elements.sids.length === 0 ? undefined : this.elements.sids.join('And');
  }

  with(some: Partial<Pick<Elements, 'actions' | 'resources'>> & { readonly sid?: string }): Mergeable {
    const { sid, ...others } = some;
    return new Mergeable({ ...this.elements, ...others, ...(sid === undefined ? {} : { sids: [sid] }) });
  }

  /** One statement for several of one shape or one reach. */
  static union(group: readonly Mergeable[]): Mergeable {
    const all = group.map(({ elements }) => elements);
    const { actions, resources } = all[0]!;
    return new Mergeable({
      sids: sorted(all.flatMap(({ sids }) => sids)),
      actions: actions && withoutCovered(all.flatMap((each) => each.actions!)),
      resources: resources && withoutNamed(all.flatMap((each) => each.resources!)),
      // Spellings may differ; which one is kept must not depend on the order.
      rest: all.map(({ rest }) => rest).reduce((best, rest) => (shorter(rest, best) ? rest : best)),
    });
  }
}

/**
 * The statements of one policy, as few as say the same. A statement matches a request when its actions, its resources
 * and its condition all do; so statements that differ only in actions may share them, and so may statements that differ
 * only in resources. Any other union would match requests that none of the statements did.
 */
export function merge(statements: readonly Mergeable[]): readonly Mergeable[] {
  const merged = united(
    united(statements, ({ shape }) => shape),
    ({ reach }) => reach,
  );
  return merged.length === statements.length ? merged : merge(merged);
}

function united(statements: readonly Mergeable[], keyOf: (one: Mergeable) => string): readonly Mergeable[] {
  const groups = new Map<string, Mergeable[]>();
  for (const statement of statements) {
    const key = keyOf(statement);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [statement]);
    else group.push(statement);
  }
  return [...groups.values()].map((group) => (group.length === 1 ? group[0]! : Mergeable.union(group)));
}

/** In the order of characters, which no locale changes. */
const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

function shorter(one: Rest, other: Rest): boolean {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  return first.length === second.length ? first < second : first.length < second.length;
}

/** Beside `*` naming an ARN says nothing, and beside `role/acme-*` neither does `role/acme-audit-*`. */
const withoutNamed = (arns: readonly string[]): readonly string[] =>
  arns.includes('*') ? ['*'] : sorted(arns.filter((arn) => !arns.some((by) => by !== arn && startsAs(arn, by))));

/** Only where the wildcard ends the last part of an ARN: what it stands for before that is another matter. */
const startsAs = (arn: string, pattern: string): boolean =>
  /^(?:[^:]*:){5}.*\*$/s.test(pattern) && arn.startsWith(pattern.slice(0, -1));

/** The same of conditions on ARNs. */
const withoutNamedIn = (condition: Conditions): Conditions =>
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      /^Arn(?:Not)?(?:Like|Equals)$/.test(operator)
        ? Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, withoutNamed(list(values))]))
        : keys,
    ]),
  );

/** Drops each action that another of the same list covers, as `s3:Put*` covers `s3:PutObject`. */
function withoutCovered(actions: readonly string[]): readonly string[] {
  // Case does not matter either. Of two spellings, the first stays.
  const spelled = new Map([...sorted(actions)].reverse().map((action) => [action.toLowerCase(), action]));
  const values = sorted([...spelled.values()]);
  const patterns = new Map(
    values.filter((value) => /[*?]/.test(value)).map((value) => [value, coverage(value.toLowerCase())]),
  );
  const covers = (by: string, value: string): boolean => patterns.get(by)?.(value.toLowerCase()) ?? false;
  return values.filter(
    (value) =>
      ![...patterns.keys()].some((by) => by !== value && covers(by, value) && !(value < by && covers(value, by))),
  );
}

/** Lists sorted and each value once, one value for a list of one, keys in order. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return one(sorted(value as string[]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([first], [second]) => (first < second ? -1 : 1))
      .map(([name, inner]) => [name, tidy(inner)]),
  );
}

/**
 * What a condition demands, in an order of its own. IAM ignores the case of `aws:PrincipalArn`; what may follow such a
 * name, a tag or a key of an encryption context, is compared as it stands. A name may occur in two spellings.
 */
const demandsOf = (condition: Conditions = {}): readonly string[] =>
  Object.entries(condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([name, values]) =>
        JSON.stringify([operator, name.replace(/^[^:]+:[^:/]+/, (key) => key.toLowerCase()), tidy(values)]),
      ),
    )
    .sort();
