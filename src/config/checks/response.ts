import { isInCalendar } from '../day';
import { namesOf } from '../names';
import { show } from '../problem';
import type { OrganizationConfig, RemediationConfig } from '../schema';
import { type Check, knownAccounts, problem } from './check';

type Path = readonly PropertyKey[];

/** Runs a check on each remediation, with its path. */
const each =
  (check: (item: RemediationConfig, path: Path, config: OrganizationConfig) => ReturnType<Check>): Check =>
  (config) =>
    config.response.remediations.flatMap((item, at) => check(item, ['response', 'remediations', at], config));

/** Systems Manager takes ten. Source: aws:approve, Approvers. */
const MOST_APPROVERS = 10;

const somebodyApproves = each(({ mode, approval }, path) => {
  if (mode === 'approve' && approval === undefined) {
    return [problem([...path, 'approval'], 'is missing', 'name approvers, or choose another mode')];
  }
  if (mode !== 'approve' && approval !== undefined) {
    return [problem([...path, 'approval'], `has no meaning with mode ${mode}`, 'remove it, or write mode: approve')];
  }
  const count = approval?.approvers.length ?? 1;
  if (count === 0 || count > MOST_APPROVERS) {
    const what = `${count === 0 ? 'names nobody' : `names ${count} roles`}`;
    return [problem([...path, 'approval', 'approvers'], what, `name 1 to ${MOST_APPROVERS} roles`)];
  }
  if (approval === undefined || approval.minimum <= count) return [];
  const what = `asks for ${approval.minimum} approvals of ${count} ${count === 1 ? 'approver' : 'approvers'}`;
  return [problem([...path, 'approval', 'minimum'], what, 'ask for fewer, or name more approvers')];
});

const accountsAreOurs = each(({ accounts = [], excludedAccounts }, path, config) =>
  (
    [
      ['accounts', accounts],
      ['excludedAccounts', excludedAccounts],
    ] as const
  ).flatMap(([key, ids]) =>
    ids.flatMap((id, at) =>
      knownAccounts(config).includes(id)
        ? []
        : problem([...path, key, at], `${show(id)} is not an account of this file`, 'add it to accounts or remove it'),
    ),
  ),
);

const regionsAreGoverned = each(({ regions = [] }, path, config) =>
  regions.flatMap((region, at) =>
    config.regions.governed.includes(region)
      ? []
      : problem(
          [...path, 'regions', at],
          `${region} is not governed`,
          `use ${config.regions.governed.join(', ')}, or add it to regions.governed`,
        ),
  ),
);

const daysExist = each(({ exceptions }, path) =>
  exceptions.flatMap(({ until }, at) => {
    const here = [...path, 'exceptions', at, 'until'];
    return isInCalendar(until) ? [] : problem(here, `${until} is no day of the calendar`, 'write one that exists');
  }),
);

const exceptionsAreListedOnce = each(({ exceptions }, path) => {
  const ids = exceptions.map(({ resourceId }) => resourceId);
  return ids.flatMap((id, at) =>
    ids.indexOf(id) < at
      ? problem([...path, 'exceptions', at, 'resourceId'], `${show(id)} is listed twice`, 'keep one')
      : [],
  );
});

/** One document of a name is all that an account and region can hold. */
const scopesDoNotOverlap: Check = (config) => {
  const { remediations } = config.response;
  const placesOf = ({ accounts, excludedAccounts, regions, mode }: RemediationConfig): string[] =>
    mode === 'off'
      ? []
      : (accounts ?? knownAccounts(config))
          .filter((account) => !excludedAccounts.includes(account))
          .flatMap((account) => (regions ?? config.regions.governed).map((region) => `${account} ${region}`));
  return remediations.flatMap((item, at) => {
    const mine = new Set(placesOf(item));
    const earlier = remediations.findIndex(
      (other, place) =>
        place < at && other.remediation === item.remediation && placesOf(other).some((one) => mine.has(one)),
    );
    if (earlier < 0) return [];
    const [shared = ''] = placesOf(remediations[earlier]!).filter((one) => mine.has(one));
    const [account, region] = shared.split(' ');
    return problem(
      ['response', 'remediations', at, 'remediation'],
      `${item.remediation} applies to ${account} in ${region} already, by response.remediations[${earlier}]`,
      'part them by accounts, excludedAccounts or regions',
    );
  });
};

/** Source: Systems Manager API reference, CreateDocument, Name. The other reserved beginnings have capitals. */
const RESERVED_BY_SYSTEMS_MANAGER = ['aws', 'amazon', 'amzn'];

const documentNamesAreFree: Check = (config) => {
  const mending = config.response.remediations.find(({ mode }) => mode === 'auto' || mode === 'approve');
  if (mending === undefined) return [];
  const document = `${namesOf(config).platformPrefix}${mending.remediation}`;
  const reserved = RESERVED_BY_SYSTEMS_MANAGER.find((start) => document.startsWith(start));
  if (reserved === undefined) return [];
  const what = `${show(config.name)} names the document ${document}, and Systems Manager reserves names that begin with ${reserved}`;
  return [problem(['name'], what, 'choose another name')];
};

export const RESPONSE_CHECKS: readonly Check[] = [
  somebodyApproves,
  accountsAreOurs,
  regionsAreGoverned,
  daysExist,
  exceptionsAreListedOnce,
  scopesDoNotOverlap,
  documentNamesAreFree,
];
