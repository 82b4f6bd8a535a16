import { AthenaNamedQuery } from '@cdktf/provider-aws/lib/athena-named-query';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { actionsOf } from '../../src/authorization/authorization';
import { ADMINISTRATION } from '../../src/keys/evidence-key';
import type { PolicyDocument, PolicyStatement } from '../../src/policy/document';
import { list } from '../../src/policy/document';
import { describe as said } from '../../src/forensics/workgroup';
import { forOneAccount, type Question } from '../../src/forensics/question';
import { Questions } from '../../src/forensics/questions';
import { EXAMPLES, organization } from '../organizations';
import { Platform } from '../synthesized';

const KEY = '${aws_kms_key.forensics_key.arn}';
const questions = new Questions('src/forensics/queries').all;

const detectionOf = (settings: object = {}) => {
  const declared = organization({ ...settings });
  return { declared, detection: new Platform(declared).stack('detection') };
};
const statementsOf = (policy: string): readonly PolicyStatement[] => (JSON.parse(policy) as PolicyDocument).Statement;
/** What Terraform reads as a dollar and a percent sign. */
const plain = (text: string): string => text.replaceAll('$${', '${').replaceAll('%%{', '%{');

describe.each(Object.entries(EXAMPLES))('%s', (_name, settings) => {
  const { declared, detection } = detectionOf(settings);
  const { names, home, auditAccount, partition, id, investigatorRoleArn } = declared;
  const { deletionProtection } = declared.config;
  const results = declared.bucketArn(names.forensicsResultsBucket);
  const s3Host = `s3.${home}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
  const resultsPolicy = detection.named(S3BucketPolicy).results_policy.policy as string;

  test('the workgroup leaves no query a choice: where to, how encrypted, how much', () => {
    expect(detection.only(AthenaWorkgroup)).toMatchObject({
      name: 'acme-audit-forensics',
      state: 'ENABLED',
      force_destroy: !deletionProtection,
      configuration: {
        enforce_workgroup_configuration: true,
        publish_cloudwatch_metrics_enabled: true,
        requester_pays_enabled: false,
        bytes_scanned_cutoff_per_query: 1000 * 1024 ** 3,
        engine_version: { selected_engine_version: 'Athena engine version 3' },
        result_configuration: {
          output_location: `s3://acme-forensics-${auditAccount}-${home}/`,
          expected_bucket_owner: auditAccount,
          encryption_configuration: { encryption_option: 'SSE_KMS', kms_key_arn: KEY },
        },
      },
      depends_on: expect.arrayContaining([
        'aws_s3_bucket_versioning.results_versioning',
        'aws_s3_bucket_server_side_encryption_configuration.results_encryption',
        'aws_s3_bucket_policy.results_policy',
        'aws_s3_bucket_lifecycle_configuration.results_lifecycle',
      ]),
    });
  });

  test('every question is saved as it stands, under its own name', () => {
    const saved = detection.all(AthenaNamedQuery);
    const answered = questions.filter(
      (one) => declared.ownership.trail === 'ours' || !/(?:FROM|JOIN)\s+(?:cloudtrail|insights)\b/i.test(one.sql),
    );
    expect(answered.length).toBeGreaterThan(declared.ownership.trail === 'ours' ? 17 : 0);
    expect(Object.keys(detection.named(AthenaNamedQuery)).sort()).toEqual(
      answered.map(({ name }) => `athena_${name}`).sort(),
    );
    for (const { name, query, description, workgroup, database } of saved) {
      const question = questions.find((one) => one.name === name)!;
      expect(plain(query)).toBe(question.sql);
      expect(description).toBe(said(question));
      expect(name.length).toBeLessThanOrEqual(128);
      expect([workgroup, database]).toEqual([
        '${aws_athena_workgroup.athena_workgroup.name}',
        '${aws_glue_catalog_database.catalog_database.name}',
      ]);
    }
  });

  test('the bucket of answers is the only bucket of evidence’s kind here: private, versioned, encrypted', () => {
    const resources = ['results_bucket'];
    expect(Object.keys(detection.named(S3Bucket)).filter((name) => !name.startsWith('packs_'))).toEqual(resources);
    expect(detection.named(S3Bucket).results_bucket).toMatchObject({
      bucket: names.forensicsResultsBucket,
      force_destroy: !deletionProtection,
    });
    expect(detection.named(S3BucketPublicAccessBlock)['results_public-access-block']).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(detection.named(S3BucketOwnershipControls).results_ownership.rule).toEqual({
      object_ownership: 'BucketOwnerEnforced',
    });
    expect(detection.named(S3BucketVersioningA).results_versioning.versioning_configuration).toEqual({
      status: 'Enabled',
    });
    expect(detection.named(S3BucketServerSideEncryptionConfigurationA).results_encryption.rule).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: KEY },
        bucket_key_enabled: true,
      },
    ]);
  });

  test('its policy lets nobody in, and keeps everybody but investigators out', () => {
    expect(statementsOf(resultsPolicy)).toEqual([
      expect.objectContaining({ Sid: 'DenyPlainHttp', Effect: 'Deny' }),
      expect.objectContaining({ Sid: 'DenyOutsideOrganization', Effect: 'Deny' }),
      {
        Sid: 'DenyOthersThanInvestigators',
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:ReplicateObject'],
        Resource: `${results}/*`,
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': investigatorRoleArn } },
      },
    ]);
  });

  test('its key is managed by the account and used by investigators, through S3 at home alone', () => {
    expect(detection.only(KmsKey)).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(detection.only(KmsAlias).name).toBe('alias/acme-audit-forensics');
    expect(statementsOf(detection.only(KmsKey).policy)).toEqual([
      {
        Sid: 'AdministerWithoutUse',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${auditAccount}:root` },
        Action: ADMINISTRATION,
        Resource: '*',
      },
      {
        Sid: 'InvestigatorKeepsAnswers',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': id, 'kms:ViaService': s3Host },
          ArnLike: { 'aws:PrincipalArn': [investigatorRoleArn] },
        },
      },
    ]);
  });

  test('the role of investigators is for people of the audit account with MFA, four hours at most', () => {
    const role = detection.named(IamRole).investigator_role;
    expect(role).toMatchObject({ name: 'acme-audit-investigator', max_session_duration: 14_400 });
    expect(JSON.parse(role.assume_role_policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'PeopleWithMfa',
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${auditAccount}:root` },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    });
    expect(detection.all(IamRolePolicyAttachment).filter(({ role: of }) => /investigator/.test(of))).toEqual([]);
  });

  const rights = statementsOf(detection.named(IamRolePolicy).investigator_rights.policy);
  const of = (sid: string) => rights.find(({ Sid }) => Sid === sid)!;
  const buckets = [...(declared.ownership.trail === 'ours' ? [names.trailBucket] : []), names.configBucket];
  const evidence = buckets.map((name) => declared.bucketArn(name));
  const oneOrAll = (list: readonly string[]) => (list.length === 1 ? list[0] : list);

  test.each([
    ['ListEvidence', ['s3:GetBucketLocation', 's3:ListBucket'], oneOrAll(evidence), undefined],
    ['ReadEvidence', 's3:GetObject', oneOrAll(evidence.map((arn) => `${arn}/*`)), undefined],
    [
      'DecryptEvidence',
      'kms:Decrypt',
      '${data.terraform_remote_state.evidence.outputs.evidence-key-arn}',
      { StringEquals: { 'kms:ViaService': s3Host } },
    ],
    ['ListAnswers', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], results, undefined],
    [
      'KeepAnswers',
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      `${results}/*`,
      undefined,
    ],
    ['EncryptAnswers', ['kms:Decrypt', 'kms:GenerateDataKey'], KEY, { StringEquals: { 'kms:ViaService': s3Host } }],
  ])('%s', (sid, actions, resources, condition) => {
    expect(of(sid)).toEqual({
      Sid: sid,
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(condition && { Condition: condition }),
    });
  });

  test('Athena and Glue are open to it in this account, at home, in the platform’s own workgroup and database', () => {
    const here = (service: string, resource: string) =>
      `arn:${partition}:${service}:${home}:${auditAccount}:${resource}`;
    expect(
      rights.map(({ Sid, Resource }) => [Sid, Resource]).filter(([sid]) => !/Evidence|Answers/.test(`${sid}`)),
    ).toEqual([
      ['Ask', here('athena', 'workgroup/acme-audit-forensics')],
      ['SeeTables', here('athena', 'datacatalog/AwsDataCatalog')],
      ['FindWorkgroup', '*'],
      ['ReadCatalog', ['catalog', 'database/acme_audit', 'table/acme_audit/*'].map((one) => here('glue', one))],
      ['FindDefaultDatabase', ['catalog', 'database/default'].map((one) => here('glue', one))],
      ['FetchPublicKeys', '*'],
    ]);
  });

  test('it may nothing by a wildcard, and changes nothing but its own answers and queries', () => {
    const actions = rights.flatMap(({ Action }) => list(Action));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    const known = ['athena', 'glue', 's3', 'kms', 'cloudtrail'].flatMap(actionsOf);
    const changing = actions.filter((action) => {
      const found = known.find(({ name }) => name === action);
      expect([action, found?.name]).toEqual([action, action]);
      return !['Read', 'List'].includes(found!.access);
    });
    expect([...new Set(changing)].sort()).toEqual([
      'athena:StartQueryExecution',
      'athena:StopQueryExecution',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      's3:AbortMultipartUpload',
      's3:PutObject',
    ]);
    expect(rights.every(({ Effect }) => Effect === 'Allow')).toBe(true);
    // Of buckets, it writes to one.
    const written = rights.filter(({ Action }) => list(Action).some((action) => /^s3:(?:Put|Abort)/.test(action)));
    expect(written.flatMap(({ Resource }) => list(Resource))).toEqual([`${results}/*`]);
  });

  test('all of it is at home', () => {
    for (const type of [AthenaWorkgroup, AthenaNamedQuery, GlueCatalogTable, KmsKey]) {
      for (const { region, provider } of detection.all(type)) {
        expect([region ?? home, provider]).toEqual([home, undefined]);
      }
    }
  });
});

