import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { CONFIG_PREFIX, type Organization } from '../config/organization';
import type { Placement } from '../placement/placement';
import { AccountPacks } from '../conformance/packs';
import { literal } from '../policy/literal';
import { Recorder } from '../recorder/recorder';
import { CustomRecorderRole, type RecorderRole, ServiceLinkedRecorderRole } from '../recorder/recorder-role';
import { recordingGroup, recordingMode } from '../recorder/recording';
import { type DeclaredGroup, type DeclaredMode, recorderHealer } from '../response/healers/recorder';
import { AccountRules } from '../rules/account-rules';
import { RuleFunction } from '../rules/rule-function';
import { Answering } from './answering';
import type { Detections } from './detections';
import type { EvidenceStack } from './evidence-stack';
import type { OrganizationStack } from './organization-stack';
import { PlatformStack } from './platform-stack';
import type { Responses } from './responses';

/** Name of an account's baseline. */
export const baselineOf = (account: string): string => `baseline-${account}`;

/** What a baseline builds upon. */
export interface BaselineNeeds {
  readonly evidence: EvidenceStack;
  readonly organization: OrganizationStack;
  readonly detections: Detections;
  readonly responses: Responses;
}

/** What every account has of its own: AWS Config recording in every governed region, and the rules that it runs itself. */
export class BaselineStack extends PlatformStack {
  override readonly isShared = false;

  constructor(
    scope: Construct,
    organization: Organization,
    account: string,
    { evidence, organization: guardrails, detections, responses }: BaselineNeeds,
  ) {
    const { governed, retired } = organization.config.regions;
    super(scope, baselineOf(account), organization, account, governed);
    this.addDependency(guardrails);
    const [keyArn] = this.read(evidence, 'evidence-key-arn') as [string];
    // Terraform destroys a retired region's recorder through that region's alias.
    const placement = this.placement([...governed, ...retired]);
    const { config, names, home, ownership, retention } = organization;
    // Elsewhere Control Tower records, and there is no room for a second recorder.
    const recorded = ownership.recordedIn(account);
    const role = this.role(placement, keyArn, recorded);
    const answering = new Answering(this, organization, account, responses, placement);
    const declared = (region: string) => {
      const isHome = region === home;
      const { recorder, channel } = organization.recordingIn(account, region);
      return {
        name: recorder,
        channelName: channel,
        roleArn: role.arn,
        recordingGroup: recordingGroup(config.recorder.exclude, isHome) as DeclaredGroup,
        recordingMode: recordingMode(config.recorder, isHome) as DeclaredMode,
        bucketName: names.configBucket,
        prefix: CONFIG_PREFIX,
        keyArn,
        topicArn: this.topicArn(region),
        snapshotFrequency: config.recorder.snapshotFrequency,
        historyDays: retention.configHistoryDays,
      };
    };
    const guards = answering.heal(recorded, (region) =>
      recorderHealer(organization, account, recorded, declared(region)),
    );
    const recorders = new Map<string, Recorder>();
    for (const region of recorded) {
      const recorder = new Recorder(this, region, {
        place: placement.in(region),
        names: organization.recordingIn(account, region),
        isHome: region === home,
        role,
        recording: config.recorder,
        bucketName: names.configBucket,
        prefix: CONFIG_PREFIX,
        keyArn,
        topicArn: this.topicArn(region),
        snapshotFrequency: config.recorder.snapshotFrequency,
        historyDays: retention.configHistoryDays,
        after: guards.get(region)!,
      });
      recorders.set(region, recorder);
    }
    const own = this.detect(placement, detections, keyArn, (region) =>
      recorders.has(region) ? [recorders.get(region)!.ready] : [],
    );
    answering.remediate(own);
  }

  /** The functions of Lambda rules, and the rules and packs that the account holds itself. */
  private detect(
    placement: Placement,
    detections: Detections,
    keyArn: string,
    after: (region: string) => readonly ITerraformDependable[],
  ): AccountRules {
    const { account, organization } = this;
    const { rules, packs } = detections;
    const placeIn = (region: string) => placement.in(region);
    const placeholders = rules.placeholders(account, keyArn);
    const functions = new Map<string, RuleFunction>();
    for (const [rule, regions] of rules.functionsOf(account)) {
      const { zip, hash } = detections.archive(rule.name);
      const run = new RuleFunction(this, `rule-${rule.name}`, {
        anywhere: placement.anywhere,
        placeIn,
        partition: organization.partition,
        account,
        rule,
        regions,
        name: `${organization.names.ruleRolePrefix}${rule.name}`,
        placeholders,
        code: { path: this.asset(`${rule.name}.zip`, zip), hash },
        logRetentionDays: organization.config.rules.logRetentionDays,
      });
      functions.set(rule.name, run);
    }

    const own = new AccountRules(this, 'rules', { placeIn, after });
    const isOurs = (one: { deploy: string; excludedAccounts: readonly string[] }) =>
      one.deploy === 'accounts' && !one.excludedAccounts.includes(account);
    for (const rule of rules.managed) if (isOurs(rule)) own.addManaged(rule);
    for (const rule of rules.guard) if (isOurs(rule)) own.addGuard(rule);
    for (const planned of rules.lambdaRulesOf(account)) {
      const { rule, given } = planned;
      const written = Object.entries(given).map(([name, value]) => [name, literal(String(value))] as const);
      own.addLambda(planned, rule.parameters(Object.fromEntries(written), placeholders), functions.get(rule.name)!);
    }
    const ownPacks = new AccountPacks(this, 'packs', {
      placeIn,
      account,
      after: (region) => [...after(region), ...[...functions.values()].flatMap((run) => run.readyIn(region) ?? [])],
    });
    for (const pack of packs.packs) if (isOurs(pack)) ownPacks.add(pack);
    return own;
  }

  private role({ anywhere }: Placement, keyArn: string, recorded: readonly string[]): RecorderRole {
    const { partition, config, names, ownership } = this.organization;
    const { account } = this;
    if (config.recorder.role === 'service-linked' || recorded.length === 0) {
      const { serviceLinkedRoleExistsIn: exists } = config.recorder;
      // Control Tower’s recorder has it too.
      const create = exists !== 'all' && !exists.includes(account) && !ownership.isEnrolled(account);
      return new ServiceLinkedRecorderRole(this, 'role', { anywhere, partition, account, create });
    }
    return new CustomRecorderRole(this, 'role', {
      anywhere,
      partition,
      account,
      roleName: names.recorderRole,
      bucketArn: this.organization.bucketArn(names.configBucket),
      prefix: CONFIG_PREFIX,
      keyArn,
      topicArns: recorded.flatMap((region) => this.topicArn(region) ?? []),
    });
  }

  /** Config notifies a topic of its own region only. */
  private topicArn(region: string): string | undefined {
    const { auditAccount, config } = this.organization;
    const { snsTopicName } = config.recorder;
    return snsTopicName === undefined
      ? undefined
      : this.organization.arn('sns', { region, account: auditAccount, resource: snsTopicName });
  }
}
