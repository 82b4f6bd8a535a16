import { childOf, childrenOf, isLeaf, kindOf, type Tree } from './trino-tree';

/** What a FROM offers, and what it is called there. Columns without a name are ''. */
interface Relation {
  readonly name?: string;
  readonly columns: readonly string[];
}

interface Answer {
  readonly columns: readonly string[];
  /** What its ORDER BY may name as well. */
  readonly from: readonly Relation[];
}

type Known = ReadonlyMap<string, readonly string[]>;

/**
 * Names of columns that Trino would not find, or find twice. DuckDB is more generous: there a name that SELECT gives can
 * be used in WHERE, GROUP BY, HAVING and further on in the same SELECT.
 *
 * @param tree - a statement
 * @param tables - their columns
 */
export function lostNames(tree: Tree, tables: Known): string[] {
  const lost = new LostNames();
  lost.answerOf(tree, tables);
  return lost.found;
}

class LostNames {
  readonly found: string[] = [];

  answerOf(query: Tree, known: Known): Answer {
    switch (kindOf(query)) {
      case 'QueryStatement':
        return this.answerOf(childrenOf(query).at(-1)!, this.withNamed(query, known));
      case 'QueryNoWith': {
        const [body, ...rest] = childrenOf(query);
        const answer = this.answerOf(body!, known);
        for (const item of rest) this.look(item, [{ columns: answer.columns }], known, answer.from);
        return answer;
      }
      case 'SetOperation': {
        const [left, ...others] = queriesOf(query);
        const { columns } = this.answerOf(left!, known);
        for (const other of others) this.answerOf(other, known);
        return { columns, from: [] };
      }
      case 'QuerySpecification':
        return this.answerOfSelect(query, known);
      case 'InlineTable': {
        this.look(query, [], known);
        const row = childrenOf(query)
          .filter((child) => !isLeaf(child))[0]!
          .getText();
        // A row of one value has no brackets of its own.
        return { columns: row.startsWith('(') ? row.split(',').map(() => '') : [''], from: [] };
      }
    }
    return this.answerOf(
      childrenOf(query).find((child) => !isLeaf(child) && kindOf(child) !== 'SetQuantifier')!,
      known,
    );
  }

  private withNamed(query: Tree, known: Known): Known {
    const all = new Map(known);
    const queries = childrenOf(childOf(query, 'With') ?? query).filter((child) => kindOf(child) === 'NamedQuery');
    for (const named of queries) {
      const { columns } = this.answerOf(childOf(named, 'QueryStatement')!, all);
      all.set(nameOf(named.getChild(0)), aliasesOf(named) ?? columns);
    }
    return all;
  }

  private answerOfSelect(query: Tree, known: Known): Answer {
    const children = childrenOf(query);
    const isFrom = (child: Tree): boolean => /^(Relation|JoinRelation)/.test(kindOf(child));
    const from = children.filter(isFrom).reduce((left, child) => this.relations(child, left, known), [] as Relation[]);
    for (const part of children.filter((child) => !isFrom(child))) this.look(part, from, known);
    const columns = childrenOf(childOf(query, 'SelectList')!).flatMap((item) => columnsOf(item, from));
    return { columns, from };
  }

  /** Those of a FROM, one after the other: UNNEST and ON see what stands before them. */
  private relations(tree: Tree, left: Relation[], known: Known): Relation[] {
    const parts = childrenOf(tree).filter((child) => !isLeaf(child));
    switch (kindOf(tree)) {
      case 'TableName':
        return [...left, { name: nameOf(tree), columns: known.get(nameOf(tree)) ?? [] }];
      case 'SubqueryRelation':
        return [...left, { columns: this.answerOf(parts[0]!, known).columns }];
      case 'Unnest':
        this.look(tree, left, known);
        return [...left, { columns: [] }];
      case 'AliasedRelation': {
        const [only] = this.relations(parts[0]!, left, known).slice(left.length);
        const alias = parts[1] ? nameOf(parts[1]) : only!.name;
        const columns = aliasesOf(tree) ?? only!.columns;
        return [...left, { ...(alias !== undefined && { name: alias }), columns }];
      }
      case 'JoinCriteria':
        this.look(tree, left, known);
        return left;
      case 'JoinType':
        return left;
    }
    return parts.reduce((all, part) => this.relations(part, all, known), left);
  }

  /** Looks up every column that an expression names; in `further`, where it is not in `from`. */
  private look(tree: Tree, from: readonly Relation[], known: Known, further: readonly Relation[] = []): void {
    switch (kindOf(tree)) {
      case 'QueryStatement':
        this.answerOf(tree, known);
        return;
      case 'Lambda': {
        const names = childrenOf(tree).slice(0, -1).map(nameOf);
        return this.look(tree.getChild(tree.getChildCount() - 1), [...from, { columns: names }], known, further);
      }
      case 'TableAllColumns':
        return;
      case 'ColumnRef':
      case 'ColumnReference': {
        const name = tree.getText();
        const times = timesIn(from, name) || timesIn(further, name);
        if (times !== 1) this.found.push(times === 0 ? `${name} is no column` : `${name} may be either column`);
        return;
      }
    }
    for (const child of childrenOf(tree)) this.look(child, from, known, further);
  }
}

/** How many columns a name can mean. What follows a column's name are its members. */
function timesIn(relations: readonly Relation[], name: string): number {
  const [first, second] = name.split('.').map(unquoted);
  const qualified = relations.filter(({ name: own, columns }) => own === first && columns.includes(second ?? ''));
  if (second !== undefined && qualified.length > 0) return qualified.length;
  return relations.flatMap(({ columns }) => columns.filter((column) => column === first)).length;
}

/** What an item of a SELECT adds to the answer. */
function columnsOf(item: Tree, from: readonly Relation[]): readonly string[] {
  const text = item.getText();
  if (isLeaf(item) && text === ',') return [];
  if (text === '*') return from.flatMap(({ columns }) => columns);
  if (text.endsWith('.*'))
    return from.filter(({ name }) => name === unquoted(text.slice(0, -2))).flatMap((one) => one.columns);
  let named = item;
  while (named.getChildCount() === 1) named = named.getChild(0);
  const last = childrenOf(named).at(-1) ?? named;
  const isNamed = /Identifier$/.test(kindOf(last)) || isLeaf(named);
  return [isNamed ? nameOf(last) : ''];
}

/** What a set of rows is made of: neither signs nor ALL and DISTINCT. */
const queriesOf = (tree: Tree): Tree[] =>
  childrenOf(tree).filter((child) => !isLeaf(child) && kindOf(child) !== 'SetQuantifier');

function aliasesOf(tree: Tree): string[] | undefined {
  const aliases = childOf(tree, 'ColumnAliases');
  return (
    aliases &&
    childrenOf(aliases)
      .filter((child) => !isLeaf(child))
      .map(nameOf)
  );
}

const nameOf = (tree: Tree): string => unquoted(tree.getText());

const unquoted = (name: string): string => name.replaceAll('"', '').toLowerCase();