describe('audit.yaml', () => {
  test.each([
    [1, 1024 ** 3],
    [1_000_000, 1_000_000 * 1024 ** 3],
  ])('scanLimitGb: %s is a limit of %s bytes', (scanLimitGb, bytes) => {
    const { detection } = detectionOf({ forensics: { scanLimitGb } });
    expect(detection.only(AthenaWorkgroup).configuration.bytes_scanned_cutoff_per_query).toBe(bytes);
    // Source: Athena API reference, WorkGroupConfiguration, at least 10 MB; and numbers that JSON keeps.
    expect(bytes).toBeGreaterThan(10_485_760);
    expect(Number.isSafeInteger(bytes)).toBe(true);
  });

  test.each([
    ['no word', {}, 30],
    ['resultsExpireAfterDays: 7', { resultsExpireAfterDays: 7 }, 7],
  ])('%s: answers are gone, versions and all, a day after they are hidden', (_said, forensics, days) => {
    const { detection } = detectionOf({ forensics });
    expect(detection.named(S3BucketLifecycleConfiguration).results_lifecycle.rule).toEqual([
      {
        id: 'forget-answers',
        status: 'Enabled',
        filter: [{}],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
        expiration: [{ days }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      },
    ]);
  });

  test('investigators are named, with the accounts that they are of, and still need MFA', () => {
    const people = [
      'arn:aws:iam::222222222222:user/ana',
      'arn:aws:iam::111111111111:role/security/Lead',
      'arn:aws:iam::222222222222:user/ben',
    ];
    const { detection } = detectionOf({ forensics: { investigators: people } });
    expect(JSON.parse(detection.named(IamRole).investigator_role.assume_role_policy).Statement).toEqual([
      {
        Sid: 'PeopleWithMfa',
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::222222222222:root', 'arn:aws:iam::111111111111:root'] },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, ArnEquals: { 'aws:PrincipalArn': people } },
      },
    ]);
  });

  test('accounts: any saves each question with an account to answer for', () => {
    const { detection } = detectionOf({ forensics: { accounts: 'any' } });
    for (const { name, query, description } of detection.all(AthenaNamedQuery)) {
      const question = forOneAccount(questions.find((one) => one.name === name)!);
      expect([plain(query), description]).toEqual([question.sql, said(question)]);
      expect(query).toContain('account = ? /* account */ AND');
      expect(description).toMatch(/Parameters, in this order: .*\baccount\b/);
    }
  });
});

describe('what is said of a saved question', () => {
  const question = (description: string, more: Partial<Question> = {}): Question => ({
    name: 'x',
    title: 'What happened',
    description,
    parameters: [],
    columns: [],
    sql: '',
    placeholders: ['from', 'to', 'from'],
    ...more,
  });
  const start = 'What happened. Parameters, in this order: from, to, from. ';

  test.each([
    ['is short', 'Everything.', `${start}Everything.`],
    ['just fits', 'x'.repeat(1024 - start.length), start + 'x'.repeat(1024 - start.length)],
    ['is one too long', 'x'.repeat(1025 - start.length), `${start + 'x'.repeat(1021 - start.length)}...`],
  ])('%s', (_what, description, expected) => {
    expect(said(question(description))).toBe(expected);
    expect(expected.length).toBeLessThanOrEqual(1024);
  });

  test.each(questions.map((one) => [one.name, one] as const))('%s names every parameter', (_name, one) => {
    for (const each of [one, forOneAccount(one)]) {
      expect(said(each)).toContain(`Parameters, in this order: ${each.placeholders.join(', ')}. `);
    }
  });
});
