import type { StackData } from '../synthesized';

/** A call of a module, and the stack that says the same of what it makes. */
export interface Pair {
  readonly module: string;
  readonly account: string;
  readonly region?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly stack: string;
  /** Of whose stacks. Default: those of the organization that most pairs share. */
  readonly platform?: { stack(name: string): Pick<StackData, 'json'> };
  /** What the stack calls a resource, where it is not the same. */
  readonly nameInStack?: (name: string, type: string) => string;
  /** Texts of the stack and what they are in the module, which has one queue where stacks have several. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Statements that only one of them has. */
  readonly statements?: readonly string[];
  /** The healer of the stack that is told the same, there by a file and here by a variable. */
  readonly healer?: string;
}
