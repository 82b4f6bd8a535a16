import { EVIDENCE_BUCKETS, type Organization } from '../config/organization';
import { keyStandIns } from '../guardrails/placeholders';
import { roleParts } from '../policy/arn';
import type { PolicyDocument } from '../policy/document';
import type { Named, Target } from './simulator';

/** A stack as Terraform reads it. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** Stacks that hold policies, whichever account they are of. */
export type StackName = 'evidence' | 'alerting' | 'organization';

/** A policy of AWS Organizations, and where it is attached. */
export interface Attached extends Named {
  readonly type: string;
  readonly targets: readonly string[];
}

/** Stands in for the key of answers, whose id AWS invents. */
export const resultsKeyArn = (organization: Organization): string =>
  organization.arn('kms', {
    region: organization.home,
    account: organization.auditAccount,
    resource: 'key/00000000-0000-0000-0000-000000000002',
  });

/** The policies of one organization, taken from its Terraform: what is proven of them is proven of what is applied. */
export class SynthesizedPolicies {
  private readonly attached: readonly Attached[];

  constructor(
    readonly organization: Organization,
    private readonly stacks: Readonly<Record<StackName, StackJson>>,
    attached?: readonly Attached[],
  ) {
    this.attached = attached ?? this.read();
  }

  private read(): Attached[] {
    const attachments = Object.values(this.resources('organization', 'aws_organizations_policy_attachment'));
    return Object.entries(this.resources('organization', 'aws_organizations_policy')).map(
      ([address, { name, type, content }]) => ({
        name: String(name),
        type: String(type),
        policy: this.parse(String(content)),
        targets: attachments
          .filter(({ policy_id }) => policy_id === `\${aws_organizations_policy.${address}.id}`)
          .map(({ target_id }) => String(target_id)),
      }),
    );
  }

  /** A bucket of evidence that is ours. */
  bucket(name: keyof typeof EVIDENCE_BUCKETS): Target {
    const { names, archiveAccount, evidenceAccount } = this.organization;
    return {
      arn: this.organization.bucketArn(names[EVIDENCE_BUCKETS[name]]),
      account: name === 'archive' ? archiveAccount : evidenceAccount,
      policy: this.parse(this.text('evidence', 'aws_s3_bucket_policy', `${name}_policy`, 'policy')),
    };
  }

  key(name: 'evidence' | 'archive'): Target {
    const { archiveAccount, evidenceAccount } = this.organization;
    const resource = name === 'archive' ? 'archive-evidence_key' : 'evidence_key';
    return {
      arn: keyStandIns(this.organization)[name],
      account: name === 'archive' ? archiveAccount : evidenceAccount,
      policy: this.parse(this.text('evidence', 'aws_kms_key', resource, 'policy')),
    };
  }

  /** The topic that tells of deliveries; without a policy where there is no such topic. */
  get topic(): Target {
    const { trailTopicArn, trailAccount } = this.organization;
    const policy = this.resources('organization', 'aws_sns_topic_policy')['trail-deliveries_policy']?.policy;
    return {
      arn: trailTopicArn,
      account: trailAccount,
      policy: policy === undefined ? undefined : this.parse(String(policy)),
    };
  }

  /** The bus on which every account reports. */
  get bus(): Target {
    const { eventBusArn, auditAccount } = this.organization;
    const policy = this.parse(this.text('alerting', 'aws_cloudwatch_event_bus_policy', 'bus-policy', 'policy'));
    return { arn: eventBusArn, account: auditAccount, policy };
  }

  /** The topic that alarms of an account tell, and its key; nothing where nobody has subscribed. */
  alertsOf(account: string): { readonly topic: Target; readonly key: Target } | undefined {
    const { home, names, auditAccount } = this.organization;
    const stack = account === auditAccount ? 'alerting' : 'organization';
    const policyOf = (type: string, name: string): PolicyDocument | undefined => {
      const text = this.resources(stack, type)[name]?.policy;
      return text === undefined ? undefined : this.parse(String(text));
    };
    const [topic, key] = [policyOf('aws_sns_topic_policy', 'alerts_policy'), policyOf('aws_kms_key', 'alerts_key')];
    if (topic === undefined || key === undefined) return undefined;
    const arn = (service: string, resource: string) =>
      this.organization.arn(service, { region: home, account, resource });
    return {
      topic: { arn: arn('sns', names.alertTopic), account, policy: topic },
      key: { arn: arn('kms', 'key/00000000-0000-0000-0000-000000000001'), account, policy: key },
    };
  }

