import type { ITerraformDependable } from 'cdktf';
import type { Organization } from '../config/organization';
import { dnsSuffix } from '../config/regions';
import { DeadLetters } from '../events/dead-letters';
import type { Placement } from '../placement/placement';
import { EventForwarding, ForwarderRole } from '../response/event-forwarding';
import type { HealerSpec } from '../response/healer-spec';
import { Remediations } from '../response/remediations';
import type { AccountRules } from '../rules/account-rules';
import type { PlatformStack } from './platform-stack';
import type { Responses } from './responses';

/** What one account answers with: events forwarded, its recorders healed, its findings mended. */
export class Answering {
  private readonly forwarding = new Map<string, EventForwarding>();
  private readonly deadLetters = new Map<string, Pick<DeadLetters, 'arn' | 'url'>>();

  constructor(
    private readonly stack: PlatformStack,
    private readonly organization: Organization,
    private readonly account: string,
    private readonly responses: Responses,
    private readonly placement: Placement,
  ) {
    const { partition, names, eventBusArn, config } = organization;
    const role = new ForwarderRole(stack, 'forwarder', {
      anywhere: placement.anywhere,
      partition,
      account,
      roleName: names.forwarderRole,
      centralBusArn: eventBusArn,
    });
    for (const region of config.regions.governed) {
      const place = placement.in(region);
      const deadLetters = this.queue(region);
      this.deadLetters.set(region, deadLetters);
      const forwarding = new EventForwarding(stack, `events-${region}`, {
        place,
        partition,
        account,
        region,
        busName: names.eventBus,
        centralBusArn: eventBusArn,
        namePrefix: names.platformPrefix,
        role,
        deadLetters,
      });
      this.forwarding.set(region, forwarding);
    }
  }

  /** @param regions - where the account’s recorder is ours; there may be none */
  heal(regions: readonly string[], spec: (region: string) => HealerSpec) {
    if (regions.length === 0) return new Map<string, readonly ITerraformDependable[]>();
    const { names } = this.organization;
    return this.responses.heal(this.stack, this.stack, 'heal-recorder', {
      anywhere: this.placement.anywhere,
      account: this.account,
      places: regions.map((region) => ({
        place: this.placement.in(region),
        region,
        spec: spec(region),
        deadLetters: this.deadLetters.get(region)!,
        queueName: names.deadLetterQueue,
      })),
    });
  }

  /** @param rules - those of the account itself */
  remediate(rules: AccountRules): void {
    const { partition, names, config } = this.organization;
    const regions = config.regions.governed.map((region) => ({
      region,
      place: this.placement.in(region),
      forwarding: this.forwarding.get(region)!,
      deadLetters: this.deadLetters.get(region)!,
      planned: this.responses.remediations.of(this.account, region),
      ruleOf: (name: string) => rules.rule(name, region),
    }));
    if (regions.every(({ planned }) => planned.length === 0)) return;
    new Remediations(
      this.stack,
      'remediations',
      {
        anywhere: this.placement.anywhere,
        partition,
        account: this.account,
        namePrefix: names.platformPrefix,
        rolePrefix: names.remediationRolePrefix,
        starterRole: names.starterRole,
        exemptTag: config.response.exemptTag,
      },
      regions,
    );
  }

  /** The audit account has its queue at home from the alerting stack. */
  private queue(region: string): Pick<DeadLetters, 'arn' | 'url'> {
    const { partition, names, auditAccount, home } = this.organization;
    const { account } = this;
    const name = names.deadLetterQueue;
    if (account === auditAccount && region === home) {
      return {
        arn: this.organization.arn('sqs', { region, account, resource: name }),
        url: `https://sqs.${region}.${dnsSuffix(partition)}/${account}/${name}`,
      };
    }
    return new DeadLetters(this.stack, `dead-letters-${region}`, {
      place: this.placement.in(region),
      partition,
      account,
      region,
      name,
      rulePrefix: names.platformPrefix,
    });
  }
}
