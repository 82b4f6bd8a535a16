import { EXECUTION_ROLE, isControlTowers, Ownership } from '../control-tower';
import { type Problem, show } from '../problem';
import type { OrganizationConfig } from '../schema';
import { type Check, knownAccounts, problem } from './check';

type LandingZone = NonNullable<OrganizationConfig['controlTower']>;

/** A check of organizations that are under Control Tower. */
const under =
  (check: (landingZone: LandingZone, config: OrganizationConfig) => Problem[]): Check =>
  (config) =>
    config.controlTower === undefined ? [] : check(config.controlTower, config);

const its = (...path: readonly PropertyKey[]) => ['controlTower', ...path];

const executionRoleIsExempt = under((_, { provider, guardrails }) => {
  const spared = [provider.roleName, ...guardrails.exemptRoles];
  const stands = (name: string) =>
    name === EXECUTION_ROLE || (name.endsWith('*') && EXECUTION_ROLE.startsWith(name.slice(0, -1)));
  if (spared.some(stands)) return [];
  const what = `lacks ${EXECUTION_ROLE}, and without it the SCPs keep Control Tower from setting accounts up`;
  return [problem(['guardrails', 'exemptRoles'], what, `add ${EXECUTION_ROLE}`)];
});

const recordersAreSomebodys = under(({ version, recorders, aggregator, regions, notEnrolled }) => {
  if (recorders === 'control-tower') return [];
  const idle = 'says where Control Tower records, and controlTower.recorders says that it does not';
  return [
    ...(version === 3
      ? [
          problem(
            its('recorders'),
            '"own" asks for a landing zone without its integration of AWS Config, which version 3 cannot be',
            'remove it; list accounts that are not enrolled in controlTower.notEnrolled',
          ),
        ]
      : []),
    ...(aggregator === 'control-tower'
      ? [
          problem(
            its('aggregator'),
            '"control-tower" has none without its integration of AWS Config',
            'remove it, and ours is created',
          ),
        ]
      : []),
    ...(regions === undefined ? [] : [problem(its('regions'), idle, 'remove it')]),
    ...(notEnrolled.length === 0 ? [] : [problem(its('notEnrolled'), idle, 'remove it')]),
  ];
});

const regionsAreOurs = under(({ regions }, config) => {
  if (regions?.length === 0) {
    return [
      problem(its('regions'), 'is empty', 'list a region, or write recorders: own if Control Tower records nowhere'),
    ];
  }
  return (regions ?? []).flatMap((region, at) =>
    config.regions.governed.includes(region)
      ? []
      : problem(
          its('regions', at),
          `${show(region)} is not in regions.governed`,
          'add it there, or remove it here: what Control Tower does elsewhere is its own affair',
        ),
  );
});

const accountsAreOurs = under(({ notEnrolled }, config) => {
  const known = knownAccounts(config);
  return notEnrolled.flatMap((account, at) => {
    const path = its('notEnrolled', at);
    if (account === config.organization.managementAccountId)
      return problem(path, `${show(account)} is the management account, which is never recorded`, 'remove it');
    return known.includes(account)
      ? []
      : problem(path, `${show(account)} is not an account of this file`, 'add it to accounts.members or remove it');
  });
});

/** Names with letters by chance cannot be worked out. */
const trailIsKnown = under(({ version, trail, trailLogGroup, trailBucket }, { accounts }) => {
  if (trail === 'own') {
    const named = { trailLogGroup, trailBucket };
    return Object.entries(named).flatMap(([key, name]) =>
      name === undefined
        ? []
        : problem(
            its(key),
            `${show(name)} has no effect, as controlTower.trail is own`,
            'remove it, or write trail: control-tower',
          ),
    );
  }
  const trailOf = 'aws cloudtrail describe-trails --trail-name-list aws-controltower-BaselineCloudTrail';
  if (version === 4) {
    return [
      ...(trailLogGroup === undefined
        ? [
            problem(
              its('trailLogGroup'),
              'is missing, and a landing zone of version 4 names it by chance',
              `copy its name from CloudWatchLogsLogGroupArn of ${trailOf}`,
            ),
          ]
        : []),
      ...(trailBucket === undefined
        ? [
            problem(
              its('trailBucket'),
              'is missing, and a landing zone of version 4 names it by chance',
              `copy it from S3BucketName of ${trailOf}`,
            ),
          ]
        : []),
    ];
  }
  return trailBucket === undefined && accounts.logArchive === undefined
    ? [
        problem(
          its('trailBucket'),
          'is missing, and accounts.logArchive, whose id its name has in it, is too',
          'add accounts.logArchive, or write the name here',
        ),
      ]
    : [];
});

