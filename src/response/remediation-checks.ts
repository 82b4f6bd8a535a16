import { action, takesResource } from '../authorization/authorization';
import { MANAGED_RULE_IDS, managedRule } from '../catalogue/managed-rule';
import { nearest, type Problem, show, suggest } from '../config/problem';
import type { ImpliedValue, RemediationFields, RemediationRead, RemediationStep } from './remediation-schema';

type Path = readonly PropertyKey[];
type Fields = RemediationFields;

const advise = (word: string, known: readonly string[]): string =>
  known.length === 0 ? 'remove it; there are none' : suggest(word, known);

const problem = (path: Path, what: string, mend: string): Problem => ({ path, what, mend });

/** What is wrong with a file whose form is right. */
export const remediationProblems = (file: Fields): Problem[] => [
  ...answerProblems(file),
  ...tagProblems(file),
  ...parameterProblems(file),
  ...nameProblems(file),
  ...judgeProblems(file),
  ...file.reads.flatMap((step, at) => readProblems(file, step, at)),
  ...file.changes.flatMap((step, at) =>
    stepProblems(
      step,
      ['changes', at],
      [...valuesOf(file), ...readBefore(file, file.reads.length), ...changesOf(file)],
    ),
  ),
  ...file.changes.flatMap(({ when }, at) =>
    when === undefined || Object.hasOwn(file.outputs, when)
      ? []
      : problem(['changes', at, 'when'], `${when} is no output`, advise(when, Object.keys(file.outputs))),
  ),
  ...(file.changes.length === 0 ? [problem(['changes'], 'changes nothing', 'write at least one step')] : []),
  ...(file.reads.length === 0 ? [problem(['reads'], 'reads nothing', 'write at least one step')] : []),
];

/** Source: Systems Manager user guide, "Automation system variables". */
const SYSTEM_VALUES = ['ACCOUNT_ID', 'REGION', 'AWS_PARTITION', 'DATE', 'DATE_TIME'].map((name) => `global:${name}`);

const valuesOf = ({ parameters }: Fields): string[] => ['ResourceId', ...Object.keys(parameters), ...SYSTEM_VALUES];

const changesOf = ({ outputs }: Fields): string[] => Object.keys(outputs).map((name) => `change.${name}`);

function tagProblems({ arn, tags, reads }: Fields): Problem[] {
  if (tags === undefined) return [];
  const names = reads.map(({ name }) => name);
  const read = tags.split('.')[0]!;
  return [
    ...(arn === undefined
      ? []
      : [problem(['tags'], 'says again where tags are read, as `arn` does', 'drop one of them')]),
    ...(names.includes(read) ? [] : [problem(['tags'], `${tags} is of no read`, advise(read, names))]),
  ];
}

const answerProblems = (file: Fields): Problem[] =>
  Object.entries(file.answers).flatMap(([check, values]) => [
    ...checkProblems(check, file.resourceType),
    ...Object.entries(values).flatMap(([name, value]) => impliedProblems(file, check, name, value)),
  ]);

function checkProblems(check: string, resourceType: string): Problem[] {
  const path = ['answers', check];
  if (/^(?:guard|lambda):[a-z0-9][a-z0-9-]*$/.test(check)) return [];
  const rule = managedRule(check);
  if (rule === undefined) {
    const meant = nearest(check, MANAGED_RULE_IDS);
    const mend = meant === undefined ? 'write an identifier, guard:<rule> or lambda:<rule>' : `did you mean ${meant}?`;
    return [problem(path, 'is no rule that AWS keeps', mend)];
  }
  if (rule.types.length === 0 || rule.types.includes(resourceType)) return [];
  return [problem(path, `finds ${rule.types.join(', ')}, not ${resourceType}`, 'drop it, or mend resourceType')];
}

