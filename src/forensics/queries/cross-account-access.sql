-- Who came in from another account
--
-- One row for each caller from one account, action and account called, as the called account recorded it. The account
-- anonymous is everybody: requests to a bucket that nobody signed. Put the accounts of your organization into known to
-- see strangers only. A role that was taken appears as the taking of it (sts:AssumeRole). What it then does belongs to
-- the account of the role: see role-assumption-chains. A caller from another account is known by its unique id only
-- (AROA..., AIDA...). Where its own account belongs to the same trail, the record there has the same sharedeventid and
-- says who it was.
-- Harmless: vendors who watch over the account, whose account ids stand in the trust policies of roles.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   known (default none): account ids to leave out as callers, such as 111122223333,444455556666
--
-- Columns:
--   caller_account: where the caller belongs
--   principal: who
--   account: the account called
--   action: the action
--   calls: calls that succeeded
--   failed: calls that failed
--   resource_names: what they were about, at most five
--   addresses: where from, at most twenty
--   first_seen: the first call
--   last_seen: the last one
WITH events AS (
  SELECT
    eventtime,
    from_iso8601_timestamp(eventtime) AS moment,
    account,
    useridentity.accountid AS caller_account,
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
    coalesce(
      element_at(resources, 1).arn,
      json_extract_scalar(requestparameters, '$.roleArn'),
      json_extract_scalar(requestparameters, '$.bucketName')
    ) AS resource,
    sourceipaddress,
    errorcode,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND useridentity.accountid <> recipientaccountid
    AND strpos(? /* known */, useridentity.accountid) = 0
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  caller_account,
  principal,
  account,
  action,
  count(DISTINCT CASE WHEN errorcode IS NULL THEN eventid END) AS calls,
  count(DISTINCT CASE WHEN errorcode IS NOT NULL THEN eventid END) AS failed,
  array_join(
    slice(array_agg(DISTINCT resource ORDER BY resource) FILTER (WHERE resource IS NOT NULL), 1, 5), ', '
  ) AS resource_names,
  array_join(slice(array_agg(DISTINCT sourceipaddress ORDER BY sourceipaddress), 1, 20), ', ') AS addresses,
  min_by(eventtime, moment) AS first_seen,
  max_by(eventtime, moment) AS last_seen
FROM events
GROUP BY caller_account, principal, account, action
ORDER BY caller_account, principal, account, action