/** What audit.yaml asks of a trail that is not ours to change. */
const trailIsNotAsked = under(({ trail: owner }, { trail }) => {
  if (owner === 'own') return [];
  const asks = (path: readonly PropertyKey[], what: string) =>
    problem(
      ['trail', ...path],
      `${what}, and controlTower.trail leaves it to Control Tower`,
      'remove it, or write controlTower.trail: own',
    );
  return [
    ...(trail.administrator === 'delegated' ? [asks(['administrator'], '"delegated" asks for a trail of ours')] : []),
    ...(trail.notifications ? [asks(['notifications'], 'true asks for a topic of the trail')] : []),
    ...(trail.dataEvents.s3Buckets.length > 0
      ? [asks(['dataEvents', 's3Buckets'], 'asks for events that only a trail of ours logs')]
      : []),
  ];
});

/** What is left to Control Tower cannot be taken over beside. */
const nothingOfItsIsAdopted = under((_, config) => {
  const { adopt } = config;
  const owners = new Ownership(config);
  const theirs = (path: readonly PropertyKey[], what: string, why: string) =>
    problem(['adopt', ...path], `${what} is Control Tower’s, as ${why} says`, 'remove it');
  const sayTrail = 'controlTower.trail';
  return [
    ...(owners.trail === 'control-tower' && adopt.trail ? [theirs(['trail'], 'the trail', sayTrail)] : []),
    ...(owners.trail === 'control-tower' && adopt.buckets.trail
      ? [theirs(['buckets', 'trail'], 'the bucket of the trail', sayTrail)]
      : []),
    ...(owners.aggregator === 'control-tower' && adopt.aggregator
      ? [theirs(['aggregator'], 'the aggregator', 'controlTower.aggregator')]
      : []),
    ...adopt.delegatedAdministrators.flatMap((service, at) =>
      service === 'config.amazonaws.com' && owners.configAdministrator === 'control-tower'
        ? theirs(['delegatedAdministrators', at], 'the administrator of AWS Config', 'controlTower.version')
        : [],
    ),
    ...adopt.recorders.flatMap(({ account, region }, at) =>
      owners.recorderIn(account, region) === 'control-tower'
        ? problem(
            ['adopt', 'recorders', at],
            `what records in ${account} in ${region} is Control Tower’s`,
            'remove it, or list the account in controlTower.notEnrolled if it is not enrolled',
          )
        : [],
    ),
  ];
});

/** Before the name of a role; log groups that start with a slash keep theirs. */
const ROLE_PATH = /^service-role\//;

/** By their names, and whether or not audit.yaml speaks of Control Tower. */
const nothingSoNamedIsAdopted: Check = (config) => {
  const { trail, buckets, aggregator, recorders } = config.adopt;
  const owners = new Ownership(config);
  const named: (readonly [readonly PropertyKey[], string | undefined])[] = [
    ...(owners.trail === 'ours'
      ? ([
          [['trail', 'name'], trail?.name],
          [['trail', 'logGroup'], trail?.logGroup],
          [['trail', 'logsRole'], trail?.logsRole],
          [['trail', 'topic'], trail?.topic],
          [['buckets', 'trail', 'name'], buckets.trail?.name],
        ] as const)
      : []),
    ...(['config', 'accessLogs', 'archive'] as const).map(
      (kind) => [['buckets', kind, 'name'], buckets[kind]?.name] as const,
    ),
    ...(owners.aggregator === 'ours'
      ? ([
          [['aggregator', 'name'], aggregator?.name],
          [['aggregator', 'role'], aggregator?.role],
        ] as const)
      : []),
    ...recorders.flatMap(({ account, region, recorder, channel }, at) =>
      owners.recorderIn(account, region) === 'ours'
        ? ([
            [['recorders', at, 'recorder'], recorder],
            [['recorders', at, 'channel'], channel],
          ] as const)
        : [],
    ),
  ];
  const mend = config.controlTower
    ? 'remove it, and ours is created'
    : 'remove it, and say under controlTower what the landing zone is';
  return named.flatMap(([path, name]) =>
    name !== undefined && isControlTowers(name.replace(ROLE_PATH, ''))
      ? problem(
          ['adopt', ...path],
          `${show(name)} is the name of something that Control Tower owns, protects and sets again`,
          mend,
        )
      : [],
  );
};

export const CONTROL_TOWER_CHECKS: readonly Check[] = [
  executionRoleIsExempt,
  recordersAreSomebodys,
  regionsAreOurs,
  accountsAreOurs,
  trailIsKnown,
  trailIsNotAsked,
  nothingOfItsIsAdopted,
  nothingSoNamedIsAdopted,
];
