import { ACCOUNT, type Cases, OURS, STRANGER, item } from '../configuration-item';

const restore = (attributeValues: readonly string[]) => [{ attributeName: 'restore', attributeValues }];
const snapshot = (...accounts: readonly string[]) =>
  item('AWS::RDS::DBSnapshot', {
    configuration: {
      dBSnapshotIdentifier: 'orders-2026-03-02',
      dBInstanceIdentifier: 'orders',
      engine: 'postgres',
      status: 'available',
      snapshotType: 'manual',
      encrypted: true,
    },
    supplementaryConfiguration: { Tags: [], DBSnapshotAttributes: restore(accounts) },
  });
const clusterSnapshot = (...accounts: readonly string[]) =>
  item('AWS::RDS::DBClusterSnapshot', {
    configuration: {
      dbclusterSnapshotIdentifier: 'orders-2026-03-02',
      dbclusterIdentifier: 'orders',
      engine: 'aurora-postgresql',
      status: 'available',
      snapshotType: 'manual',
      storageEncrypted: true,
    },
    supplementaryConfiguration: { Tags: [], DBClusterSnapshotAttributes: restore(accounts) },
  });
const warehouseSnapshot = (...accounts: readonly string[]) =>
  item('AWS::Redshift::ClusterSnapshot', {
    configuration: {
      snapshotIdentifier: 'sales-2026-03-02',
      clusterIdentifier: 'sales',
      status: 'available',
      snapshotType: 'manual',
      ownerAccount: ACCOUNT,
      accountsWithRestoreAccess: accounts.map((accountId) => ({ accountId, accountAlias: null })),
    },
  });

const outside = 'shared with an account outside the organization';

export const cases: Cases = {
  passing: {
    'a snapshot for nobody': snapshot(),
    'a snapshot for an account of ours': snapshot(OURS),
    'a snapshot without attributes in the item': item('AWS::RDS::DBSnapshot', {
      configuration: { dBSnapshotIdentifier: 'orders-2026-03-02', snapshotType: 'automated' },
    }),
    'a snapshot with an attribute of another kind': {
      ...snapshot(),
      supplementaryConfiguration: { DBSnapshotAttributes: [{ attributeName: 'copy', attributeValues: ['all'] }] },
    },
    'a cluster snapshot with an attribute of another kind': {
      ...clusterSnapshot(),
      supplementaryConfiguration: {
        DBClusterSnapshotAttributes: [{ attributeName: 'copy', attributeValues: ['all'] }],
      },
    },
    'a cluster snapshot for nobody': clusterSnapshot(),
    'a cluster snapshot for an account of ours': clusterSnapshot(OURS),
    'a Redshift snapshot for nobody': warehouseSnapshot(),
    'a Redshift snapshot for accounts of ours': warehouseSnapshot(OURS, ACCOUNT),
  },
  failing: {
    'a snapshot for everybody': [snapshot('all'), 'The snapshot is public'],
    'a snapshot for a stranger': [snapshot(STRANGER), `The snapshot is ${outside}`],
    'a snapshot for a stranger beside us': [snapshot(OURS, STRANGER), `The snapshot is ${outside}`],
    'a cluster snapshot for everybody': [clusterSnapshot('all'), 'The cluster snapshot is public'],
    'a cluster snapshot for a stranger': [clusterSnapshot(OURS, STRANGER), `The cluster snapshot is ${outside}`],
    'a Redshift snapshot for a stranger': [warehouseSnapshot(OURS, STRANGER), `The Redshift snapshot is ${outside}`],
  },
  skipping: {},
  whenEmpty: {
    'a snapshot for everybody': [snapshot('all'), 'FAIL'],
    'a snapshot for an account': [snapshot(STRANGER), 'PASS'],
    'a cluster snapshot for everybody': [clusterSnapshot('all'), 'FAIL'],
    'a cluster snapshot for an account': [clusterSnapshot(STRANGER), 'PASS'],
    'a Redshift snapshot for an account': [warehouseSnapshot(STRANGER), 'SKIP'],
  },
};
