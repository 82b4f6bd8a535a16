-- Who became whom
--
-- One row for each role that was taken, with the way to it: who held the credentials at first and through which roles
-- they went. The key that one call hands out is the key that the next is made with. That is the link, and names play
-- no part. Three steps back are followed, with as many joins: Trino stops recursion at a fixed depth as well, and an
-- incomplete chain shows by the key that it begins with, which can be asked for by itself (activity-of-access-key). A
-- session lasts up to twelve hours: begin the window that much earlier. What was done as the last role is what
-- activity-of-access-key says of issued_key.
-- Harmless: pipelines, which go from a build role to a deploying one in every account. Roles taken by services are
-- left out, but a chain may begin with one, such as that of an instance.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern that somebody on the way must match, where \_ stands for an underscore itself
--
-- Columns:
--   eventtime: when the role was taken
--   steps: roles taken so far, this one included
--   origin: who the chain begins with
--   path: everybody on the way, in order
--   principal: who took this role
--   role: the role taken
--   session: the name of the new session
--   account: the account of the role
--   sourceipaddress: where from
--   eventname: how
--   used_key: the key that the call was made with
--   issued_key: the key that it handed out
--   errorcode: why it failed (nothing when it did not)
--   eventid: the record
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
    useridentity.type AS caller,
    coalesce(
      json_extract_scalar(requestparameters, '$.roleArn'),
      json_extract_scalar(requestparameters, '$.targetPrincipal')
    ) AS role,
    json_extract_scalar(requestparameters, '$.roleSessionName') AS session,
    sourceipaddress,
    eventname,
    useridentity.accesskeyid AS used_key,
    json_extract_scalar(responseelements, '$.credentials.accessKeyId') AS issued_key,
    errorcode,
    eventid,
    row_number() OVER (
      PARTITION BY coalesce(sharedeventid, eventid)
      ORDER BY useridentity.arn NULLS LAST, eventid
    ) AS copy
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND eventsource = 'sts.amazonaws.com'
    AND eventname IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot')
),
-- A role taken across accounts is recorded in both. The caller's record says who it was.
taken AS (
  SELECT * FROM events WHERE copy = 1
),
chains AS (
  SELECT
    e.eventtime,
    CASE
      WHEN ancestor.eventid IS NOT NULL THEN 4
      WHEN grandparent.eventid IS NOT NULL THEN 3
      WHEN parent.eventid IS NOT NULL THEN 2
      ELSE 1
    END AS steps,
    coalesce(ancestor.principal, grandparent.principal, parent.principal, e.principal) AS origin,
    coalesce(ancestor.principal || ' > ', '')
      || coalesce(grandparent.principal || ' > ', '')
      || coalesce(parent.principal || ' > ', '')
      || e.principal
      || coalesce(' > ' || e.role, '') AS path,
    e.principal,
    e.role,
    e.session,
    -- Root is taken by the account's id alone.
    coalesce(split_part(e.role, ':', 5), e.role) AS account,
    e.sourceipaddress,
    e.eventname,
    e.used_key,
    e.issued_key,
    e.errorcode,
    e.eventid,
    e.moment
  FROM taken e
  LEFT JOIN taken parent ON parent.issued_key = e.used_key AND parent.moment <= e.moment
  LEFT JOIN taken grandparent ON grandparent.issued_key = parent.used_key AND grandparent.moment <= parent.moment
  LEFT JOIN taken ancestor ON ancestor.issued_key = grandparent.used_key AND ancestor.moment <= grandparent.moment
  WHERE e.caller <> 'AWSService'
)
SELECT
  eventtime,
  steps,
  origin,
  path,
  principal,
  role,
  session,
  account,
  sourceipaddress,
  eventname,
  used_key,
  issued_key,
  errorcode,
  eventid
FROM chains
WHERE lower(path) LIKE lower('%' || ? /* principal */ || '%') ESCAPE '\'
ORDER BY moment, eventid
