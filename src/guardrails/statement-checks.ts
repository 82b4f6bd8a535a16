import { knowsService } from '../authorization/authorization';
import { operatorParts } from '../authorization/conditions';
import { covers } from '../authorization/wildcards';
import { show, suggest } from '../config/problem';
import { actionProblem, neverApplies, outOfReach, serviceOf } from './action-checks';
import { conditionProblems, isObject, showFirst, textsProblem } from './condition-checks';

export interface CheckContext {
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  /** ARNs of the roles that every Deny must spare. None: whom it spares is not looked at. */
  readonly exemptRoleArns: readonly string[];
}

type Elements = Readonly<Record<string, unknown>>;

const ELEMENTS = ['Sid', 'Effect', 'Action', 'Resource', 'NotResource', 'Condition', 'ExemptsNobodyBecause'];

/** What the types of policies take, and what to do with what they do not. Source: Organizations user guide. */
const TYPES = {
  SERVICE_CONTROL_POLICY: {
    title: 'service control policy',
    elements: [...ELEMENTS, 'NotAction'],
    refused: {
      Principal: 'drop it: it stands for every principal of the accounts below',
      NotPrincipal: 'spare principals with a Condition on aws:PrincipalArn',
    },
    exempt: '"${ExemptRoleArns}"',
  },
  RESOURCE_CONTROL_POLICY: {
    title: 'resource control policy',
    elements: [...ELEMENTS, 'Principal'],
    refused: {
      NotPrincipal: 'write "Principal": "*" and spare principals with a Condition on aws:PrincipalArn',
      NotAction: 'name the actions in Action',
    },
    exempt: '"${EvidenceExemptRoleArns}" (or "${ExemptRoleArns}")',
  },
} as const;

/**
 * What is wrong with a statement whose placeholders have been replaced: what, and how to mend it. It may be any value
 * that JSON knows.
 */
export function statementProblems(statement: unknown, context: CheckContext): string[] {
  if (!isObject(statement)) return [`is ${show(statement)}, no statement; write { "Effect": "Deny", ... }`];
  return [
    ...elementProblems(statement, context),
    ...sidProblems(statement),
    ...effectProblems(statement, context),
    ...principalProblems(statement, context),
    ...actionProblems(statement, context),
    ...resourceProblems(statement),
    ...('Condition' in statement ? conditionProblems(statement.Condition, servicesOf(statement)) : []),
    ...exemptionProblems(statement, context),
  ];
}

function elementProblems(statement: Elements, { type }: CheckContext): string[] {
  const { title, elements, refused } = TYPES[type];
  return Object.keys(statement).flatMap((element) => {
    if ((elements as readonly string[]).includes(element)) return [];
    const mend = Object.entries(refused).find(([name]) => name === element)?.[1];
    if (mend !== undefined) return [`has a ${element}, which no ${title} may; ${mend}`];
    return [`${show(element)} is no element of a statement; ${suggest(element, elements)}`];
  });
}

function sidProblems({ Sid }: Elements): string[] {
  if (Sid === undefined || (typeof Sid === 'string' && /^[A-Za-z0-9]+$/.test(Sid))) return [];
  return [`has the Sid ${show(Sid)}; use letters A-Z, a-z and digits only`];
}

function effectProblems({ Effect }: Elements, { type }: CheckContext): string[] {
  if (Effect === 'Deny') return [];
  if (Effect === undefined) return ['has no Effect; write "Effect": "Deny"'];
  if (type === 'RESOURCE_CONTROL_POLICY') {
    return [`has the Effect ${show(Effect)}, but a resource control policy only denies; write "Deny"`];
  }
  return Effect === 'Allow' ? [] : [`has the Effect ${show(Effect)}; ${suggest(Effect, ['Deny', 'Allow'])}`];
}

function principalProblems({ Principal }: Elements, { type }: CheckContext): string[] {
  if (type === 'SERVICE_CONTROL_POLICY' || Principal === '*') return [];
  const mend = 'write "Principal": "*" and tell principals apart with a Condition';
  return [`has ${Principal === undefined ? 'no Principal' : `the Principal ${show(Principal)}`}; ${mend}`];
}

