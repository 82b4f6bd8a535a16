import { isControlTowers } from '../../src/config/control-tower';
import { notices } from '../../src/config/notices';
import { organization } from '../organizations';

const [MANAGEMENT, AUDIT, LOGS, MEMBER, STRAY] = [
  '111111111111',
  '222222222222',
  '333333333333',
  '444444444444',
  '555555555555',
] as const;
const THREE = ['us-east-1', 'us-east-2', 'eu-west-1'];

const under = (controlTower: object | undefined, more: Record<string, object> = {}) =>
  organization({
    accounts: { logArchive: LOGS, members: [MEMBER, STRAY] },
    regions: { governed: THREE },
    guardrails: { exemptRoles: ['AWSControlTowerExecution'], ...more.guardrails },
    ...(controlTower && { controlTower }),
    ...(more.provider && { provider: more.provider }),
    ...(more.storage && { storage: more.storage }),
  });
const FOURTH = {
  trailLogGroup: 'aws-controltower/CloudTrailLogs-abc-def',
  trailBucket: 'aws-controltower-cloudtrail-logs-x',
};

describe('what records', () => {
  const ours = (controlTower: object | undefined) => {
    const { accounts, ownership } = under(controlTower);
    return Object.fromEntries(accounts.map((account) => [account, ownership.recordedIn(account)]));
  };
  const everywhere = (regions: readonly string[]) => ({
    [MANAGEMENT]: THREE,
    ...Object.fromEntries([AUDIT, LOGS, MEMBER, STRAY].map((account) => [account, regions])),
  });

  test.each<
    [sentence: string, controlTower: object | undefined, expected: Readonly<Record<string, readonly string[]>>]
  >([
    ['is ours without Control Tower', undefined, everywhere(THREE)],
    ['is ours in the management account alone', { version: 3 }, everywhere([])],
    ['is ours in the management account alone, with version 4 too', { version: 4 }, everywhere([])],
    [
      'is ours in accounts that are not enrolled',
      { version: 3, notEnrolled: [STRAY] },
      { ...everywhere([]), [STRAY]: THREE },
    ],
    [
      'is ours in regions that the landing zone leaves out',
      { version: 3, regions: ['us-east-1', 'eu-west-1'], notEnrolled: [STRAY] },
      { ...everywhere(['us-east-2']), [STRAY]: THREE },
    ],
    ['is ours without its integration of AWS Config', { version: 4, recorders: 'own' }, everywhere(THREE)],
  ])('%s', (_, controlTower, expected) => {
    expect(ours(controlTower)).toEqual(expected);
    const { ownership, accounts } = under(controlTower);
    for (const account of accounts) {
      const each = THREE.filter((region) => ownership.recorderIn(account, region) === 'ours');
      expect([account, each]).toEqual([account, expected[account]]);
    }
  });
});

test.each<[controlTower: object | undefined, trail: string, aggregator: string, administrator: string]>([
  [undefined, 'ours', 'ours', 'ours'],
  [{ version: 3 }, 'ours', 'control-tower', 'ours'],
  [{ version: 3, aggregator: 'own' }, 'ours', 'ours', 'ours'],
  [{ version: 3, aggregator: 'control-tower' }, 'ours', 'control-tower', 'ours'],
  [{ version: 3, trail: 'own' }, 'ours', 'control-tower', 'ours'],
  [{ version: 3, trail: 'control-tower' }, 'control-tower', 'control-tower', 'ours'],
  [{ version: 4 }, 'ours', 'control-tower', 'control-tower'],
  [{ version: 4, trail: 'control-tower', ...FOURTH }, 'control-tower', 'control-tower', 'control-tower'],
  [{ version: 4, recorders: 'own' }, 'ours', 'ours', 'ours'],
])('of %j, trail, aggregator and administrator of AWS Config are: %s, %s, %s', (controlTower, ...owners) => {
  const { trail, aggregator, configAdministrator } = under(controlTower).ownership;
  expect([trail, aggregator, configAdministrator]).toEqual(owners);
});

