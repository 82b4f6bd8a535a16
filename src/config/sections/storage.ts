import { choice, flag, listOf, section, wholeNumber } from '../fields';
import { roleArn } from './aws-names';

export const retention = section({
  mode: choice(['COMPLIANCE', 'GOVERNANCE'], 'COMPLIANCE cannot be undone by anybody').describe(
    'Object Lock mode of the trail and archive buckets. COMPLIANCE: nobody can delete before the time is over, the root user and AWS included. ' +
      'GOVERNANCE: holders of s3:BypassGovernanceRetention can.',
  ),
  years: wholeNumber(1, 100, 'years').describe(
    'How long evidence is kept. AWS Config keeps its own history for at most 2,557 days.',
  ),
}).describe('One policy for Object Lock, Config history and log groups. Irreversible, so it has no default.');

const transition = section({
  afterDays: wholeNumber(1, 36500, 'days').describe('Days after the object was written.'),
  storageClass: choice(['STANDARD_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE']).describe(
    'Where it moves. Athena reads all but GLACIER and DEEP_ARCHIVE without a restore.',
  ),
});

export const storage = section({
  transitions: listOf(transition)
    .default([{ afterDays: 90, storageClass: 'GLACIER_IR' }])
    .describe(
      'Colder tiers of trail, Config and access-log buckets, in order. S3 leaves objects under 128 KB where they are.',
    ),
  archiveTransitions: listOf(transition)
    .default([{ afterDays: 90, storageClass: 'DEEP_ARCHIVE' }])
    .describe('Colder tiers of the archive bucket, in order.'),
  expireAfterYears: wholeNumber(1, 100, 'years')
    .optional()
    .describe(
      'When objects are deleted; never before the retention ends. Config and access-log buckets, which are not locked, keep them twice as long. Default: never.',
    ),
  replicateTrail: flag()
    .default(true)
    .describe('Copy the trail bucket into the archive too; the Config and access-log buckets always are.'),
  replicationTimeControl: flag()
    .optional()
    .describe(
      'Replicate within 15 minutes, at extra cost. Default: true in the partition aws, false elsewhere (not offered everywhere).',
    ),
  readers: listOf(roleArn('write the whole ARN of a role in one of the accounts'))
    .default([])
    .describe(
      'Roles that may read the evidence. Nobody else can decrypt the trail and Config buckets and their copies, administrators of their accounts included.',
    ),
}).describe('Evidence buckets.');
