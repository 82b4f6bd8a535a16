import type { Act } from './acts';
import { Cast, ROLES, type RoleInCast } from './cast';
import type { Context, Principal } from './principals';
import { simulate, type Target, type Verdict } from './simulator';
import type { SynthesizedPolicies } from './synthesized-policies';
import { Targets } from './targets';

/** What becomes of one act of one principal. */
export interface Cell {
  /** refused: a statement denies it. ungranted: no statement allows it. open: nothing stops it. apart: it cannot be tried. */
  readonly outcome: 'refused' | 'ungranted' | 'open' | 'apart';
  /** The statements that refuse. */
  readonly by: Verdict['deniedBy'];
}

export interface Row {
  readonly act: Act;
  readonly cells: Readonly<Record<RoleInCast, Cell>>;
  /** Alarms that notice the act. */
  readonly noticedBy: readonly string[];
  /** What is wrong: who can do what nobody should, or cannot do what must stay possible. Empty when the row is covered. */
  readonly gaps: readonly string[];
}

/** What the matrix must be told. */
export interface Sources {
  /** Alarms that notice an act of somebody. */
  notices(act: Act, principal: Principal, target: Target): readonly string[];
  /** The statement, of those that were merged into one, that decides about an action. */
  sidOf(kind: string, sid: string, action: string): string;
}

/** Whom policies must stop wherever an act is to be denied. */
const STOPPED = ['administrator', 'root', 'path', 'lookalike', 'delegated', 'stranger', 'deputy'] as const;
/** Whom policies of AWS Organizations do not reach, or not everywhere. */
const WATCHED = ['management', 'serviceLinked'] as const;

const APART: Cell = { outcome: 'apart', by: [] };

/** Acts times principals, decided over every policy together. */
export class Matrix {
  readonly targets: Targets;
  private readonly cast: Cast;

  constructor(
    private readonly policies: SynthesizedPolicies,
    private readonly sources: Sources,
  ) {
    this.targets = new Targets(policies);
    this.cast = new Cast(policies, this.targets);
  }

  async row(act: Act): Promise<Row> {
    const parts = Object.keys(ROLES) as RoleInCast[];
    const decided = await Promise.all(parts.map(async (part) => [part, await this.cell(act, part)] as const));
    const cells = Object.fromEntries(decided) as Record<RoleInCast, Cell>;
    const noticed = WATCHED.map((part) => this.noticed(act, part, cells[part]));
    return {
      act,
      cells,
      noticedBy: [...new Set(noticed.flat())],
      gaps: [...gapsOf(act, cells, noticed[0]!), ...(await this.lockedOut(act))],
    };
  }

  /** What every policy together decides. */
  async cellOf(principal: Principal, action: string, kind: string): Promise<Cell> {
    const target = this.targets.target(kind, principal.account ?? '');
    return cellOf(await this.decide(principal, action, target, this.targets.contextOf(kind)));
  }

  async decide(principal: Principal, action: string, target: Target, context: Context = {}): Promise<Verdict> {
    const { account, isServiceLinked = false } = principal;
    const { organization } = this.policies;
    // Every request is made in some region; a condition on it must not pass or fail for want of one.
    const region = target.arn.split(':')[3] || organization.home;
    const isOurs = account !== undefined && organization.accounts.includes(account);
    const verdict = await simulate(
      { principal, action, target, context: { 'aws:RequestedRegion': region, ...context } },
      {
        scps: isOurs && !isServiceLinked ? this.policies.scpsOf(account) : [],
        rcps: isServiceLinked ? [] : this.policies.rcpsOf(target.account),
      },
    );
    const deniedBy = verdict.deniedBy.map((one) => ({ ...one, sid: this.sources.sidOf(one.kind, one.sid, action) }));
    return { ...verdict, deniedBy };
  }

  /** What becomes of an act when one of the cast tries it. */
  async cell(act: Act, part: RoleInCast): Promise<Cell> {
    // A power of the management account is none anywhere else, whatever policies say.
    if (act.verdict === 'management' && part !== 'management') return APART;
    const principal = this.cast.principal(part, act.on);
    return principal === undefined ? APART : this.cellOf(principal, act.action, act.on);
  }

  private noticed(act: Act, part: RoleInCast, { outcome }: Cell): readonly string[] {
    const principal = this.cast.principal(part, act.on);
    if (outcome !== 'open' || principal === undefined) return [];
    return this.sources.notices(act, principal, this.targets.target(act.on, principal.account ?? ''));
  }

  /** Roles that an act is left to besides the exempt ones, and that a policy keeps from it all the same. */
  private async lockedOut(act: Act): Promise<string[]> {
    const principal = act.exempt && this.cast.specialist(act.exempt);
    if (!principal) return [];
    const cell = await this.cellOf(principal, act.action, act.on);
    return isBarred(cell) ? [`${principal.name} may not, and must`] : [];
  }
}

function cellOf({ decision, deniedBy }: Verdict): Cell {
  if (decision === 'Allowed') return { outcome: 'open', by: [] };
  return { outcome: decision === 'ExplicitlyDenied' ? 'refused' : 'ungranted', by: deniedBy };
}

/** Bucket and key policies refuse some acts to everybody; only guardrails can lock somebody out by mistake. */
export const isBarred = ({ outcome, by }: Cell): boolean =>
  outcome === 'refused' && by.some(({ kind }) => kind !== 'resource');

/** @param noticedBy - alarms that notice the management account; those that hear of others would not tell of it */
function gapsOf(act: Act, cells: Row['cells'], noticedBy: readonly string[]): string[] {
  // Nobody signs in as a service-linked role: what its service may do with it, AWS decides.
  const isUnseen = cells.management.outcome === 'open' && noticedBy.length === 0 && act.kept === undefined;
  const gaps = isUnseen ? [`${ROLES.management} may, and nothing notices`] : [];
  if (act.verdict === 'management') return gaps;
  if (act.verdict === 'allowed') {
    return isBarred(cells.administrator) ? ['it is denied to administrators, though it is to be allowed'] : [];
  }
  return [
    ...STOPPED.filter((part) => cells[part].outcome === 'open').map((part) => `${ROLES[part]} may`),
    ...gaps,
    ...(isBarred(cells.exempt) ? [`${ROLES.exempt}, and yet may not`] : []),
  ];
}
