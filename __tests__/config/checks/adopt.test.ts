import { complaintAbout, report, smallest, type Case } from '../audit-file';

const adopting = (text: string, more: Record<number, string> = {}) => ({ 15: `adopt: { ${text} }`, ...more });
const refused = (path: string, message: string) => `line 15, adopt.${path}: ${message}`;
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const MORE_ACCOUNTS = '  audit: "222222222222"\n  logArchive: "333333333333"\n  archive: "444444444444"';

const cases = (all: Case[]) =>
  test.each(all)('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });

describe('a recorder', () => {
  const at = (account: string, region: string, has = 'recorder: default') =>
    `{ account: "${account}", region: ${region}, ${has} }`;
  cases([
    ['is of an account of the file', adopting(`recorders: [${at('111111111111', 'us-east-1')}]`)],
    [
      'is not of another',
      adopting(`recorders: [${at('999999999999', 'us-east-1')}]`),
      refused(
        'recorders[0].account',
        '"999999999999" is not an account of this file; add it to accounts.members or remove it here',
      ),
    ],
    [
      'is not of a region that is not governed, the archive’s among them',
      adopting(`recorders: [${at('222222222222', 'us-west-2')}]`),
      refused(
        'recorders[0].region',
        '"us-west-2" is not governed, so that nothing becomes of its recorder; add it to regions.governed or remove it here',
      ),
    ],
    [
      'is not listed twice',
      adopting(
        `recorders: [${at('222222222222', 'us-east-1')}, ${at('111111111111', 'us-east-1')}, ${at('222222222222', 'us-east-1', 'channel: a')}]`,
      ),
      refused(
        'recorders[2]',
        '222222222222 in us-east-1 is listed already as adopt.recorders[0]; say there what it has, and remove this',
      ),
    ],
    [
      'is listed once in each region',
      adopting(`recorders: [${at('222222222222', 'us-east-1')}, ${at('222222222222', 'us-west-2')}]`, {
        10: '  governed: [us-east-1, us-west-2]',
      }),
    ],
    [
      'may be missing where there is a channel',
      adopting(`recorders: [${at('222222222222', 'us-east-1', 'channel: a')}]`),
    ],
    [
      'may be missing where history is kept',
      adopting(`recorders: [${at('222222222222', 'us-east-1', 'retention: true')}]`),
    ],
    [
      'or something else must exist',
      adopting(`recorders: [${at('222222222222', 'us-east-1', 'retention: false')}]`),
      refused('recorders[0]', 'names nothing that exists; write recorder, channel or retention: true, or remove it'),
    ],
  ]);
});

describe('a bucket', () => {
  const apart =
    'and they cannot be one: AWS Config and access logs need buckets without Object Lock; adopt it as one of them and leave out the other, which is then created';
  cases([
    ['is another for each kind', adopting('buckets: { trail: { name: one }, config: { name: two } }')],
    [
      'is not another kind’s too',
      adopting('buckets: { trail: { name: one }, config: { name: one }, archive: { name: one } }'),
      refused('buckets.config.name', `"one" is the trail bucket already, ${apart}`),
      refused('buckets.archive.name', `"one" is the trail bucket already, ${apart}`),
    ],
    [
      'is not one that is to be created',
      adopting('buckets: { trail: { name: acme-config-222222222222-us-east-1 } }'),
      refused('buckets.trail.name', `"acme-config-222222222222-us-east-1" is the config bucket already, ${apart}`),
    ],
    [
      'may have the name that we would give it',
      adopting('buckets: { trail: { name: acme-trail-222222222222-us-east-1 } }'),
    ],
    ['of trails may be locked', adopting('buckets: { trail: { name: one, objectLock: true, has: [object-lock] } }')],
    ['of the archive may be locked', adopting('buckets: { archive: { name: one, objectLock: true } }')],
    [
      'of AWS Config may not',
      adopting('buckets: { config: { name: one, objectLock: true } }'),
      refused(
        'buckets.config.objectLock',
        'true rules it out: AWS Config delivers to no bucket with Object Lock; name another bucket, or leave it out and one is created',
      ),
    ],
    [
      'of access logs may not',
      adopting('buckets: { accessLogs: { name: one, objectLock: true } }'),
      refused(
        'buckets.accessLogs.objectLock',
        'true rules it out: S3 delivers access logs to no bucket with Object Lock; name another bucket, or leave it out and one is created',
      ),
    ],
    [
      'has no configuration of locks without locks',
      adopting('buckets: { archive: { name: one, has: [versioning, object-lock] } }'),
      refused(
        'buckets.archive.has[1]',
        '"object-lock" is listed, but objectLock says that there is none; write objectLock: true, or remove it here',
      ),
    ],
    [
      'has nothing twice',
      adopting('buckets: { archive: { name: one, has: [policy, policy] } }'),
      refused('buckets.archive.has[1]', '"policy" is listed twice; remove one'),
    ],
  ]);

  const ALL = ['policy', 'versioning', 'encryption', 'public-access-block', 'ownership', 'lifecycle'];
  test.each([
    ['trail', 'logging, replication', ''],
    ['config', 'logging, replication', 'object-lock'],
    ['accessLogs', 'replication', 'object-lock, logging'],
    ['archive', '', 'logging, replication'],
  ])('of the kind %s has the usual parts and %s, but not %s', (kind, has, lacks) => {
    const list = (text: string) => text.split(', ').filter(Boolean);
    const parts = [...ALL, ...list(has), ...list(lacks)];
    expect(complaintAbout(smallest(adopting(`buckets: { ${kind}: { name: one, has: [${parts.join(', ')}] } }`)))).toBe(
      report(
        ...list(lacks).map((part) =>
          refused(
            `buckets.${kind}.has[${parts.indexOf(part)}]`,
            `"${part}" is nothing that we set on the ${kind} bucket; remove it; what the bucket has of it stays as it is`,
          ),
        ),
      ),
    );
  });

  test('of trails has no replication that is ours where it is not copied', () => {
    const changes = adopting(
      'buckets: { trail: { name: one, has: [replication] } } }\nstorage: { replicateTrail: false',
    );
    expect(complaintAbout(smallest(changes))).toBe(
      report(
        refused(
          'buckets.trail.has[0]',
          '"replication" is nothing that we set on the trail bucket; remove it; what the bucket has of it stays as it is',
        ),
      ),
    );
  });

  test('of data events is none that was adopted', () => {
    const changes = adopting('buckets: { trail: { name: one } } }\ntrail: { dataEvents: { s3Buckets: [one] }');
    expect(complaintAbout(smallest(changes))).toBe(
      report(
        'line 16, trail.dataEvents.s3Buckets[0]: "one" is a bucket of the platform, and logging it would feed itself; remove it',
      ),
    );
  });
});

describe('a key', () => {
  const of = (kind: string, start: string) =>
    adopting(`keys: { ${kind}: { id: "${start}${KEY}" } }`, { 7: MORE_ACCOUNTS });
  const wrong = (kind: string, start: string, right: string) =>
    `line 17, adopt.keys.${kind}.id: "${start}${KEY}" is not where the ${kind} key must be; name a key that starts with ${right}, or leave it out and one is created`;
  const home = 'arn:aws:kms:us-east-1:333333333333:key/';
  const afar = 'arn:aws:kms:us-west-2:444444444444:key/';
  cases([
    ['of evidence lies at home', of('evidence', home)],
    ['of the archive lies with the archive', of('archive', afar)],
    ['may be known by its id alone', of('archive', '')],
    ['of evidence is not the archive’s', of('evidence', afar), wrong('evidence', afar, home)],
    ['of the archive is not one at home', of('archive', home), wrong('archive', home, afar)],
    [
      'is not of another account',
      of('evidence', 'arn:aws:kms:us-east-1:222222222222:key/'),
      wrong('evidence', 'arn:aws:kms:us-east-1:222222222222:key/', home),
    ],
    [
      'is not of another partition',
      of('evidence', 'arn:aws-cn:kms:us-east-1:333333333333:key/'),
      wrong('evidence', 'arn:aws-cn:kms:us-east-1:333333333333:key/', home),
    ],
    [
      'is not a replica of the other',
      adopting(
        `keys: { evidence: { id: "${KEY}" }, archive: { id: "arn:aws:kms:us-west-2:222222222222:key/${KEY}" } }`,
      ),
      refused(
        'keys.archive.id',
        `"arn:aws:kms:us-west-2:222222222222:key/${KEY}" is the evidence key or a replica of it, which cannot be rotated by itself; name another key, or leave it out and one is created`,
      ),
    ],
  ]);
});

describe('what holds the Terraform state', () => {
  const state = (more: string) => `}\nbackend: { type: s3, bucket: acme-state, region: us-east-1${more && `, ${more}`}`;
  const arn = `arn:aws:kms:us-east-1:222222222222:key/${KEY}`;
  const lost = (path: string, name: string) =>
    refused(
      path,
      `"${name}" holds the Terraform state, which could not be written any more; leave it out, and one is created; or keep the state elsewhere`,
    );
  cases([
    [
      'is not a bucket of the platform',
      adopting(`buckets: { config: { name: acme-state }, trail: { name: one } } ${state('')}`),
      lost('buckets.config.name', 'acme-state'),
    ],
    [
      'is not encrypted with its key',
      adopting(`keys: { evidence: { id: "${arn}" } } ${state(`kmsKeyId: ${KEY}`)}`),
      lost('keys.evidence.id', arn),
    ],
    [
      'is not encrypted with its key by an alias',
      adopting(`keys: { archive: { id: ${KEY}, alias: alias/logs } } ${state('kmsKeyId: alias/logs')}`),
      lost('keys.archive.id', KEY),
    ],
    [
      'may be anything else',
      adopting(
        `buckets: { config: { name: one } }, keys: { evidence: { id: ${KEY} } } ${state('kmsKeyId: alias/state')}`,
      ),
    ],
    ['may have no key of its own', adopting(`keys: { evidence: { id: ${KEY} } } ${state('')}`)],
  ]);
});

describe('what belongs to the trail or the aggregator', () => {
  const named = (path: string, value: string, ours: string) =>
    refused(
      path,
      `"${value}" is a name that the platform gives to something else; name another, or remove it and ${ours} is created`,
    );
  cases([
    [
      'may have the names that we would give',
      adopting('trail: { name: acme-organization-trail, logsRole: acme-audit-trail-logs }'),
    ],
    [
      'has no other name of the platform',
      adopting(
        'trail: { name: all, logGroup: /acme-audit/events, logsRole: acme-audit-recorder }, aggregator: { name: all, role: acme-audit-trail-logs }',
      ),
      named('trail.logGroup', '/acme-audit/events', '/aws/cloudtrail/acme-organization-trail'),
      named('trail.logsRole', 'acme-audit-recorder', 'acme-audit-trail-logs'),
      named('aggregator.role', 'acme-audit-trail-logs', 'acme-audit-aggregator'),
    ],
    [
      'has no alias of the platform',
      adopting(`keys: { evidence: { id: ${KEY}, alias: alias/acme-audit-alerts } }`),
      named('keys.evidence.alias', 'alias/acme-audit-alerts', 'alias/acme-audit-evidence'),
    ],
    [
      'has a topic only where there is one of ours',
      adopting('trail: { name: all, topic: files }'),
      refused(
        'trail.topic',
        '"files" would be taken off the trail, as trail.notifications is false; write trail.notifications: true, or remove it here',
      ),
    ],
    [
      'has a topic where there is one of ours',
      adopting('trail: { name: all, topic: files } }\ntrail: { notifications: true'),
    ],
    [
      'has not the role that deploys',
      adopting(
        'trail: { name: all, logsRole: Deployer }, aggregator: { name: all, role: OrganizationAccountAccessRole } }\nprovider: { managementRoleName: Deployer',
      ),
      refused('trail.logsRole', '"Deployer" is the role that deploys, which would lock itself out; name another'),
      refused(
        'aggregator.role',
        '"OrganizationAccountAccessRole" is the role that deploys, which would lock itself out; name another',
      ),
    ],
    [
      'has one role in two accounts',
      adopting('trail: { name: all, logsRole: Audit }, aggregator: { name: all, role: Audit }'),
    ],
    [
      'has two roles in one account',
      adopting(
        'trail: { name: all, logsRole: Audit }, aggregator: { name: all, role: Audit } }\ntrail: { administrator: delegated',
      ),
      refused('aggregator.role', '"Audit" is adopt.trail.logsRole already; name another'),
    ],
  ]);
});

describe('a policy', () => {
  cases([
    [
      'becomes one of ours',
      adopting('policies: [{ policy: scp-1, id: p-11111111 }, { policy: scp-2, id: p-22222222 }]'),
    ],
    [
      'becomes no two of ours, and no two become one',
      adopting(
        'policies: [{ policy: scp-1, id: p-11111111 }, { policy: scp-1, id: p-22222222 }, { policy: scp-2, id: p-11111111 }]',
      ),
      refused('policies[1].policy', '"scp-1" is adopt.policies[0] already; name another'),
      refused('policies[2].id', '"p-11111111" is adopt.policies[0] already; name another'),
    ],
    [
      'is not one of AWS',
      adopting('policies: [{ policy: scp-1, id: p-FullAWSAccess }, { policy: rcp-1, id: p-RCPFullAWSAccess }]'),
      refused('policies[0].id', '"p-FullAWSAccess" belongs to AWS, and nobody can change it; name a policy of yours'),
      refused(
        'policies[1].id',
        '"p-RCPFullAWSAccess" belongs to AWS, and nobody can change it; name a policy of yours',
      ),
    ],
    [
      'is attached to nothing twice',
      adopting('policies: [{ policy: scp-1, id: p-11111111, attachedTo: [r-a1b2, r-a1b2] }]'),
      refused('policies[0].attachedTo[1]', '"r-a1b2" is listed twice; remove one'),
    ],
  ]);
});

describe('without protection', () => {
  const bare = (text: string) => ({
    ...adopting(`${text} }\ndeletionProtection: false\nretention: { mode: GOVERNANCE, years: 1`),
    12: '',
    13: '',
    14: '',
  });
  cases([
    [
      'nothing of evidence is adopted',
      bare(`trail: { name: all }, buckets: { config: { name: one } }, keys: { archive: { id: ${KEY} } }`),
      'line 16, deletionProtection: false would let a destroy take what existed before: adopt.trail, adopt.buckets.config, adopt.keys.archive; remove deletionProtection, or adopt nothing into a throw-away environment',
    ],
    [
      'what holds no evidence may be',
      bare('aggregator: { name: all }, recorders: [{ account: "222222222222", region: us-east-1, recorder: a }]'),
    ],
  ]);
});

test('no service is delegated twice', () => {
  expect(
    complaintAbout(smallest(adopting('delegatedAdministrators: [config.amazonaws.com, config.amazonaws.com]'))),
  ).toBe(report(refused('delegatedAdministrators[1]', '"config.amazonaws.com" is listed twice; remove one')));
});
