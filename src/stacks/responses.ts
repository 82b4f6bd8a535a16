import type { Construct } from 'constructs';
import type { DeclaredHealers } from '../alarms/roll-call';
import type { Organization } from '../config/organization';
import type { Problem } from '../config/problem';
import { organizationsRegionOf } from '../config/regions';
import type { DeadLetters } from '../events/dead-letters';
import { storedArchives } from '../functions/archive-cache';
import { type StoredArchive, withFile } from '../functions/lambda-archive';
import type { Place } from '../placement/placement';
import { joined } from '../policy/statement';
import type { Finder } from '../response/finder';
import { type ForwardedCalls, Healer, HealerRole } from '../response/healer';
import type { HealerSpec } from '../response/healer-spec';
import { RemediationPlan } from '../response/remediation-plan';
import type { PlatformStack } from './platform-stack';

/** Where the functions and remediations of the project and of its users lie. */
export interface ResponseFolders {
  readonly lambdas: string;
  readonly remediations: string;
}

/** One copy of a healer. */
export interface HealedPlace {
  readonly place: Place;
  readonly region: string;
  readonly spec: HealerSpec;
  readonly deadLetters: Pick<DeadLetters, 'arn' | 'url'>;
  /** Name of that queue. */
  readonly queueName: string;
  /** What another account may change here, too: its calls wake the healer, its trusted roles are left alone. */
  readonly forwarded?: ForwardedCalls;
}

/** Functions that respond, besides the rules of AWS Config. */
const FUNCTIONS = [
  'announce',
  'heal-evidence',
  'heal-guardrails',
  'heal-recorder',
  'heal-trail',
  'roll-call',
  'verify-evidence',
];

/** All that answers: what mends findings, what mends the platform itself, and what tells people. */
export class Responses {
  readonly remediations: RemediationPlan;
  private archives?: Map<string, StoredArchive>;

  constructor(
    private readonly organization: Organization,
    private readonly folders: ResponseFolders,
    finders: readonly Finder[],
  ) {
    this.remediations = new RemediationPlan(organization, folders.remediations, finders);
  }

  get problems(): readonly Problem[] {
    return this.remediations.problems;
  }

  get fileProblems(): readonly string[] {
    return this.remediations.fileProblems;
  }

  /** The code of a function; all are bundled at once, when the first is asked for. */
  archive(name: string): StoredArchive {
    this.archives ??= storedArchives(this.folders.lambdas, FUNCTIONS);
    return this.archives.get(name)!;
  }

  /** Every healer that there is to be; each reports once an hour. */
  get healers(): readonly DeclaredHealers[] {
    const { archiveAccount, config, evidenceAccount, home, managementAccount, ownership, partition, trailAccount } =
      this.organization;
    const one = (healer: string, account: string, region: string) => ({
      healer,
      accounts: [account],
      regions: [region],
    });
    return [
      one('evidence', evidenceAccount, home),
      one('evidence', archiveAccount, config.regions.archive),
      ...(ownership.trail === 'ours' ? [one('trail', trailAccount, home)] : []),
      one('guardrails', managementAccount, organizationsRegionOf(partition)),
      ...this.recorderHealers,
    ];
  }

  /** Accounts in which the same regions are ours to record stand together. */
  private get recorderHealers(): readonly DeclaredHealers[] {
    const { accounts, ownership } = this.organization;
    const groups = new Map<string, { readonly accounts: string[]; readonly regions: readonly string[] }>();
    for (const account of accounts) {
      const regions = ownership.recordedIn(account);
      const group = groups.get(regions.join()) ?? { accounts: [], regions };
      group.accounts.push(account);
      groups.set(regions.join(), group);
    }
    return [...groups.values()]
      .filter(({ regions }) => regions.length > 0)
      .map((group) => ({ healer: 'recorder', ...group }));
  }

  /**
   * Places one kind of healer in regions of an account, all of them with one role.
   *
   * @returns the functions, which must know of a change before it is made
   */
  heal(
    stack: PlatformStack,
    scope: Construct,
    id: string,
    { anywhere, account, places }: { anywhere: Place; account: string; places: readonly HealedPlace[] },
  ) {
    const { partition, names, eventBusArn, config } = this.organization;
    const { name } = places[0]!.spec;
    const common = { partition, account, eventBusArn, namePrefix: names.healerPrefix };
    const role = new HealerRole(scope, id, {
      ...common,
      anywhere,
      regions: places.map(({ region }) => region),
      spec: { ...places[0]!.spec, permissions: joined(places.flatMap(({ spec }) => spec.permissions)) },
      roleName: `${names.healerRolePrefix}${name}`,
      queueName: places[0]!.queueName,
    });
    return new Map(
      places.map((at) => {
        const { zip, hash } = withFile(this.archive(`heal-${name}`), 'desired.json', JSON.stringify(at.spec.desired));
        const healer = new Healer(scope, `${id}-${at.region}`, {
          ...common,
          ...at,
          role,
          code: { path: stack.asset(`${id}-${at.region}.zip`, zip), hash },
          mode: config.response.selfHealing,
          trustedRoleArns: [account, ...(at.forwarded ? [at.forwarded.account] : [])].flatMap((each) =>
            this.organization.trustedRoleArnsIn(each),
          ),
          logRetentionDays: config.rules.logRetentionDays,
        });
        return [at.region, healer.ready] as const;
      }),
    );
  }
}
