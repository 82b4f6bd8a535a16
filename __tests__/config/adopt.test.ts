import { parseOrganization } from '../../src/config/load';
import { notices } from '../../src/config/notices';
import { EXAMPLES, organization } from '../organizations';
import { complaintAbout, report, smallest } from './audit-file';

const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const adopting = (text: string) => smallest({ 15: `adopt: { ${text} }` });

describe('takes', () => {
  test.each([
    ...['abc', 'a'.repeat(128), 'Org_Trail-1.all', 'a-b.c_d'].map((name) => `trail: { name: ${name} }`),
    `trail: { name: all, logGroup: "/aws/cloudtrail/org" }`,
    `trail: { name: all, logGroup: "${'a'.repeat(512)}" }`,
    `trail: { name: all, logsRole: service-role/TrailToLogs }`,
    `buckets: { trail: { name: acme.logs }, config: { name: abc }, accessLogs: { name: acme-access }, archive: { name: ${'a'.repeat(63)} } }`,
    `keys: { evidence: { id: ${KEY} } }`,
    `keys: { evidence: { id: mrk-1234abcd12ab34cd56ef1234567890ab, alias: alias/audit/logs } }`,
    `keys: { archive: { id: "arn:aws:kms:us-west-2:222222222222:key/${KEY}" } }`,
    `recorders: [{ account: "222222222222", region: us-east-1, recorder: ${'a'.repeat(256)}, channel: to-s3, retention: true }]`,
    `aggregator: { name: everybody, role: Aggregator }`,
    `policies: [{ policy: scp-1, id: p-a1b2c3d4, attachedTo: [r-a1b2, ou-a1b2-11111111, "222222222222"] }]`,
    `policies: [{ policy: scp-quarantine-2, id: p-${'a'.repeat(128)} }]`,
    `delegatedAdministrators: [cloudtrail.amazonaws.com, config.amazonaws.com, config-multiaccountsetup.amazonaws.com]`,
  ])('%s', (text) => {
    expect(complaintAbout(adopting(text))).toBe('no problem');
  });
});

const TRAIL = 'write the name alone, 3 to 128 letters, digits, dots, hyphens and underscores';
const KEY_ID =
  'is not a key id; write the id of the key itself, as in 1234abcd-12ab-34cd-56ef-1234567890ab, or its ARN; not an alias';

describe('refuses', () => {
  test.each([
    ['trail: {}', `adopt.trail.name: is missing; ${TRAIL}`],
    ['trail: { name: ab }', `adopt.trail.name: "ab" is not a trail name; ${TRAIL}`],
    [`trail: { name: ${'a'.repeat(129)} }`, `adopt.trail.name: "${'a'.repeat(76)}... is not a trail name; ${TRAIL}`],
    ['trail: { name: a--b }', `adopt.trail.name: "a--b" is not a trail name; ${TRAIL}`],
    [
      'trail: { name: "arn:aws:cloudtrail:us-east-1:111111111111:trail/all" }',
      `adopt.trail.name: "arn:aws:cloudtrail:us-east-1:111111111111:trail/all" is not a trail name; ${TRAIL}`,
    ],
    [
      'trail: { name: all, logGroup: "logs:*" }',
      'adopt.trail.logGroup: "logs:*" is not a log group name; write the name alone, as in /aws/cloudtrail/org: up to 512 letters, digits and _./#-',
    ],
    [
      `aggregator: { name: all, role: path/${'r'.repeat(65)} }`,
      `adopt.aggregator.role: "path/${'r'.repeat(65)}" is not a role name; write the name with its path, as in service-role/TrailToLogs; the name has up to 64 characters`,
    ],
    [
      'buckets: { trail: { name: Acme } }',
      'adopt.buckets.trail.name: "Acme" is not a bucket name; write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens',
    ],
    [
      'buckets: { trail: { name: acme, has: [acl] } }',
      'adopt.buckets.trail.has[0]: "acl" is not one of the choices; use policy, versioning, encryption, public-access-block, ownership, lifecycle, object-lock, logging, replication',
    ],
    ['keys: { evidence: { id: alias/logs } }', `adopt.keys.evidence.id: "alias/logs" ${KEY_ID}`],
    ['keys: { evidence: { id: 1234abcd } }', `adopt.keys.evidence.id: "1234abcd" ${KEY_ID}`],
    [
      `keys: { evidence: { id: ${KEY}, alias: alias/aws/s3 } }`,
      'adopt.keys.evidence.alias: "alias/aws/s3" is not an alias; write it as in alias/audit; aliases that start with alias/aws/ are of AWS',
    ],
    [
      'recorders: [{ account: "222222222222", region: us-east-1, recorder: "a b" }]',
      'adopt.recorders[0].recorder: "a b" is not a recorder name; write the name alone, as in default: up to 256 letters, digits, dots, hyphens and underscores',
    ],
    [
      'policies: [{ policy: protect-trail, id: p-a1b2c3d4 }]',
      'adopt.policies[0].policy: "protect-trail" is not a policy of ours; write the id that ends its Terraform address, as in scp-1',
    ],
    [
      'policies: [{ policy: scp-1, id: keep-trails }]',
      'adopt.policies[0].id: "keep-trails" is not a policy id; write the id that AWS gave it, as in p-a1b2c3d4',
    ],
    [
      'delegatedAdministrators: [guardduty.amazonaws.com]',
      'adopt.delegatedAdministrators[0]: "guardduty.amazonaws.com" is not one of the choices; use cloudtrail.amazonaws.com, config.amazonaws.com, config-multiaccountsetup.amazonaws.com',
    ],
    ['bucket: {}', 'adopt.bucket: is not a known key; did you mean "buckets"?'],
  ])('%s', (text, ...lines) => {
    expect(complaintAbout(adopting(text))).toBe(report(...lines.map((line) => `line 15, ${line}`)));
  });

  test('several at once, what no single value shows among them', () => {
    const wrong = 'trail: { name: ab }, recorders: [{ account: "999999999999", region: us-east-1, retention: true }]';
    expect(complaintAbout(adopting(wrong))).toBe(
      report(
        `line 15, adopt.trail.name: "ab" is not a trail name; ${TRAIL}`,
        'line 15, adopt.recorders[0].account: "999999999999" is not an account of this file; add it to accounts.members or remove it here',
      ),
    );
  });

  test.each(['trail: {}', 'buckets: { archive: {} }', 'keys: { evidence: {} }', 'aggregator: {}'])(
    '%s without hiding what else is wrong',
    (text) => {
      const source = smallest({ 1: 'name: sthree', 15: `adopt: { ${text} }\nregions2: {}` });
      expect(complaintAbout(source)).toContain('line 1, name: "sthree" starts bucket names with sthree-');
    },
  );
});

