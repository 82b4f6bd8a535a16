import { longestOffender, namesOf } from '../names';
import { show } from '../problem';
import { type Check, problem } from './check';

const namesFit: Check = (config) => {
  const offender = longestOffender(namesOf(config));
  if (!offender) return [];
  const { what, value, most, over } = offender;
  return [
    problem(
      ['name'],
      `${show(config.name)} makes the ${what} name ${value}, which has ${value.length} characters where ${most} are allowed`,
      `shorten the name by ${over}`,
    ),
  ];
};

/** Source: S3 user guide, "General purpose bucket naming rules". The other reserved prefixes are no names of ours. */
const RESERVED_BY_S3 = ['sthree', 'amzn-s3-demo'];

const namesAreFree: Check = ({ name }) => {
  const reserved = RESERVED_BY_S3.find((start) => name === start || name.startsWith(`${start}-`));
  if (reserved === undefined) return [];
  return [
    problem(['name'], `${show(name)} starts bucket names with ${reserved}-, which S3 reserves`, 'choose another name'),
  ];
};

const dataEventsSpareOurBuckets: Check = (config) => {
  const { s3Buckets } = config.trail.dataEvents;
  if (s3Buckets === 'all') return [];
  const { trailBucket, configBucket, accessLogBucket, archiveBucket } = namesOf(config);
  const ours = [trailBucket, configBucket, accessLogBucket, archiveBucket];
  return s3Buckets.flatMap((bucket, at) =>
    ours.includes(bucket)
      ? problem(
          ['trail', 'dataEvents', 's3Buckets', at],
          `${show(bucket)} is a bucket of the platform, and logging it would feed itself`,
          'remove it',
        )
      : [],
  );
};

/** CloudTrail takes 500 values in the advanced selectors of a trail; ours take up to ten. */
const MOST_DATA_EVENT_BUCKETS = 490;

const dataEventsFit: Check = ({ trail: { dataEvents } }) =>
  dataEvents.s3Buckets !== 'all' && dataEvents.s3Buckets.length > MOST_DATA_EVENT_BUCKETS
    ? [
        problem(
          ['trail', 'dataEvents', 's3Buckets'],
          `lists ${dataEvents.s3Buckets.length} buckets where CloudTrail takes ${MOST_DATA_EVENT_BUCKETS}`,
          'list fewer, or write all',
        ),
      ]
    : [];

/** AWS's limit for one resource. */
const MOST_TAGS = 50;

const tagsFit: Check = ({ tags }) => {
  const count = Object.keys(tags).length;
  return count > MOST_TAGS ? [problem(['tags'], `has ${count} tags`, `AWS takes ${MOST_TAGS} on a resource`)] : [];
};

export const NAME_CHECKS: readonly Check[] = [
  namesFit,
  namesAreFree,
  dataEventsSpareOurBuckets,
  dataEventsFit,
  tagsFit,
];
