import { type Cases, type Item } from '../configuration-item';
import { CONFINING_CONDITIONS, OWNER, allow, deny, document, each } from '../documents';
import { accessPoint, fileSystem, repository, vault } from '../resources';

const anyone = (condition?: object) => document(OWNER, allow('*', '*', '*', condition));
const weak = { Bool: { 'aws:SecureTransport': 'true' } };

const CONFINING_KEYS = Object.fromEntries(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:VpcSourceIp',
    'aws:userid',
    's3:DataAccessPointAccount',
    's3:DataAccessPointArn',
    's3:AccessPointNetworkOrigin',
    'elasticfilesystem:AccessPointArn',
  ].map((key) => [key, key]),
);

/** Ways to say anyone. */
const ANYONES: Readonly<Record<string, object>> = {
  'written *': anyone(),
  'written AWS *': document(allow({ AWS: '*' }, '*', '*')),
  'among accounts': document(allow({ AWS: ['222222222222', '*'] }, '*', '*')),
  'beside a service': document(allow({ Service: 'ec2.amazonaws.com', AWS: '*' }, '*', '*')),
  'under a condition that confines nobody': anyone(weak),
  'under a condition that sounds like one that confines': anyone({ StringLike: { 'aws:PrincipalArnX': '*' } }),
};
const fails = (kind: string, make: (policy: object) => Item, says: string) =>
  each(kind, ANYONES, (policy) => [make(policy), says] as const);

export const cases: Cases = {
  passing: {
    'a repository for an account': repository(document(allow({ AWS: '222222222222' }, 'ecr:BatchGetImage', '*'))),
    ...each('a repository for anyone under a condition', CONFINING_CONDITIONS, (condition) =>
      repository(anyone(condition)),
    ),
    ...each('that denies everybody:', { repository, fileSystem, vault, accessPoint }, (make) =>
      make(document(OWNER, deny('*', '*', '*'))),
    ),
    ...each('for anyone of the organization:', { repository, fileSystem, vault, accessPoint }, (make) =>
      make(document(OWNER, allow('*', '*', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }))),
    ),
    ...each('a file system for anyone under a condition on', CONFINING_KEYS, (key) =>
      fileSystem(anyone({ StringLike: { [key]: 'value' } })),
    ),
    'a repository that denies everybody': repository(document(deny('*', '*', '*'))),
    'a file system for whoever mounts it': fileSystem(
      anyone({ Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }),
    ),
    'a vault that denies everybody a deletion': vault(document(deny('*', 'backup:DeleteRecoveryPoint', '*'))),
    'an access point for its owner': accessPoint(document(OWNER)),
    'an access point without a policy': accessPoint({}),
  },
  failing: {
    ...fails('a repository for anyone,', repository, "The repository's policy allows anyone"),
    ...fails('a file system for anyone,', fileSystem, "The file system's policy allows anyone"),
    ...fails('a vault for anyone,', vault, "The vault's policy lets anyone copy backups"),
    ...fails('an access point for anyone,', accessPoint, "The access point's policy allows anyone"),
  },
  skipping: {
    'a repository without a policy': repository(),
    'a file system without a policy': fileSystem(),
    'a vault without a policy': vault(),
  },
};
