-- Who failed to sign in to the console, and whether they succeeded in the end
--
-- One row for each account, user and address with at least one failed sign-in. Many users from one address are
-- spraying, many failures of one user are guessing. A success after failures is the row to read first. Users of IAM
-- and root users sign in by ConsoleLogin. IAM Identity Center asks for each factor in a CredentialVerification of its
-- own. A user name that does not exist is hidden by AWS, because it may be a password typed into the wrong field.
-- Harmless: forgotten passwords, a few failures and then a success from the user's usual address.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   address (default %): a LIKE pattern for the address
--
-- Columns:
--   account: the account signed in to, that of the Identity Center for its users
--   principal: who tried to be
--   sourceipaddress: where from
--   failures: failed attempts
--   successes: those that succeeded
--   succeeded_after_failing: whether a success came after a failure
--   messages: what CloudTrail says of the failures
--   first_seen: the first attempt
--   last_seen: the last one
WITH events AS (
  SELECT
    eventtime,
    from_iso8601_timestamp(eventtime) AS moment,
    account,
    coalesce(
      nullif(useridentity.username, ''),
      json_extract_scalar(additionaleventdata, '$.UserName'),
      useridentity.onbehalfof.userid,
      useridentity.arn,
      nullif(useridentity.principalid, ''),
      useridentity.type
    ) AS who,
    sourceipaddress,
    errormessage,
    coalesce(
      json_extract_scalar(responseelements, '$.ConsoleLogin'),
      json_extract_scalar(serviceeventdetails, '$.CredentialVerification')
    ) AS result
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND eventsource = 'signin.amazonaws.com'
    AND eventname IN ('ConsoleLogin', 'CredentialVerification')
    AND lower(sourceipaddress) LIKE lower(? /* address */) ESCAPE '\'
)
SELECT
  account,
  who AS principal,
  sourceipaddress,
  count_if(result = 'Failure') AS failures,
  count_if(result = 'Success') AS successes,
  coalesce(
    max(CASE WHEN result = 'Success' THEN moment END) > min(CASE WHEN result = 'Failure' THEN moment END),
    false
  ) AS succeeded_after_failing,
  array_join(
    array_agg(DISTINCT errormessage ORDER BY errormessage) FILTER (WHERE errormessage IS NOT NULL), ', '
  ) AS messages,
  min_by(eventtime, moment) AS first_seen,
  max_by(eventtime, moment) AS last_seen
FROM events
GROUP BY account, who, sourceipaddress
HAVING count_if(result = 'Failure') > 0
ORDER BY succeeded_after_failing DESC, failures DESC, account, principal, sourceipaddress
