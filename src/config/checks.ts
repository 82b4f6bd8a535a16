import { longestOffender, namesOf } from './names';
import { printPath, type Problem, show } from './problem';
import { isOptIn, partitionOf } from './regions';
import { expiryDays } from './retention';
import type { OrganizationConfig, Transition } from './schema';

type Check = (config: OrganizationConfig) => Problem[];

const accountsAreListedOnce: Check = ({ organization, accounts }) => {
  const seen = new Map<string, string>([[organization.managementAccountId, 'organization.managementAccountId']]);
  const problems: Problem[] = [];
  const take = (path: PropertyKey[], id: string | undefined, mend: string) => {
    if (id === undefined) return;
    const first = seen.get(id);
    if (first !== undefined) problems.push({ path, what: `${show(id)} is given already as ${first}`, mend });
    else seen.set(id, printPath(path));
  };
  take(
    ['accounts', 'audit'],
    accounts.audit,
    'use an account of its own: evidence must not lie in the management account, where no policy protects it',
  );
  take(
    ['accounts', 'logArchive'],
    accounts.logArchive,
    'leave logArchive out to keep evidence in the audit account, or name another account',
  );
  take(
    ['accounts', 'archive'],
    accounts.archive,
    'leave archive out to keep the archive beside the evidence, or name another account',
  );
  accounts.members.forEach((id, at) =>
    take(['accounts', 'members', at], id, 'remove it from members; the account is recorded already'),
  );
  return problems;
};

const homeIsGoverned: Check = ({ regions }) =>
  // With no region governed, there is none to choose home among: another check says that.
  regions.governed.length === 0 || regions.governed.includes(regions.home)
    ? []
    : [
        {
          path: ['regions', 'home'],
          what: `${show(regions.home)} is not governed`,
          mend: `add ${regions.home} to regions.governed, or choose home among ${regions.governed.join(', ')}`,
        },
      ];

const homeIsNotOptIn: Check = ({ regions }) =>
  isOptIn(regions.home)
    ? [
        {
          path: ['regions', 'home'],
          what: `${show(regions.home)} is an opt-in region, and only accounts that opted in would deliver to a trail there`,
          mend: 'choose a region that every account has from the start, such as eu-west-1',
        },
      ]
    : [];

const archiveIsElsewhere: Check = ({ regions }) =>
  regions.archive === regions.home
    ? [
        {
          path: ['regions', 'archive'],
          what: `${show(regions.archive)} is the home region too`,
          mend: 'choose another region, so that losing one region does not lose the evidence',
        },
      ]
    : [];

const regionsShareAPartition: Check = ({ regions, aggregator }) => {
  const home = partitionOf(regions.home);
  const listed: [PropertyKey[], string][] = [
    ...regions.governed.map((region, at): [PropertyKey[], string] => [['regions', 'governed', at], region]),
    [['regions', 'archive'], regions.archive],
    ...(aggregator.regions === 'all'
      ? []
      : aggregator.regions.map((region, at): [PropertyKey[], string] => [['aggregator', 'regions', at], region])),
  ];
  return listed
    .filter(([, region]) => partitionOf(region) !== home)
    .map(([path, region]) => ({
      path,
      what: `${show(region)} is in the partition ${partitionOf(region)}, home ${regions.home} in ${home}`,
      mend: 'declare each partition in a file of its own',
    }));
};

/** One check for each list, so that a list that cannot be read does not hide what another holds twice. */
const holdsNothingTwice =
  (path: PropertyKey[], list: (config: OrganizationConfig) => readonly unknown[] | 'all' | undefined): Check =>
  (config) => {
    const values = list(config);
    if (values === undefined || values === 'all') return [];
    const seen = new Set<unknown>();
    return values.flatMap((value, at) => {
      if (seen.has(value)) return [{ path: [...path, at], what: `${show(value)} is listed twice`, mend: 'remove one' }];
      seen.add(value);
      return [];
    });
  };

const LISTS_HOLD_NOTHING_TWICE: readonly Check[] = [
  holdsNothingTwice(['regions', 'governed'], ({ regions }) => regions.governed),
  holdsNothingTwice(['storage', 'readers'], ({ storage }) => storage.readers),
  holdsNothingTwice(['trail', 'insights'], ({ trail }) => trail.insights),
  holdsNothingTwice(['trail', 'dataEvents', 's3Buckets'], ({ trail }) => trail.dataEvents.s3Buckets),
  holdsNothingTwice(['recorder', 'exclude'], ({ recorder }) => recorder.exclude),
  holdsNothingTwice(['recorder', 'dailyTypes'], ({ recorder }) => recorder.dailyTypes),
  holdsNothingTwice(['recorder', 'continuousTypes'], ({ recorder }) => recorder.continuousTypes),
  holdsNothingTwice(['recorder', 'serviceLinkedRoleExistsIn'], ({ recorder }) => recorder.serviceLinkedRoleExistsIn),
  holdsNothingTwice(['aggregator', 'regions'], ({ aggregator }) => aggregator.regions),
  holdsNothingTwice(['guardrails', 'attachTo'], ({ guardrails }) => guardrails.attachTo),
  holdsNothingTwice(['guardrails', 'exemptRoles'], ({ guardrails }) => guardrails.exemptRoles),
  holdsNothingTwice(['guardrails', 'evaluatorRoles'], ({ guardrails }) => guardrails.evaluatorRoles),
];

