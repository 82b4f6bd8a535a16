-- Who deleted what
--
-- Successful calls that destroy something, one row each: those that matter to an investigation under the kind of thing
-- they destroy, every other Delete, Terminate and so on under the kind other. Keys of KMS and the means of auditing
-- have questions of their own (kms-key-tampering, audit-tampering), which list failed attempts as well, and so have
-- objects of
-- buckets are counted by objects-deleted.
-- Harmless: scaling in, pipelines that tear environments down, expiry by hand. Services and service-linked roles are
-- left out, but scaling on a person's behalf is not.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   kind (default %): data, network, compute, identity, secrets, backup, or other
--   principal (default %): a LIKE pattern for the principal, where \_ stands for an underscore itself
--
-- Columns:
--   eventtime: when
--   account: where
--   region: where
--   principal: who
--   sourceipaddress: where from
--   kind: what kind of thing was destroyed
--   eventsource: the service
--   eventname: the call
--   what: what was destroyed, or all that the call was given
--   eventid: the record
WITH matters (eventsource, eventname, kind, path) AS (
  VALUES
    ('s3.amazonaws.com', 'DeleteBucket', 'data', '$.bucketName'),
    ('rds.amazonaws.com', 'DeleteDBInstance', 'data', '$.dBInstanceIdentifier'),
    ('rds.amazonaws.com', 'DeleteDBCluster', 'data', '$.dBClusterIdentifier'),
    ('rds.amazonaws.com', 'DeleteGlobalCluster', 'data', '$.globalClusterIdentifier'),
    ('dynamodb.amazonaws.com', 'DeleteTable', 'data', '$.tableName'),
    ('elasticfilesystem.amazonaws.com', 'DeleteFileSystem', 'data', '$.fileSystemId'),
    ('fsx.amazonaws.com', 'DeleteFileSystem', 'data', '$.fileSystemId'),
    ('redshift.amazonaws.com', 'DeleteCluster', 'data', '$.clusterIdentifier'),
    ('elasticache.amazonaws.com', 'DeleteReplicationGroup', 'data', '$.replicationGroupId'),
    ('es.amazonaws.com', 'DeleteDomain', 'data', '$.domainName'),
    ('ecr.amazonaws.com', 'DeleteRepository', 'data', '$.repositoryName'),
    ('ecr.amazonaws.com', 'BatchDeleteImage', 'data', '$.repositoryName'),
    ('glue.amazonaws.com', 'DeleteDatabase', 'data', '$.name'),
    ('sqs.amazonaws.com', 'PurgeQueue', 'data', '$.queueUrl'),
    ('ec2.amazonaws.com', 'DeleteVolume', 'data', '$.volumeId'),
    ('ec2.amazonaws.com', 'DeleteSnapshot', 'backup', '$.snapshotId'),
    ('ec2.amazonaws.com', 'DeregisterImage', 'backup', '$.imageId'),
    ('rds.amazonaws.com', 'DeleteDBSnapshot', 'backup', '$.dBSnapshotIdentifier'),
    ('rds.amazonaws.com', 'DeleteDBClusterSnapshot', 'backup', '$.dBClusterSnapshotIdentifier'),
    ('rds.amazonaws.com', 'DeleteDBInstanceAutomatedBackup', 'backup', '$.dbiResourceId'),
    ('dynamodb.amazonaws.com', 'DeleteBackup', 'backup', '$.backupArn'),
    ('backup.amazonaws.com', 'DeleteRecoveryPoint', 'backup', '$.recoveryPointArn'),
    ('backup.amazonaws.com', 'DeleteBackupVault', 'backup', '$.backupVaultName'),
    ('backup.amazonaws.com', 'DeleteBackupVaultLockConfiguration', 'backup', '$.backupVaultName'),
    ('backup.amazonaws.com', 'DeleteBackupPlan', 'backup', '$.backupPlanId'),
    ('ec2.amazonaws.com', 'TerminateInstances', 'compute', '$.instancesSet.items[0].instanceId'),
    ('autoscaling.amazonaws.com', 'DeleteAutoScalingGroup', 'compute', '$.autoScalingGroupName'),
    ('lambda.amazonaws.com', 'DeleteFunction20150331', 'compute', '$.functionName'),
    ('ecs.amazonaws.com', 'DeleteCluster', 'compute', '$.cluster'),
    ('ecs.amazonaws.com', 'DeleteService', 'compute', '$.service'),
    ('eks.amazonaws.com', 'DeleteCluster', 'compute', '$.name'),
    ('cloudformation.amazonaws.com', 'DeleteStack', 'compute', '$.stackName'),
    ('elasticbeanstalk.amazonaws.com', 'TerminateEnvironment', 'compute', '$.environmentName'),
    ('ec2.amazonaws.com', 'DeleteVpc', 'network', '$.vpcId'),
    ('ec2.amazonaws.com', 'DeleteSecurityGroup', 'network', '$.groupId'),
    ('ec2.amazonaws.com', 'DeleteNatGateway', 'network', '$.DeleteNatGatewayRequest.NatGatewayId'),
    ('elasticloadbalancing.amazonaws.com', 'DeleteLoadBalancer', 'network', '$.loadBalancerArn'),
    ('route53.amazonaws.com', 'DeleteHostedZone', 'network', '$.id'),
    ('cloudfront.amazonaws.com', 'DeleteDistribution', 'network', '$.id'),
    ('wafv2.amazonaws.com', 'DeleteWebACL', 'network', '$.name'),
    ('network-firewall.amazonaws.com', 'DeleteFirewall', 'network', '$.firewallName'),
    ('iam.amazonaws.com', 'DeleteUser', 'identity', '$.userName'),
    ('iam.amazonaws.com', 'DeleteRole', 'identity', '$.roleName'),
    ('iam.amazonaws.com', 'DeleteGroup', 'identity', '$.groupName'),
    ('iam.amazonaws.com', 'DeletePolicy', 'identity', '$.policyArn'),
    ('iam.amazonaws.com', 'DeleteAccessKey', 'identity', '$.accessKeyId'),
    ('iam.amazonaws.com', 'DeleteLoginProfile', 'identity', '$.userName'),
    ('iam.amazonaws.com', 'DeleteSAMLProvider', 'identity', '$.sAMLProviderArn'),
    ('iam.amazonaws.com', 'DeleteOpenIDConnectProvider', 'identity', '$.openIDConnectProviderArn'),
    ('sso.amazonaws.com', 'DeleteAccountAssignment', 'identity', '$.principalId'),
    ('sso.amazonaws.com', 'DeletePermissionSet', 'identity', '$.permissionSetArn'),
    ('secretsmanager.amazonaws.com', 'DeleteSecret', 'secrets', '$.secretId'),
    ('ssm.amazonaws.com', 'DeleteParameter', 'secrets', '$.name'),
    ('ssm.amazonaws.com', 'DeleteParameters', 'secrets', '$.names'),
    ('acm.amazonaws.com', 'DeleteCertificate', 'secrets', '$.certificateArn')
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
    AND readonly = 'false'
    AND coalesce(eventcategory, 'Management') = 'Management'
    AND regexp_like(eventname, '^(Delete|BatchDelete|Terminate|Deregister|Destroy|Purge|Remove|Release|Disassociate)')
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  e.eventtime,
  e.account,
  e.region,
  e.principal,
  e.sourceipaddress,
  coalesce(m.kind, 'other') AS kind,
  e.eventsource,
  e.eventname,
  CASE
    WHEN json_array_length(json_extract(e.requestparameters, '$.instancesSet.items')) > 1 THEN e.requestparameters
    ELSE coalesce(json_extract_scalar(e.requestparameters, m.path), e.requestparameters)
  END AS what,
  e.eventid
FROM events e
LEFT JOIN matters m ON m.eventsource = e.eventsource AND m.eventname = e.eventname
WHERE coalesce(m.kind, 'other') LIKE ? /* kind */
  AND lower(e.principal) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY from_iso8601_timestamp(e.eventtime), e.eventid
