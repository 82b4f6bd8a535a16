import { accountId, choice, listOf, region, section, text } from '../fields';

export const organization = section({
  id: text(
    /^o-[a-z0-9]{10,32}$/,
    'an organization id',
    'copy it from `aws organizations describe-organization`, as in o-a1b2c3d4e5',
  ).describe('The organization. A plan against another one fails.'),
  rootId: text(/^r-[a-z0-9]{4,32}$/, 'a root id', 'copy it from `aws organizations list-roots`, as in r-a1b2').describe(
    'The root that SCPs attach to by default.',
  ),
  managementAccountId: accountId().describe('Owns the organization and, unless delegated, the trail.'),
  trustedAccess: choice(['assumed', 'managed'])
    .default('assumed')
    .describe(
      '`assumed`: the organization is only read, and a plan fails with the command to run when CloudTrail or Config lack trusted access or SCPs are off. ' +
        '`managed`: the organization is imported into the state and what is missing is enabled; nothing is ever disabled.',
    ),
}).describe('The AWS Organization; it must exist, with all features.');

export const accounts = section({
  audit: accountId().describe('Delegated administrator for CloudTrail and Config; holds the aggregator.'),
  logArchive: accountId().optional().describe('Holds keys and evidence buckets. Default: the audit account.'),
  archive: accountId().optional().describe('Holds the archive bucket and its key. Default: the log archive account.'),
  members: listOf(accountId()).default([]).describe('Every further account that is recorded.'),
}).describe('Who holds what. One account may audit and hold evidence; a member is listed once.');

export const regions = section({
  home: region().describe(
    'Where trail, evidence and aggregator live. Must be governed and must not be an opt-in region.',
  ),
  governed: listOf(region()).describe('Where AWS Config records, in every account.'),
  archive: region().describe('Where the locked copies live; another region than home.'),
  retired: listOf(region())
    .default([])
    .describe(
      'Regions that were governed. While regions have provider aliases, a region is retired for one apply of every baseline, which removes its recorders, and then taken out.',
    ),
}).describe('All of one partition; GovCloud and China follow from the names.');
