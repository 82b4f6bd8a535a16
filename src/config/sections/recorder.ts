import { z } from 'zod';
import { accountId, choice, listOf, region, section, text } from '../fields';
import { show } from '../problem';
import { resourceType } from './aws-names';

export const recorder = section({
  frequency: choice(['CONTINUOUS', 'DAILY'])
    .default('CONTINUOUS')
    .describe('How often changes are recorded. DAILY delays rules that react to changes.'),
  dailyTypes: listOf(resourceType).default([]).describe('With CONTINUOUS: types recorded once a day instead.'),
  continuousTypes: listOf(resourceType).default([]).describe('With DAILY: types recorded at once instead.'),
  exclude: listOf(resourceType)
    .default([])
    .describe('Types that are not recorded at all. Empty: every supported type, present and future.'),
  role: choice(['service-linked', 'custom'])
    .default('service-linked')
    .describe(
      '`service-linked`: AWSServiceRoleForConfig, which Security Hub control Config.1 asks for. `custom`: a least-privilege role of our own.',
    ),
  serviceLinkedRoleExistsIn: z
    .union([z.literal('all'), listOf(accountId())], {
      error: ({ input }) => `${show(input)} is not a list of account ids; write all or ["111111111111", ...]`,
    })
    .default([])
    .describe(
      'Accounts that have AWSServiceRoleForConfig already; elsewhere it is created. `all`: assumed present everywhere.',
    ),
  snapshotFrequency: choice(['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'])
    .default('TwentyFour_Hours')
    .describe('How often a full snapshot is delivered to S3.'),
  snsTopicName: text(/^[\w-]{1,256}$/, 'a topic name', 'write the name alone: letters, digits, hyphens and underscores')
    .optional()
    .describe(
      'SNS topic in the audit account, of this name in every governed region, that Config notifies. It must exist and allow config.amazonaws.com.',
    ),
})
  .prefault({})
  .describe('AWS Config in every account and governed region. Global IAM types are recorded in the home region only.');

export const aggregator = section({
  regions: z
    .union([z.literal('all'), listOf(region())], {
      error: ({ input }) => `${show(input)} is not a list of regions; write all or [eu-west-1, ...]`,
    })
    .default('all')
    .describe('Regions whose configuration is aggregated: `all`, present and future, or a list.'),
})
  .prefault({})
  .describe('The organization aggregator in the audit account.');
