import { createHash } from 'node:crypto';

/** Stands for what Terraform knows only after the apply. */
export const UNKNOWN = Symbol('known after apply');

/**
 * Stands for what a provider or a configuration calls sensitive. It can be told from another, and cannot be printed:
 * the value itself is not kept.
 */
export class Hidden {
  readonly digest: string;

  constructor(value: unknown) {
    this.digest = createHash('sha256')
      .update(JSON.stringify(value) ?? '')
      .digest('hex');
  }
}

/** A value as a plan shows it. */
export type Value =
  null | boolean | number | string | typeof UNKNOWN | Hidden | readonly Value[] | { readonly [name: string]: Value };

/** What a resource consists of, before a change or after it. */
export type Attributes = Readonly<Record<string, Value>>;
