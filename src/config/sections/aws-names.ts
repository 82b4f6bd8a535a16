import { z } from 'zod';
import { text } from '../fields';
import { show, suggest } from '../problem';
import resourceTypes from '../resource-types.json';

export const roleName = () =>
  text(/^(?:[\w+=,.@-]+\/)*[\w+=,.@-]+$/, 'a role name', 'write the name with its path, as in audit/Deployer');

/** Where a policy compares names, one may stand for many. */
export const roleNames = () =>
  text(
    /^(?:[\w+=,.@-]+\/)*(?:[\w+=,.@-]+|[\w+=,.@-]{4,}\*)$/,
    'a role name',
    'write the name with its path, as in BreakGlass or audit/BreakGlass; a closing * needs 4 characters before it',
  );

export const roleArn = (mend: string) => text(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'a role ARN', mend);

export const bucketName = () =>
  text(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'a bucket name',
    'write the name alone, 3 to 63 lower-case letters, digits, dots and hyphens',
  );

/** One instance: the JSON Schema then lists the hundreds of types once. */
export const resourceType = z
  .enum(resourceTypes as [string, ...string[]], {
    error: ({ input }) => `${show(input)} is not a type AWS Config records; ${suggest(input, resourceTypes)}`,
  })
  .meta({ id: 'ConfigResourceType' });
