import { EVIDENCE_BUCKETS, type Plan } from '../../src/config/organization';
import { ConfigError } from '../../src/config/problem';
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

  test.each([
    ['the audit account', {}, ['222222222222']],
    ['the log archive account', { logArchive: '333333333333' }, ['333333333333']],
    ['those of the originals and of the copy', accounts, ['333333333333', '444444444444']],
    ['one, though the file names it twice', { logArchive: '333333333333', archive: '333333333333' }, ['333333333333']],
  ])('lies in these accounts: %s', (_, given, expected) => {
    expect(organization({ accounts: given }).evidenceAccounts).toEqual(expected);
  });

  test('has a bucket of each kind', () => {
    const { names, evidenceBucketArns } = organization({ accounts });
    expect(EVIDENCE_BUCKETS).toEqual({
      trail: 'trailBucket',
      config: 'configBucket',
      'access-logs': 'accessLogBucket',
      archive: 'archiveBucket',
    });
    expect(evidenceBucketArns).toEqual(Object.values(EVIDENCE_BUCKETS).map((name) => `arn:aws:s3:::${names[name]}`));
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
  const role = (partition: string, account: string, name: string) => `arn:${partition}:iam::${account}:role/${name}`;
  const DEPLOYING = 'OrganizationAccountAccessRole';
  const MENDING = 'acme-audit-remediation-*';
  const CASES: [sentence: string, partition: string, settings: Record<string, unknown>, ...names: string[]][] = [
    ['those that deploy and mend', 'aws', {}, DEPLOYING, MENDING],
    [
      'those that deploy and mend, and those of the file',
      'aws',
      { guardrails: { exemptRoles: ['BreakGlass', 'audit/Demo*'] } },
      ...[DEPLOYING, 'BreakGlass', 'audit/Demo*', MENDING],
    ],
    [
      'a deploying role once, though the file names it too',
      'aws',
      { provider: { roleName: 'Deployer' }, guardrails: { exemptRoles: ['BreakGlass', 'Deployer'] } },
      ...['Deployer', 'BreakGlass', MENDING],
    ],
    ['mending roles of that name', 'aws', { name: 'beta-eu' }, DEPLOYING, 'beta-eu-audit-remediation-*'],
    ['not those that only evaluate', 'aws', { guardrails: { evaluatorRoles: ['Rules*'] } }, DEPLOYING, MENDING],
    ['not those for security services', 'aws', { guardrails: { securityRoles: ['Team*'] } }, DEPLOYING, MENDING],
    ['not that of the management account', 'aws', { provider: { managementRoleName: 'Top' } }, DEPLOYING, MENDING],
    ['those of GovCloud', 'aws-us-gov', { regions: GOVCLOUD }, DEPLOYING, MENDING],
    ['those of China', 'aws-cn', { regions: CHINA }, DEPLOYING, MENDING],
  ];

  test.each(CASES)('are %s', (_, partition, settings, ...names) => {
    expect(organization(settings).exemptRoleArns).toEqual(names.map((name) => role(partition, '*', name)));
  });

  test.each(CASES)('are, for RCPs and where evidence lies only, %s', (_, partition, settings, ...names) => {
    const of = (account: string) => names.map((name) => role(partition, account, name));
    expect(organization(settings).evidenceExemptRoleArns).toEqual(of('222222222222'));
    expect(organization({ ...settings, accounts }).evidenceExemptRoleArns).toEqual([
      ...of('333333333333'),
      ...of('444444444444'),
    ]);
  });
});