/** Values of an element that is well-formed, otherwise none: its form is told of once. */
const textsOf = (value: unknown): readonly string[] =>
  value === undefined || textsProblem('', value) !== undefined ? [] : [value as string | string[]].flat();

/** What is wrong with a pair of elements of which there must be one. */
function eitherProblems(statement: Elements, name: string, mend: string): string[] {
  const given = [name, `Not${name}`].filter((element) => element in statement);
  if (given.length === 0) return [`has no ${name}; ${mend}`];
  if (given.length === 2) return [`has both ${name} and Not${name}; keep one`];
  return [textsProblem(given[0]!, statement[given[0]!]) ?? []].flat();
}

function actionProblems(statement: Elements, { type }: CheckContext): string[] {
  const named = textsOf(statement.Action);
  const resources = textsOf(statement.Resource);
  const ofEach = named.flatMap((text) => {
    const wrong = actionProblem(text) ?? (type === 'RESOURCE_CONTROL_POLICY' ? outOfReach(text) : undefined);
    return wrong ?? (resources.length > 0 ? (neverApplies(text, resources) ?? []) : []);
  });
  return [
    ...eitherProblems(statement, 'Action', 'name the actions'),
    ...ofEach,
    ...textsOf(statement.NotAction).flatMap((text) => actionProblem(text) ?? []),
  ];
}

function resourceProblems(statement: Elements): string[] {
  const wrong = [...textsOf(statement.Resource), ...textsOf(statement.NotResource)].filter(
    (text) => !/^(?:\*$|arn:|\$\{)/.test(text),
  );
  return [
    ...eitherProblems(statement, 'Resource', 'write "Resource": "*", or name ARNs'),
    ...(wrong.length === 0
      ? []
      : [`has the resource ${showFirst(wrong)}, which is no ARN; write the whole ARN, or "*"`]),
  ];
}

/** Services of the actions, or nothing where they may be of any. */
function servicesOf(statement: Elements): readonly string[] | undefined {
  const named = textsOf(statement.Action);
  if ('NotAction' in statement || named.includes('*')) return undefined;
  // A mistaken service is told of by itself.
  return [...new Set(named.map(serviceOf).filter(knowsService))];
}

/**
 * Operators that spare the principals whose ARN matches. StringNotLike does not: paths of roles may hold colons, so that
 * `arn:aws:iam::*:role/Deployer` would stand for `arn:aws:iam::111111111111:role/x:role/Deployer` as well.
 */
const SPARING = ['ArnNotLike', 'ArnNotEquals'];

/** Whether a condition of the statement keeps it from every one of the roles. */
function spares({ Condition }: Elements, arns: readonly string[]): boolean {
  if (!isObject(Condition)) return false;
  return Object.entries(Condition).some(([operator, keys]) => {
    const { qualifier, base } = operatorParts(operator);
    if (qualifier !== '' || !SPARING.includes(base) || !isObject(keys)) return false;
    return Object.entries(keys).some(([key, value]) => {
      const patterns = textsOf(value);
      return (
        key.toLowerCase() === 'aws:principalarn' &&
        arns.every((arn) => patterns.includes(arn) || patterns.some((one) => covers(one, arn)))
      );
    });
  });
}

function exemptionProblems(statement: Elements, { type, exemptRoleArns }: CheckContext): string[] {
  const reason = statement.ExemptsNobodyBecause;
  const isGiven = 'ExemptsNobodyBecause' in statement;
  if (isGiven && (typeof reason !== 'string' || reason.trim() === '')) {
    return [`has the reason ExemptsNobodyBecause ${show(reason)}; say why, in words`];
  }
  if (statement.Effect === 'Allow') {
    return isGiven ? ['says ExemptsNobodyBecause but denies nothing; drop the reason'] : [];
  }
  // Nobody needs to be spared.
  if (exemptRoleArns.length === 0) return [];
  const isSparing = spares(statement, exemptRoleArns);
  if (isGiven && isSparing) {
    return ['spares every exempt role and says ExemptsNobodyBecause as well; drop the reason, or the exemption'];
  }
  if (isGiven || isSparing) return [];
  return [
    `does not spare every exempt role; write "ArnNotLike": { "aws:PrincipalArn": ${TYPES[type].exempt} } into its Condition, or why not as "ExemptsNobodyBecause"`,
  ];
}
