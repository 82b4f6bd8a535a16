import { z } from 'zod';
import { choice, flag, listOf, section } from '../fields';
import { show } from '../problem';
import { LOG_GROUP_RETENTION_DAYS } from '../retention';
import { bucketName } from './aws-names';

export const trail = section({
  administrator: choice(['management', 'delegated'])
    .default('management')
    .describe('Whose credentials create the trail and hold its log group. The management account owns it either way.'),
  insights: listOf(choice(['ApiCallRateInsight', 'ApiErrorRateInsight']))
    .default(['ApiCallRateInsight', 'ApiErrorRateInsight'])
    .describe('Unusual rates of calls or errors that CloudTrail reports.'),
  dataEvents: section({
    s3Buckets: z
      .union([z.literal('all'), listOf(bucketName())], {
        error: ({ input }) => `${show(input)} is not a list of bucket names; write all or [name, ...]`,
      })
      .default([])
      .describe(
        'Buckets whose object-level calls are logged, or `all`. The platform’s own buckets never are: logging a log feeds itself.',
      ),
    calls: choice(['all', 'read', 'write']).default('all').describe('Which of these calls.'),
  })
    .prefault({})
    .describe('Data events cost money per event. Management events are always logged.'),
  logRetentionDays: z
    .literal([...LOG_GROUP_RETENTION_DAYS], {
      error: ({ input }) =>
        `${show(input)} is not a retention CloudWatch Logs offers; use one of ${LOG_GROUP_RETENTION_DAYS.join(', ')}`,
    })
    .optional()
    .describe(
      'Days the CloudWatch log group keeps events for alarms and live search. Default: the shortest that covers the retention, at most 3653.',
    ),
  notifications: flag().default(false).describe('Create an encrypted SNS topic that tells of each delivered log file.'),
})
  .prefault({})
  .describe('The organization trail: multi-region, validated, encrypted; none of that can be turned off.');
