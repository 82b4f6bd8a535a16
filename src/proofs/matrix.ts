import type { Act } from './acts';
import type { PolicyDocument } from '../policy/document';
import { Cast, PARTS, type Part } from './cast';
import type { Context, Principal } from './principals';
import { simulate, type Target, type Verdict } from './simulator';
import type { SynthesizedPolicies } from './synthesized-policies';
import { Targets } from './targets';

/** What becomes of one act of one principal. */
export interface Cell {
  /**
   * refused: a statement denies it. ungranted: no statement allows it. thin: no statement allows it, but if the policy of
   * the bucket or key did, nothing else would stop it. open: nothing stops it. apart: it cannot be tried.
   */
  readonly outcome: 'refused' | 'ungranted' | 'thin' | 'open' | 'apart';
  /** The statements that refuse. */
  readonly by: Verdict['deniedBy'];
}

export interface Row {
  readonly act: Act;
  readonly cells: Readonly<Record<Part, Cell>>;
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

/** Whom a statement must stop wherever an act is to be denied: that nothing allows it may change with any policy. */
const REFUSED = ['administrator', 'root', 'path', 'lookalike', 'delegated'] as const;
/** Who must be stopped by anything at all. */
const STOPPED = ['stranger', 'deputy', 'plainHttp'] as const;
/** Whom policies of AWS Organizations do not reach, or not everywhere. */
const WATCHED = ['management', 'serviceLinked'] as const;
/** Whom RCPs are for: they must stop them even if the policies of buckets and keys were opened. */
const OUTSIDE = ['management', 'stranger', 'deputy', 'plainHttp'] as const;

/** A bucket or key policy as an attacker would have it. */
const OPENED: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

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
    const parts = Object.keys(PARTS) as Part[];
    const decided = await Promise.all(parts.map(async (part) => [part, await this.cell(act, part)] as const));
    const cells = Object.fromEntries(decided) as Record<Part, Cell>;
    const noticed = WATCHED.map((part) => this.noticed(act, part, cells[part]));
    return {
      act,
      cells,
      noticedBy: [...new Set(noticed.flat())],
      gaps: [...rowGaps(act, cells, noticed[0]!), ...(await this.lockedOut(act))],
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
      { principal, action, target, context: { 'aws:RequestedRegion': region, ...this.ownerOf(target), ...context } },
      {
        scps: isOurs && !isServiceLinked ? this.policies.scpsOf(account) : [],
        rcps: isServiceLinked ? [] : this.policies.rcpsOf(target.account),
      },
    );
    const deniedBy = verdict.deniedBy.map((one) => ({ ...one, sid: this.sources.sidOf(one.kind, one.sid, action) }));
    return { ...verdict, deniedBy };
  }

  /** As AWS tells of resources; what is not ours is a stranger's. */
  private ownerOf({ account }: Target): Context {
    const { organization } = this.policies;
    return {
      'aws:ResourceAccount': account,
      'aws:ResourceOrgID': organization.accounts.includes(account) ? organization.id : undefined,
    };
  }

  /** What becomes of an act when one of the cast tries it. */
  async cell(act: Act, part: Part): Promise<Cell> {
    // A power of the management account is none anywhere else, whatever policies say.
    if (act.verdict === 'management' && part !== 'management') return APART;
    const principal = this.cast.principal(part, act.on);
    if (principal === undefined) return APART;
    const cell = await this.cellOf(principal, act.action, act.on);
    const isOutside = isIn(OUTSIDE, part) && !(act.verdict === 'inside' && part === 'management');
    return cell.outcome === 'ungranted' && isOutside ? this.withoutOwnPolicy(cell, principal, act) : cell;
  }

  /** What RCPs alone decide of evidence, where there are RCPs. */
  private async withoutOwnPolicy(cell: Cell, principal: Principal, { action, on }: Act): Promise<Cell> {
    if (!this.targets.isEvidence(on) || !this.policies.organization.hasResourceControlPolicies) return cell;
    const opened = { ...this.targets.target(on, principal.account ?? ''), policy: OPENED };
    const { outcome, by } = cellOf(await this.decide(principal, action, opened, this.targets.contextOf(on)));
    return outcome === 'refused' ? { outcome, by } : { outcome: 'thin', by: [] };
  }

  private noticed(act: Act, part: Part, { outcome }: Cell): readonly string[] {
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

const isIn = <T extends string>(list: readonly T[], one: string): one is T => (list as readonly string[]).includes(one);

/** @param noticedBy - alarms that notice the management account; those that hear of others would not tell of it */
function rowGaps(act: Act, cells: Row['cells'], noticedBy: readonly string[]): string[] {
  // Nobody signs in as a service-linked role: what its service may do with it, AWS decides.
  const isUnseen = cells.management.outcome === 'open' && noticedBy.length === 0 && act.kept === undefined;
  const unseen = isUnseen ? ['open to management, and nothing notices'] : [];
  if (act.verdict === 'management') return unseen;
  if (act.verdict === 'allowed')
    return isBarred(cells.administrator) ? ['denied to admin, though it is to stay open'] : [];
  const parts = Object.keys(PARTS) as Part[];
  const named = (what: string, found: readonly Part[]) =>
    found.length === 0 ? [] : [`${what} ${found.map((part) => PARTS[part][0]).join(', ')}`];
  const thin = named(
    'kept by nothing but its own policy from',
    parts.filter((part) => cells[part].outcome === 'thin'),
  );
  const open = parts.filter((part) => cells[part].outcome === 'open' && (isIn(REFUSED, part) || isIn(STOPPED, part)));
  if (act.verdict === 'inside') {
    return [
      ...named(
        'open to',
        STOPPED.filter((part) => cells[part].outcome === 'open'),
      ),
      ...thin,
    ];
  }
  return [
    ...named('open to', open),
    ...named(
      'denied by no statement to',
      REFUSED.filter((part) => cells[part].outcome === 'ungranted'),
    ),
    ...(act.kept === undefined ? thin : []),
    ...unseen,
    ...(isBarred(cells.exempt) ? ['denied to exempt, which must be able to'] : []),
  ];
}
