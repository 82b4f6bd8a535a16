-- What a principal did
--
-- Every call of a role, a user or a session, in the order of time, failed ones too. A principal matches by its own
-- ARN, by the ARN of its session, by its unique id (AROA..., AIDA...), by its user name, and by the source identity
-- that a person took along into a role. Give the session's ARN to follow one person behind a shared role. Calls that a
-- service made on the principal's behalf name the service in invokedby. To follow the principal into other roles, ask
-- role-assumption-chains.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal: a LIKE pattern, such as %:role/deploy or %:assumed-role/deploy/alice (\_ is an underscore itself)
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
    useridentity.arn AS arn,
    useridentity.principalid AS principalid,
    useridentity.username AS username,
    useridentity.sessioncontext.sourceidentity AS sourceidentity,
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
  principal,
  session,
  accesskeyid,
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
WHERE lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
  OR lower(arn) LIKE lower(? /* principal */) ESCAPE '\'
  OR lower(principalid) LIKE lower(? /* principal */) ESCAPE '\'
  OR lower(username) LIKE lower(? /* principal */) ESCAPE '\'
  OR lower(sourceidentity) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY from_iso8601_timestamp(eventtime), eventid
