-- Who tampered with keys of KMS
--
-- Calls that make a key useless, hand it to somebody or change who may use it, failed attempts too, and the end of it,
-- when KMS itself deletes a key whose waiting time is over. What a key encrypts is lost with it: CancelKeyDeletion
-- brings a key back as long as the waiting time runs. Grants that services ask for on a person's behalf are left out:
-- there is one for each volume that is attached.
-- Harmless: keys retired with the stack that they belong to, aliases moved at a rotation.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   key (default %): a LIKE pattern for the key as the call names it: id, ARN or alias
--
-- Columns:
--   eventtime: when
--   account: where
--   region: where
--   principal: who
--   session: the name of the role's session
--   sourceipaddress: where from
--   eventname: the call
--   key_id: the key as the call names it
--   detail: the waiting time in days, who gets the grant, the alias, or the policy
--   errorcode: why it failed (nothing when it did not)
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
    sourceipaddress,
    eventname,
    coalesce(
      json_extract_scalar(requestparameters, '$.keyId'),
      json_extract_scalar(requestparameters, '$.targetKeyId'),
      json_extract_scalar(requestparameters, '$.customKeyStoreId'),
      json_extract_scalar(requestparameters, '$.aliasName'),
      json_extract_scalar(serviceeventdetails, '$.keyId'),
      element_at(resources, 1).arn
    ) AS key_id,
    coalesce(
      json_extract_scalar(requestparameters, '$.pendingWindowInDays'),
      json_extract_scalar(requestparameters, '$.granteePrincipal'),
      json_extract_scalar(requestparameters, '$.aliasName'),
      json_extract_scalar(requestparameters, '$.policy')
    ) AS detail,
    errorcode,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND eventsource = 'kms.amazonaws.com'
    AND (
      eventname IN (
        'ScheduleKeyDeletion', 'DeleteKey', 'DisableKey', 'PutKeyPolicy', 'DisableKeyRotation', 'ImportKeyMaterial',
        'DeleteImportedKeyMaterial', 'UpdateAlias', 'DeleteAlias', 'UpdatePrimaryRegion', 'ReplicateKey',
        'DeleteCustomKeyStore', 'DisconnectCustomKeyStore', 'UpdateCustomKeyStore'
      )
      OR (
        eventname IN ('CreateGrant', 'RevokeGrant', 'RetireGrant')
        AND useridentity.invokedby IS NULL
        AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
      )
    )
)
SELECT eventtime, account, region, principal, session, sourceipaddress, eventname, key_id, detail, errorcode, eventid
FROM events
WHERE coalesce(key_id, '') LIKE ? /* key */ ESCAPE '\'
ORDER BY from_iso8601_timestamp(eventtime), eventid
