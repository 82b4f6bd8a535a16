import {
  createValidatedPolicy,
  validateIdentityPolicy,
  validateResourceControlPolicy,
  validateResourcePolicy,
  validateServiceControlPolicy,
  type ValidatedPolicy,
  type ValidationError,
} from '@cloud-copilot/iam-policy';
import { runSimulation, type RequestAnalysis } from '@cloud-copilot/iam-simulate';
import { list, type PolicyDocument, type PolicyStatement } from '../policy/document';
import type { Context, Principal } from './principals';

/** Explicitly: a statement refuses it. Implicitly: no statement allows it. AWS refuses both. */
export type Decision = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/** What a request is about: a resource, the account that holds it, and the resource's own policy. */
export interface Target {
  readonly arn: string;
  readonly account: string;
  readonly policy?: PolicyDocument;
}

export interface Request {
  readonly principal: Principal;
  readonly action: string;
  readonly target: Target;
  /** Besides what the principal itself brings along. */
  readonly context?: Context;
}

/** A policy under the name that a verdict gives it. */
export interface Named {
  readonly name: string;
  readonly policy: PolicyDocument;
}

/** The policies of AWS Organizations that bind a request. */
export interface Bounds {
  readonly scps?: readonly Named[];
  readonly rcps?: readonly Named[];
}

/** What AWS decides, and which statements refused. */
export interface Verdict {
  readonly decision: Decision;
  /** What the SCPs alone decide; they allow what they do not deny. */
  readonly bySCPs: Decision;
  readonly deniedBy: readonly {
    readonly kind: 'SCP' | 'RCP' | 'resource';
    readonly policy: string;
    readonly sid: string;
  }[];
}

/** What AWS decides, of all policies: those of the principal, of the target, and of the organization. */
export async function simulate(request: Request, { scps = [], rcps = [] }: Bounds = {}): Promise<Verdict> {
  const { principal, action, target, context } = request;
  const service = action.split(':')[0]!.toLowerCase();
  const about = (policies: readonly Named[], validate: Validate) =>
    policies.flatMap(({ name, policy }) => {
      const part = prepared(policy, validate, service);
      return part === undefined ? [] : [{ name, policy: part }];
    });
  const answer = await runSimulation(
    {
      request: {
        principal: principal.value,
        action,
        resource: { resource: target.arn, accountId: target.account },
        contextVariables: sent({ ...principal.context, ...context }),
      },
      identityPolicies: principal.policies.map((policy, at) => ({
        name: `identity ${at}`,
        policy: prepared(policy, validateIdentityPolicy),
      })),
      resourcePolicy: target.policy && prepared(target.policy, validateResourcePolicy),
      resourceControlPolicies: [{ orgIdentifier: 'rcps', policies: about(rcps, validateResourceControlPolicy) }],
      serviceControlPolicies:
        scps.length === 0
          ? []
          : [{ orgIdentifier: 'scps', policies: about([FULL_ACCESS, ...scps], validateServiceControlPolicy) }],
    },
    {},
  );
  const asked = `${action} on ${target.arn}`;
  if (answer.resultType === 'error') throw new Error(`cannot simulate ${asked}: ${JSON.stringify(answer.errors)}`);
  if (answer.resultType === 'wildcard') throw new Error(`cannot simulate ${asked}: name one resource`);
  // A key that is not compared would make a row prove nothing.
  const { ignoredContextKeys = [], analysis } = answer.result;
  if (ignoredContextKeys.length > 0) throw new Error(`${asked} never carries ${ignoredContextKeys.join(', ')}`);
  return verdictOf(analysis);
}

type StatementAnalysis = NonNullable<RequestAnalysis['resourceAnalysis']>['denyStatements'][number];

function verdictOf(analysis: RequestAnalysis): Verdict {
  const { scpAnalysis, rcpAnalysis, resourceAnalysis } = analysis;
  const refusals = (kind: 'SCP' | 'RCP' | 'resource', statements: readonly StatementAnalysis[] = []) =>
    statements.map(({ policyId, explain }) => ({ kind, policy: policyId, sid: explain.identifier }));
  return {
    decision: analysis.result,
    bySCPs: scpAnalysis?.result ?? 'Allowed',
    deniedBy: [
      ...refusals(
        'SCP',
        scpAnalysis?.ouAnalysis.flatMap(({ denyStatements }) => denyStatements),
      ),
      ...refusals(
        'RCP',
        rcpAnalysis?.ouAnalysis.flatMap(({ denyStatements }) => denyStatements),
      ),
      ...refusals('resource', resourceAnalysis?.denyStatements),
    ],
  };
}

/** AWS attaches it to every target; without it nothing at all would be allowed. */
const FULL_ACCESS: Named = {
  name: 'FullAWSAccess',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

type Validate = (policy: unknown) => ValidationError[];

const known = new WeakMap<PolicyDocument, Map<string, ValidatedPolicy | undefined>>();

/**
 * A policy as the simulator takes it. It would validate every statement anew for each of thousands of requests: what
 * names only other services' actions decides nothing and is left out, and the rest is validated once.
 *
 * @param service - of the action that is asked about; all statements where it is left out
 * @returns nothing when no statement is left
 */
function prepared(policy: PolicyDocument, validate: Validate, service = ''): ValidatedPolicy | undefined {
  const parts = known.get(policy) ?? new Map<string, ValidatedPolicy | undefined>();
  known.set(policy, parts);
  if (!parts.has(service)) {
    const concerns = ({ Action, NotAction }: PolicyStatement) =>
      service === '' ||
      NotAction !== undefined ||
      list(Action).some((name) => !name.includes(':') || name.toLowerCase().startsWith(`${service}:`));
    const Statement = policy.Statement.filter(concerns);
    const part = Statement.length === 0 ? undefined : readable({ ...policy, Statement });
    parts.set(service, part && createValidatedPolicy(part, validate));
  }
  return parts.get(service);
}

const sent = (context: Context): Record<string, string> =>
  Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) => (value === undefined ? [] : [[simulated(key), value]])),
  );

const readable = (policy: PolicyDocument): PolicyDocument => ({
  ...policy,
  Statement: policy.Statement.map((statement) =>
    statement.Condition === undefined
      ? statement
      : {
          ...statement,
          Condition: Object.fromEntries(
            Object.entries(statement.Condition).map(([operator, keys]) => [
              operator,
              Object.fromEntries(Object.entries(keys).map(([key, value]) => [simulated(key), value])),
            ]),
          ),
        },
  ),
});

/**
 * The simulator's trap: it takes only context keys that AWS lists for an action, and of encryption contexts AWS lists
 * but the pattern `kms:EncryptionContext:${EncryptionContextKey}`. So it drops kms:EncryptionContext:aws:logs:arn and
 * its like from every request, and no condition on them is ever met. Tags of the principal are the keys it takes under
 * any name: as such, renamed in policies and requests alike, encryption contexts are compared value by value.
 */
function simulated(key: string): string {
  return key.startsWith('kms:EncryptionContext:') ? `aws:PrincipalTag/${key.replaceAll(':', '-')}` : key;
}
