import type { TerraformResource } from 'cdktf';
import { ReplicationAlarms } from '../alarms/replication-alarms';
import type { Organization } from '../config/organization';
import { DeadLetters } from '../events/dead-letters';
import type { EvidenceKey } from '../keys/evidence-key';
import type { Placement } from '../placement/placement';
import { Forward, ForwarderRole } from '../response/event-forwarding';
import { alarmsOf } from '../response/event-patterns';
import { evidenceHealer } from '../response/healers/evidence';
import type { EvidenceBucket } from '../storage/evidence-bucket';
import type { PlatformStack } from './platform-stack';
import type { Responses } from './responses';

/** Evidence in one account and region. */
export interface EvidencePlace {
  readonly placement: Placement;
  readonly account: string;
  readonly region: string;
  readonly buckets: readonly EvidenceBucket[];
  readonly keys: Readonly<Record<string, EvidenceKey>>;
}

/** Keeps buckets and keys as they are declared, and sounds when copies lag behind. */
export class EvidenceGuard {
  private readonly queues = new Map<string, DeadLetters>();

  constructor(
    private readonly stack: PlatformStack,
    private readonly organization: Organization,
    private readonly responses: Responses,
  ) {}

  /** @param places - of evidence and of the archive, which may be in one account */
  heal(places: readonly EvidencePlace[]): void {
    for (const account of new Set(places.map((at) => at.account))) {
      const here = places.filter((at) => at.account === account);
      const guards = this.responses.heal(this.stack, this.stack, `heal-evidence-${account}`, {
        anywhere: here[0]!.placement.anywhere,
        account,
        places: here.map(({ placement, region, buckets, keys }) => ({
          place: placement.in(region),
          region,
          queueName: this.queueName,
          spec: evidenceHealer(this.organization, {
            buckets: buckets.map(({ bucketName, policyText }) => ({ name: bucketName, policy: policyText })),
            keyArns: Object.fromEntries(Object.entries(keys).map(([name, { arn }]) => [name, arn])),
          }),
          deadLetters: this.queue(placement, account, region),
        })),
      });
      for (const { region, buckets } of here) this.changeAfter(buckets, guards.get(region)!);
    }
  }

  /** @param here - reaches the region of the evidence and that of the archive in the account of the evidence */
  soundLag(here: Placement): void {
    const { names, config, home, partition, evidenceAccount: account, eventBusArn } = this.organization;
    const { archive } = config.regions;
    new ReplicationAlarms(this.stack, 'replication-alarms', {
      sourcePlace: here.in(home),
      archivePlace: here.in(archive),
      sources: {
        config: names.configBucket,
        'access-logs': names.accessLogBucket,
        ...(config.storage.replicateTrail ? { trail: names.trailBucket } : {}),
      },
      archiveBucket: names.archiveBucket,
      namePrefix: names.platformPrefix,
      timeControl: this.organization.replicationTimeControl,
      // They are told by the audit account, whichever account this is.
      topicArns: [],
    });
    const role = new ForwarderRole(this.stack, 'forward-alarms', {
      anywhere: here.anywhere,
      partition,
      account,
      roleName: `${names.forwarderRole}-alarms`,
      centralBusArn: eventBusArn,
    });
    for (const region of [home, archive]) {
      const place = here.in(region);
      const resource = `alarm:${names.platformPrefix}`;
      new Forward(this.stack, `forward-alarms-${region}`, {
        place,
        name: `${names.platformPrefix}forward-alarms`,
        pattern: alarmsOf(`${this.organization.arn('cloudwatch', { region, account, resource })}replication-`),
        centralBusArn: eventBusArn,
        role,
        deadLetters: this.queue(here, account, region),
      });
    }
  }

  private changeAfter(buckets: readonly EvidenceBucket[], guards: readonly TerraformResource[]): void {
    for (const bucket of buckets) bucket.changeAfter(guards);
  }

  private get queueName(): string {
    return `${this.organization.names.platformPrefix}evidence-dead-letters`;
  }

  /** One for each account and region; the healer there, where there is one, counts what lies in it. */
  private queue(placement: Placement, account: string, region: string): DeadLetters {
    const { names, partition } = this.organization;
    const id = `evidence-dead-letters-${account}-${region}`;
    const known = this.queues.get(id);
    if (known) return known;
    const queue = new DeadLetters(this.stack, id, {
      place: placement.in(region),
      partition,
      account,
      region,
      name: this.queueName,
      rulePrefix: names.platformPrefix,
    });
    this.queues.set(id, queue);
    return queue;
  }
}
