import type { Silence } from '../alarms/silence';
import type { Watch } from '../alarms/watch';
import { matches } from '../authorization/wildcards';
import type { Organization } from '../config/organization';
import { ACTS, EVERYDAY_WORK, unclassified, type Work } from './acts';
import { deliveries, type Delivery } from './deliveries';
import { type Expectation, type Judged, judge } from './expectations';
import { isBarred, Matrix, type Row, type Sources } from './matrix';
import { membersOf } from './cast';
import { Account } from './principals';
import { recorded } from './recorded';
import { list, type PolicyStatement } from '../policy/document';
import type { SynthesizedPolicies } from './synthesized-policies';

/** A statement as its file has it, before it was merged with others. */
interface Origin {
  readonly type: string;
  readonly statement: PolicyStatement;
}

/** Everyday work, and who is kept from it. */
export interface WorkRow {
  readonly work: Work;
  /** The guardrails' statements that are in the way. Empty when the work is free. */
  readonly barredBy: readonly string[];
}

/** What the policies of one organization stop, leave open and spare. */
export interface Proof {
  readonly organization: Organization;
  readonly sections: ReadonlyMap<string, readonly Row[]>;
  readonly work: readonly WorkRow[];
  /** What the platform itself does, by services and roles. */
  readonly deliveries: readonly Delivery[];
  readonly expectations: readonly Judged[];
  /** Actions of which nobody has decided whether they are to be denied. */
  readonly unclassified: readonly string[];
}

/** What the matrix must be told of alarms and of statements. */
export const sourcesOf = (silence: Silence, watches: readonly Watch[], origins: readonly Origin[]): Sources => ({
  notices: (act, principal, target) => {
    const event = recorded(act, principal, target);
    if (event === undefined) return [];
    const alarms = silence.swallows(event) ? [silence] : [...watches, silence];
    return alarms.filter((alarm) => alarm.notices(event)).map(({ name }) => name);
  },
  sidOf: (kind, sid, action) => sidOf(origins, kind, sid, action),
});

/** Decides every row: acts of the platform's own list, everyday work, and what users expect of their policies. */
export async function prove(
  policies: SynthesizedPolicies,
  sources: Sources,
  expectations: readonly Expectation[],
): Promise<Proof> {
  const matrix = new Matrix(policies, sources);
  const sections = new Map<string, Row[]>();
  for (const [service, acts] of Object.entries(ACTS)) {
    const here = acts.filter(({ on }) => matrix.targets.exists(on));
    sections.set(service, await Promise.all(here.map((act) => matrix.row(act))));
  }
  return {
    organization: policies.organization,
    sections,
    work: await Promise.all(
      EVERYDAY_WORK.filter(({ on }) => matrix.targets.exists(on)).map((work) => workRow(matrix, policies, work)),
    ),
    deliveries: await deliveries(policies, matrix),
    expectations: await Promise.all(
      expectations.map((expectation) => judge(matrix, policies.organization, expectation)),
    ),
    unclassified: unclassified(),
  };
}

/** Rows that nothing covers, actions without a row, work that something is in the way of, expectations that do not hold. */
export const gapsOf = ({ sections, work, deliveries: own, expectations, unclassified: unknown }: Proof): string[] => [
  ...[...sections.values()].flat().flatMap(({ act, gaps }) => gaps.map((gap) => `${act.action} (${act.does}): ${gap}`)),
  ...unknown.map((action) => `${action}: no row of src/proofs/acts says what is to come of it`),
  ...work.flatMap(({ work: { action, does }, barredBy }) =>
    barredBy.length > 0 ? [`${action} (${does}): everyday work, but denied by ${barredBy.join(', ')}`] : [],
  ),
  ...own.flatMap(({ does, by, action, outcome, refusedBy }) =>
    outcome === 'fails' ? [`${action} (${by}: ${does}): the platform’s own work, but ${refusal(refusedBy)}`] : [],
  ),
  ...expectations.flatMap(({ expectation: { principal, action, resource, may, because }, holds, decided }) =>
    holds ? [] : [`${principal} ${may ? 'may' : 'may not'} ${action} on ${resource} (${because}): it is ${decided}`],
  ),
];

/** Why something fails that must work. */
export const refusal = (refusedBy: readonly string[]): string =>
  refusedBy.length === 0 ? 'allowed by nothing' : `denied by ${refusedBy.join(', ')}`;

async function workRow(matrix: Matrix, policies: SynthesizedPolicies, work: Work): Promise<WorkRow> {
  const { organization } = policies;
  const people = membersOf(policies)
    .filter((account) => !work.members || !organization.evidenceAccounts.includes(account))
    .map((account) => new Account(account, organization.id, organization.partition).administrator);
  const cells = await Promise.all(people.map((one) => matrix.cellOf(one, work.action, work.on)));
  const inTheWay = cells.filter(isBarred).flatMap(({ by }) => by.map(({ kind, sid }) => `${kind} ${sid}`));
  return { work, barredBy: [...new Set(inTheWay)].sort() };
}

/** A merged statement has the Sids of all that it came from, joined by And: the one that names the action decides. */
function sidOf(origins: readonly Origin[], kind: string, sid: string, action: string): string {
  // Policies of buckets and keys are not merged.
  if (kind === 'resource') return sid;
  const joins = (one: string) => `And${sid}And`.includes(`And${one}And`);
  const type = kind === 'SCP' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY';
  const names = (pattern: string) => matches(pattern.toLowerCase(), action.toLowerCase());
  const origin = origins.find(
    ({ type: one, statement: { Sid = '', Action, NotAction } }) =>
      one === type && Sid !== '' && joins(Sid) && (NotAction !== undefined || list(Action).some(names)),
  );
  return origin?.statement.Sid ?? sid;
}
