import { z } from 'zod';
import { MANAGED_RULE_IDS } from '../../catalogue/managed-rule';
import { accountId, choice, flag, listOf, region, section, text } from '../fields';
import { unknownRule } from '../managed-rules';
import { show } from '../problem';
import { LOG_GROUP_RETENTION_DAYS } from '../retention';
import { resourceType } from './aws-names';

/** AWS Config's words for how often a periodic rule runs. */
export const FREQUENCIES = ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'] as const;

const managedRuleId = z
  .enum(MANAGED_RULE_IDS as [string, ...string[]], { error: ({ input }) => notAnId(input) })
  .meta({ id: 'ManagedRuleIdentifier' })
  .describe('Identifier of a rule that AWS keeps, as in S3_BUCKET_VERSIONING_ENABLED.');

function notAnId(input: unknown): string {
  if (input === undefined) return 'is missing; write the identifier of a managed rule';
  const { what, mend } = unknownRule(input);
  return `${what}; ${mend}`;
}

const parameters = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], {
      error: ({ input }) => `${show(input)} is not one value; write a text, a number, true or false`,
    }),
    { error: ({ input }) => `${show(input)} is not a group of parameters; write name: value below it` },
  )
  .default({})
  .describe('Values of its parameters, by name.');

const fileName = (what: string) =>
  text(/^[a-z][a-z0-9.-]*$/, `the name of ${what}`, 'write the name alone, lower-case, without folder or extension');

const frequency = choice(FREQUENCIES).optional().describe('How often a periodic rule runs. Default: its own.');

const regions = listOf(region())
  .optional()
  .describe(
    'Governed regions to run in. Default: every governed region that has it; the home region for global facts.',
  );

const excludedAccounts = listOf(accountId())
  .default([])
  .describe('Accounts that go without. With `deploy: organization` also those that this file does not list.');

const deploy = choice(['organization', 'accounts'])
  .default('organization')
  .describe('`organization`: the audit account deploys it everywhere. `accounts`: each baseline holds its own.');

const ruleName = text(
  /^[\w-]{1,128}$/,
  'the name of a rule',
  'use up to 128 letters, digits, hyphens and underscores (64 for an organization rule)',
)
  .optional()
  .describe('Name of the rule. Default: `<name>-` and what the AWS guide calls it.');

const managed = section({
  rule: managedRuleId,
  name: ruleName,
  parameters,
  scope: section({
    resourceTypes: listOf(resourceType).optional().describe('Some of the types that the rule looks at.'),
    resourceId: text(/\S/, 'a resource id', 'write the id of one resource')
      .optional()
      .describe('One resource, of the one type in resourceTypes.'),
    tagKey: text(/^.{1,128}$/, 'a tag key', 'write 1 to 128 characters')
      .optional()
      .describe('Resources that have this tag.'),
    tagValue: text(/^.{1,256}$/, 'a tag value', 'write 1 to 256 characters')
      .optional()
      .describe('Resources whose tag has this value.'),
  })
    .prefault({})
    .describe('Which resources start the rule. Default: every resource of its types.'),
  frequency,
  regions,
  excludedAccounts,
  deploy,
});

const lambda = section({
  rule: fileName('a Lambda rule').describe('A folder of lambdas/, as in iam-user-console-mfa.'),
  parameters,
  frequency,
  regions,
  excludedAccounts,
});

const guard = section({
  rule: fileName('a Guard rule').describe('A file of policies/guard/, without its extension.'),
  regions,
  excludedAccounts,
  deploy,
});

const notAPort = ({ input }: { input?: unknown }) =>
  `${show(input)} is not a port; write a whole number from 0 to 65535`;
const port = z.int({ error: notAPort }).min(0, { error: notAPort }).max(65535, { error: notAPort });

export const rules = section({
  managed: listOf(managed).default([]).describe('Rules that AWS keeps, checked against the catalogue of the project.'),
  lambda: listOf(lambda)
    .default([])
    .describe('Rules of lambdas/. Each account runs its own copy, so that no account reaches into another.'),
  guard: listOf(guard).default([]).describe('Rules of policies/guard/, written in the Guard language.'),
  requiredTags: listOf(text(/^[\w .:/=+@-]{1,128}$/, 'a tag key', 'write 1 to 128 characters that tags may have'))
    .default([])
    .describe('Tag keys that Guard rules on tagging ask for.'),
  allowedPublicPorts: listOf(port)
    .default([80, 443])
    .describe('Ports that Guard rules on public exposure let the world reach.'),
  logRetentionDays: z
    .literal([...LOG_GROUP_RETENTION_DAYS], {
      error: ({ input }) =>
        `${show(input)} is not a retention CloudWatch Logs offers; use one of ${LOG_GROUP_RETENTION_DAYS.join(', ')}`,
    })
    .default(365)
    .describe('Days that the log groups of Lambda rules keep what they say.'),
  serviceLinkedRoleExists: flag()
    .default(false)
    .describe(
      'The management account has AWSServiceRoleForConfigMultiAccountSetup already. Without that role, organization rules and packs pass over the management account; it is created where it is needed.',
    ),
})
  .prefault({})
  .describe('AWS Config rules, besides those of conformance packs.');

export const conformancePacks = listOf(
  section({
    pack: fileName('a conformance pack').describe('A file of conformance-packs/, without its extension.'),
    parameters,
    regions,
    excludedAccounts,
    deploy,
    oversized: choice(['split', 's3'])
      .default('split')
      .describe(
        'What becomes of a pack of more than 51,200 bytes: `split` into several packs, or `s3`, delivered whole from a bucket of the audit account. More than 130 rules are split either way.',
      ),
  }),
)
  .default([])
  .describe('Conformance packs, checked before they reach a plan.');
