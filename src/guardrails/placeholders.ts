import type { Organization } from '../config/organization';
import type { Placeholders } from './policy-file';

export interface KeyArns {
  readonly evidence: string;
  readonly archive: string;
}

/** What the placeholders of policies/scp stand for in one organization. */
export function placeholdersOf(organization: Organization, keys: KeyArns): Placeholders {
  const { names, config, evidenceAccount, archiveAccount, evidenceBucketArns, exemptRoleArns, home } = organization;
  const anyRole = (name: string) => organization.roleArn('*', name);
  const platformRoles = anyRole(`${names.rolePrefix}*`);
  const evaluatorRoles = config.guardrails.evaluatorRoles.map(anyRole);
  return {
    Partition: [organization.partition],
    OrganizationId: [organization.id],
    EvidenceAccountIds: [...new Set([evidenceAccount, archiveAccount])],
    ExemptRoleArns: exemptRoleArns,
    // Evaluations may come from the platform's rules and from those that were there before.
    EvaluatorRoleArns: [...exemptRoleArns, anyRole(`${names.ruleRolePrefix}*`), ...evaluatorRoles],
    // The custom recorder role uploads with an ACL, which takes the right to set one.
    EvidenceWriterArns: [
      ...exemptRoleArns,
      ...(config.recorder.role === 'custom' ? [anyRole(names.recorderRole)] : []),
    ],
    TrailLogWriterArns: [...exemptRoleArns, anyRole(names.trailLogsRole)],
    // A role with an exemption, or with the evidence to read, that anybody could create, change or hand to a machine
    // would be anybody's.
    ProtectedRoleArns: [platformRoles, ...exemptRoleArns, ...evaluatorRoles, ...config.storage.readers],
    ServiceLinkedRoleArns: ['config', 'config-conforms', 'config-multiaccountsetup', 'cloudtrail'].map((service) =>
      anyRole(`aws-service-role/${service}.amazonaws.com/*`),
    ),
    // Members see the trail under the management account; a delegated administrator may act on it under its own.
    TrailArns: [organization.arn('cloudtrail', { region: '*', account: '*', resource: `trail/${names.trail}` })],
    TrailLogGroupArns: [`${organization.trailLogGroupArn}`, `${organization.trailLogGroupArn}:*`],
    RuleFunctionArns: [
      organization.arn('lambda', { region: '*', account: '*', resource: `function:${names.ruleRolePrefix}*` }),
    ],
    RuleLogGroupArns: [
      organization.arn('logs', {
        region: '*',
        account: '*',
        resource: `log-group:/aws/lambda/${names.ruleRolePrefix}*`,
      }),
    ],
    TrailTopicArns: [organization.trailTopicArn],
    EvidenceBucketArns: evidenceBucketArns,
    EvidenceObjectArns: evidenceBucketArns.map((arn) => `${arn}/*`),
    KeyArns: [keys.evidence, keys.archive],
    KeyAliasArns: [
      organization.arn('kms', { region: home, account: evidenceAccount, resource: names.evidenceKeyAlias }),
      organization.arn('kms', {
        region: config.regions.archive,
        account: archiveAccount,
        resource: names.archiveKeyAlias,
      }),
    ],
  };
}

/** ARNs as long as those AWS will invent: a key id has 36 characters. */
export function keyArnsToMeasure(organization: Organization): KeyArns {
  const keyArn = (region: string, account: string) =>
    organization.arn('kms', { region, account, resource: `key/${'0'.repeat(36)}` });
  return {
    evidence: keyArn(organization.home, organization.evidenceAccount),
    archive: keyArn(organization.config.regions.archive, organization.archiveAccount),
  };
}
