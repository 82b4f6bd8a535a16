/** The little that is needed of ANTLR's parse tree. */
export interface Tree {
  readonly start?: { readonly start: number };
  readonly stop?: { readonly stop: number } | null;
  readonly parent: Tree | null;
  getText(): string;
  getChildCount(): number;
  getChild(at: number): Tree;
}

/** The rule of the grammar, such as `QuerySpecification`. */
export const kindOf = (tree: Tree): string => tree.constructor.name.replace(/^_/, '').replace(/Context\d*$/, '');

export const childrenOf = (tree: Tree): Tree[] =>
  Array.from({ length: tree.getChildCount() }, (_, at) => tree.getChild(at));

/** Signs and words: what has no parts. */
export const isLeaf = (tree: Tree): boolean => tree.getChildCount() === 0;

export const childOf = (tree: Tree, kind: string): Tree | undefined =>
  childrenOf(tree).find((child) => kindOf(child) === kind);
