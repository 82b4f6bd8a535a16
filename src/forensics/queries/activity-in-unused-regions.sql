-- What happened in regions that an account had never used
--
-- One row for each principal in a region in which its account had no call of anybody's between since and from.
-- Intruders like regions that nobody looks at. Calls of services and service-linked roles make no region used, and are
-- not listed. changes counts calls that succeeded and were no mere reading: with none, somebody looked around.
-- Services without a region of their own, such as IAM, record their calls in one region of the partition.
-- Harmless: inventory tools and consoles that go through all regions: many regions, reading only.
--
-- Parameters:
--   since: the beginning of the time to compare with, such as a month before from
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--
-- Columns:
--   account: where
--   region: the region
--   principal: who
--   calls: calls in the window
--   changes: those among them that changed something
--   denied: those that failed
--   action_names: the actions, at most twenty
--   addresses: where from, at most twenty
--   first_seen: the first call
--   last_seen: the last one
WITH events AS (
  SELECT
    eventtime,
    from_iso8601_timestamp(eventtime) AS moment,
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
    split_part(eventsource, '.', 1) || ':' || eventname AS action,
    sourceipaddress,
    readonly,
    errorcode,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* since */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* since */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
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
principals AS (
  SELECT
    account,
    region,
    principal,
    sum(count_if(NOT in_window)) OVER (PARTITION BY account, region) AS calls_before,
    count(DISTINCT eventid) AS calls,
    count(DISTINCT CASE WHEN readonly = 'false' AND errorcode IS NULL THEN eventid END) AS changes,
    count(DISTINCT CASE WHEN errorcode IS NOT NULL THEN eventid END) AS denied,
    array_join(slice(array_agg(DISTINCT action ORDER BY action), 1, 20), ', ') AS action_names,
    array_join(slice(array_agg(DISTINCT sourceipaddress ORDER BY sourceipaddress), 1, 20), ', ') AS addresses,
    min_by(eventtime, moment) AS first_seen,
    max_by(eventtime, moment) AS last_seen
  FROM placed
  GROUP BY account, region, principal
)
SELECT account, region, principal, calls, changes, denied, action_names, addresses, first_seen, last_seen
FROM principals
WHERE calls_before = 0
ORDER BY changes DESC, calls DESC, account, region, principal
