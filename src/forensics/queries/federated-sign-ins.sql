-- Who came in through an identity provider, and as what
--
-- Sign-ins by SAML and OpenID Connect, and those through IAM Identity Center, failed ones too: who the provider says
-- it was, which provider, which role, from where. A provider, a subject or an address you do not know is worth a look,
-- new-credentials says whether a provider was added of late.
-- Harmless: pipelines and clusters, which change a token for a role every few minutes. Leave them out by subject.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   subject (default %): a LIKE pattern for who the provider says it was
--
-- Columns:
--   eventtime: when
--   account: the account entered
--   subject: who the provider says it was
--   provider: the provider
--   role: the role taken (nothing for a sign-in to the Identity Center's portal)
--   sourceipaddress: where from
--   eventname: the way in
--   errorcode: why it failed (nothing when it did not)
--   eventid: the record
WITH events AS (
  SELECT
    eventtime,
    account,
    coalesce(
      nullif(useridentity.username, ''),
      json_extract_scalar(responseelements, '$.subject'),
      json_extract_scalar(responseelements, '$.subjectFromWebIdentityToken'),
      json_extract_scalar(additionaleventdata, '$.UserName'),
      useridentity.onbehalfof.userid,
      nullif(split_part(useridentity.arn, '/', 3), ''),
      useridentity.principalid,
      useridentity.type
    ) AS subject,
    coalesce(
      json_extract_scalar(requestparameters, '$.principalArn'),
      json_extract_scalar(requestparameters, '$.providerId'),
      json_extract_scalar(responseelements, '$.provider'),
      json_extract_scalar(responseelements, '$.issuer'),
      useridentity.sessioncontext.webidfederationdata.federatedprovider,
      useridentity.onbehalfof.identitystorearn
    ) AS provider,
    coalesce(
      json_extract_scalar(requestparameters, '$.roleArn'),
      useridentity.sessioncontext.sessionissuer.arn
    ) AS role,
    sourceipaddress,
    eventname,
    coalesce(
      errorcode,
      nullif(json_extract_scalar(responseelements, '$.ConsoleLogin'), 'Success'),
      nullif(json_extract_scalar(serviceeventdetails, '$.UserAuthentication'), 'Success')
    ) AS errorcode,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND (
      (eventsource = 'sts.amazonaws.com' AND eventname IN ('AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'))
      OR (eventsource = 'signin.amazonaws.com' AND eventname = 'UserAuthentication')
      OR (
        eventsource = 'signin.amazonaws.com'
        AND eventname = 'ConsoleLogin'
        AND useridentity.type NOT IN ('IAMUser', 'Root')
      )
      OR (eventsource = 'sso.amazonaws.com' AND eventname IN ('Authenticate', 'Federate'))
    )
)
SELECT eventtime, account, subject, provider, role, sourceipaddress, eventname, errorcode, eventid
FROM events
WHERE lower(subject) LIKE lower(? /* subject */) ESCAPE '\'
ORDER BY from_iso8601_timestamp(eventtime), eventid
