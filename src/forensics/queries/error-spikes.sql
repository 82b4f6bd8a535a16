-- Who suddenly failed much more often than usual
--
-- One row for each hour in the window in which a principal had many failed calls to a service: at least minimum, and
-- at least times as many as in the median hour between since and from, where hours without any failure count as zero.
-- Guessing names and rights, a key that was taken away, a policy that broke something: codes tells them apart.
-- Services and service-linked roles are left out. Let since and from be full hours.
-- Harmless: throttling of a busy application, waiters that ask until something exists.
--
-- Parameters:
--   since: the beginning of the time to compare with, such as a week before from
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   minimum (default 10): failed calls in an hour that are worth a row
--   times (default 5): how many times the usual it must be
--
-- Columns:
--   hour: the hour, UTC
--   principal: who
--   eventsource: the service
--   failed: failed calls in the hour
--   usual: failed calls in the median hour before
--   codes: the errors
--   action_names: the actions that failed, at most twenty
WITH events AS (
  SELECT
    date_trunc('hour', from_iso8601_timestamp(eventtime)) AS hour,
    coalesce(
      useridentity.sessioncontext.sessionissuer.arn,
      useridentity.arn,
      nullif(useridentity.principalid, ''),
      useridentity.onbehalfof.userid,
      useridentity.invokedby,
      useridentity.username,
      useridentity.type
    ) AS principal,
    eventsource,
    eventname,
    errorcode,
    coalesce(sharedeventid, eventid) AS call
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* since */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* since */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND errorcode IS NOT NULL
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
),
-- The hours of the time before, counted without a parameter outside of WHERE, where Athena takes none. From 2020.
clock AS (
  SELECT from_unixtime((day.number * 24 + hour_of_day.number) * 3600) AS hour
  FROM UNNEST(sequence(18262, 28261)) AS day (number)
  CROSS JOIN UNNEST(sequence(0, 23)) AS hour_of_day (number)
),
span AS (
  SELECT count(*) AS hours
  FROM clock
  WHERE hour >= date_trunc('hour', from_iso8601_timestamp(? /* since */))
    AND hour < date_trunc('hour', from_iso8601_timestamp(? /* from */))
),
hours AS (
  SELECT
    hour,
    side.earlier,
    principal,
    eventsource,
    count(DISTINCT call) AS failed,
    array_join(
      array_agg(DISTINCT errorcode ORDER BY errorcode) FILTER (WHERE errorcode IS NOT NULL), ', '
    ) AS codes,
    array_join(slice(array_agg(DISTINCT eventname ORDER BY eventname), 1, 20), ', ') AS action_names
  FROM events e
  CROSS JOIN (VALUES (true), (false)) AS side (earlier)
  WHERE side.earlier = (e.hour < date_trunc('hour', from_iso8601_timestamp(? /* from */)))
  GROUP BY hour, side.earlier, principal, eventsource
),
ranked AS (
  SELECT
    h.*,
    row_number() OVER (PARTITION BY principal, eventsource, earlier ORDER BY failed) AS place,
    count_if(earlier) OVER (PARTITION BY principal, eventsource) AS failing_hours,
    s.hours AS all_hours
  FROM hours h
  CROSS JOIN span s
),
compared AS (
  SELECT
    r.*,
    -- The hours without failures come first in the order of all hours, so the middle lies that much further on.
    coalesce(
      max(CASE WHEN earlier AND place = (all_hours + 1) / 2 - (all_hours - failing_hours) THEN failed END)
        OVER (PARTITION BY principal, eventsource),
      0
    ) AS usual
  FROM ranked r
)
SELECT
  date_format(hour, '%Y-%m-%dT%H:00:00Z') AS hour,
  principal,
  eventsource,
  failed,
  usual,
  codes,
  action_names
FROM compared
WHERE NOT earlier
  AND failed >= CAST(? /* minimum */ AS bigint)
  AND failed >= usual * CAST(? /* times */ AS bigint)
ORDER BY 1, failed DESC, principal, eventsource
