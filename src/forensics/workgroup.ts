import { AthenaNamedQuery } from '@cdktf/provider-aws/lib/athena-named-query';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { literal } from '../policy/literal';
import type { Question } from './question';
import type { ResultsBucket } from './results-bucket';

export interface WorkgroupProps {
  readonly place: Place;
  readonly name: string;
  readonly account: string;
  readonly results: ResultsBucket;
  readonly resultsKeyArn: string;
  /** Most that one query reads, in GB of 2^30 bytes. */
  readonly scanLimitGb: number;
  /** Destroying the workgroup deletes what others saved in it, and its history. */
  readonly forceDestroy: boolean;
}

/** Bytes in a GB, as AWS counts what it bills. */
const GB = 2 ** 30;

/** Tables, functions and parameters of the questions are of this one. */
const ENGINE = 'Athena engine version 3';

/** Where investigators ask. No query chooses where its answer goes, how that is encrypted, or to read more than the limit. */
export class Workgroup extends Construct {
  private readonly workgroup: AthenaWorkgroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkgroupProps,
  ) {
    super(scope, id);
    const { place, name, account, results, resultsKeyArn, scanLimitGb, forceDestroy } = props;
    this.workgroup = new AthenaWorkgroup(this, 'workgroup', {
      ...place,
      name,
      description: 'Questions of investigators to the evidence of the organization',
      state: 'ENABLED',
      forceDestroy,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: scanLimitGb * GB,
        engineVersion: { selectedEngineVersion: ENGINE },
        resultConfiguration: {
          outputLocation: `s3://${results.bucketName}/`,
          expectedBucketOwner: account,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: resultsKeyArn },
        },
      },
      dependsOn: [...results.ready],
    });
  }

  /** Saves questions, each under its name, to be asked of a database. */
  save(questions: readonly Question[], databaseName: string): void {
    for (const question of questions) {
      new AthenaNamedQuery(this, question.name, {
        ...this.props.place,
        name: question.name,
        description: describe(question),
        workgroup: this.workgroup.name,
        database: databaseName,
        query: literal(question.sql),
      });
    }
  }
}

/** Athena's limit on what is said of a saved query, in characters. Source: Athena API reference, NamedQuery. */
const MOST_SAID = 1024;

/** What is asked, the values that it takes in the order of its placeholders, and as much of the rest as has room. */
export function describe({ title, placeholders, description }: Question): string {
  const said = `${title}. Parameters, in this order: ${placeholders.join(', ')}. ${description}`;
  return said.length <= MOST_SAID ? said : `${said.slice(0, MOST_SAID - 3)}...`;
}
