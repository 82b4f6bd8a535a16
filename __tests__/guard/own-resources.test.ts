import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { GuardRule } from '../../src/rules/guard-rule';
import { EXAMPLES, organization } from '../organizations';
import { Platform } from '../synthesized';
import { evaluate } from './cfn-guard';
import { type Item } from './configuration-item';
import { encoded } from './documents';
import { bucket, key, role } from './resources';

const rules = GuardRule.readAll('policies/guard');
const NOTHING = { RequiredTags: [], AccountIds: [], OrganizationIds: [], AllowedPublicPorts: [] };
const platform = new Platform(organization(EXAMPLES['separate log archive and archive accounts']));

/** Documents of the platform itself, as AWS Config would show them. */
const items: Record<string, Item> = Object.fromEntries(
  platform.stacks.flatMap((stack) => [
    ...Object.entries(stack.named(S3BucketPolicy)).map(
      ([name, { policy }]) => [`${stack.name}: ${name}`, bucket({ BucketPolicy: { policyText: policy } })] as const,
    ),
    ...Object.entries(stack.named(KmsKey)).map(
      ([name, { policy }]) => [`${stack.name}: ${name}`, key({}, { Policy: policy })] as const,
    ),
    ...Object.entries(stack.named(IamRole)).map(
      ([name, { assume_role_policy }]) =>
        [`${stack.name}: ${name}`, role(encoded(() => assume_role_policy)({}))] as const,
    ),
  ]),
);

test('there are documents of each kind to try', () => {
  const kinds = new Set(Object.values(items).map(({ resourceType }) => resourceType));
  expect([...kinds].sort()).toEqual(['AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::S3::Bucket']);
});

test.each([
  's3-bucket-policy-not-public',
  'kms-key-policy-not-public',
  'resource-policy-service-pinned',
  'iam-role-trust-no-wildcard',
  'iam-role-trust-account-condition',
])('what the platform builds passes %s', (name) => {
  const outcomes = evaluate(rules.find((rule) => rule.name === name)!.render(NOTHING), items);
  const verdicts = Object.values(outcomes).map(({ verdict }) => verdict);
  expect(Object.entries(outcomes).filter(([, { verdict }]) => verdict === 'FAIL')).toEqual([]);
  expect(verdicts).toContain('PASS');
});

/** Buckets with their settings, by name. */
const buckets: Record<string, Item> = Object.fromEntries(
  platform.stacks.flatMap((stack) =>
    Object.entries(stack.named(S3Bucket)).map(([name, { bucket: bucketName }]) => {
      const of = (type: Parameters<typeof stack.named>[0]) =>
        stack.all(type).find(({ bucket: reference }) => String(reference).includes(`.${name}.`));
      const lock = of(S3BucketObjectLockConfigurationA);
      const encryption = of(S3BucketServerSideEncryptionConfigurationA).rule[0].apply_server_side_encryption_by_default;
      const one = bucket({
        BucketVersioningConfiguration: { status: of(S3BucketVersioningA).versioning_configuration.status },
        ...(lock && {
          ObjectLockConfiguration: {
            objectLockEnabled: 'Enabled',
            rule: { defaultRetention: { days: null, ...lock.rule.default_retention } },
          },
        }),
        ServerSideEncryptionConfiguration: {
          rules: [
            {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: encryption.sse_algorithm,
                // What Terraform will know is an ARN.
                kmsMasterKeyID: encryption.kms_master_key_id ? 'arn:aws:kms:eu-central-1:111111111111:key/x' : null,
              },
            },
          ],
        },
      });
      return [bucketName, { ...one, configuration: { ...one.configuration, name: bucketName } }];
    }),
  ),
);

test('the evidence that the platform keeps passes evidence-bucket-locked, and its other buckets are none of it', () => {
  const outcomes = evaluate(rules.find(({ name }) => name === 'evidence-bucket-locked')!.render(NOTHING), buckets);
  const verdicts = Object.entries(outcomes).map(([name, { verdict }]) => [
    /-(trail|archive|config|access-logs|forensics)-/.exec(name)?.[1],
    verdict,
  ]);
  expect(Object.fromEntries(verdicts)).toEqual({
    trail: 'PASS',
    archive: 'PASS',
    config: 'SKIP',
    'access-logs': 'SKIP',
    forensics: 'SKIP',
  });
});
