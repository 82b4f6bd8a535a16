import { type Cases, type Item, OURS } from '../configuration-item';
import { OWNER, allow, deny, document, each } from '../documents';
import { accessPoint, fileSystem, repository, vault } from '../resources';

const inOrganization = (id: string | string[], key = 'aws:PrincipalOrgID') =>
  document(OWNER, allow('*', '*', '*', { StringEquals: { [key]: id } }));
const STRANGE = 'o-zzzzzzzzzz';

const STRANGERS: Readonly<Record<string, object>> = {
  'by its callers': inOrganization(STRANGE),
  'by the source of a service': inOrganization(STRANGE, 'aws:SourceOrgID'),
  'with the key in lower case': inOrganization(STRANGE, 'aws:principalorgid'),
  'beside this one': inOrganization(['o-a1b2c3d4e5', STRANGE]),
};
const fails = (kind: string, make: (policy: object) => Item, says: string) =>
  each(`${kind} for another organization,`, STRANGERS, (policy) => [make(policy), says] as const);

export const cases: Cases = {
  passing: {
    'a repository for this organization': repository(inOrganization('o-a1b2c3d4e5')),
    'a repository for this organization, as a list': repository(inOrganization(['o-a1b2c3d4e5'])),
    'a repository for an account': repository(document(OWNER)),
    'a repository for an account that comes from a region': repository(
      document(
        allow('*', '*', '*', { StringEquals: { 'aws:SourceAccount': OURS, 'aws:RequestedRegion': 'eu-central-1' } }),
      ),
    ),
    ...each('with a condition on an account:', { repository, fileSystem, vault, accessPoint }, (make) =>
      make(document(allow('*', '*', '*', { StringEquals: { 'aws:SourceAccount': OURS } }))),
    ),
    ...each('that denies other organizations:', { repository, fileSystem, vault, accessPoint }, (make) =>
      make(document(OWNER, deny('*', '*', '*', { StringNotEquals: { 'aws:PrincipalOrgID': STRANGE } }))),
    ),
    'a file system for this organization': fileSystem(inOrganization('o-a1b2c3d4e5')),
    'a vault for this organization': vault(inOrganization('o-a1b2c3d4e5')),
    'an access point for this organization': accessPoint(inOrganization('o-a1b2c3d4e5')),
  },
  failing: {
    ...fails('a repository', repository, "The repository's policy allows another organization"),
    ...fails('a file system', fileSystem, "The file system's policy allows another organization"),
    ...fails('a vault', vault, "The vault's policy allows another organization"),
    ...fails('an access point', accessPoint, "The access point's policy allows another organization"),
  },
  skipping: {
    'a repository without a policy': repository(),
    'a vault without a policy': vault(),
  },
  whenEmpty: {
    'a repository for another organization': [repository(inOrganization(STRANGE)), 'SKIP'],
    'an access point for another organization': [accessPoint(inOrganization(STRANGE)), 'SKIP'],
  },
};
