-- What was done from an address
--
-- Every call from an address, by whomever and in every account, in the order of time, failed ones too. First see how
-- many principals and keys there are: an address of one person's has few, that of an office, a VPN or a NAT gateway
-- many. Calls that a service makes on somebody's behalf show the service's name as their address, so they are not
-- here: take the keys from this answer to activity-of-access-key.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   address: a LIKE pattern, such as 203.0.113.7 or 203.0.113.% (IPv6 as CloudTrail writes it, in short form)
--
-- Columns:
--   eventtime: when
--   account: where
--   region: where
--   principal: the role, user or service that called
--   session: the name of the role's session
--   accesskeyid: the key used
--   sourceipaddress: where from
--   useragent: with what
--   eventsource: the service called
--   eventname: the call
--   readonly: false where something may have changed
--   errorcode: why it failed (nothing when it did not)
--   requestparameters: what the call was given
--   eventid: the record
SELECT
  eventtime,
  account,
  region,
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
  useridentity.accesskeyid AS accesskeyid,
  sourceipaddress,
  useragent,
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
  AND lower(sourceipaddress) LIKE lower(? /* address */) ESCAPE '\'
ORDER BY from_iso8601_timestamp(eventtime), eventid
