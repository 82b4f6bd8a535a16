-- Who started machines, or asked for more of them
--
-- One row for each principal, account, region and call: instances, fleets, containers, functions, notebooks, training
-- and batch jobs, raised quotas, and the invocation of models. Mining and stolen model access show as large sizes, in
-- many regions, after failures for want of a quota. Services and service-linked roles, so scaling too, are left out.
-- Harmless: deployments and batch work, in the regions and sizes that they always use.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   principal (default %): a LIKE pattern for the principal, where \_ stands for an underscore itself
--
-- Columns:
--   account: where
--   region: where
--   principal: who
--   eventsource: the service
--   eventname: the call
--   calls: calls that succeeded
--   failed: calls that failed
--   codes: why they failed
--   sizes: the sizes, families or models asked for, at most twenty
--   addresses: where from, at most twenty
--   first_seen: the first call
--   last_seen: the last one
WITH events AS (
  SELECT
    eventtime,
    from_iso8601_timestamp(eventtime) AS moment,
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
    eventsource,
    eventname,
    coalesce(
      json_extract_scalar(requestparameters, '$.instanceType'),
      json_extract_scalar(requestparameters, '$.resourceConfig.instanceType'),
      json_extract_scalar(requestparameters, '$.taskDefinition'),
      json_extract_scalar(requestparameters, '$.runtime'),
      json_extract_scalar(requestparameters, '$.bundleId'),
      json_extract_scalar(requestparameters, '$.modelId'),
      json_extract_scalar(requestparameters, '$.quotaCode'),
      json_extract_scalar(requestparameters, '$.jobDefinition')
    ) AS size,
    sourceipaddress,
    errorcode,
    coalesce(sharedeventid, eventid) AS call
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND CASE eventsource
      WHEN 'ec2.amazonaws.com' THEN eventname IN (
        'RunInstances', 'StartInstances', 'CreateFleet', 'RequestSpotInstances', 'RequestSpotFleet'
      )
      WHEN 'autoscaling.amazonaws.com' THEN eventname = 'CreateAutoScalingGroup'
      WHEN 'ecs.amazonaws.com' THEN eventname IN ('RunTask', 'CreateService', 'CreateCluster')
      WHEN 'eks.amazonaws.com' THEN eventname IN ('CreateCluster', 'CreateNodegroup')
      WHEN 'lambda.amazonaws.com' THEN eventname = 'CreateFunction20150331'
      WHEN 'lightsail.amazonaws.com' THEN eventname = 'CreateInstances'
      WHEN 'batch.amazonaws.com' THEN eventname IN ('SubmitJob', 'CreateComputeEnvironment')
      WHEN 'sagemaker.amazonaws.com' THEN eventname IN (
        'CreateNotebookInstance', 'CreateTrainingJob', 'CreateProcessingJob', 'CreateEndpoint'
      )
      WHEN 'bedrock.amazonaws.com' THEN eventname IN (
        'InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream'
      )
      WHEN 'servicequotas.amazonaws.com' THEN eventname = 'RequestServiceQuotaIncrease'
      ELSE false
    END
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  account,
  region,
  principal,
  eventsource,
  eventname,
  count(DISTINCT CASE WHEN errorcode IS NULL THEN call END) AS calls,
  count(DISTINCT CASE WHEN errorcode IS NOT NULL THEN call END) AS failed,
  array_join(
    array_agg(DISTINCT errorcode ORDER BY errorcode) FILTER (WHERE errorcode IS NOT NULL), ', '
  ) AS codes,
  array_join(
    slice(array_agg(DISTINCT size ORDER BY size) FILTER (WHERE size IS NOT NULL), 1, 20), ', '
  ) AS sizes,
  array_join(slice(array_agg(DISTINCT sourceipaddress ORDER BY sourceipaddress), 1, 20), ', ') AS addresses,
  min_by(eventtime, moment) AS first_seen,
  max_by(eventtime, moment) AS last_seen
FROM events
WHERE lower(principal) LIKE lower(? /* principal */) ESCAPE '\'
GROUP BY account, region, principal, eventsource, eventname
ORDER BY calls DESC, failed DESC, account, region, principal, eventsource, eventname
