-- Who deleted objects of buckets, and how many
--
-- One row for each principal and bucket, counted from data events, which a trail records only where it was told to.
-- Deleting versions cannot be undone. Deleting without naming a version only hides an object in a bucket with
-- versioning. Objects of a batch are counted where CloudTrail names them, otherwise the batch counts as one. Expiry by
-- a lifecycle is no call and is not here: see audit-tampering for changes of lifecycles.
-- Harmless: applications that clean up after themselves. Replication and other services are left out.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   bucket (default %): a LIKE pattern for the bucket's name
--
-- Columns:
--   bucket: the bucket
--   principal: who
--   calls: calls that succeeded
--   objects: objects they named
--   of_versions: calls that named a version
--   denied: calls that failed
--   addresses: where from, at most twenty
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
    json_extract_scalar(requestparameters, '$.bucketName') AS bucket,
    json_extract_scalar(requestparameters, '$.versionId') AS version,
    json_array_length(json_extract(requestparameters, '$.delete.object')) AS batch,
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
    AND eventsource = 's3.amazonaws.com'
    AND eventname IN ('DeleteObject', 'DeleteObjects', 'DeleteObjectVersion')
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  bucket,
  principal,
  count_if(errorcode IS NULL) AS calls,
  CAST(coalesce(sum(CASE WHEN errorcode IS NULL THEN coalesce(nullif(batch, 0), 1) END), 0) AS bigint) AS objects,
  count_if(errorcode IS NULL AND version IS NOT NULL) AS of_versions,
  count_if(errorcode IS NOT NULL) AS denied,
  array_join(slice(array_agg(DISTINCT sourceipaddress ORDER BY sourceipaddress), 1, 20), ', ') AS addresses,
  min_by(eventtime, moment) AS first_seen,
  max_by(eventtime, moment) AS last_seen
FROM events
WHERE copy = 1
  AND bucket LIKE ? /* bucket */ ESCAPE '\'
GROUP BY bucket, principal
ORDER BY objects DESC, calls DESC, bucket, principal
