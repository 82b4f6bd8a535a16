-- Who got a shell on something, or ran commands on it
--
-- Sessions and commands of Systems Manager, commands in containers, keys pushed by EC2 Instance Connect, serial
-- consoles, CloudShell, failed attempts too. What was typed is not in the trail: look into the session logs of Systems
-- Manager, where they are kept, under session_id.
-- Harmless: operators at work, patching, which sends commands through maintenance windows.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   target (default %): a LIKE pattern for the instance, task or document
--
-- Columns:
--   eventtime: when
--   account: where
--   region: where
--   principal: who
--   session: the name of the role's session
--   sourceipaddress: where from
--   eventsource: the service
--   eventname: the call
--   target: the instance or task, or all that the call was given
--   document: the document run, or the command
--   session_id: the session or command begun
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
    eventsource,
    eventname,
    coalesce(
      json_extract_scalar(requestparameters, '$.target'),
      json_format(json_extract(requestparameters, '$.instanceIds')),
      json_extract_scalar(requestparameters, '$.instanceId'),
      json_extract_scalar(requestparameters, '$.task'),
      json_extract_scalar(requestparameters, '$.sessionId'),
      requestparameters,
      ''
    ) AS target,
    coalesce(
      json_extract_scalar(requestparameters, '$.documentName'),
      json_extract_scalar(requestparameters, '$.command')
    ) AS document,
    coalesce(
      json_extract_scalar(responseelements, '$.sessionId'),
      json_extract_scalar(responseelements, '$.command.commandId'),
      json_extract_scalar(responseelements, '$.session.sessionId'),
      json_extract_scalar(responseelements, '$.automationExecutionId')
    ) AS session_id,
    errorcode,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND CASE eventsource
      WHEN 'ssm.amazonaws.com' THEN eventname IN (
        'StartSession', 'ResumeSession', 'SendCommand', 'StartAutomationExecution'
      )
      WHEN 'ecs.amazonaws.com' THEN eventname = 'ExecuteCommand'
      WHEN 'ec2-instance-connect.amazonaws.com' THEN eventname IN (
        'SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey', 'OpenTunnel'
      )
      WHEN 'ec2.amazonaws.com' THEN eventname IN ('EnableSerialConsoleAccess', 'GetPasswordData')
      WHEN 'cloudshell.amazonaws.com' THEN eventname IN ('CreateEnvironment', 'CreateSession')
      ELSE false
    END
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  eventtime,
  account,
  region,
  principal,
  session,
  sourceipaddress,
  eventsource,
  eventname,
  target,
  document,
  session_id,
  errorcode,
  eventid
FROM events
WHERE target LIKE ? /* target */ ESCAPE '\'
  OR document LIKE ? /* target */ ESCAPE '\'
ORDER BY from_iso8601_timestamp(eventtime), eventid
