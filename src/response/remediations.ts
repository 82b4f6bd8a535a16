import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { ConfigRemediationConfiguration } from '@cdktf/provider-aws/lib/config-remediation-configuration';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { DeadLetters } from '../events/dead-letters';
import type { Place } from '../placement/placement';
import { arn, roleArn } from '../policy/arn';
import { literal } from '../policy/literal';
import { joined, type Statement, toPolicyJson, trustService } from '../policy/statement';
import type { Answer, Values } from './answers';
import { automationDocument, documentPermissions, type DocumentSettings } from './document';
import type { EventForwarding } from './event-forwarding';
import { findingsOf } from './event-patterns';
import type { PlannedRemediation } from './remediation-plan';

export interface RemediationsProps {
  /** Place of IAM. */
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  /** Starts the names of documents and rules. */
  readonly namePrefix: string;
  /** Starts the names of roles that mend. */
  readonly rolePrefix: string;
  readonly starterRole: string;
  readonly exemptTag?: { readonly key: string; readonly value: string };
}

/** What one region of the account has besides. */
export interface RemediationRegion {
  readonly region: string;
  readonly place: Place;
  readonly forwarding: EventForwarding;
  readonly deadLetters: Pick<DeadLetters, 'arn'>;
  /** A rule of the account itself, by name: it must exist before AWS Config is told what mends it. Absent: they exist. */
  readonly ruleOf?: (name: string) => ITerraformDependable;
  readonly planned: readonly PlannedRemediation[];
}

/**
 * AWS Config puts a resource on a list of exceptions, and mends it never again, once this many attempts fail within this
 * many seconds; it tells nobody. No document runs that fast: what stops a run is the document's own limits, which do tell.
 * Source: Config API reference, RemediationConfiguration; 25 is the most.
 */
const ATTEMPTS = { maximumAutomaticAttempts: 25, retryAttemptSeconds: 60 };
/** Of the resources found at a time, in percent; AWS's own defaults. The document counts its runs besides. */
const CONTROLS = { concurrentExecutionRatePercentage: 10, errorPercentage: 50 };
/** EventBridge tries for an hour; a finding that is older is the next evaluation's. */
const RETRIES = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 24 };

/** IAM's limit on the inline policies of a role, in characters. Source: IAM quotas; it cannot be raised. */
const MOST_INLINE = 10240;

/**
 * What the role needs with which EventBridge starts documents.
 *
 * @param names - of the remediations
 */
export function starterRights(
  { partition, account, namePrefix, rolePrefix }: RemediationsProps,
  names: readonly string[],
): Statement[] {
  // One ARN serves every region: with one for each a role would soon have more than IAM takes.
  const anywhere = (resource: string) => arn({ partition, service: 'ssm', region: '*', account, resource });
  return [
    {
      sid: 'Start',
      effect: 'Allow',
      actions: ['ssm:StartAutomationExecution'],
      // IAM asks for the document and the run as well, whatever the target names.
      resources: [
        ...names.flatMap((name) => [
          anywhere(`automation-definition/${namePrefix}${name}:*`),
          anywhere(`document/${namePrefix}${name}`),
        ]),
        anywhere('automation-execution/*'),
      ],
    },
    {
      sid: 'HandOnRoles',
      effect: 'Allow',
      actions: ['iam:PassRole'],
      resources: names.map((name) => roleArn(partition, account, `${rolePrefix}${name}`)),
      condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    },
  ];
}