function impliedProblems(file: Fields, check: string, name: string, value: ImpliedValue): Problem[] {
  const path = ['answers', check, name];
  const parameter = file.parameters[name];
  if (parameter === undefined) {
    return [problem(path, 'is no parameter of this file', advise(name, Object.keys(file.parameters)))];
  }
  const { from, default: given } = Array.isArray(value) ? { from: [], default: value } : value;
  const known = managedRule(check)?.parameters.map((one) => one.name);
  const unknown = known === undefined ? [] : from.filter((one) => !known.includes(one));
  const bad = given.filter((one) => !new RegExp(parameter.pattern).test(one));
  return [
    ...unknown.map((one) => problem(path, `${one} is no parameter of ${check}`, advise(one, known!))),
    ...bad.map((one) => problem(path, `${show(one)} does not match the pattern of ${name}`, 'write one that does')),
  ];
}

const RESERVED_PARAMETERS = ['ResourceId', 'AutomationAssumeRole', 'Rule', 'Exceptions'];

const parameterProblems = ({ parameters }: Fields): Problem[] =>
  Object.entries(parameters).flatMap(([name, parameter]) => {
    const path = ['parameters', name];
    if (RESERVED_PARAMETERS.includes(name)) return [problem(path, 'is a parameter of every document', 'rename it')];
    const fits = parameter.default === undefined || DEFAULT_FITS[parameter.type](parameter.default);
    if (!fits) return [problem([...path, 'default'], `${show(parameter.default)} is no ${parameter.type}`, 'mend it')];
    const bad = [parameter.default ?? []].flat().filter((one) => !new RegExp(parameter.pattern).test(String(one)));
    return bad.map((one) =>
      problem([...path, 'default'], `${show(one)} does not match the pattern`, 'mend one of them'),
    );
  });

const DEFAULT_FITS: Readonly<Record<Fields['parameters'][string]['type'], (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  StringList: (value) => Array.isArray(value),
  Integer: (value) => Number.isInteger(value),
  Boolean: (value) => typeof value === 'boolean',
};

/** Steps that every document has. */
const RESERVED_STEPS =
  /^(?:ReadTags|CountRuns|Decide|Choose|Ask|Approve|Remember|Settle|Verify|Evaluate|EvaluateNothing|Tell|TellNothing|TellRefusal|Refuse)$|(?:Again|After|Heard)$|^If[A-Z]/;

const RESERVED_OUTPUTS = ['Verdict', 'Reason', 'Started', 'Outcome', 'Evaluates'];

function nameProblems({ reads, changes, outputs }: Fields): Problem[] {
  const steps = [
    ...reads.map(({ name }, at) => ({ name, path: ['reads', at, 'name'] })),
    ...changes.map(({ name }, at) => ({ name, path: ['changes', at, 'name'] })),
  ];
  const names = steps.map(({ name }) => name);
  return [
    ...steps.flatMap(({ name, path }, at) => [
      ...(names.indexOf(name) < at ? [problem(path, `${name} is named twice`, 'rename one of the steps')] : []),
      ...(RESERVED_STEPS.test(name)
        ? [problem(path, `${name} is kept for the steps of every document`, 'rename it')]
        : []),
    ]),
    ...Object.keys(outputs)
      .filter((name) => RESERVED_OUTPUTS.includes(name) || /^Has[A-Z]/.test(name))
      .map((name) => problem(['outputs', name], 'is kept for what every document decides', 'rename it')),
  ];
}

/** What a judge may use: nothing that reaches out of it. */
const MODULES = ['re', 'json', 'datetime', 'ipaddress'];

