/** One value or a list of them: IAM takes both. */
export type Values = string | readonly string[];

export type Conditions = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** One statement of a policy document, as IAM spells it. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, Values>>;
  readonly Action?: Values;
  readonly NotAction?: Values;
  readonly Resource?: Values;
  readonly NotResource?: Values;
  readonly Condition?: Conditions;
}

/** A policy document as AWS stores it. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

export const list = (values: Values | undefined): readonly string[] => (values === undefined ? [] : [values].flat());

/** The shorter spelling of a list: IAM reads one value and a list of one alike. */
export const one = (values: readonly string[]): Values => (values.length === 1 ? values[0]! : values);
