import { ACCOUNT, fileOf } from './judges';

const USER = 'AIDACKCEVSQ6C2EXAMPLE';
const DATABASE = 'db-M5ENSHXFPU6XHZ4G4ZEI5QIO2U';
const TRAIL = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/orders`;
const BUCKET = 'arn:aws:s3:::acme-audit-flow-logs';

/** [file, resource ids that a document takes, ids that it refuses] */
const IDS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['trail-log-validation', ['orders', TRAIL, TRAIL.replace('aws', 'aws-us-gov')], ['', 'a b', `${TRAIL}/x`, 'arn:x']],
  ['iam-access-keys', [USER], ['ann', 'AROACKCEVSQ6C2EXAMPLE']],
  ['rds-public-access', [DATABASE], ['orders', 'cluster-M5ENSHXFPU6XHZ4G4ZEI5QIO2U']],
  ['s3-bucket-versioning', ['a.b-c', 'Old_Bucket'], ['A', '-ab', 'a/b']],
  ['ec2-imdsv2', ['i-01234567'], ['i-', 'vpc-01234567', 'i-01234567;']],
];

test.each(IDS)('%s takes the ids of its resources and no others', (name, good, bad) => {
  const { resourceId } = fileOf(name);
  for (const id of good) expect(id).toMatch(new RegExp(resourceId));
  for (const id of bad) expect(id).not.toMatch(new RegExp(resourceId));
});

/** [file, parameter, values that a document takes, values that it refuses] */
const VALUES: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['iam-password-policy', 'MinimumPasswordLength', ['8', '14', '99', '128'], ['7', '0', '014', '129', '-8']],
  ['iam-password-policy', 'PasswordReusePrevention', ['1', '24'], ['0', '25']],
  ['iam-password-policy', 'MaxPasswordAge', ['0', '1', '999', '1095'], ['1096', '2000', '-1', '090']],
  ['security-group-ports', 'Ports', ['22', '0-65535'], ['', '-1', '22-', '22;23', '1-2-3']],
  ['security-group-ports', 'Protocols', ['TCP', 'udp', 'All'], ['icmp', '-1', '']],
  ['security-group-ports', 'Families', ['IPv4', 'ipv6', 'ALL'], ['IPv5', '']],
  ['iam-access-keys', 'Days', ['1', '45', '9999'], ['0', '4.5', '10000']],
  ['vpc-flow-logs', 'TrafficType', ['ALL', 'ACCEPT', 'REJECT'], ['all', '']],
  ['vpc-flow-logs', 'LogDestinationArn', [BUCKET, `${BUCKET}/a/b/`], ['acme', 'arn:aws:s3:::', `${BUCKET}*`]],
];

test.each(VALUES)('%s takes values of %s that AWS takes, and no others', (name, parameter, good, bad) => {
  const { pattern } = fileOf(name).parameters![parameter]!;
  for (const value of good) expect(value).toMatch(new RegExp(pattern));
  for (const value of bad) expect(value).not.toMatch(new RegExp(pattern));
});
