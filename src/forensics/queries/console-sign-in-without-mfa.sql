-- Who signed in to the console without MFA
--
-- Successful sign-ins of IAM users and of root users that gave no second factor. Sign-ins through an identity provider
-- or IAM Identity Center are left out: CloudTrail says No for each of them, since the second factor was asked for
-- there.
-- Harmless: none for a root user. An IAM user may be one that has only just been made and has no device yet.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--
-- Columns:
--   eventtime: when
--   account: the account signed in to
--   principal: the user, or the account's root user
--   sourceipaddress: where from
--   useragent: the browser
--   target: the page that the sign-in led to
--   eventid: the record
SELECT
  eventtime,
  account,
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
  useragent,
  json_extract_scalar(additionaleventdata, '$.LoginTo') AS target,
  eventid
FROM cloudtrail
WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
    AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
  AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
  AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
  AND eventsource = 'signin.amazonaws.com'
  AND eventname = 'ConsoleLogin'
  AND useridentity.type IN ('IAMUser', 'Root')
  AND json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Success'
  AND coalesce(lower(json_extract_scalar(additionaleventdata, '$.MFAUsed')), 'no') <> 'yes'
ORDER BY from_iso8601_timestamp(eventtime), eventid
