import { organization } from '../organizations';
import { object, Policies } from './policies';
import {
  administrator,
  ANYBODY,
  AUDIT,
  FOREIGN,
  LOG_ARCHIVE,
  MANAGEMENT,
  MEMBER,
  role,
  rootUser,
  user,
} from './principals';
import { decideWith } from './simulator';

const policies = new Policies(
  organization({
    accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, members: [MEMBER] },
    storage: { readers: [`arn:aws:iam::${AUDIT}:role/AuditReader`] },
  }),
);

/** Where an auditor would look first: the keys that services deliver under. */
const KEYS = {
  trail: `AWSLogs/o-a1b2c3d4e5/${MEMBER}/CloudTrail/us-east-1/2026/11/23/planted.json.gz`,
  config: `config/AWSLogs/${MEMBER}/Config/us-east-1/2026/11/23/ConfigSnapshot/planted.json.gz`,
  'access-logs': `access-logs/acme-trail-${LOG_ARCHIVE}-us-east-1/planted`,
  archive: `AWSLogs/o-a1b2c3d4e5/${MEMBER}/CloudTrail/us-east-1/2026/11/23/planted.json.gz`,
};

const PEOPLE = [
  administrator(LOG_ARCHIVE),
  rootUser(LOG_ARCHIVE),
  user(LOG_ARCHIVE, 'somebody'),
  role(LOG_ARCHIVE, 'OrganizationAccountAccessRole'),
  administrator(MANAGEMENT),
  administrator(AUDIT),
  role(AUDIT, 'AuditReader'),
  administrator(MEMBER),
  administrator(FOREIGN),
  ANYBODY,
];

describe.each(['trail', 'config', 'access-logs', 'archive'] as const)('an object in the %s bucket', (name) => {
  const target = object(policies.bucket(name), KEYS[name]);

  test.each(PEOPLE)('cannot be planted by $name', async (principal) => {
    const context = { 's3:x-amz-acl': 'bucket-owner-full-control' };
    expect(await decideWith(policies, { principal, action: 's3:PutObject', target, context })).toBe('ExplicitlyDenied');
  });

  // With a bucket and a role of one's own, S3 replication would write any object under any key.
  test.each(PEOPLE)('cannot be replicated from elsewhere by $name', async (principal) => {
    expect(await decideWith(policies, { principal, action: 's3:ReplicateObject', target })).toBe('ExplicitlyDenied');
  });

  test.each(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'])(
    'is out of reach of %s over plain HTTP',
    async (action) => {
      const principal = administrator(LOG_ARCHIVE);
      const request = { principal, action, target, context: { 'aws:SecureTransport': 'false' } };
      expect(await decideWith(policies, request)).toBe('ExplicitlyDenied');
    },
  );

  test.each([administrator(FOREIGN), ANYBODY])('can be neither seen nor deleted by $name', async (principal) => {
    const decisions = ['s3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject', 's3:DeleteObjectVersion'].map(
      (action) => decideWith(policies, { principal, action, target }),
    );
    expect(await Promise.all(decisions)).toEqual(Array(4).fill('ExplicitlyDenied'));
  });
});
