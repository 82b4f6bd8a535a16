import { day } from '../day';
import { accountId, choice, listOf, section, text, wholeNumber } from '../fields';

export const forensics = section({
  accounts: choice(['declared', 'any'])
    .default('declared')
    .describe(
      'Whose evidence Athena finds. `declared`: every account of this file, so that one question covers them all. `any`: every account there ever was, one for each question, which then takes `account` as a parameter; for organizations of more than about 1,000 accounts, of which a question would list too many folders.',
    ),
  otherAccounts: listOf(accountId())
    .default([])
    .describe(
      'Further accounts that questions cover: those that have left the organization, and those that the organization trail logs but this file does not list.',
    ),
  since: day()
    .default('2013-11-01')
    .describe(
      'The first day of which Athena finds evidence. Default: before CloudTrail existed, so that nothing is left out. Questions name their days, so an early one costs nothing.',
    ),
  scanLimitGb: wholeNumber(1, 1_000_000, 'GB')
    .default(1000)
    .describe(
      'Most that one query reads, in GB of 2^30 bytes; Athena breaks off one that reads more, and bills what it has read. The default costs about 5 USD.',
    ),
  resultsExpireAfterDays: wholeNumber(1, 3650, 'days')
    .default(30)
    .describe('Days after which answers, which are extracts of evidence, are deleted with all their versions.'),
  investigators: listOf(
    text(
      /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/,
      'the ARN of a role or user',
      'write the whole ARN of a role or user in one of the accounts',
    ),
  )
    .default([])
    .describe(
      'Who may assume the investigator role, with MFA only. Default: whomever IAM policies of the audit account let. Sessions of IAM Identity Center and of SAML carry no MFA that AWS could check.',
    ),
})
  .prefault({})
  .describe('Athena over the evidence: tables, saved questions, a workgroup and a role for investigators.');
