-- Who read what from a bucket
--
-- One row for each principal, address and bucket, counted from data events, which a trail records only where it was
-- told to. Reading is getting, listing and selecting, and copying an object out of the bucket into another one. bytes
-- is what S3 says it sent. A copy between buckets sends nothing to the caller and has no bytes here. Services and
-- service-linked roles, such as replication's, are left out.
-- Harmless: the application that the bucket belongs to. Compare addresses and amounts with an earlier window.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   bucket (default %): a LIKE pattern for the bucket's name
--
-- Columns:
--   bucket: the bucket read from
--   principal: who
--   sourceipaddress: where to
--   reads: calls that succeeded
--   objects: different objects read
--   bytes: how much S3 sent
--   denied: calls that failed
--   action_names: the actions
--   sample: objects read, at most five
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
    eventname,
    json_extract_scalar(requestparameters, '$.bucketName') AS called_bucket,
    json_extract_scalar(requestparameters, '$.key') AS key,
    -- The header as it was sent: bucket/key, with or without a slash in front.
    json_extract_scalar(requestparameters, '$["x-amz-copy-source"]') AS copied,
    TRY_CAST(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS double) AS bytes,
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
    AND eventcategory = 'Data'
    AND (readonly = 'true' OR eventname IN ('CopyObject', 'UploadPartCopy'))
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
),
reads AS (
  SELECT
    e.*,
    CASE
      WHEN eventname NOT IN ('CopyObject', 'UploadPartCopy') THEN called_bucket
      WHEN starts_with(copied, '/') THEN split_part(copied, '/', 2)
      ELSE split_part(copied, '/', 1)
    END AS bucket,
    CASE
      WHEN eventname NOT IN ('CopyObject', 'UploadPartCopy') THEN key
      WHEN starts_with(copied, '/') THEN substr(copied, strpos(substr(copied, 2), '/') + 2)
      ELSE substr(copied, strpos(copied, '/') + 1)
    END AS object
  FROM events e
  WHERE copy = 1
)
SELECT
  bucket,
  principal,
  sourceipaddress,
  count_if(errorcode IS NULL) AS reads,
  count(DISTINCT CASE WHEN errorcode IS NULL THEN object END) AS objects,
  CAST(coalesce(sum(bytes), 0) AS bigint) AS bytes,
  count_if(errorcode IS NOT NULL) AS denied,
  array_join(array_agg(DISTINCT eventname ORDER BY eventname), ', ') AS action_names,
  array_join(
    slice(array_agg(DISTINCT object ORDER BY object) FILTER (WHERE object IS NOT NULL), 1, 5), ', '
  ) AS sample,
  min_by(eventtime, moment) AS first_seen,
  max_by(eventtime, moment) AS last_seen
FROM reads
WHERE bucket LIKE ? /* bucket */ ESCAPE '\'
GROUP BY bucket, principal, sourceipaddress
ORDER BY bytes DESC, reads DESC, bucket, principal, sourceipaddress
