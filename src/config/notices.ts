import { adoptionNotices } from './adoption-notices';
import { controlTowerNotices } from './control-tower-notices';
import type { Organization } from './organization';
import { isOptIn } from './regions';

/** What a careful person should know before applying: what is irreversible, capped, or assumed to exist. */
export function notices(organization: Organization): string[] {
  const { config, retention, names } = organization;
  const bare = evidenceWithoutPolicies(organization);
  const hasTrail = organization.ownership.trail === 'ours';
  const locked = [...(hasTrail ? [names.trailBucket] : []), names.archiveBucket];
  const { scpTargets } = organization;
  const units = scpTargets.filter((target) => target.startsWith('ou-'));
  const placed = units.length === 0 || scpTargets.some((target) => target.startsWith('r-'));
  const unplaced = placed ? [] : organization.evidenceAccounts.filter((account) => !scpTargets.includes(account));
  const all: (string | false)[] = [
    retention.mode === 'COMPLIANCE' &&
      `irreversible: objects in ${locked.join(' and ')} are locked for ${retention.years} ${retention.years === 1 ? 'year' : 'years'} (COMPLIANCE); nobody can shorten that`,
    !config.deletionProtection &&
      'unprotected: deletionProtection is false; keys and evidence can be destroyed with all they hold',
    config.guardrails.attachTo?.length === 0 &&
      'unprotected: guardrails.attachTo is empty; the SCPs are created but bind nobody',
    ...config.guardrails.optional
      .filter(({ attachTo }) => attachTo?.length === 0)
      .map(
        ({ policy }) =>
          `unprotected: attachTo of ${policy} in guardrails.optional is empty; it is created but binds nobody`,
      ),
    !organization.hasResourceControlPolicies &&
      'unprotected: without RCPs nothing but the bucket and key policies stands between the management account and the evidence',
    organization.hasResourceControlPolicies &&
      organization.rcpTargets.length === 0 &&
      'unprotected: guardrails.resourceControlPolicies.attachTo is empty; the RCPs are created but bind nobody',
    unplaced.length > 0 &&
      `assumed: ${unplaced.join(' and ')}, where evidence lies, ${unplaced.length === 1 ? 'is' : 'are'} below ${units.join(' or ')}; elsewhere no SCP binds whoever works there`,
    bare.length > 0 && `unprotected: no RCP is attached to ${bare.join(' and ')}, where evidence lies`,
    retention.configHistoryIsCapped &&
      `capped: AWS Config keeps its own history ${retention.configHistoryDays} days, its limit; the copies in S3 live ${retention.years} years`,
    hasTrail &&
      config.trail.logRetentionDays === undefined &&
      retention.logGroupIsCapped &&
      `capped: the trail's log group keeps ${retention.logGroupDays} days, the limit of CloudWatch Logs; the log files live ${retention.years} years`,
    config.organization.trustedAccess === 'assumed' &&
      `assumed: trusted access for CloudTrail and Config, and ${organization.hasResourceControlPolicies ? 'SCPs and RCPs' : 'SCPs'} enabled on the root; a plan of the organization stack fails where they are missing`,
    config.recorder.role === 'service-linked' &&
      config.recorder.serviceLinkedRoleExistsIn === 'all' &&
      'assumed: AWSServiceRoleForConfig exists in every account',
    config.recorder.role === 'service-linked' &&
      config.recorder.serviceLinkedRoleExistsIn !== 'all' &&
      config.recorder.serviceLinkedRoleExistsIn.length > 0 &&
      `assumed: AWSServiceRoleForConfig exists in ${config.recorder.serviceLinkedRoleExistsIn.join(', ')}`,
    config.recorder.snsTopicName !== undefined &&
      `assumed: the SNS topic ${config.recorder.snsTopicName} exists in ${organization.auditAccount} in every governed region and lets Config publish`,
    ...adoptionNotices(organization),
    ...controlTowerNotices(organization),
    ...[...config.regions.governed, config.regions.archive]
      .filter((region, at, list) => isOptIn(region) && list.indexOf(region) === at)
      .map((region) => `assumed: the opt-in region ${region} is enabled in every account`),
    config.provider.managementRoleName === undefined &&
      `assumed: the credentials in use are those of the management account ${organization.managementAccount}`,
  ];
  return all.filter((notice) => notice !== false);
}

/** Accounts with evidence that no RCP can reach. Which accounts an organizational unit holds is not known here. */
function evidenceWithoutPolicies({ hasResourceControlPolicies, rcpTargets, evidenceAccounts }: Organization): string[] {
  const onlyAccounts = rcpTargets.length > 0 && rcpTargets.every((target) => /^\d/.test(target));
  if (!hasResourceControlPolicies || !onlyAccounts) return [];
  return evidenceAccounts.filter((account) => !rcpTargets.includes(account));
}
