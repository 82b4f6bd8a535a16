import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import type { DeadLetters } from '../events/dead-letters';
import { addFunctionRole, addNodeFunction } from '../functions/node-function';
import { addSchedule } from '../functions/schedule';
import type { Place } from '../placement/placement';
import { verifierRights } from './verifier-rights';
import { WorkQueue } from './work-queue';

export interface EvidenceVerifierProps {
  readonly place: Place;
  /** Place of IAM. */
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly organizationId: string;
  /** Of the function. */
  readonly name: string;
  readonly roleName: string;
  readonly queueName: string;
  /** Where the trail delivers. */
  readonly trailBucket: { readonly name: string; readonly arn: string };
  /** Of the archived public keys, within that bucket. */
  readonly publicKeyPrefix: string;
  /** Terraform reference to the key of that bucket. */
  readonly evidenceKeyArn: string;
  /** S3 as KMS sees it calling. */
  readonly s3Host: string;
  /** Bus of the audit account, at home. */
  readonly eventBusArn: string;
  /** How many accounts are declared; undeclared ones with evidence are verified as well. */
  readonly accounts: number;
  /** Path of the archive, declared.json in it, from the stack's folder, and its hash. */
  readonly code: { readonly path: string; readonly hash: string };
  readonly logRetentionDays: number;
  readonly deadLetters: Pick<DeadLetters, 'arn' | 'ready'>;
}

/** What the function finds in declared.json: who must have evidence, and in which regions. */
export interface DeclaredPlaces {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/**
 * By the clock and not by a rate, so that runs do not drift; apart from the roll call of healers. Digests end at any minute of
 * an hour, another one for each account and region, so that no minute is better than others.
 */
const SCHEDULE = 'cron(35 * * * ? *)';
/** In seconds: as long as Lambda lets it. An account with millions of data events an hour takes minutes, the others seconds. */
const TIMEOUT = 900;
/** Of it depends the share of a CPU, by which files are unpacked and hashed; what a run holds is a few megabytes. */
const MEMORY_MB = 1024;

/** Functions at a time, one for each hundred accounts: each account then has 36 seconds an hour, on average. */
const ACCOUNTS_AT_ONCE = 100;
/** Lambda takes 2 at least; more than 50 would leave too little of the account's functions to the healers. */
const CONCURRENCY = { least: 2, most: 50 };

/**
 * Validates the newest evidence of every account and region each hour, and keeps the public keys that prove it beside it. One
 * run of the function lists the accounts; each is then verified by a run of its own, so that neither the number of accounts
 * nor one that fails stops the others.
 */
export class EvidenceVerifier extends Construct {
  /** What it logs is counted only once these exist. */
  readonly ready: readonly LambdaFunction[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EvidenceVerifierProps,
  ) {
    super(scope, id);
    const { place, partition, account, region, name, roleName, deadLetters } = props;
    const description = 'Validates the newest log files of the audit, and keeps the keys that prove them';
    const queue = new WorkQueue(this, 'work', {
      place,
      partition,
      account,
      region,
      name: props.queueName,
      workerRole: roleName,
      workSeconds: TIMEOUT,
      deadLetters,
    });
    const { role, rights } = addFunctionRole(this, {
      anywhere: props.anywhere,
      partition,
      account,
      regions: [region],
      name: roleName,
      functionName: name,
      description,
      rightsName: 'verify',
      rights: verifierRights({ ...props, queueArn: queue.arn }),
    });
    const run = addNodeFunction(
      this,
      { function: 'function', logs: 'logs' },
      {
        place,
        name,
        description,
        roleArn: role.arn,
        code: props.code,
        memoryMb: MEMORY_MB,
        timeoutSeconds: TIMEOUT,
        logRetentionDays: props.logRetentionDays,
        environment: {
          BUCKET: props.trailBucket.name,
          ORGANIZATION: props.organizationId,
          KEY_PREFIX: props.publicKeyPrefix,
          QUEUE: queue.url,
          EVENT_BUS: props.eventBusArn,
        },
        deadLetterArn: deadLetters.arn,
        after: [role, rights],
      },
    );
    new LambdaEventSourceMapping(this, 'work-source', {
      ...place,
      eventSourceArn: queue.arn,
      functionName: run.functionName,
      // An account a run: one that fails is tried again alone.
      batchSize: 1,
      scalingConfig: { maximumConcurrency: concurrencyFor(props.accounts) },
      dependsOn: [queue.queue, rights],
    });
    this.wakeBySchedule(run);
    this.ready = [run];
  }

  private wakeBySchedule(run: LambdaFunction): void {
    const { place, partition, account, region, name, deadLetters } = this.props;
    addSchedule(this, run, {
      place,
      partition,
      account,
      region,
      name,
      description: 'Has the newest evidence validated',
      expression: SCHEDULE,
      targetId: 'verifier',
      deadLetterArn: deadLetters.arn,
    });
  }
}

const concurrencyFor = (accounts: number): number =>
  Math.min(CONCURRENCY.most, Math.max(CONCURRENCY.least, Math.ceil(accounts / ACCOUNTS_AT_ONCE)));
