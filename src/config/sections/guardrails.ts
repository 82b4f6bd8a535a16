import { listOf, section, text, wholeNumber } from '../fields';
import { roleNames } from './aws-names';

export const guardrails = section({
  attachTo: listOf(
    text(
      /^(?:r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/,
      'a policy target',
      'write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
    ),
  )
    .optional()
    .describe('Where the SCPs attach. Default: the root. An empty list creates them attached to nothing.'),
  exemptRoles: listOf(roleNames())
    .default([])
    .describe(
      'Roles, in any account, that SCPs do not bind: break-glass, Control Tower. `provider.roleName` is always exempt, or an apply would lock itself out. ' +
        'The same SCPs stop everybody else from creating or changing roles of these names.',
    ),
  evaluatorRoles: listOf(roleNames())
    .default([])
    .describe(
      'Roles of custom rules you already have, which may report evaluations to AWS Config. ' +
        'As with exempt roles, the SCPs stop everybody else from creating or changing roles of these names.',
    ),
  limits: section({
    policyCharacters: wholeNumber(1, 100000, 'characters')
      .optional()
      .describe('Size of one SCP. Default: 10240 in the partition aws, 5120 elsewhere.'),
    attachments: wholeNumber(1, 100, 'policies')
      .optional()
      .describe('SCPs that one target takes. Default: 10 in the partition aws, 5 elsewhere.'),
    alreadyAttached: wholeNumber(0, 100, 'policies')
      .default(1)
      .describe('SCPs attached already, FullAWSAccess included.'),
  })
    .prefault({})
    .describe('Quotas of AWS Organizations. They differ between partitions and change over time.'),
})
  .prefault({})
  .describe('Service control policies from policies/scp/.');
