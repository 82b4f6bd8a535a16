-- Who read secrets
--
-- One row for each principal, address and action that gives out a secret: secrets of Secrets Manager, decrypted
-- parameters, passwords of instances, the code and variables of functions, and decryption with KMS by the caller's own
-- hand. Decryption that a service does on somebody's behalf is left out. Reading the secret is here anyway. A list of
-- many secrets in a short time is somebody taking them all along.
-- Harmless: applications that read their own one or two secrets at each start, deployments.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern for the principal, where \_ stands for an underscore itself
--
-- Columns:
--   principal: who
--   sourceipaddress: where from
--   action: the action
--   reads: calls that succeeded
--   denied: calls that failed
--   secrets: different secrets named by calls that succeeded
--   secret_names: their names, at most twenty
--   first_seen: the first call
--   last_seen: the last one
WITH events AS (
  SELECT
    eventtime,
    from_iso8601_timestamp(eventtime) AS moment,
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
    split_part(eventsource, '.', 1) || ':' || eventname AS action,
    coalesce(
      json_extract_scalar(requestparameters, '$.secretId'),
      json_extract_scalar(requestparameters, '$.name'),
      json_extract_scalar(requestparameters, '$.path'),
      json_format(json_extract(requestparameters, '$.names')),
      json_format(json_extract(requestparameters, '$.secretIdList')),
      json_extract_scalar(requestparameters, '$.instanceId'),
      json_extract_scalar(requestparameters, '$.functionName'),
      json_extract_scalar(requestparameters, '$.keyId'),
      element_at(resources, 1).arn
    ) AS secret,
    errorcode,
    row_number() OVER (
      PARTITION BY coalesce(sharedeventid, eventid)
      ORDER BY useridentity.arn NULLS LAST, eventid
    ) AS copy
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND useridentity.invokedby IS NULL
    AND CASE eventsource
      WHEN 'secretsmanager.amazonaws.com' THEN eventname IN ('GetSecretValue', 'BatchGetSecretValue')
      WHEN 'ssm.amazonaws.com' THEN
        eventname IN ('GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory')
        AND json_extract_scalar(requestparameters, '$.withDecryption') = 'true'
      WHEN 'kms.amazonaws.com' THEN eventname = 'Decrypt'
      WHEN 'ec2.amazonaws.com' THEN eventname = 'GetPasswordData'
      WHEN 'lambda.amazonaws.com' THEN eventname IN ('GetFunction20150331', 'GetFunction20150331v2')
      ELSE false
    END
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  principal,
  sourceipaddress,
  action,
  count_if(errorcode IS NULL) AS reads,
  count_if(errorcode IS NOT NULL) AS denied,
  count(DISTINCT CASE WHEN errorcode IS NULL THEN secret END) AS secrets,
  array_join(
    slice(
      array_agg(DISTINCT secret ORDER BY secret) FILTER (WHERE errorcode IS NULL AND secret IS NOT NULL), 1, 20
    ), ', '
  ) AS secret_names,
  min_by(eventtime, moment) AS first_seen,
  max_by(eventtime, moment) AS last_seen
FROM events
WHERE copy = 1
  AND lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
GROUP BY principal, sourceipaddress, action
ORDER BY secrets DESC, reads DESC, denied DESC, principal, sourceipaddress, action
