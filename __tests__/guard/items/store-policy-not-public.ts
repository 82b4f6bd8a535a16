import { type Cases, type Item, OURS } from '../configuration-item';
import {
  ALL_TEXT_FORMS,
  CONFINING_CONDITIONS,
  OWNER,
  WEAK_CONDITIONS,
  allow,
  allowAllBut,
  compact,
  deny,
  document,
  each,
} from '../documents';
import { accessPoint, fileSystem, repository, vault } from '../resources';

const anyone = (condition?: object) => document(OWNER, allow('*', '*', '*', condition));
const weak = { Bool: { 'aws:SecureTransport': 'true' } };

/** Keys that confine, each with a value that is somebody's own. */
const CONFINING_VALUES: Readonly<Record<string, string>> = {
  'aws:PrincipalAccount': OURS,
  'aws:PrincipalArn': `arn:aws:iam::${OURS}:role/deploy`,
  'aws:SourceOrgID': 'o-a1b2c3d4e5',
  'aws:SourceOrgPaths': 'o-a1b2c3d4e5/r-a1b2/*',
  'aws:SourceVpc': 'vpc-0a1b2c3d4e5f60718',
  'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718',
  'aws:VpcSourceIp': '10.0.0.0/8',
  'aws:userid': 'AROAABCDEFGHIJKLMNOPQ:*',
  's3:DataAccessPointAccount': OURS,
  's3:DataAccessPointArn': `arn:aws:s3:eu-central-1:${OURS}:accesspoint/*`,
  's3:AccessPointNetworkOrigin': 'VPC',
  'elasticfilesystem:AccessPointArn': `arn:aws:elasticfilesystem:eu-central-1:${OURS}:access-point/fsap-0a1b2c3d`,
};
const CONFINING = Object.fromEntries(
  Object.entries(CONFINING_VALUES).map(([key, value]) => [`on ${key}`, { StringLike: { [key]: value } }]),
);

/** Ways to say anyone. */
const ANYONES: Readonly<Record<string, object | string>> = {
  'written *': anyone(),
  'written AWS *': document(allow({ AWS: '*' }, '*', '*')),
  'among accounts': document(allow({ AWS: ['222222222222', '*'] }, '*', '*')),
  'beside a service': document(allow({ Service: 'ec2.amazonaws.com', AWS: '*' }, '*', '*')),
  'under a condition that confines nobody': anyone(weak),
  'under a condition that sounds like one that confines': anyone({ StringLike: { 'aws:PrincipalArnX': OURS } }),
  ...each('under a condition', WEAK_CONDITIONS, anyone),
  'in a statement without a list': { Statement: allow('*', '*', '*') },
  'in a statement without a list, under a condition that excludes': {
    Statement: allow('*', '*', '*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
  },
  'by naming who is not meant': document(allowAllBut({ AWS: OURS }, '*', '*')),
  'by naming who is not meant, over TLS': document(allowAllBut({ AWS: OURS }, '*', '*', weak)),
  'by naming who is not meant, in a statement without a list': { Statement: allowAllBut({ AWS: OURS }, '*', '*') },
  ...each('in a text,', ALL_TEXT_FORMS, (form) => form(anyone())),
  ...each('in a text by naming who is not meant,', ALL_TEXT_FORMS, (form) =>
    form(document(allowAllBut({ AWS: OURS }, '*', '*'))),
  ),
  ...each('in a text under a condition', WEAK_CONDITIONS, (condition) => compact(anyone(condition))),
};
const KINDS: Readonly<Record<string, (policy: object | string) => Item>> = {
  repository,
  fileSystem,
  vault,
  accessPoint,
};
const fails = (kind: string, make: (policy: object | string) => Item, says: string) =>
  each(kind, ANYONES, (policy) => [make(policy), says] as const);

export const cases: Cases = {
  passing: {
    'a repository for an account': repository(document(allow({ AWS: '222222222222' }, 'ecr:BatchGetImage', '*'))),
    ...each('a repository for anyone under a condition', CONFINING_CONDITIONS, (condition) =>
      repository(anyone(condition)),
    ),
    ...each('that denies everybody:', KINDS, (make) => make(document(OWNER, deny('*', '*', '*')))),
    ...each('for anyone of the organization:', KINDS, (make) =>
      make(document(OWNER, allow('*', '*', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }))),
    ),
    ...each('a file system for anyone under a condition', CONFINING, (condition) => fileSystem(anyone(condition))),
    ...each('for an account, in a statement without a list:', KINDS, (make) =>
      make({ Statement: allow({ AWS: OURS }, '*', '*') }),
    ),
    ...each('a repository whose policy is a text for anyone of the organization,', ALL_TEXT_FORMS, (form) =>
      repository(form(anyone(CONFINING_CONDITIONS['on the organization']))),
    ),
    'a repository that denies everybody': repository(document(deny('*', '*', '*'))),
    'a file system for whoever mounts it': fileSystem(
      anyone({ Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }),
    ),
    'a vault that denies everybody a deletion': vault(document(deny('*', 'backup:DeleteRecoveryPoint', '*'))),
    'an access point for its owner': accessPoint(document(OWNER)),
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
    'an access point without a policy': accessPoint({}),
  },
};
