import { withoutIndexes } from '../address';
import type { Change } from '../change';
import type { Scene } from '../scene';
import { SIDES, spokenOf, stand, type Side } from './references';

/** What a role does for the evidence. */
export interface Duty {
  /** Who takes the role. */
  readonly service: string;
  /** A clause: what happens no more where the role is not there. */
  readonly without: string;
  /** Acts of which each is needed, where the policies of the role have to allow them. */
  readonly needs: readonly string[];
  /** Whether nothing is recorded without it. */
  readonly records: boolean;
}

const REPLICATION: Duty = {
  service: 's3.amazonaws.com',
  without: 'evidence is not copied',
  needs: ['s3:GetReplicationConfiguration', 's3:ListBucket', 's3:GetObjectVersionForReplication', 's3:ReplicateObject', 'kms:Decrypt', 'kms:Encrypt'],
  records: false,
}; // prettier-ignore

/** Where roles are named, and what for. */
const DUTIES: readonly (readonly [type: string, path: readonly [string, ...string[]], duty: Duty])[] = [
  [
    'aws_cloudtrail',
    ['cloud_watch_logs_role_arn'],
    {
      service: 'cloudtrail.amazonaws.com',
      without: 'a trail writes nothing to CloudWatch Logs, and alarms hear nothing',
      needs: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      records: false,
    },
  ],
  [
    'aws_config_configuration_recorder',
    ['role_arn'],
    { service: 'config.amazonaws.com', without: 'AWS Config records nothing', needs: [], records: true },
  ],
  [
    'aws_config_configuration_aggregator',
    ['organization_aggregation_source', 'role_arn'],
    {
      service: 'config.amazonaws.com',
      without: 'an aggregator learns of no new accounts',
      needs: ['organizations:ListAccounts'],
      records: false,
    },
  ],
  ['aws_s3_bucket_replication_configuration', ['role'], REPLICATION],
  ['aws_s3_bucket', ['replication_configuration', 'role'], REPLICATION],
];

/** A role's name, whether a name or an ARN is given. */
const roleName = (text: string): string => /^arn:[^:]+:iam::[^:]*:role\/(?:.*\/)?([^/]+)$/.exec(text)?.[1] ?? text;

/** Which roles deliver evidence from now on. */
export class Roles {
  private known?: ReadonlyMap<string, readonly Duty[]>;
  private gathered?: Readonly<Record<Side, ReadonlyMap<string, readonly Change[]>>>;

  constructor(private readonly scene: Scene) {}

  /** Names of the role that a role, a policy of one or an attachment speaks of. */
  namesOf(change: Change): readonly string[] {
    return change.type === 'aws_iam_role' ? ownNames(change) : this.namesIn(change, ['role']);
  }

  /** The role of a name, its policies and what is attached to it, as they are on a side. */
  partsOf(name: string, side: Side): readonly Change[] {
    return this.parts[side].get(name) ?? [];
  }

  /** What a role does, by its name; nothing for everybody else's roles. */
  dutiesOf(name: string): readonly Duty[] {
    return this.duties.get(name) ?? [];
  }

  /** Every role that delivers evidence. */
  get names(): readonly string[] {
    return [...this.duties.keys()];
  }

  private namesIn(
    change: Change,
    path: readonly [string, ...string[]],
    sides: readonly Side[] = SIDES,
  ): readonly string[] {
    const { texts, addresses } = spokenOf(change, path, sides);
    const roles = this.scene.referred(change, addresses, 'aws_iam_role').flatMap((role) => ownNames(role));
    return [...new Set([...texts.map(roleName), ...roles])];
  }

  private get parts(): Readonly<Record<Side, ReadonlyMap<string, readonly Change[]>>> {
    return (this.gathered ??= { before: this.partsOn('before'), after: this.partsOn('after') });
  }

  private partsOn(side: Side): ReadonlyMap<string, readonly Change[]> {
    const found = new Map<string, Change[]>();
    for (const change of this.scene.ofType('aws_iam_role', 'aws_iam_role_policy', 'aws_iam_role_policy_attachment')) {
      // What is let go of stays as it is.
      const on = [change.kind === 'forget' ? 'before' : side] as const;
      for (const name of change.type === 'aws_iam_role' ? ownNames(change, on) : this.namesIn(change, ['role'], on)) {
        const list = found.get(name);
        if (list) list.push(change);
        else found.set(name, [change]);
      }
    }
    return found;
  }

  private get duties(): ReadonlyMap<string, readonly Duty[]> {
    return (this.known ??= this.findDuties());
  }

  private findDuties(): ReadonlyMap<string, readonly Duty[]> {
    const found = new Map<string, Duty[]>();
    for (const [type, path, duty] of DUTIES) {
      for (const change of this.scene.ofType(type)) {
        const isOther = type.startsWith('aws_s3_') && !this.scene.buckets.isEvidence(change);
        if (isOther) continue;
        // A role that nothing uses any more is nobody's loss.
        for (const name of this.namesIn(change, path, ['after'])) {
          const duties = found.get(name) ?? [];
          if (!duties.includes(duty)) found.set(name, [...duties, duty]);
        }
      }
    }
    return found;
  }
}

const ownNames = (role: Change, sides = SIDES): readonly string[] => {
  const names = sides.flatMap((side) => (typeof role[side]?.name === 'string' ? [role[side].name] : []));
  return names.length > 0 ? [...new Set(names)] : [stand(role.plan, withoutIndexes(role.address))];
};
