import { namesOf } from '../config/names';
import type { PolicyLimits } from '../config/organization';
import type { Guarded } from '../guardrails/guarded';
import { keyStandIns } from '../guardrails/placeholders';
import { arn, type ArnParts, bucketArn, roleArn } from '../policy/arn';
import { elementStandIn, someStandIn, standIn } from './stand-in';

/** Where they are lowest, so that policies fit into every partition. AWS attaches one of its own to each target. */
export const LEAST_LIMITS: PolicyLimits = {
  characters: 5120,
  attachments: 5,
  alreadyAttached: 1,
  alreadyAttachedTo: {},
};

/**
 * An organization of values that stand for those of a caller, as long as these may become, so that policies are checked
 * and packed before anybody gives any. Of a list there is one value as long as all of them.
 */
export class GuardrailModel {
  readonly organization: Guarded;
  /** What takes the place of each value: a stand-in. */
  readonly references: Readonly<Record<string, string>>;
  private readonly wholes: Record<string, string> = {};
  private readonly parts: Record<string, string> = {};

  /** @param optional - policies, each with the map of targets that it attaches to */
  constructor(
    optional: readonly { readonly policy: string; readonly attachTo: string[] }[],
    targets: { readonly scp: string; readonly rcp: string },
  ) {
    const partition = this.part(standIn('data.aws_partition.current.partition'), 10);
    const home = this.part(standIn('local.home_region'), 14);
    const archive = this.part(standIn('local.archive_region'), 14);
    const evidenceAccount = this.part(standIn('local.evidence_account'), 12);
    const archiveAccount = this.part(standIn('local.archive_account'), 12);
    const auditAccount = this.part(standIn('var.audit_account_id'), 12);
    const name = this.part(standIn('var.name'), 16);
    const made = (parts: Omit<ArnParts, 'partition'>) => arn({ partition, ...parts });
    const whole = (expression: string, parts: Omit<ArnParts, 'partition'>, length: number) =>
      this.whole(expression, made({ ...parts, resource: `${parts.resource}${this.filler(length)}` }));
    this.organization = {
      names: {
        ...namesOf({
          name,
          accounts: { audit: auditAccount, logArchive: evidenceAccount, archive: archiveAccount, members: [] },
          regions: { home, archive, governed: [home], retired: [] },
        }),
        // Glue takes no hyphens.
        catalogPrefix: `${this.part(standIn('local.catalog_name'), 16)}_audit`,
        trail: this.part(standIn('local.trail_name'), 40),
        recorderRole: this.part(elementStandIn('var.recorder_roles'), 40),
      },
      id: this.part(standIn('var.organization_id'), 12),
      partition,
      home,
      evidenceAccount,
      archiveAccount,
      evidenceAccounts: [this.part(someStandIn('local.evidence_accounts'), 27)],
      evidenceBucketArns: [whole(someStandIn('var.bucket_arns'), { service: 's3', resource: '' }, 260)],
      trailLogGroupArn: whole(
        standIn('var.trail_log_group_arn'),
        { service: 'logs', region: home, account: evidenceAccount, resource: 'log-group:' },
        50,
      ),
      exemptRoleArns: [roleArn(partition, '*', this.part(someStandIn('local.exempt_roles'), 180))],
      evidenceExemptRoleArns: [
        whole(someStandIn('local.evidence_exempt_role_arns'), { service: 'iam', resource: 'role/' }, 400),
      ],
      scpTargets: [targets.scp],
      rcpTargets: [targets.rcp],
      hasResourceControlPolicies: true,
      scpLimits: LEAST_LIMITS,
      rcpLimits: LEAST_LIMITS,
      roleArn: (account, role) => roleArn(partition, account, role),
      bucketArn: (bucket) => bucketArn(partition, bucket),
      arn: (service, parts) => made({ service, ...parts }),
      config: {
        adopt: { policies: [] },
        alarms: {
          topicArns: [whole(elementStandIn('var.topic_arns'), { service: 'sns', region: home, resource: '' }, 50)],
        },
        guardrails: {
          evaluatorRoles: [this.part(elementStandIn('var.evaluator_roles'), 60)],
          securityRoles: [this.part(elementStandIn('var.security_roles'), 60)],
          optional: optional.map(({ policy, attachTo }) => ({ policy, attachTo })),
        },
        recorder: { role: 'custom' },
        regions: { archive, governed: [this.part(elementStandIn('local.other_regions'), 60)] },
        storage: {
          readers: [whole(elementStandIn('var.reader_role_arns'), { service: 'iam', resource: 'role/' }, 60)],
        },
      },
    };
    const keys = keyStandIns(this.organization);
    this.wholes[keys.evidence] = standIn('var.evidence_key_arn');
    this.wholes[keys.archive] = standIn('var.archive_key_arn');
    this.references = { ...this.wholes, ...this.parts };
  }

  private part(reference: string, length: number): string {
    const text = this.filler(length);
    this.parts[text] = reference;
    return text;
  }

  /** A value that holds parts, and is replaced before these are. */
  private whole(reference: string, text: string): string {
    this.wholes[text] = reference;
    return text;
  }

  private made = 0;

  /** A text of no alphabet, like no other. */
  private filler(length: number): string {
    return String.fromCharCode(0xe000 + this.made++).repeat(length);
  }
}
