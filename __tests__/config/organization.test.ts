import { organization } from '../organizations';

const accounts = { logArchive: '333333333333', archive: '444444444444', members: ['666666666666', '555555555555'] };
const GOVCLOUD = { home: 'us-gov-west-1', governed: ['us-gov-west-1'], archive: 'us-gov-east-1' };
const CHINA = { home: 'cn-north-1', governed: ['cn-north-1'], archive: 'cn-northwest-1' };

test('ids and home are those of the file', () => {
  const { id, managementAccount, auditAccount, home } = organization();
  expect({ id, managementAccount, auditAccount, home }).toEqual({
    id: 'o-a1b2c3d4e5',
    managementAccount: '111111111111',
    auditAccount: '222222222222',
    home: 'us-east-1',
  });
});

test('the retention is that of the file', () => {
  const { retention } = organization({ retention: { mode: 'GOVERNANCE', years: 3 } });
  expect({ ...retention }).toEqual({ mode: 'GOVERNANCE', years: 3 });
});

describe('accounts', () => {
  test('are at least two', () => {
    expect(organization().accounts).toEqual(['111111111111', '222222222222']);
  });

  test('are listed once each, members last and in the order of the file', () => {
    expect(organization({ accounts }).accounts).toEqual([
      '111111111111',
      '222222222222',
      '333333333333',
      '444444444444',
      '666666666666',
      '555555555555',
    ]);
  });
});

describe('evidence', () => {
  test.each([
    ['both in the audit account', {}, '222222222222', '222222222222'],
    ['both in the log archive account', { logArchive: '333333333333' }, '333333333333', '333333333333'],
    ['in the audit account and its copy elsewhere', { archive: '444444444444' }, '222222222222', '444444444444'],
    ['and its copy in accounts of their own', accounts, '333333333333', '444444444444'],
  ])('lies %s', (_, given, evidence, archive) => {
    const { evidenceAccount, archiveAccount } = organization({ accounts: given });
    expect([evidenceAccount, archiveAccount]).toEqual([evidence, archive]);
  });

  test('lies in four buckets', () => {
    expect(organization({ accounts, regions: CHINA }).evidenceBucketArns).toEqual([
      'arn:aws-cn:s3:::acme-trail-333333333333-cn-north-1',
      'arn:aws-cn:s3:::acme-config-333333333333-cn-north-1',
      'arn:aws-cn:s3:::acme-access-logs-333333333333-cn-north-1',
      'arn:aws-cn:s3:::acme-archive-444444444444-cn-northwest-1',
    ]);
  });
});

describe('the trail', () => {
  test('is created with the credentials of the management account', () => {
    const { trailAccount, trailArn, trailLogGroupArn, trailTopicArn } = organization();
    expect({ trailAccount, trailArn, trailLogGroupArn, trailTopicArn }).toEqual({
      trailAccount: '111111111111',
      trailArn: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/acme-organization-trail',
      trailLogGroupArn: 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/cloudtrail/acme-organization-trail',
      trailTopicArn: 'arn:aws:sns:us-east-1:111111111111:acme-audit-trail-deliveries',
    });
  });

  test('belongs to the management account though a delegated administrator creates it', () => {
    const { trailAccount, trailArn, trailLogGroupArn, trailTopicArn } = organization({
      trail: { administrator: 'delegated' },
      regions: GOVCLOUD,
    });
    expect({ trailAccount, trailArn, trailLogGroupArn, trailTopicArn }).toEqual({
      trailAccount: '222222222222',
      trailArn: 'arn:aws-us-gov:cloudtrail:us-gov-west-1:111111111111:trail/acme-organization-trail',
      trailLogGroupArn:
        'arn:aws-us-gov:logs:us-gov-west-1:222222222222:log-group:/aws/cloudtrail/acme-organization-trail',
      trailTopicArn: 'arn:aws-us-gov:sns:us-gov-west-1:222222222222:acme-audit-trail-deliveries',
    });
  });
});

describe('roles that policies do not bind', () => {
  test.each([
    ['the deploying role', {}, ['arn:aws:iam::*:role/OrganizationAccountAccessRole']],
    [
      'the deploying role and those of the file',
      { guardrails: { exemptRoles: ['BreakGlass', 'audit/Demo*'] } },
      [
        'arn:aws:iam::*:role/OrganizationAccountAccessRole',
        'arn:aws:iam::*:role/BreakGlass',
        'arn:aws:iam::*:role/audit/Demo*',
      ],
    ],
    [
      'a deploying role once, though the file names it too',
      { provider: { roleName: 'Deployer' }, guardrails: { exemptRoles: ['BreakGlass', 'Deployer'] } },
      ['arn:aws:iam::*:role/Deployer', 'arn:aws:iam::*:role/BreakGlass'],
    ],
    [
      'the deploying role in its partition',
      { regions: CHINA },
      ['arn:aws-cn:iam::*:role/OrganizationAccountAccessRole'],
    ],
  ])('are %s', (_, settings, arns) => {
    expect(organization(settings).exemptRoleArns).toEqual(arns);
  });
});

describe('by partition', () => {
  test.each([
    ['aws', {}, { characters: 10240, attachments: 10, alreadyAttached: 1 }, true],
    ['aws-us-gov', { regions: GOVCLOUD }, { characters: 5120, attachments: 5, alreadyAttached: 1 }, false],
    ['aws-cn', { regions: CHINA }, { characters: 5120, attachments: 5, alreadyAttached: 1 }, false],
  ])('%s has limits of its own', (partition, settings, limits, timeControl) => {
    const declared = organization(settings);
    expect(declared.partition).toBe(partition);
    expect(declared.policyLimits).toEqual(limits);
    expect(declared.replicationTimeControl).toBe(timeControl);
  });

  test.each([
    ['aws', {}],
    ['aws-us-gov', { regions: GOVCLOUD }],
  ])('%s takes those of the file instead', (_, settings) => {
    const declared = organization({
      ...settings,
      guardrails: { limits: { policyCharacters: 6000, attachments: 7, alreadyAttached: 2 } },
    });
    expect(declared.policyLimits).toEqual({ characters: 6000, attachments: 7, alreadyAttached: 2 });
  });

  test.each([
    [true, { regions: GOVCLOUD }],
    [false, {}],
  ])('replication time control may be %s instead', (replicationTimeControl, settings) => {
    const declared = organization({ ...settings, storage: { replicationTimeControl } });
    expect(declared.replicationTimeControl).toBe(replicationTimeControl);
  });
});

describe('policies', () => {
  test.each([
    ['are attached to the root', {}, ['r-a1b2']],
    ['are attached where the file says', { attachTo: ['ou-a1b2-11111111'] }, ['ou-a1b2-11111111']],
    ['are attached to nothing', { attachTo: [] }, []],
  ])('%s', (_, guardrails, targets) => {
    expect(organization({ guardrails }).policyTargets).toEqual(targets);
  });
});
