import { withoutIndexes } from './address';
import type { Change, Kind, Plan } from './change';
import { Buckets } from './evidence/buckets';
import { Keys } from './evidence/keys';
import { LogGroups } from './evidence/log-groups';
import { meant, stand } from './evidence/references';
import { Roles } from './evidence/roles';
import { isElsewhere } from './region';

/** What a settings file says about evidence that plans do not show. */
export interface EvidenceSettings {
  /** Names of buckets. */
  readonly buckets: readonly string[];
  /** Ids, ARNs or aliases of KMS keys. */
  readonly keys: readonly string[];
}

const MIRRORED: Partial<Record<Kind, Kind>> = { create: 'delete', delete: 'create', replace: 'update', forget: 'none' };

/**
 * The same change the other way round. What is forgotten stays as it is; of what is replaced the new one counts against
 * the old.
 */
export function mirrored(change: Change): Change {
  if (change.kind === 'none') return change;
  const { before, after } = change;
  return {
    plan: change.plan,
    origin: change.origin,
    address: change.address,
    type: change.type,
    kind: MIRRORED[change.kind] ?? change.kind,
    imported: change.imported,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
    replacedBecause: change.replacedBecause,
    refersTo: (attribute) => change.refersTo(attribute),
    expression: (attribute) => change.expression(attribute),
    providerRegion: () => change.providerRegion(),
  };
}

/** All that plans show together: one change can often be judged only by others, even of other plans. */
export class Scene {
  private readonly byType = new Map<string, Change[]>();
  private readonly byStand = new Map<string, Change[]>();
  readonly buckets: Buckets;
  readonly keys: Keys;
  readonly logGroups: LogGroups;
  readonly roles: Roles;

  constructor(
    readonly plans: readonly Plan[],
    readonly settings: EvidenceSettings,
  ) {
    for (const { changes, drift } of plans) {
      const planned = new Set(changes.map(({ address }) => address));
      // What a plan tells of a resource is newer than what it found about it.
      for (const change of [...changes, ...drift.filter(({ address }) => !planned.has(address))]) {
        push(this.byType, change.type, change);
        push(this.byStand, stand(change.plan, withoutIndexes(change.address)), change);
      }
    }
    this.buckets = new Buckets(this);
    this.logGroups = new LogGroups(this);
    this.keys = new Keys(this);
    this.roles = new Roles(this);
  }

  /** The same plans the other way round. */
  mirrored(): Scene {
    const turn = ({ changes, drift, ...plan }: Plan): Plan => ({
      ...plan,
      changes: changes.map(mirrored),
      drift: drift.map(mirrored),
    });
    return new Scene(this.plans.map(turn), this.settings);
  }

  /** Every resource of some types, in all plans. */
  ofType(...types: readonly string[]): readonly Change[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** Resources of some types that a resource's attribute refers to in its configuration. */
  referred(from: Change, addresses: readonly string[], ...types: readonly string[]): readonly Change[] {
    return addresses.flatMap((address) => {
      const candidates = (this.byStand.get(stand(from.plan, withoutIndexes(address))) ?? []).filter(({ type }) =>
        types.includes(type),
      );
      return meant(candidates, from);
    });
  }

  /** Whether another plan, or another address of this one, takes in the very resource that one lets go of. */
  takenInElsewhere(gone: Change): boolean {
    const id = gone.before?.id;
    return (
      typeof id === 'string' &&
      this.ofType(gone.type).some((change) => {
        const isIt = change.imported && (change.before ?? change.after)?.id === id;
        // Recorders of all regions have one name, which is their id.
        return isIt && !isElsewhere(gone, change);
      })
    );
  }
}

function push<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
