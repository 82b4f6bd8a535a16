import { runSimulation, type RequestAnalysis } from '@cloud-copilot/iam-simulate';
import type { Document, Target } from './policies';
import type { Principal } from './principals';

/** Explicitly: a statement refuses it. Implicitly: no statement allows it. AWS refuses both. */
export type Decision = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/** Condition keys of a request. A key given as undefined is not sent. */
export type Context = Readonly<Record<string, string | undefined>>;

export interface Request {
  readonly principal: Principal;
  readonly action: string;
  readonly target: Target;
  /** Besides what the principal itself brings along. */
  readonly context?: Context;
}

/** What AWS decides, of all policies: those of the principal, of the target, and the guardrails. */
export async function decide(request: Request, guardrails: readonly Document[] = []): Promise<Decision> {
  return (await analyze(request, guardrails)).result;
}

/** What the service control policies alone decide: never ImplicitlyDenied, for they allow what they do not deny. */
export async function decideByGuardrails(request: Request, guardrails: readonly Document[]): Promise<Decision> {
  return (await analyze(request, guardrails)).scpAnalysis!.result;
}

async function analyze({ principal, action, target, context }: Request, guardrails: readonly Document[]) {
  const simulation = {
    request: {
      principal: principal.value,
      action,
      resource: { resource: target.arn, accountId: target.account },
      contextVariables: sent({ ...principal.context, ...context }),
    },
    identityPolicies: principal.policies.map((policy, at) => ({ name: `identity ${at}`, policy: readable(policy) })),
    resourcePolicy: target.policy && readable(target.policy),
    resourceControlPolicies: [],
    serviceControlPolicies: guardrails.length === 0 ? [] : [{ orgIdentifier: 'root', policies: named(guardrails) }],
  };
  const answer = await runSimulation(simulation, {});
  const asked = `${action} on ${target.arn}`;
  if (answer.resultType === 'error') throw new Error(`cannot simulate ${asked}: ${JSON.stringify(answer.errors)}`);
  if (answer.resultType === 'wildcard') throw new Error(`cannot simulate ${asked}: name one resource`);
  // A key that is not compared would make a row prove nothing.
  const { ignoredContextKeys = [], analysis } = answer.result;
  if (ignoredContextKeys.length > 0) throw new Error(`${asked} never carries ${ignoredContextKeys.join(', ')}`);
  return analysis satisfies RequestAnalysis;
}

/** AWS attaches it to every target; without it nothing at all would be allowed. */
const FULL_ACCESS: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const named = (guardrails: readonly Document[]) =>
  [FULL_ACCESS, ...guardrails].map((policy, at) => ({ name: `guardrail ${at}`, policy: readable(policy) }));

const sent = (context: Context): Record<string, string> =>
  Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) => (value === undefined ? [] : [[simulated(key), value]])),
  );

const readable = (policy: Document): Document => ({
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
