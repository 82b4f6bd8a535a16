-- Which principals came from a new address
--
-- One row for each address that a principal called from between from and to and had never called from between since
-- and from. A key or role that suddenly comes from elsewhere may be in somebody else's hands. usual tells how many
-- other addresses the principal has: with one or two, a new one says much, and with hundreds nothing. Calls that
-- services
-- make on the principal's behalf, and callers from accounts elsewhere, are left out. A principal without any earlier
-- call is left out as well: see first-seen-calls-by-principal.
-- Harmless: people on the move, functions and containers outside a VPC, whose addresses are AWS's and change.
--
-- Parameters:
--   since: the beginning of the time to compare with, such as a month before from
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern for the principal, where \_ stands for an underscore itself
--
-- Columns:
--   principal: who
--   sourceipaddress: the new address
--   usual: addresses that the principal used before
--   first_seen: the first call from it
--   last_seen: the last one
--   calls: calls from it
--   failed: those that failed
--   keys: access keys used from it, at most twenty
--   useragents: with what, at most five
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
    useridentity.accesskeyid AS accesskeyid,
    useragent,
    errorcode,
    coalesce(sharedeventid, eventid) AS call
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* since */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* since */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND useridentity.type <> 'AWSAccount'
    AND useridentity.invokedby IS NULL
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
),
placed AS (
  SELECT e.*, side.in_window
  FROM events e
  -- Athena takes parameters in WHERE only, so the side on which a call lies is chosen there.
  CROSS JOIN (VALUES (true), (false)) AS side (in_window)
  WHERE side.in_window = (e.moment >= from_iso8601_timestamp(? /* from */))
),
addresses AS (
  SELECT
    principal,
    sourceipaddress,
    min(moment) AS first_moment,
    count_if(NOT in_window) AS calls_before,
    count_if(count_if(NOT in_window) > 0) OVER (PARTITION BY principal) AS usual,
    min_by(eventtime, moment) AS first_seen,
    max_by(eventtime, moment) AS last_seen,
    count(DISTINCT call) AS calls,
    count(DISTINCT CASE WHEN errorcode IS NOT NULL THEN call END) AS failed,
    array_join(
      slice(array_agg(DISTINCT accesskeyid ORDER BY accesskeyid) FILTER (WHERE accesskeyid IS NOT NULL), 1, 20), ', '
    ) AS keys,
    array_join(
      slice(array_agg(DISTINCT useragent ORDER BY useragent) FILTER (WHERE useragent IS NOT NULL), 1, 5), ', '
    ) AS useragents
  FROM placed
  GROUP BY principal, sourceipaddress
)
SELECT principal, sourceipaddress, usual, first_seen, last_seen, calls, failed, keys, useragents
FROM addresses
WHERE calls_before = 0
  AND usual > 0
  AND lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY usual, principal, first_moment, sourceipaddress
