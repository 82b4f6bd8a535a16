import { isOfferedIn, needsRecords } from '../catalogue/managed-rule';
import { recordingOf } from '../catalogue/recording';
import type { Organization } from '../config/organization';
import type { PackConfig } from '../config/schema';
import type { PackRule } from './pack-content';
import { isGroup } from './template';

/** What one pack goes without in an organization: legal, and worth knowing. */
export class PackLosses {
  /** Regions that do not have a rule, by rule. */
  private readonly leftOut = new Map<string, string[]>();
  /** Rules on what is not recorded. */
  private readonly unrecorded = new Set<string>();
  /** Rules on what is recorded once a day. */
  private readonly daily = new Set<string>();
  /** Rules that run in the home region alone, which is none of the pack's. */
  private readonly homely = new Set<string>();

  constructor(
    private readonly item: PackConfig,
    private readonly organization: Organization,
  ) {}

  /** @param isElsewhere - the rule runs in the home region alone, and this is another */
  note(rule: PackRule, region: string, isElsewhere: boolean): void {
    const { home, config } = this.organization;
    const { managed } = rule;
    if (isElsewhere) {
      if (this.item.regions && !this.item.regions.includes(home)) this.homely.add(rule.name);
    } else if (managed && !isOfferedIn(managed, region)) {
      this.leftOut.set(managed.id, [...(this.leftOut.get(managed.id) ?? []), region]);
    } else {
      const types = managed ? (needsRecords(managed) ? managed.types : []) : typesInScope(rule);
      // As the home region sees it: elsewhere global types are missing on purpose.
      const { missing, daily } = recordingOf(types, config.recorder, true);
      if (types.length > 0 && missing.length === types.length) this.unrecorded.add(rule.name);
      if (types.length > 0 && daily.length === types.length) this.daily.add(rule.name);
    }
  }

  get notices(): string[] {
    const { pack } = this.item;
    const { leftOut, unrecorded, daily, homely } = this;
    const regions = [...new Set([...leftOut.values()].flat())];
    return [
      leftOut.size > 0 &&
        `left out: ${pack} loses ${rules(leftOut)} where AWS does not offer them: ${some([...leftOut.keys()])} (${some(regions)})`,
      unrecorded.size > 0 &&
        `unrecorded: ${rules(unrecorded)} of ${pack} stay INSUFFICIENT_DATA, because recorder.exclude leaves out what they look at: ${some([...unrecorded])}`,
      daily.size > 0 && `daily: ${rules(daily)} of ${pack} run up to a day late: ${some([...daily])}`,
      homely.size > 0 &&
        `left out: ${pack} loses ${rules(homely)} about the account as a whole, which run in ${this.organization.home} alone: ${some([...homely])}`,
    ].filter((notice) => notice !== false);
  }
}

/** Types that a rule's own scope names. */
export function typesInScope({ properties: { Scope: scope } }: PackRule): string[] {
  const types = isGroup(scope) ? scope.ComplianceResourceTypes : undefined;
  return Array.isArray(types) ? types.map(String) : [];
}

const rules = ({ size }: { readonly size: number }): string => `${size} rule${size === 1 ? '' : 's'}`;

/** The first few, and how many more. */
const some = (items: readonly string[], most = 3): string =>
  items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
