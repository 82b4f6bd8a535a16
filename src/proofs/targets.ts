import { matches } from '../authorization/wildcards';
import { RCP_SERVICES } from '../authorization/authorization';
import type { Organization } from '../config/organization';
import { partitionOf, REGIONS } from '../config/regions';
import { resultsPolicy } from '../forensics/results-bucket';
import { resultsKeyPolicy } from '../forensics/results-key';
import type { PolicyDocument } from '../policy/document';
import { toPolicyJson } from '../policy/statement';
import { EvidenceObjects, within } from './evidence-objects';
import type { Context } from './principals';
import type { Target } from './simulator';
import { resultsKeyArn, type SynthesizedPolicies } from './synthesized-policies';
import templates from './targets.json';

/**
 * Where something stands: in one place for all, as evidence does; in the account of whoever acts; in the account that
 * holds evidence, or in the one that owns the trail's log group and alarms, where alone the act counts; or in the management
 * account, as the organization itself does.
 */
export type Place = 'shared' | 'own' | 'evidence' | 'trail' | 'management';

/** Kinds of things that acts are about. */
export class Targets {
  private readonly evidence: Readonly<Record<string, Target>>;
  private readonly shared: ReadonlyMap<string, Target>;

  constructor(private readonly policies: SynthesizedPolicies) {
    this.evidence = evidenceOf(policies);
    this.shared = new Map(Object.entries({ ...this.evidence, ...peculiarOf(policies.organization) }));
  }

  get kinds(): readonly string[] {
    return [...this.shared.keys(), ...Object.values(templates).flatMap((group) => Object.keys(group)), ...NAMED_ROLES];
  }

  placeOf(kind: string): Place {
    if (this.shared.has(kind)) return 'shared';
    const places = Object.entries(templates) as [keyof typeof templates, Readonly<Record<string, string>>][];
    return places.find(([, kinds]) => kind in kinds)?.[0] ?? 'own';
  }

  /** Whether it is machinery that only this platform has. */
  isMachinery(kind: string): boolean {
    return /\{(?:platform|catalog)\}/.test((templates.own as Record<string, string>)[kind] ?? '');
  }

  /** Whether it is a bucket of evidence, what is in one, or its key: RCPs reach those, beside the policy of their own. */
  isEvidence(kind: string): boolean {
    const target = this.evidence[kind];
    return target?.policy !== undefined && RCP_SERVICES.includes(target.arn.split(':')[2]!);
  }

  /** Whether there is such a thing in this organization: not everybody names readers. */
  exists(kind: string): boolean {
    return this.kinds.includes(kind);
  }

  /** @param account - of whoever acts; things that are shared stand elsewhere */
  target(kind: string, account: string): Target {
    const shared = this.shared.get(kind);
    if (shared) return shared;
    const { organization } = this.policies;
    const template = (templates[this.placeOf(kind) as keyof typeof templates] as Record<string, string>)[kind];
    const arn = template === undefined ? roleArn(kind, account, organization) : filled(template, account, organization);
    // Who may use and administer it its own policy says, where there is one.
    if (kind === 'alert-key') return this.policies.alertsOf(account)?.key ?? { arn, account };
    return { arn, account: this.placeOf(kind) === 'management' ? organization.managementAccount : account };
  }

  /** Whatever an ARN names: with its own policy if it is of the evidence, in its own account if the ARN says which. */
  find(arn: string, account: string): Target {
    const known = [...this.shared.values()];
    const exact = known.find((target) => target.arn === arn);
    if (exact) return exact;
    const bucket = known.find((target) => target.policy && arn.startsWith(`${target.arn}/`));
    if (bucket) return { ...bucket, arn };
    return { arn, account: /^\d{12}$/.exec(arn.split(':')[4] ?? '')?.[0] ?? account };
  }

  /** The thing of the evidence that a pattern stands for. */
  like(pattern: string): Target | undefined {
    return pattern === '*' ? undefined : [...this.shared.values()].find(({ arn }) => matches(pattern, arn));
  }

  /** What a request about it carries besides. */
  contextOf(kind: string): Context {
    const { organization } = this.policies;
    const { home, names } = organization;
    switch (kind) {
      case 'governed-region':
        return { 'account:TargetRegion': home };
      case 'ungoverned-region':
        return { 'account:TargetRegion': ungoverned(organization) };
      case 'suppressed-finding':
        return { 'securityhub:ASFFSyntaxPath/Workflow.Status': 'SUPPRESSED' };
      case 'suppressed-finding-v2':
        return { 'securityhub:OCSFSyntaxPath/StatusId': '3' };
      case 'alert-key':
        return { 'kms:ResourceAliases': names.alertKeyAlias };
      case 'results-key':
        return { 'kms:ResourceAliases': names.forensicsKeyAlias };
      case 'platform-metric':
        return { 'cloudwatch:namespace': names.metricNamespace };
      case 'guarded-account':
      case 'guarded-unit':
      case 'guarded-root':
      case 'organization-policy':
        return { 'organizations:PolicyType': 'SERVICE_CONTROL_POLICY' };
      case 'organization-resource-control-policy':
        return { 'organizations:PolicyType': 'RESOURCE_CONTROL_POLICY' };
      case 'team:tag-policy':
        return { 'organizations:PolicyType': 'TAG_POLICY' };
      case 'new-platform-event-source':
      case 'platform-event-source': {
        const resource = `function:${names.platformPrefix}healer`;
        return {
          'lambda:FunctionArn': organization.arn('lambda', { region: home, account: '000000000000', resource }),
        };
      }
      default:
        return {};
    }
  }
}

