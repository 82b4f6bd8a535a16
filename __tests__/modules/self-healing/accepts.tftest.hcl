mock_provider "aws" {
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-gov-west-1" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { url = "https://sqs.us-gov-west-1.amazonaws.com/222222222222/acme-audit-heal-dead-letters" }
  }
}

variables {
  name       = "acme"
  topic_arns = ["arn:aws-us-gov:sns:us-gov-west-1:222222222222:security", "arn:aws-us-gov:sns:us-gov-west-1:111111111111:central"]
}

run "only_the_bus" {
  command = plan

  assert {
    condition     = length(aws_lambda_function.trail_function) + length(aws_lambda_function.recorder_function) + length(aws_lambda_function.evidence_function) == 0 && length(output.function_names) + length(output.role_arns) == 0
    error_message = "what is not given is not healed"
  }
  assert {
    condition     = output.event_bus.arn == "arn:aws-us-gov:events:us-gov-west-1:222222222222:event-bus/acme-audit-events" && length(aws_cloudwatch_event_bus.alerting_bus) == 1
    error_message = "a bus of its own"
  }
  assert {
    condition     = length(aws_cloudwatch_event_bus_policy.bus-policy) == 0
    error_message = "which nobody else may tell"
  }
  assert {
    condition     = aws_lambda_function.alerting_announcer_function[0].environment[0].variables.TOPICS == jsonencode(var.topic_arns) && output.announcer_role_arn == "arn:aws-us-gov:iam::222222222222:role/acme-audit-announce"
    error_message = "people are told"
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.alerting_announcer_rights[0].policy).Statement : one.Resource if one.Sid == "TellEncrypted"][0] == ["arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/*", "arn:aws-us-gov:kms:us-gov-west-1:111111111111:key/*"]
    error_message = "through keys of the accounts of the topics"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.alerting_undelivered-alarm[0].alarm_actions == toset(var.topic_arns) && aws_cloudwatch_log_group.alerting_events_group[0].retention_in_days == 3653 && aws_cloudwatch_log_group.alerting_events_group[0].kms_key_id == null
    error_message = "alarms tell the same topics"
  }
}

run "the_bus_of_an_organization" {
  command = plan

  variables {
    organization_id    = "o-a1b2c3d4e5"
    log_key_arn        = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/00000000-0000-0000-0000-000000000000"
    log_retention_days = 90
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_bus_policy.bus-policy[0].policy).Statement[0].Condition == { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }, ArnLike = { "aws:PrincipalArn" = ["arn:aws-us-gov:iam::*:role/acme-audit-remediation-*"] } }
    error_message = "roles of the modules in its accounts may tell it"
  }
  assert {
    condition     = aws_cloudwatch_log_group.alerting_events_group[0].kms_key_id == var.log_key_arn && aws_cloudwatch_log_group.alerting_events_group[0].retention_in_days == 90 && aws_cloudwatch_log_group.alerting_announcer_logs[0].retention_in_days == 90
    error_message = "logs as told"
  }
}

run "a_trail_of_somebody_elses_account" {
  command = plan

  variables {
    mode              = "report"
    region_code       = "gw1"
    topic_arns        = []
    event_bus         = { arn = "arn:aws-us-gov:events:us-gov-east-1:333333333333:event-bus/audit" }
    trusted_role_arns = ["arn:aws-us-gov:iam::222222222222:role/Deploy"]
    trail = {
      arn                           = "arn:aws-us-gov:cloudtrail:us-gov-west-1:111111111111:trail/audit"
      s3_bucket_name                = "acme-trail"
      kms_key_id                    = "arn:aws-us-gov:kms:us-gov-west-1:333333333333:key/00000000-0000-0000-0000-000000000000"
      cloud_watch_logs_group_arn    = "arn:aws-us-gov:logs:us-gov-west-1:222222222222:log-group:trail:*"
      cloud_watch_logs_role_arn     = "arn:aws-us-gov:iam::222222222222:role/trail-logs"
      sns_topic_arn                 = ""
      is_organization_trail         = true
      is_multi_region_trail         = true
      include_global_service_events = true
      enable_log_file_validation    = true
      advanced_event_selector = [{
        name           = "Management events"
        field_selector = [{ field = "eventCategory", equals = ["Management"], starts_with = [] }]
      }]
    }
  }
  assert {
    condition     = output.function_names == tolist(["acme-audit-heal-trail"]) && output.role_arns == tolist(["arn:aws-us-gov:iam::222222222222:role/acme-audit-remediation-gw1-heal-trail"])
    error_message = "one healer, with a role that another region's has room beside"
  }
  assert {
    condition     = length(aws_cloudwatch_event_bus.alerting_bus) + length(aws_lambda_function.alerting_announcer_function) + length(aws_cloudwatch_log_group.alerting_events_group) + length(aws_cloudwatch_metric_alarm.alerting_undelivered-alarm) == 0 && output.announcer_role_arn == null && output.event_bus == var.event_bus
    error_message = "people are told elsewhere"
  }
  assert {
    condition     = aws_lambda_function.trail_function[0].environment[0].variables.MODE == "report" && aws_lambda_function.trail_function[0].environment[0].variables.EVENT_BUS == var.event_bus.arn && aws_lambda_function.trail_function[0].environment[0].variables.TRUSTED_ROLES == jsonencode(var.trusted_role_arns) && aws_lambda_function.trail_function[0].environment[0].variables.EvidenceKeyArn == var.trail.kms_key_id
    error_message = "it tells, and changes nothing"
  }
  assert {
    condition = aws_lambda_function.trail_function[0].environment[0].variables.DESIRED == base64gzip(jsonencode({
      trail                     = var.trail.arn
      s3BucketName              = "acme-trail"
      s3KeyPrefix               = null
      kmsKeyId                  = "$${EvidenceKeyArn}"
      isMultiRegion             = true
      isOrganization            = true
      includeGlobal             = true
      logFileValidation         = true
      cloudWatchLogsLogGroupArn = "arn:aws-us-gov:logs:us-gov-west-1:222222222222:log-group:trail:*"
      cloudWatchLogsRoleArn     = "arn:aws-us-gov:iam::222222222222:role/trail-logs"
      snsTopicArn               = null
      advancedEventSelectors    = [{ Name = "Management events", FieldSelectors = [{ Field = "eventCategory", Equals = ["Management"] }] }]
      insightSelectors          = []
    }))
    error_message = "what should be, in CloudTrail's words"
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.heal-trail_rights[0].policy).Statement : one.Resource if one.Sid == "MendTrail"][0] == ["arn:aws-us-gov:cloudtrail:us-gov-west-1:111111111111:trail/audit", "arn:aws-us-gov:cloudtrail:us-gov-west-1:222222222222:trail/audit"]
    error_message = "a trail of another account, under its own account as well"
  }
}

