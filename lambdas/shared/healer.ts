import { AlreadyTold } from './already-told';
import { Announcer } from './announcer';
import { type ApiCall, isLike, parseAlert } from './api-call';
import { type Aws, AwsOfAccount } from './aws';
import { desiredValue, type HealerSettings, healerSettings } from './healer-settings';

/** One thing that is not as it should be. */
export interface Drift {
  /** The same words each time it is seen, as in `the trail does not log`: it is known by them. */
  readonly what: string;
  /** As read; plain JSON. */
  readonly was: unknown;
  readonly wanted: unknown;
  /** Absent: it cannot be mended blindly; people are paged with `firstStep`. */
  readonly mend?: () => Promise<void>;
  /** What people do first while it is not mended. */
  readonly firstStep?: string;
}

export interface HealthProblem {
  /** As in `trail-delivery`; alarms and the dashboard know it. */
  readonly kind: string;
  readonly detail: string;
}

/** What keeps one part of the platform as it was synthesized. When it is woken and what it says, is the handler's. */
export interface Healer<D> {
  readonly name: string;
  /** @throws Error that lists every problem of desired.json */
  readonly readDesired: (value: unknown) => D;
  /**
   * Everything that differs now, in the order in which it is to be mended. Reads only.
   *
   * @param cause - the call that woke the healer, if one did
   */
  readonly inspect: (desired: D, aws: Aws, cause?: ApiCall) => Promise<readonly Drift[]>;
  /** What the hourly run reports besides drift. */
  readonly health?: (desired: D, aws: Aws) => Promise<readonly HealthProblem[]>;
}

/** The part of Lambda's context that is used. */
export interface Context {
  readonly invokedFunctionArn?: string;
}

/** What tests put in place of AWS, of the log, of the environment and of time. */
export interface Seams {
  readonly aws?: Aws;
  readonly log?: (line: string) => void;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Pauses before each look at what was mended, in milliseconds: AWS may show the old for a while. */
const LOOKS_AGAIN = [0, 2_000, 8_000];

interface Change {
  readonly what: string;
  readonly was: unknown;
  readonly wanted: unknown;
  readonly mended: boolean;
  readonly why?: string;
}

interface Work {
  readonly changes: readonly Change[];
  readonly firstSteps: readonly string[];
  /** Everything that went wrong. */
  readonly errors: readonly string[];
}

/** What of a run failed. */
interface Failures {
  readonly wrong: readonly string[];
  /** Reports that the bus did not take. */
  readonly untold: readonly string[];
}

/**
 * Turns a healer into a Lambda handler.
 *
 * What fails after a call is told of and then thrown: Lambda tries again after one minute and after two more, when much
 * that AWS refused succeeds, and at last the dead-letter queue has the call. Another try does not tell again what was
 * told of its cause, unless Lambda starts the function anew for it. An hourly run throws only what could not be told:
 * the next hour is its other try, and each try would be one more report of the same.
 *
 * What others change rightly is left alone: the roles that deploy, and the healer's own.
 */
export function healerHandler<D>(healer: Healer<D>, seams: Seams = {}) {
  const alreadyTold = new AlreadyTold();
  return async (event: unknown, context: Context = {}): Promise<void> => {
    const { log = (line) => void process.stdout.write(line), env = process.env } = seams;
    const settings = healerSettings(env);
    const alert = parseAlert(event);
    const cause = alert.type === 'call' ? alert.call : undefined;
    const say = (outcome: string) =>
      log(`${JSON.stringify({ healer: healer.name, event: cause?.eventName ?? alert.type, outcome })}\n`);
    const reason = cause && ignored(cause, settings);
    if (reason !== undefined) return say(`ignored: ${reason}`);

    const { invokedFunctionArn } = context;
    const account = settings.ownRole.split(':')[4]!;
    const surroundings = { AWS_REGION: env['AWS_REGION'], invokedFunctionArn };
    const aws = seams.aws ?? new AwsOfAccount(account, `heal-${healer.name}`, surroundings);
    try {
      const run = new Run(healer, aws, settings, seams.sleep ?? wait, env, alreadyTold);
      const { wrong, untold } = await run.answer(cause, say);
      const errors = [...wrong, ...untold].join('; ');
      if (untold.length > 0 || (cause && wrong.length > 0)) throw new Error(errors);
      if (wrong.length > 0) say(`left to the next hour: ${errors}`);
    } finally {
      if (aws instanceof AwsOfAccount) aws.close();
    }
  };
}

/** Why a call is nothing to act on, if so. */
function ignored({ errorCode, role }: ApiCall, { ownRole, trustedRoles }: HealerSettings): string | undefined {
  if (errorCode !== undefined) return `it failed with ${errorCode}`;
  if (role === ownRole) return 'it was our own';
  if (role !== undefined && trustedRoles.some((pattern) => isLike(role, pattern))) return `${role} is trusted`;
  return undefined;
}

/** One invocation of one healer. */
class Run<D> {
  private readonly announcer: Announcer;

