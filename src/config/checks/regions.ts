import { show } from '../problem';
import { isOptIn, partitionOf } from '../regions';
import { type Check, problem } from './check';

const somethingIsGoverned: Check = ({ regions }) =>
  regions.governed.length > 0 ? [] : [problem(['regions', 'governed'], 'is empty', 'list the home region at least')];

const somethingIsAggregated: Check = ({ aggregator }) =>
  aggregator.regions.length > 0 ? [] : [problem(['aggregator', 'regions'], 'is empty', 'write all, or list regions')];

const homeIsGoverned: Check = ({ regions: { home, governed } }) =>
  // With no region governed, there is none to choose home among: another check says that.
  governed.length === 0 || governed.includes(home)
    ? []
    : [
        problem(
          ['regions', 'home'],
          `${show(home)} is not governed`,
          `add ${home} to regions.governed, or choose home among ${governed.join(', ')}`,
        ),
      ];

const homeIsNotOptIn: Check = ({ regions: { home } }) =>
  isOptIn(home)
    ? [
        problem(
          ['regions', 'home'],
          `${show(home)} is an opt-in region, and only accounts that opted in would deliver to a trail there`,
          'choose a region that every account has from the start, such as eu-west-1',
        ),
      ]
    : [];

const retiredIsNotGoverned: Check = ({ regions: { governed, retired } }) =>
  retired.flatMap((region, at) =>
    governed.includes(region)
      ? problem(
          ['regions', 'retired', at],
          `${show(region)} is governed still`,
          'take it out of regions.governed, or of here',
        )
      : [],
  );

const aliasesGoWithVersion5: Check = ({ provider: { version, regionAliases } }) =>
  version === 5 && regionAliases === false
    ? [
        problem(
          ['provider', 'regionAliases'],
          'false needs version 6 of the provider',
          'remove it, or set provider.version to 6',
        ),
      ]
    : [];

const archiveIsElsewhere: Check = ({ regions: { home, archive } }) =>
  archive === home
    ? [
        problem(
          ['regions', 'archive'],
          `${show(archive)} is the home region too`,
          'choose another region, so that losing one region does not lose the evidence',
        ),
      ]
    : [];

const regionsShareAPartition: Check = ({ regions, aggregator }) => {
  const home = partitionOf(regions.home);
  const aggregated = aggregator.regions === 'all' ? [] : aggregator.regions;
  const listed: [PropertyKey[], string][] = [
    ...regions.governed.map((region, at): [PropertyKey[], string] => [['regions', 'governed', at], region]),
    ...regions.retired.map((region, at): [PropertyKey[], string] => [['regions', 'retired', at], region]),
    [['regions', 'archive'], regions.archive],
    ...aggregated.map((region, at): [PropertyKey[], string] => [['aggregator', 'regions', at], region]),
  ];
  return listed
    .filter(([, region]) => partitionOf(region) !== home)
    .map(([path, region]) =>
      problem(
        path,
        `${show(region)} is in the partition ${partitionOf(region)}, home ${regions.home} in ${home}`,
        'declare each partition in a file of its own',
      ),
    );
};

export const REGION_CHECKS: readonly Check[] = [
  somethingIsGoverned,
  somethingIsAggregated,
  homeIsGoverned,
  homeIsNotOptIn,
  archiveIsElsewhere,
  retiredIsNotGoverned,
  aliasesGoWithVersion5,
  regionsShareAPartition,
];
