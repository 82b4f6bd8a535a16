import { resultsKeyPolicy } from '../../src/forensics/results-key';
import { resultsPolicy } from '../../src/forensics/results-bucket';
import { toPolicyJson } from '../../src/policy/statement';
import { EvidenceObjects } from '../../src/proofs/evidence-objects';
import { resultsKeyArn } from '../../src/proofs/synthesized-policies';
import { organization } from '../organizations';
import { object, Policies, type Target } from './policies';
import {
  administrator,
  ANYBODY,
  ARCHIVE,
  AUDIT,
  FOREIGN,
  LOG_ARCHIVE,
  MANAGEMENT,
  MEMBER,
  type Principal,
  role,
  rootUser,
  service,
  user,
} from './principals';
import { prover } from './prover';
import { decide, decideWith, type Decision } from './simulator';

jest.setTimeout(60_000);

const SHARED = { accounts: { audit: AUDIT, members: [MEMBER] } };
const SEPARATE = { accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, archive: ARCHIVE, members: [MEMBER] } };
const MFA = { 'aws:MultiFactorAuthPresent': 'true' };
const THROUGH_S3 = { 'kms:ViaService': 's3.us-east-1.amazonaws.com', 'aws:ViaAWSService': 'true' };

describe.each([
  ['that holds the evidence itself', SHARED],
  ['apart from the evidence', SEPARATE],
])('an investigator of an audit account %s', (_where, settings) => {
  const declared = organization(settings);
  const policies = new Policies(declared);
  const { names } = declared;
  const investigator = role(AUDIT, names.investigatorRole, policies.grants('detection', 'investigator_rights'));
  const objects = new EvidenceObjects(declared);
  const [trail, config] = [policies.bucket('trail'), policies.bucket('config')];
  const own = (arn: string, policy?: Target['policy']): Target => ({ arn, account: AUDIT, policy });
  const results = own(
    declared.bucketArn(names.forensicsResultsBucket),
    JSON.parse(policies.platform.stack('detection').json.resource.aws_s3_bucket_policy.results_policy.policy),
  );
  const key = own(
    resultsKeyArn(declared),
    JSON.parse(policies.platform.stack('detection').json.resource.aws_kms_key.forensics_key.policy),
  );
  const here = (name: string, resource: string) =>
    own(declared.arn(name, { region: 'us-east-1', account: AUDIT, resource }));

  test('is decided upon by the very policies that are applied', () => {
    expect(results.policy).toEqual(JSON.parse(toPolicyJson(resultsPolicy(declared))));
    expect(key.policy).toEqual(JSON.parse(toPolicyJson(resultsKeyPolicy(declared))));
  });

  const logs = object(trail, objects.logFile());
  const digests = object(trail, objects.logFile(undefined, 'CloudTrail-Digest'));
  const snapshots = object(config, objects.snapshot());
  const history = object(config, objects.history(MEMBER));
  const answer = object(results, 'answer.csv');

  test.each<[string, Target, Decision, object?]>([
    ['athena:StartQueryExecution', here('athena', 'workgroup/acme-audit-forensics'), 'Allowed'],
    ['athena:StartQueryExecution', here('athena', 'workgroup/primary'), 'ImplicitlyDenied'],
    ['athena:UpdateWorkGroup', here('athena', 'workgroup/acme-audit-forensics'), 'ExplicitlyDenied'],
    ['athena:CreateNamedQuery', here('athena', 'workgroup/acme-audit-forensics'), 'ImplicitlyDenied'],
    ['glue:GetTable', here('glue', 'table/acme_audit/cloudtrail'), 'Allowed'],
    ['glue:GetTable', here('glue', 'table/orders/lines'), 'ImplicitlyDenied'],
    ['glue:GetDatabase', here('glue', 'database/default'), 'Allowed'],
    ['glue:UpdateTable', here('glue', 'table/acme_audit/cloudtrail'), 'ExplicitlyDenied'],
    ['s3:ListBucket', trail, 'Allowed'],
    ['s3:ListBucket', config, 'Allowed'],
    ['s3:ListBucket', policies.bucket('access-logs'), 'ImplicitlyDenied'],
    ['s3:ListBucket', policies.bucket('archive'), 'ImplicitlyDenied'],
    ['s3:GetObject', logs, 'Allowed'],
    ['s3:GetObject', digests, 'Allowed'],
    ['s3:GetObject', snapshots, 'Allowed'],
    ['s3:GetObject', history, 'Allowed'],
    ['s3:GetObject', object(policies.bucket('archive'), objects.snapshot()), 'ImplicitlyDenied'],
    ['s3:GetObject', own('arn:aws:s3:::customer-records/x'), 'ImplicitlyDenied'],
    ['s3:PutObject', logs, 'ExplicitlyDenied'],
    ['s3:PutObject', history, 'ExplicitlyDenied'],
    ['s3:DeleteObject', logs, 'ExplicitlyDenied'],
    ['s3:DeleteObject', history, 'ExplicitlyDenied'],
    ['s3:DeleteObjectVersion', logs, 'ExplicitlyDenied'],
    ['s3:PutObjectRetention', logs, 'ExplicitlyDenied'],
    ['s3:PutBucketPolicy', trail, 'ExplicitlyDenied'],
    ['kms:Decrypt', policies.key('evidence'), 'Allowed', THROUGH_S3],
    ['kms:Decrypt', policies.key('evidence'), 'ImplicitlyDenied'],
    ['kms:Decrypt', policies.key('archive'), 'ImplicitlyDenied', THROUGH_S3],
    ['kms:GenerateDataKey', policies.key('evidence'), 'ImplicitlyDenied', THROUGH_S3],
    ['kms:Decrypt', key, 'Allowed', THROUGH_S3],
    ['kms:GenerateDataKey', key, 'Allowed', THROUGH_S3],
    ['kms:Decrypt', key, 'ImplicitlyDenied'],
    ['s3:PutObject', answer, 'Allowed'],
    ['s3:GetObject', answer, 'Allowed'],
    ['s3:DeleteObject', answer, 'ExplicitlyDenied'],
    ['s3:DeleteObjectVersion', answer, 'ExplicitlyDenied'],
    ['s3:PutBucketPolicy', results, 'ExplicitlyDenied'],
    ['cloudtrail:ListPublicKeys', own('*'), 'Allowed'],
    ['cloudtrail:LookupEvents', own('*'), 'ImplicitlyDenied'],
    ['iam:CreateUser', own(`arn:aws:iam::${AUDIT}:user/x`), 'ImplicitlyDenied'],
  ])('doing %s to %j is %s', async (action, target, decision, context = {}) => {
    const asked = { principal: investigator, action, target, context: { 'aws:ViaAWSService': 'false', ...context } };
    expect(await decide(asked, policies)).toBe(decision);
  });

  describe('the answers', () => {
    test.each<[string, Principal, Decision]>([
      ['read by an administrator of the audit account', administrator(AUDIT), 'ExplicitlyDenied'],
      ['read by its root user', rootUser(AUDIT), 'ExplicitlyDenied'],
      ['read by an administrator of a member', administrator(MEMBER), 'ExplicitlyDenied'],
      ['read by an administrator of the management account', administrator(MANAGEMENT), 'ExplicitlyDenied'],
      ['read by the role that deploys', role(AUDIT, 'OrganizationAccountAccessRole'), 'ExplicitlyDenied'],
      ['read by a role of the same name elsewhere', role(MEMBER, names.investigatorRole), 'ExplicitlyDenied'],
      ['read by a role of the same name below a path', role(AUDIT, `x/${names.investigatorRole}`), 'ExplicitlyDenied'],
      ['read by a stranger', role(FOREIGN, names.investigatorRole), 'ExplicitlyDenied'],
      ['read by anybody', ANYBODY, 'ExplicitlyDenied'],
      ['read by a service', service('logging.s3.amazonaws.com'), 'ExplicitlyDenied'],
    ])('are %s in vain', async (_what, principal, decision) => {
      // Without policies of the organization, too.
      expect(await decideWith(policies, { principal, action: 's3:GetObject', target: answer })).toBe(decision);
      expect(await decideWith(policies, { principal, action: 's3:PutObject', target: answer })).toBe(decision);
    });

    test.each([administrator(AUDIT), rootUser(AUDIT), administrator(MEMBER), administrator(MANAGEMENT)])(
      'are decrypted in vain by $name',
      async (principal) => {
        const asked = { principal, action: 'kms:Decrypt', target: key, context: THROUGH_S3 };
        expect(await decideWith(policies, asked)).toBe('ImplicitlyDenied');
      },
    );
  });

  test.each([administrator(MEMBER), rootUser(MEMBER), role(MEMBER, names.investigatorRole)])(
    'the evidence is read in vain by $name',
    async (principal) => {
      for (const target of [logs, snapshots]) {
        expect(await decideWith(policies, { principal, action: 's3:GetObject', target })).toBe('ImplicitlyDenied');
      }
    },
  );

  // In the account that holds them, files can be fetched by whoever IAM lets: encrypted, they say nothing.
  test.each([administrator(MEMBER), administrator(AUDIT), rootUser(AUDIT), user(AUDIT, 'ana')])(
    'the evidence is decrypted in vain by $name',
    async (principal) => {
      const asked = { principal, action: 'kms:Decrypt', target: policies.key('evidence'), context: THROUGH_S3 };
      expect(await decideWith(policies, asked)).toBe('ImplicitlyDenied');
    },
  );
});