  constructor(
    private readonly healer: Healer<D>,
    private readonly aws: Aws,
    private readonly settings: HealerSettings,
    private readonly sleep: (ms: number) => Promise<void>,
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly alreadyTold: AlreadyTold,
  ) {
    this.announcer = new Announcer(aws, settings);
  }

  async answer(cause: ApiCall | undefined, say: (outcome: string) => void): Promise<Failures> {
    let desired: D | undefined;
    let work: Work;
    try {
      desired = this.healer.readDesired(desiredValue(this.env));
      work = await this.heal(desired, cause);
    } catch (error) {
      const why = reasonOf(error);
      const change = { what: 'it cannot be told what differs', was: null, wanted: null, mended: false, why };
      work = { changes: [change], firstSteps: [], errors: [why] };
    }
    const outcome = work.changes.length > 0 ? this.outcomeOf(work) : undefined;
    // First of all: what no bus takes is at least in the log.
    say(outcome === undefined ? 'nothing differs' : `${outcome}: ${work.changes.map(({ what }) => what).join('; ')}`);
    const healing = outcome === undefined ? [] : await this.tellOfHealing(outcome, work, cause);
    if (cause !== undefined) return { wrong: work.errors, untold: healing };
    const { wrong, untold } = await this.tellOfHealth(desired, work);
    return { wrong: [...work.errors, ...wrong], untold: [...healing, ...untold] };
  }

  private async heal(desired: D, cause: ApiCall | undefined): Promise<Work> {
    const { mode } = this.settings;
    const found = await this.healer.inspect(desired, this.aws, cause);
    const failures = new Map<string, string>();
    const mends = mode === 'mend' ? found.filter(({ mend }) => mend) : [];
    for (const { what, mend } of mends) {
      // The next may still succeed: a trail whose settings cannot be mended can at least log.
      await mend!().catch((error: unknown) => void failures.set(what, reasonOf(error)));
    }
    const again = mends.length > 0 ? await this.lookAgain(desired, cause, mends, failures) : undefined;
    const remaining = again ?? found;
    const isKnown = ({ what }: Drift) => found.some((drift) => drift.what === what);
    const drifts = [...found, ...remaining.filter((drift) => !isKnown(drift))];
    const changes = drifts.map((drift): Change => {
      const { what, was, wanted, mend } = drift;
      if (!remaining.some((each) => each.what === what)) return { what, was, wanted, mended: true };
      const still = isKnown(drift)
        ? 'it still differs after it was mended'
        : 'it differs since something else was mended';
      const why = !mend ? PAGED : mode === 'report' ? 'the mode is report' : (failures.get(what) ?? still);
      return { what, was, wanted, mended: false, why };
    });
    const unmended = mode === 'report' ? [] : changes.filter(({ mended, why }) => !mended && why !== PAGED);
    return {
      changes,
      firstSteps: [...new Set(drifts.flatMap(({ firstStep = [] }, at) => (changes[at]!.mended ? [] : firstStep)))],
      errors: unmended.map(({ what, why }) => `${what}: ${why}`),
    };
  }