/** Keys, buckets and what is in them, the trail and where it reports. */
function evidenceOf(policies: SynthesizedPolicies): Record<string, Target> {
  const { organization } = policies;
  const { id, home, names, trailArn, managementAccount, trailAccount, trailLogGroupArn, config } = organization;
  const { auditAccount: member, evidenceAccount, archiveAccount, ownership } = organization;
  const alias = (region: string, account: string, resource: string): Target => ({
    arn: organization.arn('kms', { region, account, resource }),
    account,
  });
  const recorded = policies.bucket('config');
  const [accessLogs, archive] = [policies.bucket('access-logs'), policies.bucket('archive')];
  const objects = new EvidenceObjects(organization);
  const trail = ownership.trail === 'ours' ? policies.bucket('trail') : undefined;
  return {
    trail: { arn: trailArn, account: managementAccount },
    'trail-log-group': { arn: trailLogGroupArn, account: trailAccount },
    'trail-log-stream': {
      arn: `${trailLogGroupArn}:log-stream:${id}_${member}_CloudTrail_${home}`,
      account: trailAccount,
    },
    ...(trail && { 'trail-topic': policies.topic, 'trail-bucket': trail }),
    'config-bucket': recorded,
    'access-log-bucket': accessLogs,
    'archive-bucket': archive,
    ...(trail && { 'trail-object': within(trail, objects.logFile()) }),
    'config-object': within(recorded, objects.snapshot()),
    'access-log-object': within(accessLogs, objects.accessLog()),
    'archive-object': within(archive, objects.snapshot()),
    'evidence-key': policies.key('evidence'),
    'archive-key': policies.key('archive'),
    'evidence-alias': alias(home, evidenceAccount, names.evidenceKeyAlias),
    'archive-alias': alias(config.regions.archive, archiveAccount, names.archiveKeyAlias),
  };
}

/** What an organization may have, and what only resembles something that is protected. */
function peculiarOf(organization: Organization): Record<string, Target> {
  const [reader] = organization.config.storage.readers;
  const bucket = organization.bucketArn(`${organization.names.configBucket}-team`);
  const results = organization.bucketArn(organization.names.forensicsResultsBucket);
  const templates = organization.bucketArn(`${organization.names.templateBucketPrefix}${organization.home}`);
  return {
    // Its policy is decided where objects are: whoever changes the bucket itself, guardrails alone can stop.
    'results-bucket': { arn: results, account: organization.auditAccount },
    'results-object': {
      arn: `${results}/answer.csv`,
      account: organization.auditAccount,
      policy: JSON.parse(toPolicyJson(resultsPolicy(organization))) as PolicyDocument,
    },
    'results-key': {
      arn: resultsKeyArn(organization),
      account: organization.auditAccount,
      policy: JSON.parse(toPolicyJson(resultsKeyPolicy(organization))) as PolicyDocument,
    },
    'results-alias': {
      arn: organization.arn('kms', {
        region: organization.home,
        account: organization.auditAccount,
        resource: organization.names.forensicsKeyAlias,
      }),
      account: organization.auditAccount,
    },
    ...(reader === undefined ? {} : { 'reader-role': { arn: reader, account: reader.split(':')[4]! } }),
    'template-bucket': { arn: templates, account: organization.auditAccount },
    'template-object': { arn: `${templates}/pack.yaml`, account: organization.auditAccount },
    'team:bucket-like-evidence': { arn: bucket, account: organization.evidenceAccount },
  };
}

/** Roles whose names audit.yaml decides. */
const NAMED_ROLES = ['exempt-role', 'evaluator-role', 'team:role-like-exempt', 'team:role-like-reader'] as const;

function roleArn(kind: string, account: string, organization: Organization): string {
  const { config, names } = organization;
  const named: Readonly<Record<string, string>> = {
    'exempt-role': config.provider.roleName,
    'evaluator-role': (config.guardrails.evaluatorRoles[0] ?? `${names.ruleRolePrefix}*`).replace('*', 'x'),
    'team:role-like-exempt': `${config.provider.roleName}2`,
    'team:role-like-reader': `team/${config.storage.readers[0]?.split('/').at(-1) ?? 'AuditReader'}`,
  } satisfies Record<(typeof NAMED_ROLES)[number], string>;
  const name = named[kind];
  if (name === undefined) throw new Error(`${kind} is no kind of target`);
  return organization.roleArn(account, name);
}

/** An ARN of targets.json, which leaves out what differs between organizations. */
function filled(template: string, account: string, organization: Organization): string {
  if (template === '*') return template;
  const { id, home, names, managementAccount, partition, config } = organization;
  const { rootId } = config.organization;
  const values: Readonly<Record<string, string>> = {
    region: home,
    account,
    platform: names.platformPrefix,
    catalog: names.catalogPrefix,
    management: managementAccount,
    organization: id,
    root: rootId,
    unit: `ou-${rootId.slice(2)}-11111111`,
  };
  return `arn:${partition}:${template.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)}`;
}

/** A region of the same partition in which nothing is recorded; a made-up one where everything is. */
function ungoverned({ partition, home, config }: Organization): string {
  const governed = [home, ...config.regions.governed, config.regions.archive];
  return REGIONS.find((region) => partitionOf(region) === partition && !governed.includes(region)) ?? 'xx-nowhere-1';
}
