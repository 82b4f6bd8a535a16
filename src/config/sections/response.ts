import { z } from 'zod';
import { day } from '../day';
import { accountId, choice, listOf, region, section, text, wholeNumber } from '../fields';
import { show } from '../problem';
import { roleName, roleNames } from './aws-names';

const tag = () =>
  section({
    key: text(
      /^(?!aws:)[\w\s.:/=+@-]{1,128}$/,
      'a tag key',
      'write up to 128 characters, not starting with aws:',
    ).describe('Key of the tag.'),
    value: text(
      /^[\w\s.:/=+@-]{0,256}$/,
      'a tag value',
      'write up to 256 letters, digits and . : / = + @ - _',
    ).describe('Value of the tag, which must be the same.'),
  });

const parameterValue = () =>
  z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))], {
    error: ({ input }) =>
      `${show(input)} is no value of a parameter; write a text, a number, true, false or a list of them`,
  });

const remediation = section({
  remediation: text(
    /^[a-z][a-z0-9-]*$/,
    'the name of a remediation',
    'write the name of a file in policies/remediations/, without .yaml',
  ).describe('A file of policies/remediations/, without its extension.'),
  mode: choice(['off', 'notify', 'approve', 'auto'])
    .default('off')
    .describe(
      '`notify`: people are told of each finding. `approve`: the change waits for somebody’s approval. `auto`: it is made at once. `off`: nothing.',
    ),
  accounts: listOf(accountId()).optional().describe('Accounts in which it applies. Default: all.'),
  excludedAccounts: listOf(accountId()).default([]).describe('Accounts in which it does not.'),
  regions: listOf(region())
    .optional()
    .describe('Governed regions in which it applies. Default: wherever a rule looks for it.'),
  tag: tag().optional().describe('Only resources with this tag are touched.'),
  parameters: z
    .record(z.string(), parameterValue(), {
      error: ({ input }) => `${show(input)} is not a group of parameters; write Name: value below it`,
    })
    .default({})
    .describe('Values of its parameters, by name. They win over what a rule’s own parameters say.'),
  limits: section({
    perHour: wholeNumber(1, 49, 'runs')
      .default(10)
      .describe('Runs in one account and region within an hour; further ones fail and are told of.'),
    failures: wholeNumber(1, 49, 'failures')
      .default(3)
      .describe('Failures within an hour after which further runs are refused until the hour has passed.'),
  })
    .prefault({})
    .describe('How much may go wrong before it stops by itself.'),
  approval: section({
    approvers: listOf(roleName()).describe('Roles, in the account of the resource, that may approve. At most ten.'),
    minimum: wholeNumber(1, 10, 'approvals').default(1).describe('Approvals that it takes.'),
    timeoutHours: wholeNumber(1, 720, 'hours').default(72).describe('How long it waits before it gives up and fails.'),
    topicName: text(/^[\w-]{1,256}$/, 'the name of an SNS topic', 'write the name alone, not an ARN')
      .optional()
      .describe(
        'An SNS topic of this name, in each account and region, that Systems Manager tells besides the alert topic.',
      ),
  })
    .optional()
    .describe('Who approves. Required with `approve`.'),
  exceptions: listOf(
    section({
      resourceId: text(
        /^\S{1,256}$/,
        'the id of a resource',
        'write the id as AWS Config shows it, without spaces',
      ).describe('The resource, by the id that AWS Config shows.'),
      reason: text(/\S.{9,}/, 'a reason', 'say in ten characters or more why it is spared').describe(
        'Why it is spared, for whoever reviews the file.',
      ),
      until: day().describe('The last day, in UTC, on which it is spared.'),
    }),
  )
    .default([])
    .describe('Resources that are spared for a time.'),
});

export const response = section({
  selfHealing: choice(['mend', 'report'])
    .default('mend')
    .describe(
      'What happens when somebody stops or weakens the audit. `mend`: it is set right at once, and people are told. `report`: they are only told.',
    ),
  trustedRoles: listOf(roleNames())
    .default([])
    .describe(
      'Roles of any account whose changes self-healing leaves alone until the next hourly check, besides the deploying roles.',
    ),
  exemptTag: tag()
    .optional()
    .describe(
      'Resources with this tag are spared by every remediation. Whoever may tag a resource may spare it. Default: no tag spares.',
    ),
  remediations: listOf(remediation).default([]).describe('What mends findings of rules, and how far it may go.'),
})
  .prefault({})
  .describe('From a finding to a mended resource, and an audit that mends itself.');
