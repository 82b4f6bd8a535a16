/** A resource of the provider's own form: blocks are lists, absent values are left out. */
export type Values = Readonly<Record<string, unknown>>;

export type Found = readonly (readonly [rule: string, severity: string])[];

/** Taken out of the configuration and left as it is in AWS. */
export const LET_GO = 'let go';

/** What a plan by the real Terraform and the real provider has to be told as, there and back. */
export interface PlannedCase {
  readonly name: string;
  readonly type: string;
  /** What AWS adds; in the state alone. */
  readonly computed: Values;
  readonly base: Values;
  /** Null where there is none. */
  readonly before: Values | null;
  readonly after: Values | null | typeof LET_GO;
  /** Rules and severities of the change. */
  readonly finds: Found;
  /** Those of the way back. */
  readonly mirror: Found;
}

/** Cases of one type, alike but for what changes. `own` gives each what only it may have, such as a name. */
export const of =
  (type: string, own: (name: string) => { readonly base?: Values; readonly computed?: Values }) =>
  (name: string, before: PlannedCase['before'], after: PlannedCase['after'], finds: Found, mirror: Found = []): PlannedCase => {
    const { base = {}, computed = {} } = own(name);
    return { name, type, base, computed: { id: name, ...computed }, before, after, finds, mirror };
  }; // prettier-ignore

export const ACCOUNT = '111111111111';
export const OUTSIDE = '999999999999';
export const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
/** An id as KMS has them. */
export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const keyArn = (id: string): string => `arn:aws:kms:us-east-1:${ACCOUNT}:key/${id}`;

export const document = (...statements: readonly Values[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
export const policy = (...statements: readonly Values[]): Values => ({ policy: document(...statements) });
/** A statement, of all resources unless told otherwise. */
export const allow = (Principal: unknown, Action: unknown, more: Values = {}): Values => ({ Effect: 'Allow', Principal, Action, Resource: '*', ...more }); // prettier-ignore
export const deny = (Action: unknown, more: Values = {}): Values => ({ Effect: 'Deny', Principal: '*', Action, Resource: '*', ...more }); // prettier-ignore
export const root = (account: string): Values => ({ AWS: `arn:aws:iam::${account}:root` });
