import { LOG_GROUP_RETENTION_DAYS } from '../config/retention';
import { type Form, oneOf, text, type Variable, withCheck } from './variable';

/** What several modules ask for, each always in the same words. */

const NAME: Form = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  what: 'a name',
  mend: 'use lower-case letters, digits and single hyphens, starting with a letter',
};

/** The variable `name`, which starts every name. `most` characters leave room for what follows it. */
export const namePrefix = (most: number): Variable<string> => {
  const description = 'Starts the name of everything. Changing it later replaces what has a name.';
  return withCheck(text(NAME, { description }), {
    condition: `length(var.name) <= ${most}`,
    message: `name is longer than ${most} characters; shorten it.`,
  });
};

export const ORGANIZATION_ID: Form = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  what: 'an organization id',
  mend: 'copy it from `aws organizations describe-organization`, as in o-a1b2c3d4e5',
};

export const organizationId = (): Variable<string> =>
  text(ORGANIZATION_ID, { description: 'The organization; nobody else is let in.' });

/** Source: CloudTrail API reference, CreateTrail, Name. */
export const TRAIL_NAME: Form = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/,
  what: 'the name of a trail',
  mend: 'write 3 to 128 letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit',
};

export const ACCOUNT_ID: Form = { pattern: /^\d{12}$/, what: 'an account id', mend: 'quote all 12 digits' };

/** AWS adds regions faster than anybody lists them, so only their form is looked at. */
export const REGION: Form = {
  pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
  what: 'a region',
  mend: 'write it as in eu-west-1',
};

export const BUCKET_NAME: Form = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  what: 'a bucket name',
  mend: 'write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens',
};

export const BUCKET_ARN: Form = {
  pattern: /^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  what: 'the ARN of a bucket',
  mend: 'write the whole ARN, without a slash',
};

/** Source: CloudWatch Logs API reference, CreateLogGroup. */
export const LOG_GROUP_NAME: Form = {
  pattern: /^[\w/.#-]{1,512}$/,
  what: 'the name of a log group',
  mend: 'write the name, not the ARN',
};

/** Without the closing `:*` that some calls add. */
export const LOG_GROUP_ARN: Form = {
  pattern: /^arn:aws[a-z-]*:logs:[a-z0-9-]+:\d{12}:log-group:[\w/.#-]{1,512}$/,
  what: 'the ARN of a log group',
  mend: 'write the whole ARN, without a closing :*',
};

/** Source: Config API reference, ConfigurationRecorder and DeliveryChannel. */
export const RECORDER_NAME: Form = {
  pattern: /^[\w-]{1,256}$/,
  what: 'a name',
  mend: 'write 1 to 256 letters, digits, hyphens and underscores',
};

/** AWS Config learns new types all the time, so only their form is looked at. */
export const RESOURCE_TYPE: Form = {
  pattern: /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/,
  what: 'a type of resource',
  mend: 'write it as in AWS::EC2::Instance',
};

export const KEY_ARN: Form = {
  pattern: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  what: 'the ARN of a KMS key',
  mend: 'write that of the key itself, not of an alias',
};

export const TOPIC_ARN: Form = {
  pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
  what: 'the ARN of a standard SNS topic',
  mend: 'write the whole ARN',
};

export const BUS_ARN: Form = {
  pattern: /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]{1,256}$/,
  what: 'the ARN of an event bus',
  mend: 'write the whole ARN',
};

export const TRAIL_ARN: Form = {
  pattern: /^arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]{3,128}$/,
  what: 'the ARN of a trail',
  mend: 'write the whole ARN',
};

export const ROLE_ARN: Form = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  what: 'the ARN of a role',
  mend: 'write the whole ARN of a role in one of the accounts',
};

export const PERSON_ARN: Form = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
  what: 'the ARN of a role or user',
  mend: 'write the whole ARN of a role or user in one of the accounts',
};

/** For policies that compare ARNs: one may stand for the roles of a name in every account. */
export const ROLE_ARN_ANYWHERE: Form = {
  pattern: /^arn:aws[a-z-]*:iam::(\d{12}|\*):role\/[\w+=,.@/-]+$/,
  what: 'the ARN of a role',
  mend: 'write the whole ARN; the account, but no part of the name, may be *',
};

export const logRetentionDays = (description: string): Variable<number> =>
  oneOf(LOG_GROUP_RETENTION_DAYS, { description, default: 3653 });

/** The variable `region_code`: names of roles are one account’s, whatever the region. */
export const regionCode = (): Variable<string> =>
  text(
    {
      pattern: /^([a-z0-9]+(-[a-z0-9]+)*)?$/,
      what: 'a word for a region',
      mend: 'write lower-case letters, digits and single hyphens, as in euw1',
    },
    {
      description:
        'Goes into the names of roles, which all regions of an account share: leave it out in one of its regions, and write another word in each other one, as in `euw1`.',
      default: '',
    },
  );