  /**
   * What differs after mending; what AWS still shows of the old is given some time. Nothing where it cannot be read:
   * then nothing counts as mended.
   */
  private async lookAgain(
    desired: D,
    cause: ApiCall | undefined,
    mends: readonly Drift[],
    failures: Map<string, string>,
  ): Promise<readonly Drift[] | undefined> {
    let remaining = mends;
    try {
      for (const pause of LOOKS_AGAIN) {
        if (pause > 0) await this.sleep(pause);
        remaining = await this.healer.inspect(desired, this.aws, cause);
        if (!remaining.some(({ what }) => mends.some((mended) => mended.what === what))) break;
      }
    } catch (error) {
      for (const { what } of mends) {
        failures.set(what, failures.get(what) ?? `it cannot be read again: ${reasonOf(error)}`);
      }
      return undefined;
    }
    return remaining;
  }

  private outcomeOf({ changes, errors }: Work): 'mended' | 'failed' | 'page' | 'reported' {
    if (errors.length > 0) return 'failed';
    if (changes.some(({ why }) => why === PAGED)) return 'page';
    return this.settings.mode === 'report' ? 'reported' : 'mended';
  }

  private async tellOfHealing(
    outcome: string,
    { changes, firstSteps }: Work,
    cause?: ApiCall,
  ): Promise<readonly string[]> {
    if (cause && this.alreadyTold.has(cause, changes)) return [];
    const { eventName, eventId, principal, sourceIp, time } = cause ?? {};
    const untold = await failureOf(
      this.announcer.tell('Audit Self-Healing', {
        ...this.place(),
        outcome,
        cause: cause ? { eventName, eventId, principal, sourceIp, time } : null,
        changes,
        ...(firstSteps.length > 0 && { firstStep: firstSteps.join(' ') }),
      }),
    );
    if (cause && untold.length === 0) this.alreadyTold.add(cause, changes);
    return untold;
  }

  private async tellOfHealth(desired: D | undefined, { changes }: Work): Promise<Failures> {
    const wrong: string[] = [];
    const problems: HealthProblem[] = changes
      .filter(({ mended }) => !mended)
      .map(({ what, why }) => ({ kind: 'drift', detail: `${what}: ${why}` }));
    const add = async (kind: string, read: () => Promise<readonly HealthProblem[]>) => {
      try {
        problems.push(...(await read()));
      } catch (error) {
        problems.push({ kind, detail: `it cannot be read: ${reasonOf(error)}` });
        wrong.push(reasonOf(error));
      }
    };
    if (desired !== undefined) await add('drift', async () => (await this.healer.health?.(desired, this.aws)) ?? []);
    await add('dead-letters', async () => {
      const waiting = await this.announcer.deadLetters();
      const detail = `${waiting} messages wait in ${this.settings.deadLetterQueue}`;
      return waiting > 0 ? [{ kind: 'dead-letters', detail }] : [];
    });
    // Metric filters look for a kind within one text, for they know no list of any length.
    const kinds = [...new Set(problems.map(({ kind }) => kind))].join(' ');
    const health = { ...this.place(), healthy: problems.length === 0, kinds, problems };
    return { wrong, untold: await failureOf(this.announcer.tell('Audit Health', health)) };
  }

  private place() {
    return { healer: this.healer.name, account: this.aws.accountId, region: this.aws.region };
  }
}

const PAGED = 'it cannot be mended without people';

/** The reason why a promise failed, if it did. */
const failureOf = (promise: Promise<unknown>): Promise<readonly string[]> =>
  promise.then(
    () => [],
    (error: unknown) => [reasonOf(error)],
  );

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
