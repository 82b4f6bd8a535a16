import type { Act } from './acts';
import { Account, type Principal, service } from './principals';
import type { SynthesizedPolicies } from './synthesized-policies';
import type { Targets } from './targets';

/** An account and an organization that are not ours. */
const STRANGER = '999999999999';
const STRANGERS = 'o-zzzzzzzzzz';

/** Whom a row of the matrix asks about: what their columns are called, and who they are. */
export const PARTS = {
  administrator: [
    'admin',
    'an administrator of the account that holds the target, if it is a member, or else of a member',
  ],
  root: ['root', 'the root user of that account'],
  path: ['path', 'an administrator of that account who signed in with IAM Identity Center: a role with a path'],
  lookalike: ['lookalike', 'a role of that account that has the name of an exempt one, but under another path'],
  delegated: ['delegated', 'an administrator of the audit account, the delegated administrator'],
  management: ['management', 'an administrator of the management account, which no SCP binds'],
  serviceLinked: [
    'linked',
    'a service-linked role, which no policy of AWS Organizations binds; only its service acts with it',
  ],
  stranger: ['stranger', 'an administrator of an account of another organization'],
  deputy: ['deputy', 'an AWS service that acts for such an account'],
  plainHttp: ['http', 'the deploying role, but not over TLS'],
  exempt: ['exempt', 'the deploying role, which is exempt; the management account can assume it'],
} as const;

export type Part = keyof typeof PARTS;

/** Service principals that deliver to each kind of target. */
const DEPUTIES: Readonly<Record<string, string>> = {
  'trail-bucket': 'cloudtrail',
  'trail-object': 'cloudtrail',
  'config-bucket': 'config',
  'config-object': 'config',
  'access-log-bucket': 'logging.s3',
  'access-log-object': 'logging.s3',
  'archive-bucket': 's3',
  'archive-object': 's3',
  'evidence-key': 'cloudtrail',
  'archive-key': 's3',
  'trail-topic': 'cloudtrail',
};

/** Who acts on what: everybody that a row of the matrix asks about. */
export class Cast {
  constructor(
    private readonly policies: SynthesizedPolicies,
    private readonly targets: Targets,
  ) {}

  /** Nothing where the one cannot so much as try: strangers have no recorder of ours. */
  principal(part: Part, kind: string): Principal | undefined {
    const { organization } = this.policies;
    const place = this.targets.placeOf(kind);
    if (part === 'stranger' || part === 'deputy') {
      if (place !== 'shared') return undefined;
      return part === 'stranger' ? this.account(STRANGER, STRANGERS).administrator : deputy(kind);
    }
    // With a delegated trail, the management account has no log group of the trail.
    if (place === 'trail' && part === 'management' && organization.trailAccount !== organization.managementAccount) {
      return undefined;
    }
    if (place === 'evidence' && (part === 'delegated' || part === 'management')) {
      return part === 'delegated' && organization.evidenceAccounts.includes(organization.auditAccount)
        ? this.account(organization.auditAccount).administrator
        : undefined;
    }
    const home = this.account(this.homeOf(kind));
    switch (part) {
      case 'administrator':
        return home.administrator;
      case 'root':
        return home.rootUser;
      case 'path':
        return home.signedInAdministrator;
      case 'lookalike':
        return home.role(`team/${organization.config.provider.roleName}`);
      case 'serviceLinked':
        return home.serviceLinkedRole('config-conforms.amazonaws.com', 'AWSServiceRoleForConfigConforms');
      case 'exempt':
        return home.role(organization.config.provider.roleName);
      case 'plainHttp':
        return this.listensToHttp(kind) ? overHttp(home.role(organization.config.provider.roleName)) : undefined;
      case 'delegated':
        return this.account(organization.auditAccount).administrator;
      case 'management':
        return this.account(organization.managementAccount).administrator;
    }
  }

  /** S3 does; KMS does not, but an RCP refuses it before anybody has to know that. */
  private listensToHttp(kind: string): boolean {
    const isBucket = this.targets.target(kind, '').arn.split(':')[2] === 's3';
    return this.targets.isEvidence(kind) && (isBucket || this.policies.organization.hasResourceControlPolicies);
  }

  /** A role that one act is left to. Nothing where there is no such role. */
  specialist(exemption: NonNullable<Act['exempt']>): Principal | undefined {
    const { names, config, trailAccount, auditAccount } = this.policies.organization;
    switch (exemption) {
      case 'evaluators':
        return this.account(auditAccount).role(`${names.ruleRolePrefix}x`);
      case 'platform-roles':
        return this.account(auditAccount).role(`${names.platformPrefix}x`);
      case 'trail-log-writer':
        return this.account(trailAccount).role(names.trailLogsRole);
      case 'evidence-writers':
        return config.recorder.role === 'custom' ? this.account(auditAccount).role(names.recorderRole) : undefined;
    }
  }

  /** The account that an insider would act from: the one that holds the target, or the member that least binds. */
  private homeOf(kind: string): string {
    const { organization } = this.policies;
    const place = this.targets.placeOf(kind);
    if (place === 'evidence') return organization.evidenceAccount;
    const shared = place === 'shared' ? this.targets.target(kind, '').account : undefined;
    const holder = place === 'trail' ? organization.trailAccount : shared;
    return holder !== undefined && holder !== organization.managementAccount ? holder : leastBound(this.policies);
  }

  private account(id: string, organizationId = this.policies.organization.id): Account {
    return new Account(id, organizationId, this.policies.organization.partition);
  }
}

/** A member that no SCP binds, if there is one; otherwise the last that is listed. */
function leastBound(policies: SynthesizedPolicies): string {
  const members = membersOf(policies);
  return members.find((account) => policies.scpsOf(account).length === 0) ?? members.at(-1)!;
}

/**
 * Members that differ in the policies that bind them, or in holding evidence: one of each will do for thousands. Where
 * more than the usual binds one, as in quarantine, less is open to it; it is left out.
 */
export function membersOf(policies: SynthesizedPolicies): string[] {
  const { accounts, managementAccount, evidenceAccounts } = policies.organization;
  const members = accounts.filter((account) => account !== managementAccount);
  const usual = members.filter((account) => policies.isUsual(account));
  const alike = new Map<string, string>();
  for (const account of usual.length > 0 ? usual : members) {
    const names = policies.scpsOf(account).map(({ name }) => name);
    alike.set([...names, evidenceAccounts.includes(account)].join(), account);
  }
  return [...alike.values()];
}

const overHttp = (principal: Principal): Principal => ({
  ...principal,
  context: { ...principal.context, 'aws:SecureTransport': 'false' },
});

/** A confused deputy: the service is real, whom it acts for is not ours. */
function deputy(kind: string): Principal | undefined {
  const host = DEPUTIES[kind];
  if (host === undefined) return undefined;
  return service(`${host}.amazonaws.com`, { 'aws:SourceAccount': STRANGER, 'aws:SourceOrgID': STRANGERS });
}
