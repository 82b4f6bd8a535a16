-- Who tried to blind the audit
--
-- Calls that stop, weaken or hide what watches: CloudTrail, AWS Config, GuardDuty, Security Hub, Access Analyzer,
-- Macie, Inspector, Detective, flow logs, log groups, alarms, rules of EventBridge, buckets that hold evidence,
-- policies of the organization. Failed attempts are here too, and are the ones to be glad of: somebody was stopped,
-- and is still there. Give evidence a pattern that fits the evidence buckets only. As it stands, such calls on any
-- bucket are listed.
-- Harmless: the role that deploys this audit, at the time of a deployment. Look at every other principal.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   evidence (default %): a LIKE pattern for the names of the buckets that hold evidence
--   principal (default %): a LIKE pattern for who did it, where \_ stands for an underscore itself
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
    sourceipaddress,
    eventsource,
    eventname,
    errorcode,
    requestparameters,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND CASE eventsource
      WHEN 'cloudtrail.amazonaws.com' THEN eventname IN (
        'DeleteTrail', 'StopLogging', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors',
        'PutEventConfiguration', 'DeleteEventDataStore', 'UpdateEventDataStore', 'StopEventDataStoreIngestion',
        'DisableFederation', 'DeleteChannel', 'UpdateChannel', 'PutResourcePolicy', 'DeleteResourcePolicy',
        'StopImport', 'DeregisterOrganizationDelegatedAdmin'
      )
      WHEN 'config.amazonaws.com' THEN eventname IN (
        'StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'PutConfigurationRecorder',
        'DisassociateResourceTypes', 'DeleteServiceLinkedConfigurationRecorder', 'PutDeliveryChannel',
        'DeleteDeliveryChannel', 'PutRetentionConfiguration', 'DeleteRetentionConfiguration', 'DeleteConfigRule',
        'DeleteEvaluationResults', 'PutExternalEvaluation', 'DeleteConformancePack', 'DeleteOrganizationConfigRule',
        'DeleteOrganizationConformancePack', 'DeleteConfigurationAggregator', 'DeleteAggregationAuthorization',
        'DeleteRemediationConfiguration', 'PutRemediationExceptions', 'DeleteResourceConfig'
      )
      WHEN 'guardduty.amazonaws.com' THEN eventname IN (
        'DeleteDetector', 'UpdateDetector', 'CreateFilter', 'UpdateFilter', 'ArchiveFindings', 'CreateIPSet',
        'UpdateIPSet', 'DeleteThreatIntelSet', 'DeletePublishingDestination', 'UpdatePublishingDestination',
        'DisassociateFromMasterAccount', 'DisassociateFromAdministratorAccount', 'DisassociateMembers',
        'StopMonitoringMembers', 'DeleteMembers', 'UpdateMemberDetectors', 'UpdateOrganizationConfiguration',
        'DisableOrganizationAdminAccount'
      )
      WHEN 'securityhub.amazonaws.com' THEN eventname IN (
        'DisableSecurityHub', 'DisableSecurityHubV2', 'BatchDisableStandards', 'UpdateStandardsControl',
        'BatchUpdateStandardsControlAssociations', 'UpdateSecurityHubConfiguration', 'CreateAutomationRule',
        'CreateAutomationRuleV2', 'DeleteFindingAggregator', 'DisableImportFindingsForProduct',
        'DisassociateFromMasterAccount', 'DisassociateFromAdministratorAccount', 'DisassociateMembers',
        'DeleteMembers', 'DisableOrganizationAdminAccount', 'DeleteConfigurationPolicy', 'UpdateConfigurationPolicy',
        'StartConfigurationPolicyDisassociation'
      )
      WHEN 'access-analyzer.amazonaws.com' THEN eventname IN (
        'DeleteAnalyzer', 'UpdateAnalyzer', 'CreateArchiveRule', 'UpdateArchiveRule', 'ApplyArchiveRule'
      )
      WHEN 'macie2.amazonaws.com' THEN eventname IN (
        'DisableMacie', 'UpdateMacieSession', 'DisassociateMember', 'DisassociateFromAdministratorAccount',
        'DisableOrganizationAdminAccount'
      )
      WHEN 'inspector2.amazonaws.com' THEN eventname IN (
        'Disable', 'DisassociateMember', 'DisableDelegatedAdminAccount'
      )
      WHEN 'detective.amazonaws.com' THEN eventname IN (
        'DeleteGraph', 'DisassociateMembership', 'DeleteMembers', 'DisableOrganizationAdminAccount'
      )
      WHEN 'ec2.amazonaws.com' THEN eventname = 'DeleteFlowLogs'
      WHEN 'logs.amazonaws.com' THEN eventname IN (
        'DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy', 'DeleteMetricFilter', 'PutMetricFilter',
        'DeleteSubscriptionFilter', 'DisassociateKmsKey', 'DeleteResourcePolicy', 'DeleteDataProtectionPolicy',
        'DeleteAccountPolicy', 'PutLogGroupDeletionProtection', 'DeleteDelivery', 'DeleteDeliverySource',
        'DeleteDeliveryDestination'
      )
      WHEN 'monitoring.amazonaws.com' THEN eventname IN (
        'DeleteAlarms', 'DisableAlarmActions', 'SetAlarmState', 'PutAlarmMuteRule', 'StopMetricStreams'
      )
      WHEN 'events.amazonaws.com' THEN eventname IN (
        'DeleteRule', 'DisableRule', 'RemoveTargets', 'DeleteEventBus', 'RemovePermission', 'DeleteArchive',
        'UpdateArchive'
      )
      WHEN 'sns.amazonaws.com' THEN eventname IN ('DeleteTopic', 'Unsubscribe', 'RemovePermission')
      WHEN 'route53resolver.amazonaws.com' THEN eventname IN (
        'DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'
      )
      WHEN 'wafv2.amazonaws.com' THEN eventname = 'DeleteLoggingConfiguration'
      WHEN 'organizations.amazonaws.com' THEN eventname IN (
        'DetachPolicy', 'DeletePolicy', 'UpdatePolicy', 'DisablePolicyType', 'LeaveOrganization',
        'RemoveAccountFromOrganization', 'DeleteOrganization', 'MoveAccount', 'DeregisterDelegatedAdministrator',
        'DisableAWSServiceAccess', 'DeleteResourcePolicy'
      )
      WHEN 's3.amazonaws.com' THEN
        coalesce(json_extract_scalar(requestparameters, '$.bucketName'), '') LIKE ? /* evidence */ ESCAPE '\'
        AND (
          eventname IN (
            'DeleteBucket', 'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutBucketVersioning',
            'PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle',
            'PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration', 'PutBucketReplication',
            'DeleteBucketReplication', 'PutBucketLogging', 'PutBucketEncryption', 'DeleteBucketEncryption',
            'PutBucketOwnershipControls', 'PutBucketNotification', 'PutBucketPublicAccessBlock',
            'DeleteBucketPublicAccessBlock', 'PutObjectRetention', 'PutObjectLegalHold'
          )
          -- Objects of any bucket at all are what objects-deleted counts.
          OR (eventname IN ('DeleteObject', 'DeleteObjects') AND ? /* evidence */ <> '%')
        )
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
  errorcode,
  requestparameters,
  eventid
FROM events
WHERE lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY from_iso8601_timestamp(eventtime), eventid
