import { CALL_EACH_SCRIPT, CALL_SCRIPT } from './document-calls';
import type { RemediationFile, RemediationRead, RemediationStep } from './remediation-file';

/** A step of an Automation document. Source: Systems Manager user guide, "Data elements and parameters". */
export interface AutomationStep {
  readonly name: string;
  readonly action: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly Output[];
  /** The run goes on after a failure only with `isCritical: false`, which keeps it from counting. */
  readonly onFailure: 'Abort' | 'Continue';
  readonly isCritical?: false;
  readonly maxAttempts?: number;
  readonly timeoutSeconds?: number;
  readonly nextStep?: string;
  readonly isEnd?: true;
}

interface Output {
  readonly Name: string;
  readonly Selector: string;
  readonly Type: string;
}

/** An action that a step needs, on resources that may hold ${Partition}, ${Region} and ${Account}. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

/** A step and what its role must be allowed for it. Which step follows is said by those that come after. */
export interface Part {
  readonly step: AutomationStep;
  readonly needs: readonly Need[];
}

/** A call that changes nothing is tried again when AWS throttles it. */
const READ_ATTEMPTS = 3;

export interface ApiCall {
  readonly name: string;
  readonly service: string;
  readonly api: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly Output[];
  readonly needs: readonly Need[];
  readonly maxAttempts?: number;
  /** Whatever becomes of the call, the run goes on and may succeed. */
  readonly isOptional?: boolean;
}

export const apiStep = ({ name, service, api, inputs, outputs, needs, maxAttempts, isOptional }: ApiCall): Part => ({
  step: {
    name,
    action: 'aws:executeAwsApi',
    inputs: { Service: service, Api: api, ...inputs },
    ...(isOptional ? { onFailure: 'Continue', isCritical: false } : { onFailure: 'Abort' }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
  },
  needs,
});

export interface Script {
  readonly name: string;
  readonly script: string;
  readonly handler: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Types of what it answers, by name. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly needs?: readonly Need[];
  readonly maxAttempts?: number;
}

export const scriptStep = ({
  name,
  script,
  handler,
  payload,
  outputs = {},
  needs = [],
  maxAttempts,
}: Script): Part => ({
  step: {
    name,
    action: 'aws:executeScript',
    inputs: { Runtime: 'python3.11', Handler: handler, InputPayload: payload, Script: script },
    outputs: Object.entries(outputs).map(([Name, Type]) => ({ Name, Selector: `$.Payload.${Name}`, Type })),
    onFailure: 'Abort',
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
  },
  needs,
});

/** One that goes on where a value says. */
export const branchStep = (name: string, choices: readonly object[], otherwise: string): Part => ({
  step: { name, action: 'aws:branch', inputs: { Choices: choices, Default: otherwise }, onFailure: 'Abort' },
  needs: [],
});

/** The whole answer of a call. */
export const RESPONSE: readonly Output[] = [{ Name: 'Response', Selector: '$', Type: 'StringMap' }];

/** A read of the file's, as it is done before the change, again after an approval, or after the change. */
export function readPart(file: RemediationFile, read: RemediationRead, suffix: string): Part {
  const inputs = refer(file, read.inputs, { reads: suffix }) as RemediationRead['inputs'];
  const name = `${read.name}${suffix}`;
  if (read.tolerates.length > 0 || read.each !== undefined) return callPart({ ...read, name, inputs }, suffix);
  const own = Object.entries(read.outputs).map(([Name, Selector]) => ({ Name, Selector, Type: 'String' }));
  const outputs = [...RESPONSE, ...own];
  const { service, api } = read;
  return apiStep({ name, service, api, inputs, outputs, needs: needsOf(read), maxAttempts: READ_ATTEMPTS });
}

/**
 * A change of the file's. One that AWS refuses does not end the run: somebody may have been faster, and the second look
 * decides. `reads` and `decide` are the steps that its values come from.
 */
export function changePart(file: RemediationFile, change: RemediationStep, sources: Sources): Part {
  const inputs = refer(file, change.inputs, sources) as RemediationStep['inputs'];
  const { name, service, api } = change;
  return apiStep({ name, service, api, inputs, needs: needsOf(change), isOptional: true });
}

/** An API step cannot go on after an error, nor ask once for each item: this does. */
function callPart(read: RemediationRead, suffix: string): Part {
  const [source, list] = read.each?.split('.') ?? [];
  return scriptStep({
    name: read.name,
    script: source === undefined ? CALL_SCRIPT : CALL_EACH_SCRIPT,
    handler: 'call',
    payload: {
      Service: read.service,
      Api: read.api,
      Inputs: read.inputs,
      Tolerates: read.tolerates,
      ...(source === undefined ? {} : { Each: `{{ ${source}${suffix}.Response }}`, EachOf: list }),
    },
    outputs: { Response: 'StringMap' },
    needs: needsOf(read),
  });
}

const needsOf = ({ action, service, api, resource, needs }: RemediationStep): Need[] => [
  { action: action ?? `${service}:${api}`, resource },
  ...needs.map((need) => {
    const [name = '', on = '*'] = need.split(' ');
    return { action: name, resource: on };
  }),
];

export interface Sources {
  /** Ends the names of the reads that values are taken from. */
  readonly reads: string;
  /** The step that decided; absent where nothing is decided yet. */
  readonly decide?: string;
}

/** The file's references as the document's: to its own steps of the same round. */
export function refer(file: RemediationFile, node: unknown, sources: Sources): unknown {
  if (typeof node === 'string') {
    return node.replaceAll(/\{\{\s*(.*?)\s*\}\}/gs, (_, name: string) => {
      const [step = '', value = ''] = name.split('.');
      if (step === 'each') return `<each.${value}>`;
      if (step === 'change') return `{{ ${sources.decide}.${value} }}`;
      const isRead = value !== '' && file.reads.some((read) => read.name === step);
      return `{{ ${isRead ? `${step}${sources.reads}.${value}` : name} }}`;
    });
  }
  if (Array.isArray(node)) return node.map((item) => refer(file, item, sources));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, refer(file, value, sources)]));
}
