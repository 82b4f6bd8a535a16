import {
  type Account,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  ListRootsCommand,
  type Organization,
  OrganizationsClient,
  type Root,
} from '@aws-sdk/client-organizations';
import { DELEGATED_SERVICES } from '../config/sections/adopt';
import type { Aws } from './aws';
import { DiscoveryError, type Gaps, isDenied, reasonOf } from './gap';
import { everyPage } from './parallel';

export interface AccountFound {
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, or why it is not. */
  readonly state: string;
}

export interface OrganizationFound {
  readonly id: string;
  readonly managementAccount: string;
  readonly rootId: string;
  /** Without them there are neither policies nor an organization trail. */
  readonly hasAllFeatures: boolean;
  /** Enabled on the root. */
  readonly policyTypes: readonly string[];
  /** By id. */
  readonly accounts: readonly AccountFound[];
  /** Service principals that are trusted; absent when that could not be read. */
  readonly trusted?: readonly string[];
  /** Delegated administrators by service principal; absent where that could not be read. */
  readonly delegated: Readonly<Record<string, readonly string[] | undefined>>;
}

/**
 * The organization that the credentials belong to.
 *
 * @throws DiscoveryError when there is none, or when they are neither of the management account nor of a delegated
 *   administrator
 */
export async function readOrganization(aws: Aws, gaps: Gaps): Promise<OrganizationFound> {
  const client = aws.client(OrganizationsClient);
  const organization = await described(aws, client);
  const managementAccount = organization.MasterAccountId!;
  const accounts = await accountsOf(aws, client, managementAccount);
  const root = await rootOf(client);
  const here = { account: aws.account };
  const trusted = await gaps.attempt(here, 'which services are trusted', () =>
    everyPage(
      (NextToken) => client.send(new ListAWSServiceAccessForOrganizationCommand({ NextToken })),
      ({ EnabledServicePrincipals = [] }) => EnabledServicePrincipals.map(({ ServicePrincipal }) => ServicePrincipal!),
      ({ NextToken }) => NextToken,
    ),
  );
  const delegated: Record<string, readonly string[] | undefined> = {};
  for (const service of DELEGATED_SERVICES) {
    delegated[service] = await gaps.attempt(here, `who administers ${service}`, () =>
      everyPage(
        (NextToken) => client.send(new ListDelegatedAdministratorsCommand({ ServicePrincipal: service, NextToken })),
        ({ DelegatedAdministrators = [] }) => DelegatedAdministrators.map(({ Id }) => Id!),
        ({ NextToken }) => NextToken,
      ),
    );
  }
  const enabled = (root.PolicyTypes ?? []).filter(({ Status }) => Status === 'ENABLED');
  return {
    id: organization.Id!,
    managementAccount,
    rootId: root.Id!,
    hasAllFeatures: organization.FeatureSet === 'ALL',
    policyTypes: enabled.map(({ Type }) => Type!),
    accounts,
    ...(trusted && { trusted: trusted.sort() }),
    delegated,
  };
}

async function described(aws: Aws, client: OrganizationsClient): Promise<Organization> {
  try {
    return (await client.send(new DescribeOrganizationCommand({}))).Organization!;
  } catch (error) {
    throw new DiscoveryError(
      (error as Error).name === 'AWSOrganizationsNotInUseException'
        ? `account ${aws.account} is of no organization; sign in to the management account of one`
        : `account ${aws.account} may not describe its organization: ${reasonOf(error)}; org-audit discover --policy prints the policy that is needed`,
    );
  }
}

async function accountsOf(aws: Aws, client: OrganizationsClient, management: string): Promise<AccountFound[]> {
  try {
    const all = await everyPage(
      (NextToken) => client.send(new ListAccountsCommand({ NextToken })),
      ({ Accounts }) => Accounts,
      ({ NextToken }) => NextToken,
    );
    return all.map(accountFound).sort((a, b) => (a.id < b.id ? -1 : 1));
  } catch (error) {
    if (isDenied(error) && aws.account !== management) {
      throw new DiscoveryError(
        `these credentials are of account ${aws.account}, which is neither the management account ${management} nor a delegated administrator; sign in to ${management}`,
      );
    }
    throw new DiscoveryError(
      `the accounts of the organization cannot be listed: ${reasonOf(error)}; org-audit discover --policy prints the policy that is needed`,
    );
  }
}

/** An organization has one. */
async function rootOf(client: OrganizationsClient): Promise<Root> {
  try {
    const roots = await everyPage(
      (NextToken) => client.send(new ListRootsCommand({ NextToken })),
      ({ Roots }) => Roots,
      ({ NextToken }) => NextToken,
    );
    return roots[0]!;
  } catch (error) {
    throw new DiscoveryError(
      `the root of the organization cannot be read: ${reasonOf(error)}; org-audit discover --policy prints the policy that is needed`,
    );
  }
}

/** Organizations replaced `Status` by `State`, and older partitions still answer the former alone. */
const accountFound = ({ Id, Name, State, Status }: Account): AccountFound => ({
  id: Id!,
  name: Name ?? '',
  state: State ?? Status ?? 'ACTIVE',
});
