import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { type Condition, type Statement, toPolicyJson, trustPeople } from '../policy/statement';
import type { Questioned } from './questioned';

export interface KeyArns {
  /** Of what is asked. */
  readonly evidence: string;
  /** Of what is answered. */
  readonly results: string;
}

/** Seconds after which an investigator shows the second factor again: the first hours of an incident take no break. */
const LONGEST_SESSION = 4 * 3600;

/** Whoever looks into an incident: reads trail and Config, asks in the workgroup, writes answers and nothing else. */
export class InvestigatorRole extends Construct {
  constructor(scope: Construct, id: string, anywhere: Place, organization: Questioned, keys: KeyArns) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      ...anywhere,
      name: organization.names.investigatorRole,
      description: 'Asks the evidence in Athena and reads its files; writes answers only. For people with MFA',
      assumeRolePolicy: investigatorTrust(organization),
      maxSessionDuration: LONGEST_SESSION,
    });
    new IamRolePolicy(this, 'rights', {
      ...anywhere,
      role: role.name,
      name: 'investigate',
      policy: toPolicyJson(investigatorRights(organization, keys)),
    });
  }
}

/** Who may become an investigator. */
export function investigatorTrust(organization: Questioned): string {
  const { investigators } = organization.config.forensics;
  const everybody = organization.arn('iam', { account: organization.auditAccount, resource: 'root' });
  return trustPeople(investigators.length > 0 ? investigators : [everybody]);
}

/** What an investigator may. The policies of buckets and keys must let the role in as well. */
export function investigatorRights(organization: Questioned, keys: KeyArns): Statement[] {
  const { names, home, ownership, dnsSuffix, auditAccount: account } = organization;
  const here = (service: string, ...resources: readonly string[]) =>
    resources.map((resource) => organization.arn(service, { region: home, account, resource }));
  const buckets = [...(ownership.trail === 'ours' ? [names.trailBucket] : []), names.configBucket];
  const evidence = buckets.map((name) => organization.bucketArn(name));
  const results = organization.bucketArn(names.forensicsResultsBucket);
  const throughS3: Condition = { StringEquals: { 'kms:ViaService': `s3.${home}.${dnsSuffix}` } };
  const database = names.forensicsDatabase;
  return [
    allow('Ask', ASKING, here('athena', `workgroup/${names.forensicsWorkgroup}`)),
    allow('SeeTables', SEEING_TABLES, here('athena', 'datacatalog/AwsDataCatalog')),
    allow('FindWorkgroup', ['athena:ListDataCatalogs', 'athena:ListEngineVersions', 'athena:ListWorkGroups'], ['*']),
    allow('ReadCatalog', READING_CATALOG, here('glue', 'catalog', `database/${database}`, `table/${database}/*`)),
    // Athena looks for it before any query. Source: Athena user guide, "Access to databases and tables in Glue".
    allow('FindDefaultDatabase', ['glue:GetDatabase'], here('glue', 'catalog', 'database/default')),
    allow('ListEvidence', ['s3:GetBucketLocation', 's3:ListBucket'], evidence),
    allow(
      'ReadEvidence',
      ['s3:GetObject'],
      evidence.map((bucket) => `${bucket}/*`),
    ),
    allow('DecryptEvidence', ['kms:Decrypt'], [keys.evidence], throughS3),
    // Whoever reads evidence can so prove it; the keys are public.
    allow('FetchPublicKeys', ['cloudtrail:ListPublicKeys'], ['*']),
    allow('ListAnswers', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [results]),
    allow('KeepAnswers', KEEPING, [`${results}/*`]),
    allow('EncryptAnswers', ['kms:Decrypt', 'kms:GenerateDataKey'], [keys.results], throughS3),
  ];
}

const ASKING = [
  'athena:BatchGetNamedQuery',
  'athena:BatchGetQueryExecution',
  'athena:GetNamedQuery',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:GetQueryResultsStream',
  'athena:GetQueryRuntimeStatistics',
  'athena:GetWorkGroup',
  'athena:ListNamedQueries',
  'athena:ListQueryExecutions',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
];

const SEEING_TABLES = [
  'athena:GetDataCatalog',
  'athena:GetDatabase',
  'athena:GetTableMetadata',
  'athena:ListDatabases',
  'athena:ListTableMetadata',
];

const READING_CATALOG = [
  'glue:BatchGetPartition',
  'glue:GetDatabase',
  'glue:GetDatabases',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTables',
];

/** Not deleting: an answer stays until it expires. */
const KEEPING = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'];

const allow = (
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement => ({ sid, effect: 'Allow', actions, resources, ...(condition && { condition }) });
