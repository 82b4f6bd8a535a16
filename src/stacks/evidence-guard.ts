import type { TerraformResource } from 'cdktf';
import { ReplicationAlarms } from '../alarms/replication-alarms';
import { FINDING_ALARMS, VERIFIER_ALARMS, VerifierAlarms } from '../alarms/verifier-alarms';
import type { Organization } from '../config/organization';
import { DeadLetters } from '../events/dead-letters';
import { withFile } from '../functions/lambda-archive';
import { type DeclaredPlaces, EvidenceVerifier } from '../integrity/evidence-verifier';
import type { EvidenceKey } from '../keys/evidence-key';
import type { Placement } from '../placement/placement';
import { Forward, ForwarderRole } from '../response/event-forwarding';
import { alarmsOf } from '../response/event-patterns';
import { evidenceHealer } from '../response/healers/evidence';
import type { EvidenceBucket } from '../storage/evidence-bucket';
import { PUBLIC_KEY_PREFIX, type TrailBucket } from '../storage/trail-bucket';
import type { PlatformStack } from './platform-stack';
import type { Responses } from './responses';

/** Of alarms here the audit account tells, whichever account this is. */
const TOLD_ELSEWHERE: readonly string[] = [];

/** Evidence in one account and region. */
export interface EvidencePlace {
  readonly placement: Placement;
  readonly account: string;
  readonly region: string;
  readonly buckets: readonly EvidenceBucket[];
  readonly keys: Readonly<Record<string, EvidenceKey>>;
}

/** What is proven by signatures of CloudTrail. */
export interface SignedEvidence {
  readonly trailBucket: TrailBucket;
  readonly key: EvidenceKey;
  /** S3 as KMS sees it calling. */
  readonly s3Host: string;
}

/** Keeps buckets and keys as they are declared, verifies what is in them, and sounds when copies lag behind. */
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

  /** @param here - reaches the region of the evidence */
  verify(here: Placement, { trailBucket, key, s3Host }: SignedEvidence): void {
    const { names, config, home, partition, evidenceAccount: account, eventBusArn, accounts } = this.organization;
    const place = here.in(home);
    const declared: DeclaredPlaces = { accounts, regions: config.regions.governed };
    const code = withFile(this.responses.archive('verify-evidence'), 'declared.json', JSON.stringify(declared));
    const verifier = new EvidenceVerifier(this.stack, 'verifier', {
      place,
      anywhere: here.anywhere,
      partition,
      account,
      region: home,
      organizationId: this.organization.id,
      name: names.verifier,
      roleName: names.verifierRole,
      queueName: names.verifierQueue,
      trailBucket: { name: trailBucket.bucketName, arn: trailBucket.arn },
      publicKeyPrefix: PUBLIC_KEY_PREFIX,
      evidenceKeyArn: key.arn,
      s3Host,
      eventBusArn,
      accounts: accounts.length,
      code: { path: this.stack.asset('verify-evidence.zip', code.zip), hash: code.hash },
      logRetentionDays: config.rules.logRetentionDays,
      deadLetters: this.queue(here, account, home),
    });
    new VerifierAlarms(this.stack, 'verifier-alarms', {
      place,
      functionName: names.verifier,
      queueName: names.verifierQueue,
      bucketName: trailBucket.bucketName,
      namePrefix: names.platformPrefix,
      namespace: `${names.platformPrefix}integrity`,
      topicArns: TOLD_ELSEWHERE,
      after: verifier.ready,
    });
  }

  /** @param here - reaches the region of the evidence and that of the archive in the account of the evidence */
  soundLag(here: Placement): void {
    const { names, config, home, ownership, partition, evidenceAccount: account, eventBusArn } = this.organization;
    const { archive } = config.regions;
    new ReplicationAlarms(this.stack, 'replication-alarms', {
      sourcePlace: here.in(home),
      archivePlace: here.in(archive),
      sources: {
        config: names.configBucket,
        'access-logs': names.accessLogBucket,
        ...(config.storage.replicateTrail && ownership.trail === 'ours' ? { trail: names.trailBucket } : {}),
      },
      archiveBucket: names.archiveBucket,
      namePrefix: names.platformPrefix,
      timeControl: this.organization.replicationTimeControl,
      topicArns: TOLD_ELSEWHERE,
    });
    const role = new ForwarderRole(this.stack, 'forward-alarms', {
      anywhere: here.anywhere,
      partition,
      account,
      roleName: `${names.forwarderRole}-alarms`,
      centralBusArn: eventBusArn,
    });
    const starts = ['replication-', FINDING_ALARMS, VERIFIER_ALARMS].map(
      (start) => `alarm:${names.platformPrefix}${start}`,
    );
    for (const region of [home, archive]) {
      const place = here.in(region);
      new Forward(this.stack, `forward-alarms-${region}`, {
        place,
        name: `${names.platformPrefix}forward-alarms`,
        pattern: alarmsOf(
          ...starts.map((start) => this.organization.arn('cloudwatch', { region, account, resource: start })),
        ),
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
