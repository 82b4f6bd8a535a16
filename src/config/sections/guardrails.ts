import { z } from 'zod';
import { show } from '../problem';
import { flag, listOf, section, text, wholeNumber } from '../fields';
import { roleNames } from './aws-names';

/** What AWS Organizations attaches a policy to. */
export const policyTarget = () =>
  text(
    /^(?:r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/,
    'a policy target',
    'write a root id (r-...), an organizational unit (ou-...) or a quoted account id',
  );

const attachTo = () => listOf(policyTarget()).optional();

const limits = (kind: string, characters: string, attachments: string, always: string, already: string) =>
  section({
    characters: wholeNumber(1, 100000, 'characters')
      .optional()
      .describe(`Size of one ${kind}. Default: ${characters}.`),
    attachments: wholeNumber(1, 100, 'policies')
      .optional()
      .describe(`${kind}s attached directly to one target. Default: ${attachments}.`),
    alreadyAttached: wholeNumber(0, 100, 'policies')
      .optional()
      .describe(`${kind}s attached to each target already, ${always} included. Default: ${already}.`),
    alreadyAttachedTo: z
      .record(policyTarget(), wholeNumber(0, 100, 'policies'), {
        error: ({ input }) => `${show(input)} is not a group of targets; write ou-a1b2-11111111: 3 below it`,
      })
      .default({})
      .describe('The same for single targets of ours where it is another number, as Control Tower makes it.'),
  }).prefault({});

export const guardrails = section({
  attachTo: attachTo().describe(
    'Where the SCPs attach. Default: the root. An empty list creates them attached to nothing.',
  ),
  optional: listOf(
    section({
      policy: text(
        /^[a-z0-9][a-z0-9-]{0,63}$/,
        'the name of a policy',
        'write the name of a file in policies/scp/optional/, without .json: lower-case letters, digits and hyphens',
      ).describe('A file of policies/scp/optional/, without its extension.'),
      attachTo: attachTo().describe(
        'Where it attaches. Default: where the other SCPs do. An empty list creates it attached to nothing.',
      ),
    }),
  )
    .default([])
    .describe('SCPs that not everybody wants, such as `deny-root-user`, `deny-ungoverned-regions` and `quarantine`.'),
  resourceControlPolicies: section({
    enabled: flag()
      .optional()
      .describe('Whether there are RCPs. Default: true, but false in China, for which AWS has announced none.'),
    attachTo: attachTo().describe(
      'Where the RCPs attach. Default: the accounts that hold evidence. An empty list creates them attached to nothing.',
    ),
  })
    .prefault({})
    .describe(
      'Resource control policies from policies/rcp/: they guard buckets and keys against everybody, the management account included.',
    ),
  exemptRoles: listOf(roleNames())
    .default([])
    .describe(
      'Roles, in any account, that SCPs do not bind: break-glass, Control Tower. `provider.roleName` is always exempt, or an apply would lock itself out. ' +
        'The same SCPs stop everybody else from creating or changing roles of these names. RCPs spare them in the accounts that hold evidence only.',
    ),
  evaluatorRoles: listOf(roleNames())
    .default([])
    .describe(
      'Roles of custom rules you already have, which may report evaluations to AWS Config. ' +
        'A recorder role of another tool, such as Control Tower’s `aws-controltower-ConfigRecorderRole`, belongs here too: AWS’s managed rules report with it. ' +
        'As with exempt roles, the SCPs stop everybody else from creating or changing roles of these names.',
    ),
  securityRoles: listOf(roleNames())
    .default([])
    .describe(
      'Roles that administer security services, such as GuardDuty and Security Hub, from a member: they may change, mute and end these. ' +
        'As with exempt roles, the SCPs stop everybody else from creating or changing roles of these names.',
    ),
  limits: section({
    scp: limits(
      'SCP',
      '10240 in the partition aws, 5120 elsewhere',
      '10 in the partition aws, 5 elsewhere',
      'FullAWSAccess',
      '1; under Control Tower 4 for organizational units',
    ).describe('Of service control policies.'),
    rcp: limits('RCP', '5120', '5', 'RCPFullAWSAccess', '1').describe('Of resource control policies.'),
  })
    .prefault({})
    .describe('Quotas of AWS Organizations. They differ between partitions and change over time.'),
})
  .prefault({})
  .describe('Service and resource control policies from policies/scp/ and policies/rcp/.');
