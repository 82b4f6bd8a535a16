import { type AutomationDocument } from '../../src/response/document';
import { python } from './python';

/** A call to moto by its name in boto3. `save` keeps parts of the answer by JSONPath; $name stands for one. */
export interface MotoCall {
  readonly service: string;
  readonly call: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly save?: Readonly<Record<string, string>>;
}

export interface ReplayCase {
  readonly document: AutomationDocument;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** Without zone: UTC. */
  readonly now: string;
  readonly execution?: string;
  readonly setup: readonly MotoCall[];
  /** Answers in AWS's place, by API step; `error` stands for the code of one. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** What others do before a step. */
  readonly meanwhile?: Readonly<Record<string, readonly MotoCall[]>>;
  readonly approval?: 'Approved' | 'Rejected';
  readonly inspect?: readonly MotoCall[];
}

export interface Replayed {
  readonly status: 'Success' | 'Failed';
  readonly failure: string | null;
  readonly steps: readonly string[];
  readonly events: readonly { readonly type: string; readonly detail: Readonly<Record<string, unknown>> }[];
  /** As in `ec2:DescribeSecurityGroupRules`, by botocore's names. */
  readonly calls: readonly string[];
  /** Rules that were to look again. */
  readonly evaluated: readonly string[];
  /** What `inspect` was answered. */
  readonly seen: readonly Readonly<Record<string, unknown>>[];
  readonly saved: Readonly<Record<string, string>>;
}

/** Runs documents step by step against moto, all in one process. */
export function replay<const Name extends string>(cases: Readonly<Record<Name, ReplayCase>>): Record<Name, Replayed> {
  const names = Object.keys(cases) as Name[];
  const outcomes = python<Replayed[]>(['__tests__/response/replay.py'], { cases: names.map((name) => cases[name]) });
  return Object.fromEntries(names.map((name, at) => [name, outcomes[at]])) as Record<Name, Replayed>;
}
