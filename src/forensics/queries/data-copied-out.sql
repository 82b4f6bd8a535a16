-- Who made copies of data that can be carried away
--
-- Successful calls that put data where it can be taken from: snapshots and images made, copied or exported, exports of
-- tables and databases, replication set up, files transferred, blocks of snapshots read. By themselves they are
-- everyday work. Read them together with public-sharing and cross-account-access: a copy, then a share, then a
-- stranger. Reading objects of buckets is what bucket-reads counts.
-- Harmless: backups, which a service-linked role or one role makes at the same hours every day.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern for who did it, where \_ stands for an underscore itself
--
-- Columns:
--   eventtime: when
--   account: where
--   region: where
--   principal: who
--   session: the name of the role's session
--   sourceipaddress: where from
--   eventsource: the service
--   eventname: the call
--   what: what was copied
--   destination: where to, where the call tells
--   eventid: the record
WITH matters (eventsource, eventname, what, destination) AS (
  VALUES
    ('ec2.amazonaws.com', 'CreateSnapshot', '$.volumeId', '$.outpostArn'),
    (
      'ec2.amazonaws.com', 'CreateSnapshots',
      '$.CreateSnapshotsRequest.InstanceSpecification.InstanceId', '$.outpostArn'
    ),
    ('ec2.amazonaws.com', 'CopySnapshot', '$.sourceSnapshotId', '$.destinationRegion'),
    ('ec2.amazonaws.com', 'CreateImage', '$.instanceId', '$.name'),
    ('ec2.amazonaws.com', 'CopyImage', '$.sourceImageId', '$.name'),
    (
      'ec2.amazonaws.com', 'CreateStoreImageTask',
      '$.CreateStoreImageTaskRequest.ImageId', '$.CreateStoreImageTaskRequest.Bucket'
    ),
    (
      'ec2.amazonaws.com', 'ExportImage',
      '$.ExportImageRequest.ImageId', '$.ExportImageRequest.S3ExportLocation.S3Bucket'
    ),
    ('ec2.amazonaws.com', 'CreateInstanceExportTask', '$.instanceId', '$.exportToS3.s3Bucket'),
    ('ebs.amazonaws.com', 'GetSnapshotBlock', '$.snapshotId', '$.destination'),
    ('rds.amazonaws.com', 'CreateDBSnapshot', '$.dBInstanceIdentifier', '$.dBSnapshotIdentifier'),
    ('rds.amazonaws.com', 'CreateDBClusterSnapshot', '$.dBClusterIdentifier', '$.dBClusterSnapshotIdentifier'),
    ('rds.amazonaws.com', 'CopyDBSnapshot', '$.sourceDBSnapshotIdentifier', '$.targetDBSnapshotIdentifier'),
    (
      'rds.amazonaws.com', 'CopyDBClusterSnapshot',
      '$.sourceDBClusterSnapshotIdentifier', '$.targetDBClusterSnapshotIdentifier'
    ),
    ('rds.amazonaws.com', 'StartExportTask', '$.sourceArn', '$.s3BucketName'),
    ('rds.amazonaws.com', 'RestoreDBInstanceFromDBSnapshot', '$.dBSnapshotIdentifier', '$.dBInstanceIdentifier'),
    ('dynamodb.amazonaws.com', 'ExportTableToPointInTime', '$.tableArn', '$.s3Bucket'),
    ('dynamodb.amazonaws.com', 'CreateBackup', '$.tableName', '$.backupName'),
    ('backup.amazonaws.com', 'StartCopyJob', '$.recoveryPointArn', '$.destinationBackupVaultArn'),
    ('backup.amazonaws.com', 'StartRestoreJob', '$.recoveryPointArn', '$.iamRoleArn'),
    ('s3.amazonaws.com', 'PutBucketReplication', '$.bucketName', '$.ReplicationConfiguration.Rule.Destination.Bucket'),
    ('s3.amazonaws.com', 'CreateJob', '$.manifest.location.objectArn', '$.operation.s3PutObjectCopy.targetResource'),
    ('datasync.amazonaws.com', 'CreateTask', '$.sourceLocationArn', '$.destinationLocationArn'),
    ('datasync.amazonaws.com', 'StartTaskExecution', '$.taskArn', '$.overrideOptions'),
    ('transfer.amazonaws.com', 'CreateUser', '$.homeDirectory', '$.userName'),
    ('dms.amazonaws.com', 'CreateReplicationTask', '$.sourceEndpointArn', '$.targetEndpointArn'),
    ('redshift.amazonaws.com', 'CreateClusterSnapshot', '$.clusterIdentifier', '$.snapshotIdentifier'),
    ('logs.amazonaws.com', 'CreateExportTask', '$.logGroupName', '$.destination'),
    ('codecommit.amazonaws.com', 'GitPull', '$.repositoryName', '$.destination')
),
events AS (
  SELECT
    eventtime,
    account,
    region,
    coalesce(
      useridentity.sessioncontext.sessionissuer.arn,
      useridentity.arn,
      nullif(useridentity.principalid, ''),
      useridentity.onbehalfof.userid,
      useridentity.invokedby,
      useridentity.username,
      useridentity.type
    ) AS principal,
    CASE WHEN useridentity.type = 'AssumedRole' THEN nullif(split_part(useridentity.arn, '/', 3), '') END AS session,
    sourceipaddress,
    eventsource,
    eventname,
    requestparameters,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND errorcode IS NULL
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  e.eventtime,
  e.account,
  e.region,
  e.principal,
  e.session,
  e.sourceipaddress,
  e.eventsource,
  e.eventname,
  coalesce(json_extract_scalar(e.requestparameters, m.what), e.requestparameters) AS what,
  json_extract_scalar(e.requestparameters, m.destination) AS destination,
  e.eventid
FROM events e
JOIN matters m ON m.eventsource = e.eventsource AND m.eventname = e.eventname
WHERE lower(e.principal) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY from_iso8601_timestamp(e.eventtime), e.eventid
