import { type Problem, show } from '../problem';
import type { OrganizationConfig } from '../schema';
import { type Check, problem } from './check';

type List = readonly unknown[] | 'all' | undefined;

const holdsNothingTwice =
  (path: PropertyKey[], list: (config: OrganizationConfig) => List): Check =>
  (config) =>
    repeated(path, list(config));

function repeated(path: PropertyKey[], values: List): Problem[] {
  if (values === undefined || values === 'all') return [];
  const seen = new Set<unknown>();
  return values.flatMap((value, at) => {
    if (seen.has(value)) return problem([...path, at], `${show(value)} is listed twice`, 'remove one');
    seen.add(value);
    return [];
  });
}

const optionalTargetsAreListedOnce: Check = ({ guardrails }) =>
  guardrails.optional.flatMap(({ attachTo }, at) => repeated(['guardrails', 'optional', at, 'attachTo'], attachTo));

const adoptedTargetsAreListedOnce: Check = ({ adopt }) =>
  adopt.policies.flatMap(({ attachedTo }, at) => repeated(['adopt', 'policies', at, 'attachedTo'], attachedTo));

/** One check for each list, so that a list that cannot be read does not hide what another holds twice. */
export const LIST_CHECKS: readonly Check[] = [
  holdsNothingTwice(['regions', 'governed'], ({ regions }) => regions.governed),
  holdsNothingTwice(['regions', 'retired'], ({ regions }) => regions.retired),
  holdsNothingTwice(['storage', 'readers'], ({ storage }) => storage.readers),
  holdsNothingTwice(['trail', 'insights'], ({ trail }) => trail.insights),
  holdsNothingTwice(['trail', 'dataEvents', 's3Buckets'], ({ trail }) => trail.dataEvents.s3Buckets),
  holdsNothingTwice(['recorder', 'exclude'], ({ recorder }) => recorder.exclude),
  holdsNothingTwice(['recorder', 'dailyTypes'], ({ recorder }) => recorder.dailyTypes),
  holdsNothingTwice(['recorder', 'continuousTypes'], ({ recorder }) => recorder.continuousTypes),
  holdsNothingTwice(['recorder', 'serviceLinkedRoleExistsIn'], ({ recorder }) => recorder.serviceLinkedRoleExistsIn),
  holdsNothingTwice(['aggregator', 'regions'], ({ aggregator }) => aggregator.regions),
  holdsNothingTwice(['guardrails', 'attachTo'], ({ guardrails }) => guardrails.attachTo),
  optionalTargetsAreListedOnce,
  holdsNothingTwice(
    ['guardrails', 'resourceControlPolicies', 'attachTo'],
    ({ guardrails }) => guardrails.resourceControlPolicies.attachTo,
  ),
  holdsNothingTwice(['guardrails', 'exemptRoles'], ({ guardrails }) => guardrails.exemptRoles),
  holdsNothingTwice(['guardrails', 'evaluatorRoles'], ({ guardrails }) => guardrails.evaluatorRoles),
  holdsNothingTwice(['guardrails', 'securityRoles'], ({ guardrails }) => guardrails.securityRoles),
  holdsNothingTwice(['alarms', 'topicArns'], ({ alarms }) => alarms.topicArns),
  holdsNothingTwice(['rules', 'requiredTags'], ({ rules }) => rules.requiredTags),
  holdsNothingTwice(['rules', 'allowedPublicPorts'], ({ rules }) => rules.allowedPublicPorts),
  holdsNothingTwice(['forensics', 'otherAccounts'], ({ forensics }) => forensics.otherAccounts),
  holdsNothingTwice(['forensics', 'investigators'], ({ forensics }) => forensics.investigators),
  holdsNothingTwice(['controlTower', 'regions'], ({ controlTower }) => controlTower?.regions),
  holdsNothingTwice(['controlTower', 'notEnrolled'], ({ controlTower }) => controlTower?.notEnrolled),
  holdsNothingTwice(['adopt', 'delegatedAdministrators'], ({ adopt }) => adopt.delegatedAdministrators),
  ...(['trail', 'config', 'accessLogs', 'archive'] as const).map((kind) =>
    holdsNothingTwice(['adopt', 'buckets', kind, 'has'], ({ adopt }) => adopt.buckets[kind]?.has),
  ),
  adoptedTargetsAreListedOnce,
];
