-- Who was denied, how often, and what they tried
--
-- One row for each principal that was denied at least one call: many different actions in a short time are somebody
-- finding out what stolen credentials can do. Every form of denial counts, whatever a service calls it. A call from
-- one account to another is recorded in both and counted once, under the caller's name.
-- Harmless: security scanners and inventory tools, consoles that ask for more than a person may see (many actions, one
-- browser), deployments that are missing a permission (the same few actions again and again). Service-linked roles and
-- services are left out.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern for the principal, where \_ stands for an underscore itself
--
-- Columns:
--   principal: the role, user or service that called (a role, not its sessions)
--   denied: calls denied
--   actions: different actions among them
--   services: different services among them
--   action_names: the actions, at most twenty
--   addresses: where from, at most twenty
--   first_seen: the first denial
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
    eventsource,
    split_part(eventsource, '.', 1) || ':' || eventname AS action,
    sourceipaddress,
    row_number() OVER (
      PARTITION BY coalesce(sharedeventid, eventid)
      ORDER BY useridentity.arn NULLS LAST, eventid
    ) AS copy
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND (
      lower(errorcode) LIKE '%accessdenied%'
      OR lower(errorcode) LIKE '%unauthorized%'
      OR lower(errorcode) LIKE '%notauthorized%'
      OR lower(errorcode) LIKE '%authorizationerror%'
      OR lower(errorcode) LIKE '%forbidden%'
    )
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  principal,
  count(*) AS denied,
  count(DISTINCT action) AS actions,
  count(DISTINCT eventsource) AS services,
  array_join(slice(array_agg(DISTINCT action ORDER BY action), 1, 20), ', ') AS action_names,
  array_join(slice(array_agg(DISTINCT sourceipaddress ORDER BY sourceipaddress), 1, 20), ', ') AS addresses,
  min_by(eventtime, moment) AS first_seen,
  max_by(eventtime, moment) AS last_seen
FROM events
WHERE copy = 1
  AND lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
GROUP BY principal
ORDER BY actions DESC, denied DESC, principal