const somethingIsGoverned: Check = ({ regions }) =>
  regions.governed.length === 0
    ? [{ path: ['regions', 'governed'], what: 'is empty', mend: 'list the home region at least' }]
    : [];

const somethingIsAggregated: Check = ({ aggregator }) =>
  aggregator.regions.length === 0
    ? [{ path: ['aggregator', 'regions'], what: 'is empty', mend: 'write all, or list regions' }]
    : [];

const namesFit: Check = (config) => {
  const offender = longestOffender(namesOf(config));
  if (!offender) return [];
  const { what, value, most, over } = offender;
  return [
    {
      path: ['name'],
      what: `${show(config.name)} makes the ${what} name ${value}, which has ${value.length} characters where ${most} are allowed`,
      mend: `shorten the name by ${over}`,
    },
  ];
};

const locksCanBeLifted: Check = ({ deletionProtection, retention }) =>
  !deletionProtection && retention.mode === 'COMPLIANCE'
    ? [
        {
          path: ['deletionProtection'],
          what: 'false cannot lift COMPLIANCE locks: the buckets could not be emptied for years',
          mend: 'set retention.mode to GOVERNANCE in a throw-away environment, or remove deletionProtection',
        },
      ]
    : [];

const expiryFollowsRetention: Check = ({ storage, retention }) =>
  storage.expireAfterYears !== undefined && storage.expireAfterYears < retention.years
    ? [
        {
          path: ['storage', 'expireAfterYears'],
          what: `${storage.expireAfterYears} ends before the retention of ${retention.years} years`,
          mend: `write ${retention.years} or more, or leave it out to keep objects for ever`,
        },
      ]
    : [];

