import type { Attributes } from './value';

/**
 * What Terraform means to do. `replace`: destroyed and made again, in whichever order; `forget`: no longer managed, but
 * left in AWS; `none`: stays as it is, and is told so that other changes can be understood.
 */
export type Kind = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'none';

/** One resource in a plan. */
export interface Change {
  /** Name of the plan it stands in, such as the stack's. */
  readonly plan: string;
  /** `drift`: has happened already, outside Terraform. */
  readonly origin: 'plan' | 'drift';
  readonly address: string;
  /** Address before a `moved` block. */
  readonly previousAddress?: string;
  /** Terraform's type, such as `aws_cloudtrail`. */
  readonly type: string;
  readonly kind: Kind;
  /** Taken into the state by this plan. */
  readonly imported: boolean;
  /** Absent where there was nothing. */
  readonly before?: Attributes;
  /** Absent where nothing will be. */
  readonly after?: Attributes;
  /** Top-level attributes whose change forces a replacement. */
  readonly replacedBecause: readonly string[];
  /** Addresses of the resources that an attribute of the configuration refers to, without index. */
  refersTo(attribute: string): readonly string[];
  /** What the configuration writes there, as Terraform prints expressions; blocks that are `dynamic` it leaves out. */
  expression(attribute: string): unknown;
  /** Region that the configuration writes for its provider; nothing where that is a variable or not told. */
  providerRegion(): string | undefined;
}

/** A plan as `terraform show -json` prints it, read and checked. */
export interface Plan {
  readonly name: string;
  readonly terraformVersion: string;
  /** Every managed resource in it, those that stay as they are included. */
  readonly changes: readonly Change[];
  /** What was found to differ from the state before the plan was made. */
  readonly drift: readonly Change[];
  /** What makes the plan less than the whole truth, such as a target or a deferral; whole sentences. */
  readonly incomplete: readonly string[];
}