run "recording_of_some_types" {
  command = plan

  variables {
    recording = {
      recorder = {
        name            = "default"
        role_arn        = "arn:aws-us-gov:iam::222222222222:role/config"
        recording_group = [{ all_supported = false, resource_types = ["AWS::S3::Bucket", "AWS::EC2::Instance"], recording_strategy = [{ use_only = "INCLUSION_BY_RESOURCE_TYPES" }] }]
        recording_mode  = [{ recording_frequency = "CONTINUOUS", recording_mode_override = [{ recording_frequency = "DAILY", resource_types = ["AWS::S3::Bucket"] }] }]
      }
      channel = {
        name                         = "default"
        s3_bucket_name               = "acme-config"
        s3_key_prefix                = "config"
        s3_kms_key_arn               = "arn:aws-us-gov:kms:us-gov-west-1:333333333333:key/00000000-0000-0000-0000-000000000000"
        sns_topic_arn                = "arn:aws-us-gov:sns:us-gov-west-1:333333333333:config"
        snapshot_delivery_properties = [{ delivery_frequency = "One_Hour" }]
      }
      retention = { retention_period_in_days = 30 }
    }
  }
  assert {
    condition = aws_lambda_function.recorder_function[0].environment[0].variables.DESIRED == base64gzip(jsonencode({
      recorder = {
        name    = "default"
        roleARN = "arn:aws-us-gov:iam::222222222222:role/config"
        recordingGroup = {
          allSupported               = false
          includeGlobalResourceTypes = null
          resourceTypes              = ["AWS::EC2::Instance", "AWS::S3::Bucket"]
          exclusionByResourceTypes   = null
          recordingStrategy          = { useOnly = "INCLUSION_BY_RESOURCE_TYPES" }
        }
        recordingMode = {
          recordingFrequency     = "CONTINUOUS"
          recordingModeOverrides = [{ description = null, recordingFrequency = "DAILY", resourceTypes = ["AWS::S3::Bucket"] }]
        }
      }
      channel = {
        name                             = "default"
        s3BucketName                     = "acme-config"
        s3KeyPrefix                      = "config"
        s3KmsKeyArn                      = "$${EvidenceKeyArn}"
        snsTopicARN                      = "arn:aws-us-gov:sns:us-gov-west-1:333333333333:config"
        configSnapshotDeliveryProperties = { deliveryFrequency = "One_Hour" }
      }
      retentionDays = 30
    }))
    error_message = "what should be, in the words of AWS Config"
  }
  assert {
    condition     = length(aws_cloudwatch_event_target.recorder_hourly-target) == 1 && output.function_names == tolist(["acme-audit-heal-recorder"])
    error_message = "looked at by the hour"
  }
}

run "too_much_for_a_function" {
  command = plan

  variables {
    evidence = {
      buckets = [for number in range(40) : {
        bucket = "acme-${substr(sha256(tostring(number)), 0, 40)}"
        policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = sha256("a${number}"), Effect = "Deny" }] })
      }]
      key_arn = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/00000000-0000-0000-0000-000000000000"
    }
  }
  expect_failures = [aws_lambda_function.evidence_function]
}

run "evidence" {
  command = plan

  variables {
    evidence = {
      buckets = [{ bucket = "acme-trail", policy = "{\"Statement\":[{\"Sid\":\"A\"}]}" }, { bucket = "acme-config", policy = "{\"Statement\":[{\"Sid\":\"B\"}]}" }]
      key_arn = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/00000000-0000-0000-0000-000000000000"
    }
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.heal-evidence_rights[0].policy).Statement : one.Resource if contains(["MendBuckets", "MendKeys"], one.Sid)] == [["arn:aws-us-gov:s3:::acme-trail", "arn:aws-us-gov:s3:::acme-config"], "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/00000000-0000-0000-0000-000000000000"]
    error_message = "those buckets and that key alone"
  }
}
