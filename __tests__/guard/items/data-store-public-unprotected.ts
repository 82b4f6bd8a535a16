import { ACCOUNT, type Cases, type Fields, item } from '../configuration-item';

const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/8dc556cc-000e-4d91-a876-271c1197461a`;

const database = (publiclyAccessible: boolean, storageEncrypted: boolean) =>
  item('AWS::RDS::DBInstance', {
    configuration: {
      dBInstanceIdentifier: 'orders',
      dBInstanceClass: 'db.t4g.medium',
      engine: 'postgres',
      dBInstanceStatus: 'available',
      masterUsername: 'owner',
      endpoint: {
        address: 'orders.example.eu-central-1.rds.amazonaws.com',
        port: 5432,
        hostedZoneId: 'Z1RLNUO7B9Q6NB',
      },
      allocatedStorage: 20,
      publiclyAccessible,
      storageEncrypted,
      kmsKeyId: storageEncrypted ? KEY : null,
      iAMDatabaseAuthenticationEnabled: false,
    },
  });
const warehouse = (publiclyAccessible: boolean, encrypted: boolean) =>
  item('AWS::Redshift::Cluster', {
    configuration: {
      clusterIdentifier: 'sales',
      nodeType: 'ra3.large',
      clusterStatus: 'available',
      masterUsername: 'owner',
      dBName: 'sales',
      publiclyAccessible,
      encrypted,
      kmsKeyId: encrypted ? KEY : null,
      enhancedVpcRouting: true,
    },
    supplementaryConfiguration: { LoggingStatus: { loggingEnabled: true } },
  });
const SAFE = {
  EncryptionAtRestOptions: { Enabled: true, KmsKeyId: KEY },
  DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
  AdvancedSecurityOptions: { Enabled: true, InternalUserDatabaseEnabled: false },
};
const domain = (configuration: Fields) =>
  item('AWS::OpenSearch::Domain', {
    configuration: {
      DomainName: 'logs',
      EngineVersion: 'OpenSearch_2.19',
      ClusterConfig: { InstanceType: 'm7g.medium.search', InstanceCount: 2 },
      ...SAFE,
      ...configuration,
    },
  });
const off = { Enabled: false };
const INSIDE = { VPCOptions: { SubnetIds: ['subnet-0a1b2c3d4e5f60718'], SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] } };
const atRest = 'The domain is public and not encrypted at rest';

export const cases: Cases = {
  passing: {
    'a database that is private and encrypted': database(false, true),
    'a database that is private': database(false, false),
    'a database that is encrypted': database(true, true),
    'a cluster that is private': warehouse(false, false),
    'a cluster that is encrypted': warehouse(true, true),
    'a domain that is public and protected': domain({}),
    'a domain in a VPC without protection': domain({
      ...INSIDE,
      EncryptionAtRestOptions: off,
      DomainEndpointOptions: { EnforceHTTPS: false },
      AdvancedSecurityOptions: off,
    }),
  },
  failing: {
    'a database that is public and plain': [database(true, false), 'The database is public'],
    'a cluster that is public and plain': [warehouse(true, false), 'The cluster is public'],
    'a domain that is public and plain': [domain({ EncryptionAtRestOptions: off }), atRest],
    'a domain that is public and plain, with empty options of a VPC': [
      domain({ VPCOptions: {}, EncryptionAtRestOptions: off }),
      atRest,
    ],
    'a domain that is public and plain, with a list of no subnets': [
      domain({ VPCOptions: { SubnetIds: [], SecurityGroupIds: [] }, EncryptionAtRestOptions: off }),
      atRest,
    ],
    'a domain that is public and answers HTTP': [
      domain({ DomainEndpointOptions: { EnforceHTTPS: false } }),
      'The domain is public and answers plain HTTP',
    ],
    'a domain that is public and asks nobody': [
      domain({ AdvancedSecurityOptions: off }),
      'The domain is public and has no fine-grained access control',
    ],
    'a domain that is public and says nothing of access control': [
      domain({ AdvancedSecurityOptions: undefined }),
      'The domain is public and has no fine-grained access control',
    ],
  },
  skipping: { 'a database cluster': item('AWS::RDS::DBCluster', { configuration: { storageEncrypted: false } }) },
};
