import { AUDIT_ADMINISTRATION_ROLE, EXECUTION_ROLE, GUARDRAILS_OF_UNIT } from './control-tower';
import type { Organization } from './organization';

/** What is left to Control Tower, what that loses, and what is taken for granted of it. */
export function controlTowerNotices(organization: Organization): string[] {
  const { config, ownership, auditAccount, unitsOfControlTower: units } = organization;
  if (config.controlTower === undefined) return [];
  const all: (string | false)[] = [
    ...recorderNotices(organization),
    ownership.aggregator === 'control-tower' &&
      `left to Control Tower: the aggregator of AWS Config in ${auditAccount}`,
    ownership.configAdministrator === 'control-tower' &&
      `assumed: ${auditAccount} is the account of its integration of AWS Config, and so delegated administrator of it`,
    ...trailNotices(organization),
    ...roleNotices(organization),
    units.length > 0 &&
      `assumed: Control Tower has attached at most ${GUARDRAILS_OF_UNIT} SCPs to ${units.join(', ')}; guardrails.limits.scp.alreadyAttachedTo takes the number that is`,
  ];
  return all.filter((notice) => notice !== false);
}

function recorderNotices({ accounts, config, managementAccount, ownership }: Organization): string[] {
  const enrolled = accounts.filter((account) => ownership.isEnrolled(account));
  const regions = config.controlTower?.regions ?? config.regions.governed;
  const beside = accounts.filter(
    (account) => account !== managementAccount && ownership.recordedIn(account).length > 0,
  );
  return [
    ...(enrolled.length > 0
      ? [
          `left to Control Tower: what records ${enrolled.length === 1 ? enrolled[0]! : `${enrolled.length} accounts`} in ${regions.join(', ')}; it delivers to its own bucket, where nothing is locked, copied to the archive or in our tables, and no healer keeps it recording`,
        ]
      : []),
    ...(beside.length > 0 && config.provider.roleName !== EXECUTION_ROLE
      ? [
          `assumed: no unit that Control Tower governs holds ${beside.join(', ')}; its mandatory SCPs would let ${EXECUTION_ROLE} alone set up recorders there`,
        ]
      : []),
  ];
}

function trailNotices({ home, managementAccount, names, ownership }: Organization): string[] {
  if (ownership.trail === 'ours') {
    return [
      'twice: Control Tower’s trail, where the landing zone has it on, is a second copy of every management event, which costs money; its settings can switch it off',
    ];
  }
  return [
    `left to Control Tower: the trail ${names.trail} and its bucket ${names.trailBucket}; nothing there is locked, copied to the archive, verified by the hour or in our tables, it logs no data events and no Insights, and no healer keeps it logging`,
    `assumed: ${home} is the landing zone’s home region, and the log group ${names.trailLogGroup} lies there in ${managementAccount}`,
  ];
}

function roleNotices({ auditAccount, config: { provider, guardrails } }: Organization): string[] {
  const covers = (name: string) =>
    name === AUDIT_ADMINISTRATION_ROLE ||
    (name.endsWith('*') && AUDIT_ADMINISTRATION_ROLE.startsWith(name.slice(0, -1)));
  return [
    ...(provider.roleName === EXECUTION_ROLE
      ? []
      : [
          `assumed: ${provider.roleName} exists in every member; accounts that Control Tower made have ${EXECUTION_ROLE} instead`,
        ]),
    ...(guardrails.exemptRoles.some(covers)
      ? [
          `unprotected: guardrails.exemptRoles spares ${AUDIT_ADMINISTRATION_ROLE}, with which administrators of ${auditAccount} reach every member; Control Tower itself needs ${EXECUTION_ROLE} alone`,
        ]
      : []),
  ];
}