describe('names', () => {
  const own = under(undefined).names;
  const named = {
    trail: 'aws-controltower-BaselineCloudTrail',
    trailLogGroup: 'aws-controltower/CloudTrailLogs',
    trailLogsRole: 'service-role/AWSControlTowerCloudTrailRole',
    trailBucket: `aws-controltower-logs-${LOGS}-us-east-1`,
  };
  test.each<[sentence: string, controlTower: object, expected: object]>([
    ['stay where the trail is ours', { version: 3 }, own],
    ['of Control Tower’s trail follow in version 3', { version: 3, trail: 'control-tower' }, { ...own, ...named }],
    ['may be given in version 3', { version: 3, trail: 'control-tower', ...FOURTH }, { ...own, ...named, ...FOURTH }],
    ['are given in version 4', { version: 4, trail: 'control-tower', ...FOURTH }, { ...own, ...named, ...FOURTH }],
  ])('%s', (_, controlTower, expected) => {
    expect(under(controlTower).names).toEqual(expected);
  });

  test('of buckets of evidence are ours', () => {
    const { archiveBucket, accessLogBucket, configBucket, trailBucket } = own;
    const arns = (names: readonly string[]) => names.map((name) => `arn:aws:s3:::${name}`);
    expect(under({ version: 3 }).evidenceBucketArns).toEqual(
      arns([trailBucket, configBucket, accessLogBucket, archiveBucket]),
    );
    expect(under({ version: 3, trail: 'control-tower' }).evidenceBucketArns).toEqual(
      arns([configBucket, accessLogBucket, archiveBucket]),
    );
  });

  test.each([
    ['aws-controltower-BaselineCloudTrail', true],
    ['aws-controltower/CloudTrailLogs', true],
    ['/aws-controltower/x', true],
    ['aws-controltower', true],
    ['aws-controltowers', false],
    ['my-aws-controltower-trail', false],
  ])('%s is Control Tower’s: %s', (name, expected) => {
    expect(isControlTowers(name)).toBe(expected);
  });
});

describe('the role that Control Tower works with', () => {
  const role = (account: string, name = 'AWSControlTowerExecution') => `arn:aws:iam::${account}:role/${name}`;

  test('is spared by SCPs everywhere, but by RCPs nowhere: it has no work on evidence', () => {
    const declared = under({ version: 3 }, { guardrails: { exemptRoles: ['AWSControlTowerExecution', 'BreakGlass'] } });
    expect(declared.exemptRoleArns).toContain(role('*'));
    expect(declared.evidenceExemptRoleArns).not.toContain(role(LOGS));
    expect(declared.evidenceExemptRoleArns).toContain(role(LOGS, 'BreakGlass'));
  });

  test('is spared by RCPs where it deploys, or where it is no role of Control Tower', () => {
    const deploying = under({ version: 3 }, { provider: { roleName: 'AWSControlTowerExecution' } });
    for (const declared of [deploying, under(undefined)]) expect(declared.evidenceExemptRoleArns).toContain(role(LOGS));
  });
});

describe('SCPs attached already', () => {
  const limits = (guardrails: object, controlTower: object | undefined = { version: 3 }) =>
    under(controlTower, { guardrails }).scpLimits;
  const [first, second] = ['ou-a1b2-11111111', 'ou-a1b2-22222222'];
  const optional = [{ policy: 'deny-root-user', attachTo: [second, MEMBER] }];

  test.each<[sentence: string, guardrails: object, already: number, to: object]>([
    ['are one on the root and on accounts', { attachTo: ['r-a1b2', MEMBER] }, 1, {}],
    ['are four on a unit', { attachTo: [first] }, 1, { [first]: 4 }],
    ['are four on units of optional policies', { optional }, 1, { [second]: 4 }],
    [
      'are as many as are said of one unit',
      { attachTo: [first, second], limits: { scp: { alreadyAttachedTo: { [first]: 2 } } } },
      1,
      { [first]: 2, [second]: 4 },
    ],
    ['are as many as are said of all', { attachTo: [first], limits: { scp: { alreadyAttached: 5 } } }, 5, {}],
  ])('%s', (_, guardrails, alreadyAttached, alreadyAttachedTo) => {
    expect(limits(guardrails)).toMatchObject({ alreadyAttached, alreadyAttachedTo });
    expect(Object.keys(limits(guardrails).alreadyAttachedTo).sort()).toEqual(Object.keys(alreadyAttachedTo).sort());
  });

  test('are one without Control Tower, and RCPs are always', () => {
    const declared = organization({ guardrails: { attachTo: [first] } });
    expect(declared.scpLimits).toMatchObject({ alreadyAttached: 1, alreadyAttachedTo: {} });
    expect(under({ version: 4 }).rcpLimits).toMatchObject({ alreadyAttached: 1, alreadyAttachedTo: {} });
  });
});

