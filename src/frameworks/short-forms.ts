import { Scalar, YAMLSeq } from 'yaml';

/** Nodes of YAML for CloudFormation's functions in their short form. */

export const ref = (name: string): Scalar => tagged('!Ref', name);

export function sub(text: string): Scalar {
  const node = quoted(text);
  node.tag = '!Sub';
  return node;
}

export const condition = (name: string): Scalar => tagged('!Condition', name);

export const not = (inner: Scalar | YAMLSeq): YAMLSeq => list('!Not', [inner]);

export const equals = (one: Scalar, other: Scalar): YAMLSeq => list('!Equals', [one, other]);

export const and = (...inner: readonly (Scalar | YAMLSeq)[]): YAMLSeq => list('!And', inner);

/** A text in double quotes: a number or a truth value that must stay a text. */
export function quoted(text: string): Scalar {
  const node = new Scalar(text);
  node.type = 'QUOTE_DOUBLE';
  return node;
}

function tagged(tag: string, text: string): Scalar {
  const node = new Scalar(text);
  node.tag = tag;
  return node;
}

function list(tag: string, items: readonly (Scalar | YAMLSeq)[]): YAMLSeq {
  const node = new YAMLSeq();
  node.tag = tag;
  node.flow = true;
  node.items.push(...items);
  return node;
}
