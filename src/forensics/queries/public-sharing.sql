-- What was shared with the public or with strangers
--
-- Successful calls that open something to everybody or to an account that is not in known: policies of buckets,
-- queues, topics, keys, functions, secrets and so on that allow a star as their principal, access lists, blocks of
-- public access taken away, snapshots and images shared, function URLs without authentication, databases made public.
-- A policy counts when one of its statements allows: a star in a statement that denies is a guard. Conditions are not
-- judged: a star with aws:PrincipalOrgID or aws:SourceArn is not public. Read the statement in detail. A policy that
-- names a foreign account, but no star, is not here: see cross-account-access for who came in.
-- Harmless: websites, snapshots shared with the accounts that keep backups, which belong into known.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   known (default none): account ids that may share, such as 111122223333,444455556666
--
-- Columns:
--   eventtime: when
--   account: where
--   region: where
--   principal: who
--   sourceipaddress: where from
--   eventname: the call
--   resource: what was shared
--   shared_with: everybody, or the account. It is off where a safeguard was switched off
--   detail: the statement, list or setting that says so
--   eventid: the record
WITH matters (eventsource, eventname, kind, resource, path) AS (
  VALUES
    ('s3.amazonaws.com', 'PutBucketPolicy', 'policy', '$.bucketName', '$.bucketPolicy'),
    ('sqs.amazonaws.com', 'SetQueueAttributes', 'policy', '$.queueUrl', '$.attributes.Policy'),
    ('sqs.amazonaws.com', 'CreateQueue', 'policy', '$.queueName', '$.attributes.Policy'),
    ('sns.amazonaws.com', 'SetTopicAttributes', 'policy', '$.topicArn', '$.attributeValue'),
    ('kms.amazonaws.com', 'PutKeyPolicy', 'policy', '$.keyId', '$.policy'),
    ('kms.amazonaws.com', 'CreateKey', 'policy', '$.description', '$.policy'),
    ('ecr.amazonaws.com', 'SetRepositoryPolicy', 'policy', '$.repositoryName', '$.policyText'),
    ('secretsmanager.amazonaws.com', 'PutResourcePolicy', 'policy', '$.secretId', '$.resourcePolicy'),
    ('elasticfilesystem.amazonaws.com', 'PutFileSystemPolicy', 'policy', '$.fileSystemId', '$.policy'),
    ('backup.amazonaws.com', 'PutBackupVaultAccessPolicy', 'policy', '$.backupVaultName', '$.policy'),
    ('es.amazonaws.com', 'UpdateDomainConfig', 'policy', '$.domainName', '$.accessPolicies'),
    ('logs.amazonaws.com', 'PutResourcePolicy', 'policy', '$.policyName', '$.policyDocument'),
    ('glue.amazonaws.com', 'PutResourcePolicy', 'policy', '$.resourceArn', '$.policyInJson'),
    ('dynamodb.amazonaws.com', 'PutResourcePolicy', 'policy', '$.resourceArn', '$.policy'),
    ('events.amazonaws.com', 'PutPermission', 'policy', '$.eventBusName', '$.policy'),
    ('iam.amazonaws.com', 'CreateRole', 'policy', '$.roleName', '$.assumeRolePolicyDocument'),
    ('iam.amazonaws.com', 'UpdateAssumeRolePolicy', 'policy', '$.roleName', '$.policyDocument'),
    ('events.amazonaws.com', 'PutPermission', 'value', '$.eventBusName', '$.principal'),
    ('lambda.amazonaws.com', 'AddPermission20150331v2', 'value', '$.functionName', '$.principal'),
    (
      'redshift.amazonaws.com', 'AuthorizeSnapshotAccess', 'value',
      '$.snapshotIdentifier', '$.accountWithRestoreAccess'
    ),
    ('ec2.amazonaws.com', 'ModifySnapshotAttribute', 'list', '$.snapshotId', '$.createVolumePermission.add.items'),
    ('ec2.amazonaws.com', 'ModifyImageAttribute', 'list', '$.imageId', '$.launchPermission.add.items'),
    ('rds.amazonaws.com', 'ModifyDBSnapshotAttribute', 'list', '$.dBSnapshotIdentifier', '$.valuesToAdd'),
    ('rds.amazonaws.com', 'ModifyDBClusterSnapshotAttribute', 'list', '$.dBClusterSnapshotIdentifier', '$.valuesToAdd'),
    ('ssm.amazonaws.com', 'ModifyDocumentPermission', 'list', '$.name', '$.accountIdsToAdd'),
    ('s3.amazonaws.com', 'PutBucketAcl', 'acl', '$.bucketName', '$'),
    ('s3.amazonaws.com', 'PutObjectAcl', 'acl', '$.bucketName', '$'),
    ('s3.amazonaws.com', 'CreateBucket', 'acl', '$.bucketName', '$'),
    ('s3.amazonaws.com', 'PutObject', 'acl', '$.bucketName', '$'),
    ('s3.amazonaws.com', 'PutBucketPublicAccessBlock', 'block', '$.bucketName', '$.PublicAccessBlockConfiguration'),
    ('s3.amazonaws.com', 'PutAccountPublicAccessBlock', 'block', '$.accountId', '$.PublicAccessBlockConfiguration'),
    ('s3.amazonaws.com', 'DeleteBucketPublicAccessBlock', 'off', '$.bucketName', '$'),
    ('s3.amazonaws.com', 'DeleteAccountPublicAccessBlock', 'off', '$.accountId', '$'),
    ('ec2.amazonaws.com', 'DisableSnapshotBlockPublicAccess', 'off', '$.region', '$'),
    ('ec2.amazonaws.com', 'DisableImageBlockPublicAccess', 'off', '$.region', '$'),
    ('lambda.amazonaws.com', 'CreateFunctionUrlConfig', 'url', '$.functionName', '$.authType'),
    ('lambda.amazonaws.com', 'UpdateFunctionUrlConfig', 'url', '$.functionName', '$.authType'),
    ('rds.amazonaws.com', 'CreateDBInstance', 'flag', '$.dBInstanceIdentifier', '$.publiclyAccessible'),
    ('rds.amazonaws.com', 'ModifyDBInstance', 'flag', '$.dBInstanceIdentifier', '$.publiclyAccessible')
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
),
shares AS (
  SELECT
    e.*,
    m.kind,
    json_extract_scalar(e.requestparameters, m.resource) AS resource,
    -- A policy is given as text by some calls, as JSON by others.
    coalesce(
      json_extract_scalar(e.requestparameters, m.path),
      json_format(json_extract(e.requestparameters, m.path))
    ) AS given
  FROM events e
  JOIN matters m ON m.eventsource = e.eventsource AND m.eventname = e.eventname
),
lists AS (
  SELECT
    s.*,
    CASE kind
      WHEN 'policy' THEN json_extract(given, '$.Statement')
      WHEN 'list' THEN json_extract(given, '$')
    END AS items
  FROM shares s
  WHERE given IS NOT NULL
),
items AS (
  SELECT
    l.*,
    place.number,
    coalesce(json_extract(l.items, '$[' || CAST(place.number AS varchar) || ']'), l.items) AS item
  FROM lists l
  CROSS JOIN UNNEST(sequence(0, coalesce(nullif(json_array_length(l.items), 0), 1) - 1)) AS place (number)
),
judged AS (
  SELECT
    i.*,
    CASE kind
      WHEN 'policy' THEN CASE
        WHEN json_extract_scalar(item, '$.Effect') = 'Allow'
          AND (
            json_extract_scalar(item, '$.Principal') = '*'
            OR json_format(json_extract(item, '$.Principal.AWS')) LIKE '%"*"%'
          )
          THEN 'everybody'
      END
      WHEN 'list' THEN CASE
        WHEN json_extract_scalar(item, '$.group') = 'all' OR json_extract_scalar(item, '$') IN ('all', 'All')
          THEN 'everybody'
        ELSE coalesce(
          json_extract_scalar(item, '$.userId'),
          json_extract_scalar(item, '$.organizationArn'),
          json_extract_scalar(item, '$.organizationalUnitArn'),
          json_extract_scalar(item, '$')
        )
      END
      WHEN 'value' THEN CASE
        WHEN given = '*' THEN 'everybody'
        WHEN regexp_like(given, '^[0-9]{12}$') THEN given
        WHEN given LIKE 'arn:%' THEN split_part(given, ':', 5)
      END
      WHEN 'acl' THEN CASE
        WHEN regexp_like(given, 'groups/global/(AllUsers|AuthenticatedUsers)')
          OR regexp_like(given, '"(public-read|public-read-write|authenticated-read)"')
          THEN 'everybody'
      END
      WHEN 'block' THEN CASE WHEN regexp_like(given, ':("false"|false)') THEN 'off' END
      WHEN 'off' THEN 'off'
      WHEN 'url' THEN CASE WHEN given = 'NONE' THEN 'everybody' END
      WHEN 'flag' THEN CASE WHEN given = 'true' THEN 'everybody' END
    END AS shared_with
  FROM items i
)
SELECT
  eventtime,
  account,
  region,
  principal,
  sourceipaddress,
  eventname,
  resource,
  shared_with,
  coalesce(json_format(item), given) AS detail,
  eventid
FROM judged
WHERE shared_with IS NOT NULL
  AND shared_with <> account
  AND strpos(? /* known */, shared_with) = 0
ORDER BY from_iso8601_timestamp(eventtime), eventid, number
