-- Which calls a principal made for the first time
--
-- One row for each action that a principal took between from and to and had never taken between since and from. Roles
-- of machines repeat themselves. One that lists users or reads secrets for the first time has got a new master. A
-- principal that is itself new is marked, since everything is then the first time. Callers from accounts elsewhere are
-- left out, because every session of theirs bears another name: see cross-account-access. Services and service-linked
-- roles are left out too.
-- Harmless: a new release, a person with a new task. The longer the time to compare with, the less of it.
--
-- Parameters:
--   since: the beginning of the time to compare with, such as a month before from
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern for the principal, where \_ stands for an underscore itself
--
-- Columns:
--   principal: who
--   new_principal: whether nothing at all was seen of it before
--   eventsource: the service
--   eventname: the call
--   first_seen: the first call
--   calls: calls in the window
--   failed: those that failed
--   addresses: where from, at most twenty
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
    eventsource,
    eventname,
    sourceipaddress,
    errorcode,
    coalesce(sharedeventid, eventid) AS call
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* since */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* since */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND useridentity.type <> 'AWSAccount'
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
actions AS (
  SELECT
    principal,
    eventsource,
    eventname,
    min(moment) AS first_moment,
    count_if(NOT in_window) AS calls_before,
    sum(count_if(NOT in_window)) OVER (PARTITION BY principal) AS calls_of_principal_before,
    min_by(eventtime, moment) AS first_seen,
    count(DISTINCT call) AS calls,
    count(DISTINCT CASE WHEN errorcode IS NOT NULL THEN call END) AS failed,
    array_join(slice(array_agg(DISTINCT sourceipaddress ORDER BY sourceipaddress), 1, 20), ', ') AS addresses
  FROM placed
  GROUP BY principal, eventsource, eventname
)
SELECT
  principal,
  calls_of_principal_before = 0 AS new_principal,
  eventsource,
  eventname,
  first_seen,
  calls,
  failed,
  addresses
FROM actions
WHERE calls_before = 0
  AND lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY principal, first_moment, eventsource, eventname