describe('becoming an investigator', () => {
  const assume = (settings: object, principal: Principal, context: object) => {
    const policies = new Policies(organization({ ...SHARED, ...settings }));
    const target = policies.role('detection', 'investigator_role');
    return decide({ principal, action: 'sts:AssumeRole', target, context: { ...context } });
  };
  const ana = user(AUDIT, 'ana');
  const lead = role(MANAGEMENT, 'security/Lead');
  const named = { forensics: { investigators: [ana.name, lead.name] } };

  test.each<[string, object, Principal, object, boolean]>([
    ['a user of the audit account with MFA', {}, ana, MFA, true],
    ['a user without MFA', {}, ana, { 'aws:MultiFactorAuthPresent': 'false' }, false],
    ['a user whose request says nothing of MFA, as with an access key', {}, ana, {}, false],
    ['an administrator of the audit account without MFA', {}, administrator(AUDIT), {}, false],
    ['an administrator of a member with MFA', {}, administrator(MEMBER), MFA, false],
    ['an administrator of the management account with MFA', {}, administrator(MANAGEMENT), MFA, false],
    ['a stranger with MFA', {}, administrator(FOREIGN), MFA, false],
    ['a user who is named, with MFA', named, ana, MFA, true],
    ['a role of another account that is named, with MFA', named, lead, MFA, true],
    ['a user who is named, without MFA', named, ana, {}, false],
    ['a role that is named, without MFA', named, lead, { 'aws:MultiFactorAuthPresent': 'false' }, false],
    ['somebody else of the audit account, with MFA', named, user(AUDIT, 'ben'), MFA, false],
    ['an administrator of the audit account, with MFA', named, administrator(AUDIT), MFA, false],
    ['a role of the name without its path', named, role(MANAGEMENT, 'Lead'), MFA, false],
  ])('%s', async (_who, settings, principal, context, may) => {
    expect((await assume(settings, principal, context)) === 'Allowed').toBe(may);
  });
});

test('the matrix finds answers refused by the policy of their bucket, whoever asks', async () => {
  const { matrix } = prover(SEPARATE);
  const cell = (part: 'administrator' | 'management' | 'delegated') =>
    matrix.cell({ action: 's3:GetObject', does: '', on: 'results-object', verdict: 'denied' }, part);
  for (const part of ['administrator', 'management', 'delegated'] as const) {
    expect(await cell(part)).toEqual({
      outcome: 'refused',
      by: [expect.objectContaining({ kind: 'resource', sid: 'DenyOthersThanInvestigators' })],
    });
  }
});
