import type { Names } from './names';
import type { OrganizationConfig } from './schema';

export type Owner = 'ours' | 'control-tower';

/**
 * Control Tower works in members with this role, and its mandatory controls spare no other.
 * Source: Control Tower controls reference, "Mandatory controls".
 */
export const EXECUTION_ROLE = 'AWSControlTowerExecution';

/**
 * SCPs that Control Tower attaches to a unit which it governs, as many as its controls fill. It attaches none to the root or to
 * accounts. A guess on the safe side: aws organizations list-policies-for-target tells.
 */
export const GUARDRAILS_OF_UNIT = 3;

/** Administers members for whoever administers the audit account: a way around every guardrail that spares it. */
export const AUDIT_ADMINISTRATION_ROLE = 'aws-controltower-AdministratorExecutionRole';

/** Whether something of this name is Control Tower's. Source: Control Tower user guide, "Resources created in the shared accounts". */
export const isControlTowers = (name: string): boolean => /^\/?aws-controltower(?:[-/]|$)|^AWSControlTower/.test(name);

type Declared<K extends keyof OrganizationConfig> = Pick<OrganizationConfig, K> &
  Partial<Pick<OrganizationConfig, 'controlTower'>>;

/** Who owns what in an organization that may be under Control Tower: stacks ask here, and leave out what is not ours. */
export class Ownership {
  readonly trail: Owner;
  readonly aggregator: Owner;
  /** Whoever registers the audit account as administrator of AWS Config: since version 4 Control Tower, for its aggregator. */
  readonly configAdministrator: Owner;

  constructor(private readonly declared: Declared<'organization' | 'regions'>) {
    const landingZone = declared.controlTower;
    const recorders = ownerOf(landingZone?.recorders);
    this.trail = ownerOf(landingZone?.trail);
    this.aggregator = landingZone?.aggregator ? ownerOf(landingZone.aggregator) : recorders;
    this.configAdministrator = landingZone?.version === 4 ? recorders : 'ours';
  }

  /** Whether Control Tower set AWS Config up in an account, in the regions that it governs. It leaves out the management account. */
  isEnrolled(account: string): boolean {
    const { controlTower, organization } = this.declared;
    return (
      controlTower?.recorders === 'control-tower' &&
      account !== organization.managementAccountId &&
      !controlTower.notEnrolled.includes(account)
    );
  }

  /** Of recorder, delivery channel and retention in one place; there is room for one owner's only. */
  recorderIn(account: string, region: string): Owner {
    const { controlTower, regions } = this.declared;
    const governed = controlTower?.regions ?? regions.governed;
    return this.isEnrolled(account) && governed.includes(region) ? 'control-tower' : 'ours';
  }

  /** Governed regions of an account in which our recorder records. */
  recordedIn(account: string): readonly string[] {
    return this.declared.regions.governed.filter((region) => this.recorderIn(account, region) === 'ours');
  }
}

const ownerOf = (choice: 'own' | 'control-tower' = 'own'): Owner => (choice === 'own' ? 'ours' : choice);

/** What Control Tower calls that which stands in place of ours. */
export function controlTowerNames({
  controlTower,
  accounts,
  regions,
}: Declared<'accounts' | 'regions'>): Partial<Names> {
  if (controlTower?.trail !== 'control-tower') return {};
  const { trailLogGroup = 'aws-controltower/CloudTrailLogs', trailBucket } = controlTower;
  return {
    trail: 'aws-controltower-BaselineCloudTrail',
    trailLogGroup,
    trailLogsRole: 'service-role/AWSControlTowerCloudTrailRole',
    trailBucket: trailBucket ?? `aws-controltower-logs-${accounts.logArchive ?? accounts.audit}-${regions.home}`,
  };
}
