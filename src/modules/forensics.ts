import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { regionsOf } from '../config/regions';
import { Catalog } from '../forensics/catalog';
import { InvestigatorRole } from '../forensics/investigator';
import type { Questioned } from '../forensics/questioned';
import { Questions } from '../forensics/questions';
import { ResultsBucket } from '../forensics/results-bucket';
import { ResultsKey } from '../forensics/results-key';
import { tablesOf } from '../forensics/tables';
import { Workgroup } from '../forensics/workgroup';
import { arn, bucketArn, roleArn } from '../policy/arn';
import { trustAccounts } from '../policy/statement';
import { expressionOf } from './expression';
import { ACCOUNT_ID, BUCKET_NAME, KEY_ARN, namePrefix, organizationId, PERSON_ARN } from './forms';
import { defineModule, type ModuleStack } from './module';
import { standIn } from './stand-in';
import { text, texts, wholeNumber } from './variable';

/** Bytes in a GB, as AWS counts what it bills. */
const GB = 2 ** 30;

/** Before CloudTrail existed. Questions name their days, so an early one costs nothing. */
const SINCE = '2013-11-01';

export const forensics = defineModule({
  name: 'forensics',
  title: 'Athena over the evidence: tables, saved questions, a workgroup and a role for investigators',
  description: [
    'For the audit account, in the region of the evidence store, which may be another account’s. Nothing is loaded or crawled: tables work out where evidence lies from `account_ids`, every region of the partition, and the day.',
    'Investigators assume the role with MFA, ask in the workgroup and read evidence; they write answers and nothing else. The evidence store lets them in by `investigator_role_arns = [module.forensics.investigator_role_arn]`. Answers are deleted after a time; the bucket itself goes only when it is empty.',
  ],
  variables: {
    name: namePrefix(24),
    organization_id: organizationId(),
    account_ids: texts(
      ACCOUNT_ID,
      { least: 1, most: 1000 },
      {
        description: 'Accounts whose evidence one question covers: of the organization, and those that have left it.',
      },
    ),
    trail_bucket_name: text(BUCKET_NAME, { description: '`trail_bucket_name` of the evidence store.' }),
    config_bucket_name: text(BUCKET_NAME, { description: '`config_bucket_name` of the evidence store.' }),
    evidence_key_arn: text(KEY_ARN, { description: '`evidence_key_arn` of the evidence store.' }),
    investigator_arns: texts(
      PERSON_ARN,
      { least: 1, most: 20 },
      {
        description:
          'Roles and users who may assume the investigator role, with MFA only. Sessions of IAM Identity Center and of SAML carry no MFA that AWS could check.',
      },
    ),
    scan_limit_gb: wholeNumber(1, 1_000_000, 'GB', {
      description:
        'Most that one query reads, in GB of 2^30 bytes; Athena breaks off one that reads more, and bills what it has read.',
      default: 1000,
    }),
    results_expire_after_days: wholeNumber(1, 3650, 'days', {
      description: 'Days after which answers, which are extracts of evidence, are deleted with all their versions.',
      default: 30,
    }),
  },
  compose(module, given) {
    const { place, account } = module.here;
    const names = {
      ...module.names(given.name),
      trailBucket: given.trail_bucket_name,
      configBucket: given.config_bucket_name,
    };
    const questioned: Questioned = {
      ...placesOf(module, names.investigatorRole),
      id: given.organization_id,
      names,
      ownership: { trail: 'ours' },
      accounts: [standIn('join(",", var.account_ids)')],
      config: {
        deletionProtection: true,
        forensics: {
          accounts: 'declared',
          otherAccounts: [],
          since: SINCE,
          scanLimitGb: given.scan_limit_gb,
          resultsExpireAfterDays: given.results_expire_after_days,
          investigators: [],
        },
      },
    };
    const key = new ResultsKey(module, 'forensics', place, questioned);
    const results = new ResultsBucket(module, 'results', { place, organization: questioned, key });
    const { databaseName } = new Catalog(module, 'catalog', {
      place,
      databaseName: names.forensicsDatabase,
      tables: tablesOf(questioned),
    });
    const workgroup = new Workgroup(module, 'athena', {
      place,
      name: names.forensicsWorkgroup,
      account,
      results,
      resultsKeyArn: key.arn,
      scanLimitGb: 1,
      forceDestroy: false,
    });
    workgroup.save(new Questions(module.sources.queries).all, databaseName);
    module
      .resource(workgroup, AthenaWorkgroup.tfResourceType)
      .addOverride('configuration.bytes_scanned_cutoff_per_query', standIn(`var.scan_limit_gb * ${GB}`));

    const investigator = new InvestigatorRole(module, 'investigator', place, questioned, {
      evidence: given.evidence_key_arn,
      results: key.arn,
    });
    const roots = module.local(
      'investigator_accounts',
      'distinct([for person in var.investigator_arns : replace(person, "/:[^:]*$/", ":root")])',
    );
    module
      .resource(investigator, IamRole.tfResourceType)
      .addOverride('assume_role_policy', trustAccounts(roots, standIn('var.investigator_arns')));
    return {
      investigator_role_arn: {
        value: questioned.investigatorRoleArn,
        description:
          'Role that investigators assume; known before it is made, for `investigator_role_arns` of the evidence store.',
      },
      workgroup_name: {
        value: names.forensicsWorkgroup,
        description: 'Athena workgroup in which they ask.',
        after: [workgroup],
      },
      database_name: { value: names.forensicsDatabase, description: 'Glue database of the tables.' },
      results_bucket_name: { value: names.forensicsResultsBucket, description: 'Where answers lie until they expire.' },
    };
  },
});

/** What of an organization follows from the provider alone. */
function placesOf(module: ModuleStack, investigatorRole: string) {
  const { partition, account, region, dnsSuffix } = module.here;
  const regions = (['aws', 'aws-us-gov', 'aws-cn'] as const).map(
    (name) => `${JSON.stringify(name)} = ${expressionOf([...regionsOf(name)])}`,
  );
  module.local('regions', `{ ${regions.join(', ')} }[data.aws_partition.current.partition]`);
  return {
    auditAccount: account,
    home: region,
    dnsSuffix,
    everyRegion: [standIn('join(",", local.regions)')],
    investigatorRoleArn: roleArn(partition, account, investigatorRole),
    arn: (service: string, parts: { region?: string; account?: string; resource: string }) =>
      arn({ partition, service, ...parts }),
    bucketArn: (bucket: string) => bucketArn(partition, bucket),
  };
}
