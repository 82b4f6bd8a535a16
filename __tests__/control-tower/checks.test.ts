import { complaintAbout, report, smallest, type Case, type Changes } from '../config/audit-file';

const SPARED = 'exemptRoles: [AWSControlTowerExecution]';
/** Lines 15 and 16; the log archive is on line 7. */
const under = (text: string, more: Changes = {}): Changes => ({
  7: '  audit: "222222222222"\n  logArchive: "333333333333"\n  members: ["444444444444"]',
  15: `guardrails: { ${SPARED} }`,
  16: `controlTower: { ${text} }`,
  ...more,
});
// Two lines come before, in accounts.
const [GUARDRAILS, CONTROL_TOWER, FURTHER] = [17, 18, 19];
const FOURTH = 'version: 4, trail: control-tower';
const NAMED = 'trailLogGroup: aws-controltower/CloudTrailLogs-abc-def, trailBucket: aws-controltower-logs-x';
const DESCRIBE = 'aws cloudtrail describe-trails --trail-name-list aws-controltower-BaselineCloudTrail';

describe('a landing zone', () => {
  test.each<Case>([
    ['may be of version 3', under('version: 3')],
    ['may be of version 4', under('version: 4')],
    [
      'has a version',
      under('trail: own'),
      `line ${CONTROL_TOWER}, controlTower.version: is missing; write 3 or 4 (the landing zone’s: what it owns differs)`,
    ],
    ...['2', '5', '"3"', '3.3'].map((version): Case => [
      `of version ${version} is none that is known`,
      under(`version: ${version}`),
      `line ${CONTROL_TOWER}, controlTower.version: ${version} is not a landing zone that is known; write 3 or 4, without quotes and what follows the dot`,
    ]),
    [
      'has nothing else',
      under('version: 3, region: us-east-1'),
      `line ${CONTROL_TOWER}, controlTower.region: is not a known key; did you mean "regions"?`,
    ],
    [
      'whose version cannot be read hides nothing else',
      under('version: 2, notEnrolled: ["555555555555"]'),
      `line ${CONTROL_TOWER}, controlTower.version: 2 is not a landing zone that is known; write 3 or 4, without quotes and what follows the dot`,
      `line ${CONTROL_TOWER}, controlTower.notEnrolled[0]: "555555555555" is not an account of this file; add it to accounts.members or remove it`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('the role that Control Tower works with', () => {
  const missing = `line ${GUARDRAILS}, guardrails.exemptRoles: lacks AWSControlTowerExecution, and without it the SCPs keep Control Tower from setting accounts up; add AWSControlTowerExecution`;
  const exempt = (roles: string): Changes => under('version: 3', { 15: `guardrails: { exemptRoles: ${roles} }` });
  test.each<Case>([
    ['may be exempt by its name', exempt('[BreakGlass, AWSControlTowerExecution]')],
    ['may be exempt by a start of its name', exempt('["AWSControlTower*"]')],
    ['may be the one that deploys', { ...exempt('[]'), 17: 'provider: { roleName: AWSControlTowerExecution }' }],
    ['must be exempt', exempt('[]'), missing],
    ['is not exempt under another name', exempt('[AWSControlTowerExecution2]'), missing],
    ['is not exempt under another path', exempt('[team/AWSControlTowerExecution]'), missing],
    ['is not exempt by a start of other names', exempt('["aws-controltower-*"]'), missing],
    ['need not be exempt without Control Tower', { 15: 'guardrails: { exemptRoles: [] }' }],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('what records', () => {
  const at = (key: string) => `line ${CONTROL_TOWER}, controlTower.${key}`;
  const idle = 'says where Control Tower records, and controlTower.recorders says that it does not; remove it';
  const alone = 'version: 4, recorders: own';
  test.each<Case>([
    ['may be ours under version 4', under(alone)],
    [
      'is Control Tower’s under version 3',
      under('version: 3, recorders: own'),
      `${at('recorders')}: "own" asks for a landing zone without its integration of AWS Config, which version 3 cannot be; remove it; list accounts that are not enrolled in controlTower.notEnrolled`,
    ],
    ['may have an aggregator of ours beside', under('version: 3, aggregator: own')],
    ['may have Control Tower’s aggregator', under('version: 4, aggregator: control-tower')],
    [
      'has no aggregator of Control Tower without its recorders',
      under(`${alone}, aggregator: control-tower`),
      `${at('aggregator')}: "control-tower" has none without its integration of AWS Config; remove it, and ours is created`,
    ],
    ['may be ours in some regions', under('version: 3, regions: [us-east-1]')],
    [
      'is Control Tower’s somewhere',
      under('version: 3, regions: []'),
      `${at('regions')}: is empty; list a region, or write recorders: own if Control Tower records nowhere`,
    ],
    [
      'is said of governed regions only',
      under('version: 3, regions: [us-east-1, eu-west-1]'),
      `${at('regions[1]')}: "eu-west-1" is not in regions.governed; add it there, or remove it here: what Control Tower does elsewhere is its own affair`,
    ],
    [
      'is said of a region once',
      under('version: 3, regions: [us-east-1, us-east-1]'),
      `${at('regions[1]')}: "us-east-1" is listed twice; remove one`,
    ],
    [
      'is in no region Control Tower’s where all is ours',
      under(`${alone}, regions: [us-east-1]`),
      `${at('regions')}: ${idle}`,
    ],
    ['may be ours in some accounts', under('version: 3, notEnrolled: ["444444444444"]')],
    [
      'is said of our accounts only',
      under('version: 3, notEnrolled: ["555555555555"]'),
      `${at('notEnrolled[0]')}: "555555555555" is not an account of this file; add it to accounts.members or remove it`,
    ],
    [
      'is ours in the management account anyway',
      under('version: 3, notEnrolled: ["111111111111"]'),
      `${at('notEnrolled[0]')}: "111111111111" is the management account, which is never recorded; remove it`,
    ],
    [
      'is said of an account once',
      under('version: 3, notEnrolled: ["444444444444", "444444444444"]'),
      `${at('notEnrolled[1]')}: "444444444444" is listed twice; remove one`,
    ],
    [
      'is in no account Control Tower’s where all is ours',
      under(`${alone}, notEnrolled: ["444444444444"]`),
      `${at('notEnrolled')}: ${idle}`,
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('Control Tower’s trail', () => {
  const at = (key: string) => `line ${CONTROL_TOWER}, controlTower.${key}`;
  const theirs = 'and controlTower.trail leaves it to Control Tower; remove it, or write controlTower.trail: own';
  const chance = 'is missing, and a landing zone of version 4 names it by chance';
  test.each<Case>([
    ['of version 3 has names that follow', under('version: 3, trail: control-tower')],
    ['of version 3 may have others', under(`version: 3, trail: control-tower, ${NAMED}`)],
    ['of version 4 may be named', under(`${FOURTH}, ${NAMED}`)],
    [
      'of version 4 must be named',
      under(FOURTH),
      `${at('trailLogGroup')}: ${chance}; copy its name from CloudWatchLogsLogGroupArn of ${DESCRIBE}`,
      `${at('trailBucket')}: ${chance}; copy it from S3BucketName of ${DESCRIBE}`,
    ],
    [
      'of version 3 delivers to a bucket that has the log archive in its name',
      under('version: 3, trail: control-tower', { 7: '  audit: "222222222222"\n\n' }),
      `${at('trailBucket')}: is missing, and accounts.logArchive, whose id its name has in it, is too; add accounts.logArchive, or write the name here`,
    ],
    [
      'may deliver to another bucket',
      under('version: 3, trail: control-tower, trailBucket: aws-controltower-logs-x', { 7: '  audit: "222222222222"' }),
    ],
    [
      'is not named where the trail is ours',
      under(`version: 4, ${NAMED}`),
      `${at('trailLogGroup')}: "aws-controltower/CloudTrailLogs-abc-def" has no effect, as controlTower.trail is own; remove it, or write trail: control-tower`,
      `${at('trailBucket')}: "aws-controltower-logs-x" has no effect, as controlTower.trail is own; remove it, or write trail: control-tower`,
    ],
    [
      'is named as CloudWatch Logs and S3 name things',
      under(`${FOURTH}, trailLogGroup: "a b", trailBucket: A_b`),
      `${at('trailLogGroup')}: "a b" is not a log group name; write the name alone, as in aws-controltower/CloudTrailLogs-abc-def`,
      `${at('trailBucket')}: "A_b" is not a bucket name; write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens`,
    ],
    [
      'takes no wishes',
      under('version: 3, trail: control-tower', {
        17: 'trail: { administrator: delegated, notifications: true, dataEvents: { s3Buckets: all } }',
      }),
      `line ${FURTHER}, trail.administrator: "delegated" asks for a trail of ours, ${theirs}`,
      `line ${FURTHER}, trail.notifications: true asks for a topic of the trail, ${theirs}`,
      `line ${FURTHER}, trail.dataEvents.s3Buckets: asks for events that only a trail of ours logs, ${theirs}`,
    ],
    [
      'leaves wishes to ours beside it',
      under('version: 3', {
        17: 'trail: { administrator: delegated, notifications: true, dataEvents: { s3Buckets: all } }',
      }),
    ],
    [
      'takes the defaults',
      under('version: 3, trail: control-tower', {
        17: 'trail: { administrator: management, notifications: false, logRetentionDays: 365 }',
      }),
    ],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});

describe('adopting what is Control Tower’s', () => {
  const adopting = (landingZone: string, adopt: string): Changes => under(landingZone, { 17: `adopt: { ${adopt} }` });
  const at = (key: string) => `line ${FURTHER}, adopt.${key}`;
  const its = (name: string) => `"${name}" is the name of something that Control Tower owns, protects and sets again`;
  const recorder = (account: string, name = 'default') =>
    `recorders: [{ account: "${account}", region: us-east-1, recorder: ${name} }]`;
  const TRAIL = 'trail: { name: org }, buckets: { trail: { name: logs } }';
  test.each<Case>([
    [
      'is refused for the trail',
      adopting('version: 3, trail: control-tower', TRAIL),
      `${at('trail')}: the trail is Control Tower’s, as controlTower.trail says; remove it`,
      `${at('buckets.trail')}: the bucket of the trail is Control Tower’s, as controlTower.trail says; remove it`,
    ],
    ['is not meant by a trail beside it', adopting('version: 3', TRAIL)],
    [
      'is refused for the aggregator',
      adopting('version: 3', 'aggregator: { name: everybody }'),
      `${at('aggregator')}: the aggregator is Control Tower’s, as controlTower.aggregator says; remove it`,
    ],
    [
      'is not meant by an aggregator beside it',
      adopting('version: 3, aggregator: own', 'aggregator: { name: everybody }'),
    ],
    [
      'is refused for the administrator of AWS Config, from version 4 on',
      adopting('version: 4', 'delegatedAdministrators: [cloudtrail.amazonaws.com, config.amazonaws.com]'),
      `${at('delegatedAdministrators[1]')}: the administrator of AWS Config is Control Tower’s, as controlTower.version says; remove it`,
    ],
    ['is not meant by it before', adopting('version: 3', 'delegatedAdministrators: [config.amazonaws.com]')],
    [
      'is not meant by it without its integration',
      adopting('version: 4, recorders: own', 'delegatedAdministrators: [config.amazonaws.com]'),
    ],
    [
      'is refused for recorders of enrolled accounts',
      adopting('version: 3', recorder('444444444444')),
      `${at('recorders[0]')}: what records in 444444444444 in us-east-1 is Control Tower’s; remove it, or list the account in controlTower.notEnrolled if it is not enrolled`,
    ],
    [
      'is not meant by those of others',
      adopting('version: 3, notEnrolled: ["444444444444"]', recorder('444444444444')),
    ],
    ['is not meant by that of the management account', adopting('version: 3', recorder('111111111111'))],
    [
      'is refused by its names',
      adopting(
        'version: 3, aggregator: own',
        'trail: { name: aws-controltower-BaselineCloudTrail, logGroup: aws-controltower/CloudTrailLogs, logsRole: service-role/AWSControlTowerCloudTrailRole }, ' +
          'buckets: { trail: { name: aws-controltower-logs-x }, config: { name: aws-controltower-config-logs-x }, ' +
          'accessLogs: { name: aws-controltower-s3-access-logs-x } }, ' +
          'aggregator: { name: aws-controltower-ConfigAggregatorForOrganizations, role: aws-controltower-ConfigRecorderRole }, ' +
          'recorders: [{ account: "111111111111", region: us-east-1, recorder: aws-controltower-BaselineConfigRecorder, channel: aws-controltower-BaselineConfigDeliveryChannel }]',
      ),
      `${at('trail.name')}: ${its('aws-controltower-BaselineCloudTrail')}; remove it, and ours is created`,
      `${at('trail.logGroup')}: ${its('aws-controltower/CloudTrailLogs')}; remove it, and ours is created`,
      `${at('trail.logsRole')}: ${its('service-role/AWSControlTowerCloudTrailRole')}; remove it, and ours is created`,
      `${at('buckets.trail.name')}: ${its('aws-controltower-logs-x')}; remove it, and ours is created`,
      `${at('buckets.config.name')}: ${its('aws-controltower-config-logs-x')}; remove it, and ours is created`,
      `${at('buckets.accessLogs.name')}: ${its('aws-controltower-s3-access-logs-x')}; remove it, and ours is created`,
      `${at('aggregator.name')}: ${its('aws-controltower-ConfigAggregatorForOrganizations')}; remove it, and ours is created`,
      `${at('aggregator.role')}: ${its('aws-controltower-ConfigRecorderRole')}; remove it, and ours is created`,
      `${at('recorders[0].recorder')}: ${its('aws-controltower-BaselineConfigRecorder')}; remove it, and ours is created`,
      `${at('recorders[0].channel')}: ${its('aws-controltower-BaselineConfigDeliveryChannel')}; remove it, and ours is created`,
    ],
    [
      'is refused where the file says nothing of Control Tower',
      { 15: 'adopt: { trail: { name: aws-controltower-BaselineCloudTrail } }' },
      `line 15, adopt.trail.name: ${its('aws-controltower-BaselineCloudTrail')}; remove it, and say under controlTower what the landing zone is`,
    ],
    [
      'is refused for a topic',
      {
        15: 'trail: { notifications: true }\nadopt: { trail: { name: org, topic: aws-controltower-AllConfigNotifications } }',
      },
      `line 16, adopt.trail.topic: ${its('aws-controltower-AllConfigNotifications')}; remove it, and say under controlTower what the landing zone is`,
    ],
    ['is not meant by names that only resemble its own', { 15: 'adopt: { trail: { name: aws-controltowers-trail } }' }],
  ])('%s', (_, changes, ...lines) => {
    expect(complaintAbout(smallest(changes))).toBe(report(...lines));
  });
});
