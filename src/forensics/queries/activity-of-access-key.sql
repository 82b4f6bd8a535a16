-- What was done with an access key, and where it came from
--
-- Every call made with the key, in the order of time, failed ones too, with the call that handed it out (sts for keys
-- that
-- begin with ASIA, iam for AKIA), and the calls about it, such as the one that switched it off. A call from one
-- account to another is recorded in both. Only the caller's record carries the key. Calls about a key say nothing of
-- its use: an administrator who lists or disables it is not its user.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   key: the access key's id, such as AKIAIOSFODNN7EXAMPLE
--
-- Columns:
--   eventtime: when
--   account: where
--   region: where
--   relation: used, issued or about
--   principal: the role, user or service that called
--   session: the name of the role's session
--   sourceipaddress: where from
--   useragent: with what
--   invokedby: the service that called on the principal's behalf
--   eventsource: the service called
--   eventname: the call
--   readonly: false where something may have changed
--   errorcode: why it failed (nothing when it did not)
--   requestparameters: what the call was given
--   eventid: the record
WITH events AS (
  SELECT
    eventtime,
    account,
    region,
    useridentity.accesskeyid AS used_key,
    CASE
      WHEN eventsource IN ('iam.amazonaws.com', 'sts.amazonaws.com') THEN coalesce(
        json_extract_scalar(responseelements, '$.credentials.accessKeyId'),
        json_extract_scalar(responseelements, '$.accessKey.accessKeyId')
      )
    END AS issued_key,
    CASE
      WHEN eventsource IN ('iam.amazonaws.com', 'sts.amazonaws.com')
        THEN json_extract_scalar(requestparameters, '$.accessKeyId')
    END AS named_key,
    coalesce(
      useridentity.sessioncontext.sessionissuer.arn,
      useridentity.arn,
      nullif(useridentity.principalid, ''),
      useridentity.onbehalfof.userid,
      useridentity.invokedby,
      useridentity.username,
      useridentity.type
    ) AS principal,
    CASE WHEN useridentity.type = 'AssumedRole' THEN nullif(split_part(useridentity.arn, '/', 3), '') END AS session,
    sourceipaddress,
    useragent,
    useridentity.invokedby AS invokedby,
    eventsource,
    eventname,
    readonly,
    errorcode,
    requestparameters,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
)
SELECT
  eventtime,
  account,
  region,
  relation.name AS relation,
  principal,
  session,
  sourceipaddress,
  useragent,
  invokedby,
  eventsource,
  eventname,
  readonly,
  errorcode,
  requestparameters,
  eventid
FROM events
-- Athena takes parameters in WHERE only, so the key's part is chosen there. Who uses a key on itself used it.
CROSS JOIN (VALUES ('used'), ('issued'), ('about')) AS relation (name)
WHERE ? /* key */ = CASE relation.name
    WHEN 'used' THEN used_key
    WHEN 'issued' THEN nullif(issued_key, used_key)
    ELSE nullif(named_key, used_key)
  END
ORDER BY from_iso8601_timestamp(eventtime), eventid
