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
  constructor(
    private readonly stack: PlatformStack,
    private readonly organization: Organization,
    private readonly responses: Responses,
  ) {}

  /** @param places - of evidence and of the archive, which may be in one account */
  heal(places: readonly EvidencePlace[]): void {
    const { names, partition } = this.organization;
    const queueName = `${names.platformPrefix}evidence-dead-letters`;
    for (const account of new Set(places.map((at) => at.account))) {
      const here = places.filter((at) => at.account === account);
      const guards = this.responses.heal(this.stack, this.stack, `heal-evidence-${account}`, {
        anywhere: here[0]!.placement.anywhere,
        account,
        places: here.map(({ placement, region, buckets, keys }) => ({
          place: placement.in(region),
          region,
          queueName,
          spec: evidenceHealer(this.organization, {
            buckets: buckets.map(({ bucketName, policyText }) => ({ name: bucketName, policy: policyText })),
            keyArns: Object.fromEntries(Object.entries(keys).map(([name, { arn }]) => [name, arn])),
          }),
          deadLetters: new DeadLetters(this.stack, `evidence-dead-letters-${account}-${region}`, {
            place: placement.in(region),
            partition,
            account,
            region,
            name: queueName,
            rulePrefix: names.platformPrefix,
          }),
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
      const deadLetters = new DeadLetters(this.stack, `alarm-dead-letters-${region}`, {
        place,
        partition,
        account,
        region,
        name: `${names.platformPrefix}alarm-dead-letters`,
        rulePrefix: names.platformPrefix,
      });
      const resource = `alarm:${names.platformPrefix}`;
      new Forward(this.stack, `forward-alarms-${region}`, {
        place,
        name: `${names.platformPrefix}forward-alarms`,
        pattern: alarmsOf(`${this.organization.arn('cloudwatch', { region, account, resource })}replication-`),
        centralBusArn: eventBusArn,
        role,
        deadLetters,
      });
    }
  }

  private changeAfter(buckets: readonly EvidenceBucket[], guards: readonly TerraformResource[]): void {
    for (const bucket of buckets) bucket.changeAfter(guards);
  }
}
