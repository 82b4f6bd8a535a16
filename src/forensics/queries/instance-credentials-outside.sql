-- Which credentials of instances were used from somewhere else
--
-- One row for each new place that an instance's credentials were used from between from and to, though the same
-- instance had used them elsewhere before. An instance keeps its addresses: credentials that turn up at a second one
-- were taken out of it. The session of an instance's role bears the instance's id. A place is an address together with
-- the VPC endpoint that the call came through, since private addresses are alike everywhere. Calls that services make
-- with the instance's credentials are left out.
-- Harmless: an instance that was stopped and started or got an elastic address, one with several interfaces, one
-- behind several NAT gateways: then the new place goes on, and the old one ends or alternates with it.
--
-- Parameters:
--   since: the beginning of the time to compare with, such as a day before from
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--
-- Columns:
--   instance: the instance's id
--   account: where
--   role: the instance's role
--   sourceipaddress: the new place
--   vpc_endpoint: the VPC endpoint that the calls came through
--   other_addresses: where the credentials were used before this, at most five
--   calls: calls from the new place
--   failed: those that failed
--   action_names: the actions, at most twenty
--   useragents: with what, at most five
--   first_seen: the first call from there
--   last_seen: the last one
WITH events AS (
  SELECT
    eventtime,
    from_iso8601_timestamp(eventtime) AS moment,
    useridentity.accountid AS account,
    coalesce(
      useridentity.sessioncontext.sessionissuer.arn,
      useridentity.arn,
      nullif(useridentity.principalid, ''),
      useridentity.onbehalfof.userid,
      useridentity.invokedby,
      useridentity.username,
      useridentity.type
    ) AS principal,
    split_part(useridentity.arn, '/', 3) AS instance,
    sourceipaddress,
    coalesce(vpcendpointid, '') AS vpc_endpoint,
    split_part(eventsource, '.', 1) || ':' || eventname AS action,
    useragent,
    errorcode,
    coalesce(sharedeventid, eventid) AS call
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* since */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* since */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND useridentity.type = 'AssumedRole'
    AND useridentity.invokedby IS NULL
    AND regexp_like(split_part(useridentity.arn, '/', 3), '^i-[0-9a-f]{8,17}$')
),
places AS (
  SELECT
    instance,
    account,
    principal,
    sourceipaddress,
    vpc_endpoint,
    min(moment) AS first_moment,
    count(DISTINCT call) AS calls,
    count(DISTINCT CASE WHEN errorcode IS NOT NULL THEN call END) AS failed,
    array_join(slice(array_agg(DISTINCT action ORDER BY action), 1, 20), ', ') AS action_names,
    array_join(
      slice(array_agg(DISTINCT useragent ORDER BY useragent) FILTER (WHERE useragent IS NOT NULL), 1, 5), ', '
    ) AS useragents,
    min_by(eventtime, moment) AS first_seen,
    max_by(eventtime, moment) AS last_seen
  FROM events
  GROUP BY instance, account, principal, sourceipaddress, vpc_endpoint
),
ordered AS (
  SELECT
    p.*,
    array_agg(sourceipaddress) OVER (
      PARTITION BY instance, account, principal
      ORDER BY first_moment, sourceipaddress, vpc_endpoint
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS earlier_addresses
  FROM places p
)
SELECT
  instance,
  account,
  principal AS role,
  sourceipaddress,
  nullif(vpc_endpoint, '') AS vpc_endpoint,
  array_join(slice(earlier_addresses, 1, 5), ', ') AS other_addresses,
  calls,
  failed,
  action_names,
  useragents,
  first_seen,
  last_seen
FROM ordered
WHERE earlier_addresses IS NOT NULL
  AND first_moment >= from_iso8601_timestamp(? /* from */)
ORDER BY first_moment, instance, sourceipaddress, vpc_endpoint