  /** The same organization with nothing but one SCP, attached to the root. */
  guardedBy(policy: PolicyDocument): SynthesizedPolicies {
    const { rootId } = this.organization.config.organization;
    return this.having([{ name: 'only', type: 'SERVICE_CONTROL_POLICY', policy, targets: [rootId] }]);
  }

  /** The same organization with other policies of AWS Organizations. */
  having(attached: readonly Attached[]): SynthesizedPolicies {
    return new SynthesizedPolicies(this.organization, this.stacks, attached);
  }

  /** Whom a role of these stacks trusts; of roles that several accounts have under one name, the one that names its own. */
  trustOf(roleName: string, account: string): PolicyDocument | undefined {
    const roles = (['evidence', 'alerting', 'organization'] as const).flatMap((stack) =>
      Object.values(this.resources(stack, 'aws_iam_role')),
    );
    const texts = roles
      .filter(({ name }) => name === roleParts(roleName).name)
      .map((role) => String(role.assume_role_policy));
    const text = texts.find((one) => one.includes(account)) ?? texts[0];
    return text === undefined ? undefined : this.parse(text);
  }

  get all(): readonly Attached[] {
    return this.attached;
  }

  /** SCPs that bind the principals of an account. Of an account's place below organizational units nothing is known. */
  scpsOf(account: string): readonly Attached[] {
    return account === this.organization.managementAccount ? [] : this.of('SERVICE_CONTROL_POLICY', account);
  }

  /** Whether nothing but what binds all members binds an account, as far as policies name accounts. */
  isUsual(account: string): boolean {
    const { rootId } = this.organization.config.organization;
    const usual = [rootId, ...this.organization.scpTargets];
    return this.scpsOf(account).every(({ targets }) => targets.some((target) => usual.includes(target)));
  }

  /** RCPs that guard the resources of an account. */
  rcpsOf(account: string): readonly Named[] {
    return account === this.organization.managementAccount ? [] : this.of('RESOURCE_CONTROL_POLICY', account);
  }

  private of(type: string, account: string): readonly Attached[] {
    const { rootId } = this.organization.config.organization;
    const usual = type === 'SERVICE_CONTROL_POLICY' ? this.organization.scpTargets : this.organization.rcpTargets;
    // The units that everything attaches to are taken to hold the account; others, as for quarantine, are not.
    const units = usual.filter((target) => target.startsWith('ou-'));
    return this.attached.filter(
      (policy) => policy.type === type && policy.targets.some((target) => [rootId, account, ...units].includes(target)),
    );
  }

  protected resources(stack: StackName, type: string): Record<string, Record<string, unknown>> {
    return { ...this.stacks[stack].resource?.[type] };
  }

  private text(stack: StackName, type: string, name: string, attribute: string): string {
    const value = this.resources(stack, type)[name]?.[attribute];
    if (typeof value !== 'string') throw new Error(`no ${type}.${name} with ${attribute} in ${stack}`);
    return value;
  }

  /**
   * Key ARNs are the one thing that AWS invents: in the JSON they are references, here they become ARNs. And Terraform
   * spells IAM's own variables with two dollars.
   */
  protected parse(json: string): PolicyDocument {
    const keys = keyStandIns(this.organization);
    const known: Readonly<Record<string, string>> = {
      'aws_kms_key.evidence_key.arn': keys.evidence,
      'aws_kms_key.archive-evidence_key.arn': keys.archive,
      'aws_kms_key.forensics_key.arn': resultsKeyArn(this.organization),
      'data.terraform_remote_state.evidence.outputs.evidence-key-arn': keys.evidence,
      'data.terraform_remote_state.evidence.outputs.archive-key-arn': keys.archive,
    };
    const resolved = json
      .replace(/(?<!\$)\$\{([^}]*)\}/g, (reference, name: string) => {
        const value = known[name];
        if (value === undefined) throw new Error(`what does ${reference} stand for?`);
        return value;
      })
      .replaceAll('$${', '${');
    return JSON.parse(resolved) as PolicyDocument;
  }
}
