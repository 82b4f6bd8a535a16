-- What root users did
--
-- Every call and sign-in of a root user, failed ones too. Left out is what is not the root user's doing though it
-- bears the name: calls that a service makes with root's standing, and events of AWS's own. Sessions that the
-- management account takes as a member's root (AssumeRoot) are here, with the session's key.
-- Harmless: almost nothing. A root user is for closing accounts and for getting back in.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--
-- Columns:
--   eventtime: when
--   account: whose root user
--   region: where
--   sourceipaddress: where from
--   useragent: with what
--   accesskeyid: the key used (a long-lived one, AKIA, should not exist)
--   mfa: whether a second factor was given
--   eventsource: the service
--   eventname: the call
--   errorcode: why it failed (nothing when it did not)
--   requestparameters: what the call was given
--   eventid: the record
SELECT
  eventtime,
  account,
  region,
  sourceipaddress,
  useragent,
  useridentity.accesskeyid AS accesskeyid,
  CASE
    WHEN eventname = 'ConsoleLogin'
      THEN lower(json_extract_scalar(additionaleventdata, '$.MFAUsed')) = 'yes'
    ELSE lower(useridentity.sessioncontext.attributes.mfaauthenticated) = 'true'
  END AS mfa,
  eventsource,
  eventname,
  coalesce(errorcode, nullif(json_extract_scalar(responseelements, '$.ConsoleLogin'), 'Success')) AS errorcode,
  requestparameters,
  eventid
FROM cloudtrail
WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
    AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
  AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
  AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
  AND useridentity.type = 'Root'
  AND useridentity.invokedby IS NULL
  AND coalesce(eventtype, '') <> 'AwsServiceEvent'
ORDER BY from_iso8601_timestamp(eventtime), eventid
