import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { TerraformStack, Testing } from 'cdktf';
import { AccessLogBucket } from '../../src/storage/access-log-bucket';

const build = () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  const props = {
    place: {},
    partition: 'aws',
    organizationId: 'o-a1b2c3d4e5',
    lifecycle: { transitions: [] },
    readers: [],
    preventDestroy: true,
    account: '111111111111',
    prefix: 'access-logs',
  };
  const bucket = (id: string) => new AccessLogBucket(stack, id, { ...props, bucketName: id });
  return { stack, bucket };
};

test('a bucket that nobody may write to fails the synth', () => {
  const { stack, bucket } = build();
  bucket('logs');
  expect(() => Testing.synth(stack, true)).toThrow(
    '[test/logs] nothing may write to the bucket logs; let a source deliver, or remove the bucket',
  );
});

test('a source that is added late is in the policy all the same', () => {
  const { stack, bucket } = build();
  const logs = bucket('logs');
  logs.receiveFrom(bucket('first'), 'First');
  logs.receiveFrom(bucket('second'), 'Second');
  const policies = JSON.parse(Testing.synth(stack)).resource[S3BucketPolicy.tfResourceType] as Record<
    string,
    { policy: string }
  >;
  const receiving = Object.values(policies).filter(({ policy }) => policy.includes('"Sid":"First"'));
  expect(receiving).toHaveLength(1);
  expect(receiving[0]!.policy).toContain('"Sid":"Second"');
});
