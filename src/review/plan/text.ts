import { isObject, type Json, PlanError } from './problems';

const SHOW = 'terraform show -json <plan file>';

const refuse = (name: string, what: string): never => {
  throw new PlanError(name, [`the file: ${what}`]);
};

/** The text of a file. Windows PowerShell writes what a command prints in UTF-16. */
function decoded(bytes: Buffer, name: string): string {
  const starts = (...marks: number[]) => marks.every((mark, at) => bytes[at] === mark);
  if (starts(0x50, 0x4b, 0x03, 0x04)) {
    return refuse(name, `is the plan file itself, which only Terraform reads; review what ${SHOW} prints`);
  }
  if (starts(0x1f, 0x8b)) return refuse(name, `is compressed by gzip; unpack it first`);
  if (starts(0xff, 0xfe)) return bytes.toString('utf16le');
  if (starts(0xfe, 0xff)) return refuse(name, 'is big-endian UTF-16; write it in UTF-8');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(name, `is neither UTF-8 nor UTF-16; review what ${SHOW} prints`);
  }
}

/**
 * The JSON object that a file holds.
 *
 * @throws PlanError for everything else. No text of the file is shown: it may be secret.
 */
export function objectIn(file: string | Buffer, name: string): Json {
  const text = (typeof file === 'string' ? file : decoded(file, name)).replace(/^\uFEFF/, '');
  if (text.trim() === '') return refuse(name, `is empty; did ${SHOW} fail?`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (problem) {
    return refuse(name, whyNoJson(text, problem as Error));
  }
  return isObject(value) ? value : refuse(name, `holds no JSON object; review what ${SHOW} prints`);
}

function whyNoJson(text: string, { message }: Error): string {
  const start = text.trimStart();
  if (start.startsWith('PK\u0003\u0004')) {
    return `is the plan file itself, which only Terraform reads; review what ${SHOW} prints`;
  }
  if (start.startsWith('<')) return `is HTML or XML; was a page saved instead of the plan?`;
  if (start.startsWith('{"@level"')) {
    return `is the log that terraform plan -json prints; write the plan with -out, then review what ${SHOW} prints`;
  }
  if (!start.startsWith('{')) {
    return (
      `does not begin with JSON; review what ${SHOW} prints and nothing else ` +
      '(hashicorp/setup-terraform needs terraform_wrapper: false)'
    );
  }
  const at = /position (\d+)/.exec(message)?.[1];
  if (/end of JSON|Unterminated/i.test(message) || Number(at) >= text.trimEnd().length) {
    return `is cut off after ${text.length} characters, in line ${lineOf(text, text.length)}; print the plan again`;
  }
  const where = at === undefined ? '' : ` in line ${lineOf(text, Number(at))}, at character ${at} of the file`;
  return `is not valid JSON${where}; print the plan again with ${SHOW}`;
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;
