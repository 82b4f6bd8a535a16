import { z } from 'zod';
import { flag, region, section, text } from '../fields';
import { show, suggest } from '../problem';
import { bucketName, roleArn, roleName } from './aws-names';

const backendType = <const T extends string>(type: T) => z.literal(type).describe('Where the state is kept.');

const hcpName = (what: string) => text(/^[\w.-]{1,90}$/, what, 'write letters, digits, dots, hyphens and underscores');

const hostName = () =>
  text(/^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/, 'a host name', 'write the name alone, as in app.terraform.io');

const BACKENDS = ['local', 's3', 'remote', 'cloud'] as const;

export const backend = z
  .discriminatedUnion(
    'type',
    [
      section({ type: backendType('local') }),
      section({
        type: backendType('s3'),
        bucket: bucketName().describe('An existing, versioned bucket.'),
        region: region().describe('Region of the bucket.'),
        keyPrefix: text(/^[\w.-]+(?:\/[\w.-]+)*$/, 'a key prefix', 'write it without a slash at either end')
          .optional()
          .describe('Folder in the bucket. Default: the name of the platform.'),
        kmsKeyId: text(/^[\w:/-]+$/, 'a KMS key', 'write the id or the ARN of a key')
          .optional()
          .describe('Key that encrypts the state. Default: that of the bucket.'),
        roleArn: roleArn('write the whole ARN of a role')
          .optional()
          .describe('Role that reads and writes the state. Default: the credentials in use.'),
      }),
      section({
        type: backendType('remote'),
        organization: hcpName('an organization name').describe('HCP Terraform or Terraform Enterprise organization.'),
        hostname: hostName().optional().describe('Default: app.terraform.io.'),
        workspacePrefix: hcpName('a workspace prefix')
          .optional()
          .describe('Workspaces are called <prefix><stack>. Default: `<name>-`.'),
      }),
      section({
        type: backendType('cloud'),
        organization: hcpName('an organization name').describe('HCP Terraform organization.'),
        hostname: hostName().optional().describe('Default: app.terraform.io.'),
        workspacePrefix: hcpName('a workspace prefix')
          .optional()
          .describe('Workspaces are called <prefix><stack>. Default: `<name>-`.'),
      }),
    ],
    {
      error: ({ input }) => {
        if (typeof input !== 'object' || input === null || Array.isArray(input)) {
          return `${show(input)} is not a group of keys; write type: ${BACKENDS.join(' or type: ')} below it`;
        }
        const { type } = input as { type?: unknown };
        return type === undefined
          ? `is missing; write ${BACKENDS.join(' or ')}`
          : `${show(type)} is not a backend; ${suggest(type, BACKENDS)}`;
      },
    },
  )
  .prefault({ type: 'local' })
  .describe('Terraform state, one for each stack. `s3` locks with use_lockfile.');

export const provider = section({
  version: z
    .literal([5, 6], { error: ({ input }) => `${show(input)} is not a supported major version; write 5 or 6` })
    .default(6)
    .describe(
      'Major version of hashicorp/aws. 6 sets the region on each resource; 5 (at least 5.100) needs a provider alias for each region. ' +
        'Going from 5 to 6 takes two applies: see docs/operations.md.',
    ),
  regionAliases: flag()
    .optional()
    .describe(
      'Keep a provider alias for each region under version 6: the step between 5 and 6. Default: true with 5, false with 6.',
    ),
  roleName: roleName()
    .default('OrganizationAccountAccessRole')
    .describe('Role assumed in every account but the management account. Exempt from the SCPs.'),
  managementRoleName: roleName()
    .optional()
    .describe('Role assumed in the management account. Default: the credentials in use.'),
})
  .prefault({})
  .describe('The AWS provider and the credentials of each stack.');

export const tags = z
  .record(
    text(
      /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u,
      'a tag key',
      'use up to 128 letters, digits, spaces and _.:/=+-@, not starting with aws:',
    ),
    text(
      /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
      'a tag value',
      'use up to 256 letters, digits, spaces and _.:/=+-@, quoted',
    ),
    { error: ({ input }) => `${show(input)} is not a group of tags; write key: "value" below it` },
  )
  .default({})
  .describe('Tags of every resource that takes them.');