function judgeProblems({ judge }: Fields): Problem[] {
  const path = ['judge'];
  const imported = [...judge.matchAll(/^\s*(?:import|from)\s+([^\n#]+)/gm)].flatMap(([, names]) =>
    names!
      .split(/\s+import\s+/)[0]!
      .split(',')
      .map((name) => name.trim().split(/\s/)[0]!),
  );
  return [
    ...(judge.includes('{{') ? [problem(path, 'has {{, which Systems Manager would replace', 'write { {')] : []),
    ...imported
      .filter((name) => !MODULES.includes(name))
      .map((name) =>
        problem(path, `imports ${name}`, `use ${MODULES.join(', ')} alone; what AWS says comes from reads`),
      ),
    ...[...judge.matchAll(/^(?:def\s+)?(_\w+|decide|verify)\b/gm)].map(([, name]) =>
      problem(path, `defines ${name}, a name of the frame around it`, 'begin it with a letter, and choose another'),
    ),
  ];
}

/** Values that reads before a place hand on. */
const readBefore = ({ reads }: Fields, at: number): string[] =>
  reads.slice(0, at).flatMap(({ name, outputs }) => Object.keys(outputs).map((output) => `${name}.${output}`));

function readProblems(file: Fields, step: RemediationRead, at: number): Problem[] {
  const path = ['reads', at];
  const before = file.reads.slice(0, at).map(({ name }) => name);
  const [source, ...rest] = step.each?.split('.') ?? [];
  const isScript = step.tolerates.length > 0 || step.each !== undefined;
  return [
    ...stepProblems(step, path, [...valuesOf(file), ...readBefore(file, at)], step.each !== undefined),
    ...(source !== undefined && (rest.length !== 1 || !before.includes(source))
      ? [problem([...path, 'each'], `${step.each} is of no step before`, advise(source, before))]
      : []),
    ...(isScript && Object.keys(step.outputs).length > 0
      ? [
          problem(
            [...path, 'outputs'],
            'may be missing from an answer that is tolerated',
            'drop tolerates, each or outputs',
          ),
        ]
      : []),
  ];
}

function stepProblems(step: RemediationStep, path: Path, values: readonly string[], isEach = false): Problem[] {
  const needs = step.needs.map((need, at) => {
    const [name = '', resource = '*'] = need.split(' ');
    return { name, resource, path: [...path, 'needs', at] };
  });
  const own = {
    name: step.action ?? `${step.service}:${step.api}`,
    resource: step.resource,
    path: [...path, step.action === undefined ? 'api' : 'action'],
  };
  return [
    ...[own, ...needs].flatMap((grant) => grantProblems(grant)),
    ...referencesIn(step.inputs).flatMap((name) =>
      values.includes(name) || (isEach && /^each\.\w+$/.test(name))
        ? []
        : problem([...path, 'inputs'], `{{ ${name} }} stands for nothing`, suggest(name, values)),
    ),
  ];
}

interface Granted {
  readonly name: string;
  readonly resource: string;
  readonly path: Path;
}

function grantProblems({ name, resource, path }: Granted): Problem[] {
  const known = action(name);
  if (known === undefined) {
    return [problem(path, `${name} is no action of IAM`, 'name what IAM asks for, as in action: s3:GetBucketPolicy')];
  }
  const beyond = beyondAccount(resource, known.access === 'Read' || known.access === 'List');
  if (beyond !== undefined)
    return [problem(path, `${resource} ${beyond}`, 'write ${Partition}, ${Region}, ${Account}')];
  const unknown = [...resource.matchAll(/\$\{(\w*)\}/g)].map(([, one]) => one!).filter((one) => !PLACES.includes(one));
  if (unknown.length > 0) {
    return [problem(path, `\${${unknown[0]}} stands for nothing in ${resource}`, suggest(unknown[0], PLACES))];
  }
  if (takesResource(known, resource)) return [];
  return [problem(path, `${name} does not take ${resource}`, `use ${known.resourceArns.join(', ') || '"*"'}`)];
}

const PLACES = ['Partition', 'Region', 'Account', 'ResourceId'];

/** Why an ARN can mean something outside of the account that the document runs in, or nothing. */
function beyondAccount(resource: string, isRead: boolean): string | undefined {
  if (resource === '*') return undefined;
  const [, partition, , region = '', account = ''] = resource.split(':');
  if (partition !== '${Partition}') return 'names a partition';
  if (!['', '${Region}', '*'].includes(region)) return 'names a region';
  if (['', '${Account}'].includes(account)) return undefined;
  // The trail of an organization belongs to another account, and may be read.
  return account === '*' && isRead ? undefined : 'names an account';
}

/** What the texts of a step's inputs refer to. */
export function referencesIn(node: unknown): string[] {
  if (typeof node === 'string') return [...node.matchAll(/\{\{\s*(.*?)\s*\}\}/gs)].map(([, name]) => name!);
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(referencesIn);
}