/** Documents of an account, each with a role of its own, and what starts them. */
export class Remediations extends Construct {
  private readonly roles = new Map<string, IamRolePolicy>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RemediationsProps,
    regions: readonly RemediationRegion[],
  ) {
    super(scope, id);
    const acting = regions.flatMap((at) =>
      at.planned.filter(({ mode }) => mode !== 'notify').map((planned) => ({ at, planned })),
    );
    for (const name of new Set(acting.map(({ planned }) => planned.file.name))) {
      const settings = acting
        .filter(({ planned }) => planned.file.name === name)
        .map(({ at, planned }) => this.settings(at, planned));
      this.roles.set(name, this.role(name, settings));
    }
    const starter = acting.length > 0 ? this.starter() : undefined;
    for (const at of regions) {
      for (const planned of at.planned) {
        if (planned.mode === 'notify') this.notify(at, planned);
        else this.act(at, planned, starter!);
      }
    }
  }

  private notify({ forwarding }: RemediationRegion, { file, answers }: PlannedRemediation): void {
    for (const { id, eventNames } of answers) forwarding.forward(id, findingsOf(eventNames, file.resourceType));
  }

  private act(at: RemediationRegion, planned: PlannedRemediation, starter: IamRolePolicy): void {
    const { region, place } = at;
    const { file, mode, answers } = planned;
    const settings = this.settings(at, planned);
    const document = new SsmDocument(this, `${region}-${file.name}`, {
      ...place,
      name: settings.name,
      documentType: 'Automation',
      documentFormat: 'JSON',
      content: literal(JSON.stringify(automationDocument(settings))),
      dependsOn: [this.roles.get(file.name)!],
    });
    for (const answer of answers) {
      // Config itself tries again while the resource stays as it is; an approval is asked for once.
      const own = mode === 'auto' ? answer.ownNames : [];
      for (const ruleName of own) this.remediate(at, planned, answer, ruleName, document);
      const heard = answer.eventNames.filter((name) => typeof name !== 'string' || !own.includes(name));
      if (heard.length > 0) this.start(at, planned, { ...answer, eventNames: heard }, starter, document);
    }
  }

  private remediate(
    { region, place, ruleOf }: RemediationRegion,
    { file }: PlannedRemediation,
    { values }: Answer,
    ruleName: string,
    document: SsmDocument,
  ): void {
    new ConfigRemediationConfiguration(this, `${region}-${file.name}-${ruleName.replaceAll('_', '-')}`, {
      ...place,
      configRuleName: ruleName,
      resourceType: file.resourceType,
      targetType: 'SSM_DOCUMENT',
      targetId: document.name,
      automatic: true,
      ...ATTEMPTS,
      executionControls: { ssmControls: CONTROLS },
      parameter: [
        { name: 'AutomationAssumeRole', staticValue: this.roleArn(file.name) },
        { name: 'ResourceId', resourceValue: 'RESOURCE_ID' },
        { name: 'Rule', staticValue: ruleName },
        ...Object.entries(values).map(([name, list]) =>
          list.length === 1 ? { name, staticValue: list[0]! } : { name, staticValues: [...list] },
        ),
        // The provider reads them back by name; in another order every plan would show a change.
      ].sort((a, b) => (a.name < b.name ? -1 : 1)),
      dependsOn: ruleOf && [ruleOf(ruleName)],
    });
  }

  private start(
    { region, place, deadLetters }: RemediationRegion,
    { file }: PlannedRemediation,
    { id, eventNames, values }: Answer,
    starter: IamRolePolicy,
    document: SsmDocument,
  ): void {
    const { partition, account, namePrefix, starterRole } = this.props;
    const rule = new CloudwatchEventRule(this, `${region}-${id}-rule`, {
      ...place,
      name: `${namePrefix}${id}`,
      description: literal(`${file.title}: starts the document`),
      eventPattern: JSON.stringify(findingsOf(eventNames, file.resourceType)),
    });
    new CloudwatchEventTarget(this, `${region}-${id}-target`, {
      ...place,
      rule: rule.name,
      targetId: 'document',
      arn: `${this.arnOf(region, `automation-definition/${namePrefix}${file.name}`)}:$DEFAULT`,
      roleArn: roleArn(partition, account, starterRole),
      inputTransformer: {
        inputPaths: { resource: '$.detail.resourceId', rule: '$.detail.configRuleName' },
        inputTemplate: inputTemplate(this.roleArn(file.name), values),
      },
      retryPolicy: RETRIES,
      deadLetterConfig: { arn: deadLetters.arn },
      dependsOn: [starter, document],
    });
  }

  private settings({ region, forwarding }: RemediationRegion, planned: PlannedRemediation): DocumentSettings {
    const { partition, account, namePrefix, exemptTag } = this.props;
    const { file, config } = planned;
    const { approval } = config;
    return {
      remediation: file,
      name: `${namePrefix}${file.name}`,
      partition,
      account,
      region,
      eventBusArn: forwarding.busArn,
      mode: planned.mode === 'approve' ? 'approve' : 'auto',
      approval: approval && {
        approverArns: approval.approvers.map((name) => roleArn(partition, account, name)),
        topicArn:
          approval.topicName === undefined
            ? undefined
            : arn({ partition, service: 'sns', region, account, resource: approval.topicName }),
        minimum: approval.minimum,
        timeoutHours: approval.timeoutHours,
      },
      limits: config.limits,
      exemptTag,
      scopeTag: config.tag,
      exceptions: config.exceptions.map(({ resourceId, until }) => ({ resourceId, until })),
    };
  }

  private role(name: string, settings: readonly DocumentSettings[]): IamRolePolicy {
    const { anywhere, account, rolePrefix } = this.props;
    const role = new IamRole(this, `${name}-role`, {
      ...anywhere,
      name: `${rolePrefix}${name}`,
      description: literal(settings[0]!.remediation.title),
      assumeRolePolicy: trustService('ssm.amazonaws.com', { sourceAccount: account }),
    });
    return new IamRolePolicy(this, `${name}-rights`, {
      ...anywhere,
      role: role.name,
      name: 'mend',
      policy: inlinePolicy(`${rolePrefix}${name}`, joined(settings.flatMap(documentPermissions))),
    });
  }

  private starter(): IamRolePolicy {
    const { anywhere, account, starterRole } = this.props;
    const role = new IamRole(this, 'starter', {
      ...anywhere,
      name: starterRole,
      description: 'Starts the documents that mend findings',
      // A strict pin would keep documents from being started if EventBridge sent no account.
      assumeRolePolicy: trustService('events.amazonaws.com', { sourceAccountIfSent: account }),
    });
    return new IamRolePolicy(this, 'starter-rights', {
      ...anywhere,
      role: role.name,
      name: 'start',
      policy: inlinePolicy(starterRole, starterRights(this.props, [...this.roles.keys()])),
    });
  }

  private roleArn(name: string): string {
    return roleArn(this.props.partition, this.props.account, `${this.props.rolePrefix}${name}`);
  }

  private arnOf(region: string, resource: string): string {
    const { partition, account } = this.props;
    return arn({ partition, service: 'ssm', region, account, resource });
  }
}

/** @throws Error when the role would have more than IAM takes */
function inlinePolicy(role: string, statements: readonly Statement[]): string {
  const policy = toPolicyJson(statements);
  if (policy.length <= MOST_INLINE) return policy;
  throw new Error(
    `the policy of the role ${role} takes ${policy.length} characters of ${MOST_INLINE}; mend in fewer regions, or with fewer actions`,
  );
}

/** Automation takes each parameter as a list of texts; EventBridge fills in `<name>`. */
const inputTemplate = (assumeRole: string, values: Values): string =>
  JSON.stringify({ ResourceId: ['<resource>'], Rule: ['<rule>'], AutomationAssumeRole: [assumeRole], ...values })
    // EventBridge puts the quotes around a text itself.
    .replace(/"<(\w+)>"/g, '<$1>');