describe('of what is left to Control Tower, this is told', () => {
  /** What the mode adds to what is told anyway. */
  const told = (controlTower: object, more: Record<string, object> = {}) => {
    const before = notices(under(undefined, more));
    return notices(under(controlTower, more)).filter((notice) => !before.includes(notice));
  };
  const EXECUTES = { provider: { roleName: 'AWSControlTowerExecution' } };
  const recorded = (whose: string, where = THREE.join(', ')) =>
    `left to Control Tower: what records ${whose} in ${where}; it delivers to its own bucket, where nothing is locked, copied to the archive or in our tables, and no healer keeps it recording`;
  const AGGREGATOR = `left to Control Tower: the aggregator of AWS Config in ${AUDIT}`;
  const TWICE =
    'twice: Control Tower’s trail, where the landing zone has it on, is a second copy of every management event, which costs money; its settings can switch it off';
  const INTEGRATION = `assumed: ${AUDIT} is the account of its integration of AWS Config, and so delegated administrator of it`;
  const DEPLOYER =
    'assumed: OrganizationAccountAccessRole exists in every member; accounts that Control Tower made have AWSControlTowerExecution instead';
  const trailOf = (bucket: string) =>
    `left to Control Tower: the trail aws-controltower-BaselineCloudTrail and its bucket ${bucket}; nothing there is locked, copied to the archive, verified by the hour or in our tables, it logs no data events and no Insights, and no healer keeps it logging`;
  const homeOf = (group: string) =>
    `assumed: us-east-1 is the landing zone’s home region, and the log group ${group} lies there in ${MANAGEMENT}`;

  test.each<[sentence: string, controlTower: object, more: Record<string, object>, ...lines: string[]]>([
    ['of version 3', { version: 3 }, EXECUTES, recorded('4 accounts'), AGGREGATOR, TWICE],
    ['of version 4', { version: 4 }, EXECUTES, recorded('4 accounts'), AGGREGATOR, INTEGRATION, TWICE],
    ['of version 4 that records nothing', { version: 4, recorders: 'own' }, EXECUTES, TWICE],
    ['with an aggregator of ours', { version: 3, aggregator: 'own' }, EXECUTES, recorded('4 accounts'), TWICE],
    [
      'with one account enrolled, in one region',
      { version: 3, regions: ['us-east-1'], notEnrolled: [AUDIT, LOGS, STRAY] },
      EXECUTES,
      recorded(MEMBER, 'us-east-1'),
      AGGREGATOR,
      TWICE,
    ],
    [
      'with another role that deploys',
      { version: 3, notEnrolled: [STRAY] },
      {},
      recorded('3 accounts'),
      `assumed: no unit that Control Tower governs holds ${STRAY}; its mandatory SCPs would let AWSControlTowerExecution alone set up recorders there`,
      AGGREGATOR,
      TWICE,
      DEPLOYER,
    ],
    [
      'with the trail',
      { version: 3, trail: 'control-tower' },
      EXECUTES,
      `irreversible: objects in acme-archive-${LOGS}-us-west-2 are locked for 7 years (COMPLIANCE); nobody can shorten that`,
      recorded('4 accounts'),
      AGGREGATOR,
      trailOf(`aws-controltower-logs-${LOGS}-us-east-1`),
      homeOf('aws-controltower/CloudTrailLogs'),
    ],
    [
      'with the trail of version 4',
      { version: 4, trail: 'control-tower', ...FOURTH },
      EXECUTES,
      `irreversible: objects in acme-archive-${LOGS}-us-west-2 are locked for 7 years (COMPLIANCE); nobody can shorten that`,
      recorded('4 accounts'),
      AGGREGATOR,
      INTEGRATION,
      trailOf(FOURTH.trailBucket),
      homeOf(FOURTH.trailLogGroup),
    ],
    [
      'with a way around the guardrails',
      { version: 3 },
      { ...EXECUTES, guardrails: { exemptRoles: ['aws-controltower-*'] } },
      recorded('4 accounts'),
      AGGREGATOR,
      TWICE,
      `unprotected: guardrails.exemptRoles spares aws-controltower-AdministratorExecutionRole, with which administrators of ${AUDIT} reach every member; Control Tower itself needs AWSControlTowerExecution alone`,
    ],
    [
      'with policies on units',
      { version: 3 },
      { ...EXECUTES, guardrails: { attachTo: ['r-a1b2', 'ou-a1b2-11111111'] } },
      recorded('4 accounts'),
      AGGREGATOR,
      TWICE,
      'assumed: Control Tower has attached at most 3 SCPs to ou-a1b2-11111111; guardrails.limits.scp.alreadyAttachedTo takes the number that is',
    ],
  ])('%s', (_, controlTower, more, ...lines) => {
    expect(told(controlTower, more)).toEqual(lines);
  });
});
