import type { Organization } from '../config/organization';
import { isControlTowers } from '../config/control-tower';
import type { Found } from './discovery';
import { few } from './notes';

/**
 * What exists in AWS and audit.yaml does not know, one sentence each, with what to do. What the file declares and AWS
 * lacks is a plan's to say.
 */
export function unknownTo(declared: Organization, found: Found): string[] {
  const { config, accounts, names, auditAccount } = declared;
  const { organization, regions } = found;
  if (organization.id !== declared.id) {
    return [`these credentials see the organization ${organization.id}, the file is about ${declared.id}`];
  }
  const active = organization.accounts.filter(({ state }) => state === 'ACTIVE');
  const governed = config.regions.governed;
  const places = found.accounts.flatMap((one) => one.places);
  const adopted = new Set(config.adopt.recorders.map(({ account, region }) => `${account} ${region}`));
  const at = (list: readonly { account: string; region: string }[]) =>
    few(list.map(({ account, region }) => `${account} ${region}`)).join(', ');

  const strays = places.filter(
    ({ region, recorder }) => recorder && !isControlTowers(recorder.name) && !governed.includes(region),
  );
  const foreign = places.filter(
    ({ account, region, recorder, channel }) =>
      recorder &&
      !isControlTowers(recorder.name) &&
      accounts.includes(account) &&
      governed.includes(region) &&
      !adopted.has(`${account} ${region}`) &&
      channel?.bucket !== names.configBucket,
  );
  const delegates = Object.entries(organization.delegated).flatMap(([service, ids]) =>
    (ids ?? []).filter((id) => id !== auditAccount).map((id) => `${id} administers ${service} beside ${auditAccount}`),
  );
  return [
    ...active
      .filter(({ id }) => !accounts.includes(id))
      .map(({ id, name }) => `account ${id} (${name}) is not listed; add it to accounts.members`),
    ...accounts
      .filter((id) => !active.some((one) => one.id === id))
      .map((id) => `account ${id} is listed, but is no active account of the organization; remove it`),
    ...regions
      .filter((region) => ![...governed, config.regions.archive, ...config.regions.retired].includes(region))
      .map((region) => `region ${region} is enabled and not governed; add it to regions.governed, or deny its use`),
    ...(strays.length > 0
      ? [`recorders in regions that are not governed: ${at(strays)}; govern the regions, or delete them`]
      : []),
    ...(foreign.length > 0 ? [`recorders that were there before: ${at(foreign)}; list them in adopt.recorders`] : []),
    ...found.trails
      .filter(({ isOrganization, name }) => isOrganization && name !== names.trail)
      .map(
        ({ name, home }) =>
          `the organization trail ${name} of ${home} delivers beside ${names.trail}, and is paid for; end one`,
      ),
    ...delegates,
  ];
}