describe('of the adopted organization', () => {
  const adopted = organization(EXAMPLES['adopted']);

  test('every name is the one that was found, and nothing else changes', () => {
    const { names } = adopted;
    const { adopt: _, ...rest } = EXAMPLES['adopted'] as Record<string, unknown>;
    const created = organization(rest).names;
    const found = {
      trail: 'Org_Trail',
      trailLogGroup: 'CloudTrail/logs',
      trailLogsRole: 'service-role/CloudTrailToLogs',
      trailTopic: 'trail_deliveries',
      trailBucket: 'acme.logs',
      configBucket: 'acme-config-history',
      archiveBucket: 'acme-vault',
      evidenceKeyAlias: 'alias/audit/logs',
      aggregator: 'everybody',
      aggregatorRole: 'ConfigAggregator',
    };
    expect(names).toEqual({ ...created, ...found });
    for (const [key, name] of Object.entries(found)) expect(created[key as keyof typeof created]).not.toBe(name);
  });

  test('ARNs are made of them', () => {
    expect(adopted.trailArn).toBe('arn:aws:cloudtrail:us-east-1:111111111111:trail/Org_Trail');
    expect(adopted.trailLogGroupArn).toBe('arn:aws:logs:us-east-1:111111111111:log-group:CloudTrail/logs');
    expect(adopted.trailTopicArn).toBe('arn:aws:sns:us-east-1:111111111111:trail_deliveries');
    expect(adopted.evidenceBucketArns).toEqual([
      'arn:aws:s3:::acme.logs',
      'arn:aws:s3:::acme-config-history',
      'arn:aws:s3:::acme-access-logs-333333333333-us-east-1',
      'arn:aws:s3:::acme-vault',
    ]);
  });

  const nothing = { recorder: false, channel: false, retention: false };
  test.each([
    ['555555555555', 'us-east-1', 'main', 'to-s3', { recorder: true, channel: true, retention: true }],
    ['555555555555', 'eu-west-1', 'main', 'default', { ...nothing, recorder: true }],
    ['222222222222', 'eu-west-1', 'default', 'default', { ...nothing, channel: true }],
    ['111111111111', 'us-east-1', 'default', 'default', { ...nothing, retention: true }],
    ['222222222222', 'us-east-1', 'default', 'default', nothing],
    ['333333333333', 'us-east-1', 'default', 'default', nothing],
  ])('%s in %s records with %s and delivers with %s', (account, region, recorder, channel, exists) => {
    expect(adopted.recordingIn(account, region)).toEqual({ recorder, channel, exists });
  });

  test('this is to be known', () => {
    const { adopt: _, ...rest } = EXAMPLES['adopted'] as Record<string, unknown>;
    const usual = notices(organization(rest));
    const keys = `${KEY} and arn:aws:kms:us-west-2:444444444444:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
    expect(notices(adopted).filter((notice) => !usual.includes(notice))).toEqual([
      'irreversible: objects in acme.logs and acme-vault are locked for 7 years (COMPLIANCE); nobody can shorten that',
      `assumed: acme.logs and acme-config-history and ${KEY} lie in 333333333333, us-east-1`,
      'assumed: acme-vault and arn:aws:kms:us-west-2:444444444444:key/mrk-1234abcd12ab34cd56ef1234567890ab lie in 444444444444, us-west-2',
      'adopted: the trail Org_Trail of us-east-1 keeps its name and delivers to acme.logs, without a prefix; what it logs becomes what audit.yaml says',
      'adopted: policy, encryption and lifecycle of acme.logs and acme-config-history and acme-vault become ours; whoever else wrote or read there no longer can',
      'irreversible: Object Lock is enabled on acme.logs; what lies there already stays unlocked',
      `adopted: the policy of ${keys} becomes ours; whoever else used the key no longer can, unless by a grant`,
      `assumed: ${keys} are symmetric, with material that AWS KMS made; another cannot be rotated, or would be replaced`,
      'assumed: the log group CloudTrail/logs is of the class Standard; one of another takes no metric filters, and the apply would fail',
      'kept: recorders called main keep that name; none can be renamed',
      'kept: delivery channels called to-s3 keep that name; none can be renamed',
      'assumed: AWSServiceRoleForConfig is missing in 222222222222, 111111111111, where AWS Config is set up already; list accounts that have it in recorder.serviceLinkedRoleExistsIn',
      'assumed: the aggregator everybody is one of the organization; one of single accounts would be replaced',
      'assumed: the roles service-role/CloudTrailToLogs and ConfigAggregator have just these paths; with another a role would be replaced',
      'adopted: p-a1b2c3d4 becomes acme-audit-scp-1, p-e5f6a7b8 becomes acme-audit-rcp-1; names and statements become ours',
      'assumed: p-a1b2c3d4 is an SCP, p-e5f6a7b8 is an RCP; one of another type would be replaced',
    ]);
  });
});

describe('nothing is said', () => {
  const said = (settings: Record<string, unknown>) => {
    const usual = notices(organization({ ...settings, adopt: {} }));
    return notices(organization(settings)).filter((notice) => !usual.includes(notice));
  };
  const recorders = [{ account: '222222222222', region: 'us-east-1', recorder: 'default', channel: 'default' }];

  test.each([
    ['of recorders and channels of the usual name', { adopt: { recorders }, recorder: { role: 'custom' } }],
    [
      'of the role of Config where all have it',
      { adopt: { recorders }, recorder: { serviceLinkedRoleExistsIn: 'all' } },
    ],
    [
      'of the role of Config where the account has it',
      { adopt: { recorders }, recorder: { serviceLinkedRoleExistsIn: ['222222222222'] } },
    ],
    ['of delegated administrators', { adopt: { delegatedAdministrators: ['config.amazonaws.com'] } }],
  ])('%s', (_, settings) => {
    expect(said(settings)).toEqual([]);
  });

  test('of Object Lock where it is enabled, or where it does not belong', () => {
    const buckets = { archive: { name: 'acme-vault', objectLock: true }, config: { name: 'acme-config' } };
    expect(said({ adopt: { buckets } }).join()).not.toContain('Object Lock is enabled');
  });
});

test('a name too long is told of the platform’s own names alone', () => {
  // The access-log bucket would be the longest; it exists under another name, and so do its equals.
  const adopt = {
    trail: { name: 'org' },
    buckets: Object.fromEntries(
      ['trail', 'config', 'accessLogs', 'archive'].map((kind) => [kind, { name: `acme-${kind.toLowerCase()}` }]),
    ),
  };
  const name = 'a'.repeat(29);
  expect(complaintAbout(smallest({ 1: `name: ${name}` }))).toContain('shorten the name by 1');
  expect(complaintAbout(smallest({ 1: `name: ${name}`, 15: `adopt: ${JSON.stringify(adopt)}` }))).toBe('no problem');
});

test('a role’s path does not count to its 64 characters', () => {
  const role = `${'p'.repeat(40)}/${'r'.repeat(64)}`;
  const source = smallest({ 15: `adopt: { aggregator: { name: all, role: ${role} } }` });
  expect(parseOrganization(source, 'audit.yaml').names.aggregatorRole).toBe(role);
});