/** Warm to cold; a lifecycle can only move down this list. Source: S3 user guide, "Transitioning objects". */
const COLDNESS: readonly Transition['storageClass'][] = [
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

const transitionsDescend =
  (key: 'transitions' | 'archiveTransitions'): Check =>
  ({ storage }) =>
    storage[key].flatMap(({ afterDays, storageClass }, at): Problem[] => {
      const path = ['storage', key, at];
      const before = storage[key][at - 1];
      if (storageClass === 'STANDARD_IA' && afterDays < 30) {
        return [
          {
            path: [...path, 'afterDays'],
            what: `${afterDays} is too early for STANDARD_IA`,
            mend: 'S3 moves objects there after 30 days at the earliest',
          },
        ];
      }
      if (before && afterDays <= before.afterDays) {
        return [
          {
            path: [...path, 'afterDays'],
            what: `${afterDays} is not later than the ${before.afterDays} days before it`,
            mend: 'list transitions in the order of days',
          },
        ];
      }
      if (before && COLDNESS.indexOf(storageClass) <= COLDNESS.indexOf(before.storageClass)) {
        return [
          {
            path: [...path, 'storageClass'],
            what: `${storageClass} is not colder than ${before.storageClass} before it`,
            mend: `move down the list ${COLDNESS.join(', ')}`,
          },
        ];
      }
      if (before?.storageClass === 'STANDARD_IA' && afterDays < before.afterDays + 30) {
        return [
          {
            path: [...path, 'afterDays'],
            what: `${afterDays} leaves less than 30 days in STANDARD_IA`,
            mend: `write ${before.afterDays + 30} or more`,
          },
        ];
      }
      if (storage.expireAfterYears !== undefined && afterDays >= expiryDays(storage.expireAfterYears)) {
        return [
          {
            path: [...path, 'afterDays'],
            what: `${afterDays} is not before the expiry after ${expiryDays(storage.expireAfterYears)} days`,
            mend: 'move objects before they expire, or remove the transition',
          },
        ];
      }
      return [];
    });

/**
 * AWS Config refuses these in DAILY. Source: PutConfigurationRecorder, RecordingMode; the third that it names,
 * AWS::Config::ConfigurationRecorder, is none of the types its API takes.
 */
const NEVER_DAILY = ['AWS::Config::ResourceCompliance', 'AWS::Config::ConformancePackCompliance'];

const recordingIsConsistent: Check = ({ recorder }) => {
  const { frequency, dailyTypes, continuousTypes, exclude } = recorder;
  const overrides = frequency === 'CONTINUOUS' ? 'dailyTypes' : 'continuousTypes';
  const useless = frequency === 'CONTINUOUS' ? 'continuousTypes' : 'dailyTypes';
  const problems: Problem[] = [];
  if (recorder[useless].length > 0) {
    problems.push({
      path: ['recorder', useless],
      what: `has no effect when the frequency is ${frequency}`,
      mend: `use ${overrides}, or change recorder.frequency`,
    });
  }
  dailyTypes.forEach((type, at) => {
    if (NEVER_DAILY.includes(type))
      problems.push({
        path: ['recorder', 'dailyTypes', at],
        what: `${show(type)} cannot be recorded daily`,
        mend: 'remove it',
      });
  });
  (frequency === 'CONTINUOUS' ? dailyTypes : continuousTypes).forEach((type, at) => {
    if (exclude.includes(type))
      problems.push({
        path: ['recorder', overrides, at],
        what: `${show(type)} is excluded as well`,
        mend: 'remove it here or from recorder.exclude',
      });
  });
  return problems;
};

const knownAccounts = ({ organization, accounts }: OrganizationConfig): string[] =>
  [organization.managementAccountId, accounts.audit, accounts.logArchive, accounts.archive, ...accounts.members].filter(
    (id) => id !== undefined,
  );

const serviceLinkedRolesAreOurs: Check = (config) => {
  const { serviceLinkedRoleExistsIn } = config.recorder;
  if (serviceLinkedRoleExistsIn === 'all') return [];
  const known = knownAccounts(config);
  return serviceLinkedRoleExistsIn.flatMap((id, at) =>
    known.includes(id)
      ? []
      : [
          {
            path: ['recorder', 'serviceLinkedRoleExistsIn', at],
            what: `${show(id)} is not an account of this file`,
            mend: 'add it to accounts.members or remove it here',
          },
        ],
  );
};

const readersAreOurs: Check = (config) => {
  const known = knownAccounts(config);
  const home = partitionOf(config.regions.home);
  return config.storage.readers.flatMap((reader, at): Problem[] => {
    const [, partition, , , account] = reader.split(':');
    const path = ['storage', 'readers', at];
    if (partition !== home)
      return [
        {
          path,
          what: `${show(reader)} is in the partition ${partition}`,
          mend: `roles here start with arn:${home}:iam::`,
        },
      ];
    return known.includes(account!)
      ? []
      : [
          {
            path,
            what: `${show(reader)} is in an account that is not of this file`,
            mend: 'add the account to accounts.members, or name another role',
          },
        ];
  });
};

const policyTargetsAreOurs: Check = (config) =>
  (config.guardrails.attachTo ?? []).flatMap((target, at): Problem[] => {
    const path = ['guardrails', 'attachTo', at];
    const { rootId, managementAccountId } = config.organization;
    if (target === managementAccountId)
      return [
        {
          path,
          what: `${show(target)} is the management account, which SCPs never bind`,
          mend: 'attach to the root, an organizational unit or a member account',
        },
      ];
    if (/^\d/.test(target))
      return knownAccounts(config).includes(target)
        ? []
        : [
            {
              path,
              what: `${show(target)} is not an account of this file`,
              mend: 'add it to accounts.members or remove it here',
            },
          ];
    if (target.startsWith('r-'))
      return target === rootId
        ? []
        : [{ path, what: `${show(target)} is not the root`, mend: `write ${rootId}, as in organization.rootId` }];
    return target.startsWith(`ou-${rootId.slice(2)}-`)
      ? []
      : [
          {
            path,
            what: `${show(target)} is not under the root ${rootId}`,
            mend: `ids of its organizational units start with ou-${rootId.slice(2)}-`,
          },
        ];
  });

const dataEventsSpareOurBuckets: Check = (config) => {
  const { s3Buckets } = config.trail.dataEvents;
  if (s3Buckets === 'all') return [];
  const { trailBucket, configBucket, accessLogBucket, archiveBucket } = namesOf(config);
  const ours = [trailBucket, configBucket, accessLogBucket, archiveBucket];
  return s3Buckets.flatMap((bucket, at) =>
    ours.includes(bucket)
      ? [
          {
            path: ['trail', 'dataEvents', 's3Buckets', at],
            what: `${show(bucket)} is a bucket of the platform, and logging it would feed itself`,
            mend: 'remove it',
          },
        ]
      : [],
  );
};

const tagsFit: Check = ({ tags }) =>
  Object.keys(tags).length > 50
    ? [{ path: ['tags'], what: `has ${Object.keys(tags).length} tags`, mend: 'AWS takes 50 on a resource' }]
    : [];

/** What no single value shows. Each looks at a configuration whose every value is well formed. */
export const CHECKS: readonly Check[] = [
  accountsAreListedOnce,
  somethingIsGoverned,
  somethingIsAggregated,
  homeIsGoverned,
  homeIsNotOptIn,
  archiveIsElsewhere,
  regionsShareAPartition,
  ...LISTS_HOLD_NOTHING_TWICE,
  namesFit,
  locksCanBeLifted,
  expiryFollowsRetention,
  transitionsDescend('transitions'),
  transitionsDescend('archiveTransitions'),
  recordingIsConsistent,
  serviceLinkedRolesAreOurs,
  readersAreOurs,
  policyTargetsAreOurs,
  dataEventsSpareOurBuckets,
  tagsFit,
];