describe('by partition', () => {
  const none = { alreadyAttached: 1, alreadyAttachedTo: {} };
  const few = { characters: 5120, attachments: 5, ...none };
  test.each([
    ['aws', {}, { characters: 10240, attachments: 10, ...none }, true],
    ['aws-us-gov', { regions: GOVCLOUD }, few, false],
    ['aws-cn', { regions: CHINA }, few, false],
  ])('%s has limits of its own', (partition, settings, limits, timeControl) => {
    const declared = organization(settings);
    expect(declared.partition).toBe(partition);
    expect(declared.scpLimits).toEqual(limits);
    expect(declared.rcpLimits).toEqual(few);
    expect(declared.replicationTimeControl).toBe(timeControl);
  });

  test.each([
    ['aws', {}],
    ['aws-us-gov', { regions: GOVCLOUD }],
  ])('%s takes those of the file instead', (_, settings) => {
    const scp = { characters: 6000, attachments: 7, alreadyAttached: 2, alreadyAttachedTo: { 'r-a1b2': 3 } };
    const rcp = { characters: 4000, attachments: 4, alreadyAttached: 0, alreadyAttachedTo: { '222222222222': 2 } };
    const declared = organization({ ...settings, guardrails: { limits: { scp, rcp } } });
    expect(declared.scpLimits).toEqual(scp);
    expect(declared.rcpLimits).toEqual(rcp);
  });

  test('a limit that the file gives leaves the others as they are', () => {
    const { scpLimits, rcpLimits } = organization({
      guardrails: { limits: { scp: { attachments: 5 }, rcp: { characters: 10240 } } },
    });
    expect(scpLimits).toEqual({ characters: 10240, attachments: 5, ...none });
    expect(rcpLimits).toEqual({ characters: 10240, attachments: 5, ...none });
  });

  test.each([
    ['aws has', {}, undefined, true],
    ['aws has none if told so', {}, false, false],
    ['aws-us-gov has', { regions: GOVCLOUD }, undefined, true],
    ['aws-us-gov has none if told so', { regions: GOVCLOUD }, false, false],
    ['aws-cn has no', { regions: CHINA }, undefined, false],
    ['aws-cn has, if told so,', { regions: CHINA }, true, true],
  ])('%s resource control policies', (_, settings, enabled, expected) => {
    const declared = organization({ ...settings, guardrails: { resourceControlPolicies: { enabled } } });
    expect(declared.hasResourceControlPolicies).toBe(expected);
  });

  test.each([
    [true, { regions: GOVCLOUD }],
    [false, {}],
  ])('replication time control may be %s instead', (replicationTimeControl, settings) => {
    const declared = organization({ ...settings, storage: { replicationTimeControl } });
    expect(declared.replicationTimeControl).toBe(replicationTimeControl);
  });
});

describe('service control policies', () => {
  test.each([
    ['are attached to the root', {}, ['r-a1b2']],
    ['are attached where the file says', { attachTo: ['ou-a1b2-11111111'] }, ['ou-a1b2-11111111']],
    ['are attached to nothing', { attachTo: [] }, []],
    ['do not follow RCPs', { resourceControlPolicies: { attachTo: ['222222222222'] } }, ['r-a1b2']],
    ['do not follow optional ones', { optional: [{ policy: 'a', attachTo: ['222222222222'] }] }, ['r-a1b2']],
  ])('%s', (_, guardrails, targets) => {
    expect(organization({ guardrails }).scpTargets).toEqual(targets);
  });
});

describe('resource control policies', () => {
  const at = (attachTo: string[]) => ({ resourceControlPolicies: { attachTo } });
  test.each([
    ['are attached where evidence lies', {}, {}, ['222222222222']],
    ['are attached where it and its copy lie', accounts, {}, ['333333333333', '444444444444']],
    ['are attached where the file says', accounts, at(['r-a1b2']), ['r-a1b2']],
    ['are attached to nothing', accounts, at([]), []],
    ['do not follow SCPs', {}, { attachTo: ['r-a1b2'] }, ['222222222222']],
  ])('%s', (_, given, guardrails, targets) => {
    expect(organization({ accounts: given, guardrails }).rcpTargets).toEqual(targets);
  });
});

describe('plans', () => {
  const problem = (key: string, what: string) => ({ path: [key], what, mend: 'mend it' });
  const plan = (problems: Plan['problems'] = [], fileProblems: string[] = []): Plan => ({ problems, fileProblems });
  const refused = (...plans: Plan[]): readonly string[] => {
    try {
      organization().refuse(...plans);
      return ['no problem'];
    } catch (error) {
      if (error instanceof ConfigError) return error.lines;
      throw error;
    }
  };
  // The smallest organization's file opens with a brace: its name is on line 2.
  const NAME = problem('name', 'it is wrong');
  const RETENTION = problem('retention', 'it is short');

  test.each<[sentence: string, plans: Plan[], ...lines: string[]]>([
    ['may be none', [], 'no problem'],
    ['may have nothing to say', [plan(), plan()], 'no problem'],
    ['are refused for a problem of audit.yaml', [plan([NAME])], 'line 2, name: it is wrong; mend it'],
    ['are refused for a file alone', [plan([], ['a.json: is broken'])], 'a.json: is broken'],
    [
      'are refused for the second alone',
      [plan(), plan([NAME], ['a.json: is broken'])],
      'line 2, name: it is wrong; mend it',
      'a.json: is broken',
    ],
    [
      'are refused together: audit.yaml in the order of its lines, then files in the order of plans',
      [plan([RETENTION], ['b.json: is broken']), plan([NAME], ['a.json: is broken'])],
      'line 2, name: it is wrong; mend it',
      'line 18, retention: it is short; mend it',
      'b.json: is broken',
      'a.json: is broken',
    ],
  ])('%s', (_, plans, ...lines) => {
    expect(refused(...plans)).toEqual(lines);
  });
});
