-- Which new ways in were made
--
-- Successful calls that make a credential or somebody to hold one, or that take a second factor away: users, access
-- keys, passwords, keys for services, identity providers, trust anchors, key pairs, users of IAM Identity Center, and
-- what happens to the password and address of a root user. An intruder who wants to stay does one of these first.
-- Failed attempts are in access-denied-by-principal. Roles and whom they trust are in privilege-escalation.
-- Harmless: joiners and key rotation, which the same administrator or tool does at the same hours.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern for who did it, where \_ stands for an underscore itself
--
-- Columns:
--   eventtime: when
--   account: where
--   principal: who did it
--   session: the name of the role's session
--   sourceipaddress: where from
--   eventname: what was done
--   holder: who holds the credential, the caller where the call names nobody
--   credential: the key, provider or device, where the call tells
--   eventid: the record
WITH events AS (
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
    CASE WHEN useridentity.type = 'AssumedRole' THEN nullif(split_part(useridentity.arn, '/', 3), '') END AS session,
    sourceipaddress,
    eventsource,
    eventname,
    coalesce(
      json_extract_scalar(requestparameters, '$.userName'),
      json_extract_scalar(responseelements, '$.accessKey.userName'),
      json_extract_scalar(requestparameters, '$.name'),
      useridentity.arn,
      useridentity.accountid
    ) AS holder,
    coalesce(
      json_extract_scalar(responseelements, '$.accessKey.accessKeyId'),
      json_extract_scalar(requestparameters, '$.accessKeyId'),
      json_extract_scalar(responseelements, '$.serviceSpecificCredential.serviceSpecificCredentialId'),
      json_extract_scalar(responseelements, '$.sSHPublicKey.sSHPublicKeyId'),
      json_extract_scalar(responseelements, '$.certificate.certificateId'),
      json_extract_scalar(requestparameters, '$.serialNumber'),
      json_extract_scalar(responseelements, '$.sAMLProviderArn'),
      json_extract_scalar(requestparameters, '$.sAMLProviderArn'),
      json_extract_scalar(responseelements, '$.openIDConnectProviderArn'),
      json_extract_scalar(requestparameters, '$.openIDConnectProviderArn'),
      json_extract_scalar(responseelements, '$.trustAnchor.trustAnchorArn'),
      json_extract_scalar(requestparameters, '$.keyName'),
      json_extract_scalar(responseelements, '$.credentials.accessKeyId'),
      json_extract_scalar(responseelements, '$.userId')
    ) AS credential,
    json_extract_scalar(requestparameters, '$.status') AS status,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND errorcode IS NULL
    AND CASE eventsource
      WHEN 'iam.amazonaws.com' THEN eventname IN (
        'CreateUser', 'CreateAccessKey', 'UpdateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile',
        'ChangePassword', 'CreateServiceSpecificCredential', 'ResetServiceSpecificCredential', 'UploadSSHPublicKey',
        'UploadSigningCertificate', 'EnableMFADevice', 'DeactivateMFADevice', 'DeleteVirtualMFADevice',
        'CreateSAMLProvider', 'UpdateSAMLProvider', 'CreateOpenIDConnectProvider', 'AddClientIDToOpenIDConnectProvider',
        'UpdateOpenIDConnectProviderThumbprint'
      )
      WHEN 'sts.amazonaws.com' THEN eventname = 'GetFederationToken'
      WHEN 'rolesanywhere.amazonaws.com' THEN eventname IN (
        'CreateTrustAnchor', 'UpdateTrustAnchor', 'EnableTrustAnchor', 'CreateProfile', 'UpdateProfile'
      )
      WHEN 'ec2.amazonaws.com' THEN eventname IN ('CreateKeyPair', 'ImportKeyPair')
      WHEN 'identitystore.amazonaws.com' THEN eventname = 'CreateUser'
      WHEN 'sso-directory.amazonaws.com' THEN eventname IN (
        'CreateUser', 'UpdatePassword', 'CreateExternalIdPConfigurationForDirectory'
      )
      WHEN 'signin.amazonaws.com' THEN eventname IN (
        'PasswordRecoveryRequested', 'PasswordRecoveryCompleted', 'PasswordUpdated', 'EmailUpdated'
      )
      ELSE false
    END
)
SELECT eventtime, account, principal, session, sourceipaddress, eventname, holder, credential, eventid
FROM events
-- Switching a key off takes a way in away.
WHERE (eventname <> 'UpdateAccessKey' OR status = 'Active')
  AND lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY from_iso8601_timestamp(eventtime), eventid
