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
}

variables {
  name            = "acme"
  organization_id = "o-a1b2c3d4e5"
  bucket_name     = "acme-trail"
  key_arn         = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/00000000-0000-0000-0000-000000000000"
}

run "by_default" {
  command = plan

  assert {
    condition     = [for selector in aws_cloudtrail.organization_trail.advanced_event_selector : selector.name] == ["Management events"]
    error_message = "management events and nothing else"
  }
  assert {
    condition     = toset([for selector in aws_cloudtrail.organization_trail.insight_selector : selector.insight_type]) == toset(["ApiCallRateInsight", "ApiErrorRateInsight"])
    error_message = "both insights"
  }
  assert {
    condition     = aws_cloudtrail.organization_trail.is_organization_trail && aws_cloudtrail.organization_trail.is_multi_region_trail && aws_cloudtrail.organization_trail.enable_log_file_validation && aws_cloudtrail.organization_trail.enable_logging
    error_message = "the whole organization, every region, validated and on"
  }
  assert {
    condition     = aws_cloudtrail.organization_trail.sns_topic_name == null && length(aws_sns_topic.trail-deliveries_topic) == 0 && length(aws_sns_topic_policy.trail-deliveries_policy) == 0 && output.topic_arn == null
    error_message = "nobody is told"
  }
  assert {
    condition     = output.trail_arn == "arn:aws-us-gov:cloudtrail:us-gov-west-1:222222222222:trail/acme-organization-trail"
    error_message = "the account of the provider owns the trail"
  }
  assert {
    condition     = aws_cloudwatch_log_group.trail-logs_group.retention_in_days == 3653 && aws_cloudwatch_log_group.trail-logs_group.name == "/aws/cloudtrail/acme-organization-trail"
    error_message = "events stay searchable for as long as can be"
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.trail-logs_grants.policy).Statement[0].Resource[1] == "arn:aws-us-gov:logs:us-gov-west-1:222222222222:log-group:/aws/cloudtrail/acme-organization-trail:log-stream:o-a1b2c3d4e5_*"
    error_message = "the organization's streams"
  }
}

run "named_buckets" {
  command = plan

  variables {
    management_account_id = "111111111111"
    trail_name            = "audit"
    evidence_bucket_arns  = ["arn:aws-us-gov:s3:::acme-trail", "arn:aws-us-gov:s3:::acme-archive"]
    data_events           = { s3_buckets = ["records", "letters"], calls = "write" }
    insights              = []
    log_retention_days    = 1
    notifications         = true
  }
  assert {
    condition     = output.trail_arn == "arn:aws-us-gov:cloudtrail:us-gov-west-1:111111111111:trail/audit"
    error_message = "the management account owns it"
  }
  assert {
    condition     = jsondecode(aws_iam_role.trail-logs_role.assume_role_policy).Statement[0].Condition.StringEqualsIfExists["aws:SourceArn"] == output.trail_arn
    error_message = "the role is the trail's"
  }
  assert {
    condition = jsonencode({
      for field in one([for selector in aws_cloudtrail.organization_trail.advanced_event_selector : selector if selector.name == "Objects of named buckets"]).field_selector :
      field.field => sort(compact(concat(coalesce(field.equals, []), coalesce(field.starts_with, []), [for name in coalesce(field.not_starts_with, []) : "not ${name}"])))
      }) == jsonencode({
      "eventCategory"  = ["Data"]
      "resources.type" = ["AWS::S3::Object"]
      "resources.ARN"  = ["arn:aws-us-gov:s3:::letters/", "arn:aws-us-gov:s3:::records/", "not arn:aws-us-gov:s3:::acme-archive/", "not arn:aws-us-gov:s3:::acme-trail/"]
      "readOnly"       = ["false"]
    })
    error_message = "writes to the objects of these, never those of evidence"
  }
  assert {
    condition     = length(aws_cloudtrail.organization_trail.insight_selector) == 0
    error_message = "no insights"
  }
  assert {
    condition     = aws_cloudtrail.organization_trail.sns_topic_name == "acme-audit-trail-deliveries" && output.topic_arn == one(aws_sns_topic_policy.trail-deliveries_policy).arn && one(aws_sns_topic.trail-deliveries_topic).kms_master_key_id == var.key_arn
    error_message = "an encrypted topic is told"
  }
  assert {
    condition     = jsondecode(one(aws_sns_topic_policy.trail-deliveries_policy).policy).Statement[0].Condition.StringEquals["aws:SourceArn"] == output.trail_arn
    error_message = "by this trail alone"
  }
}

run "all_buckets" {
  command = plan

  variables {
    evidence_bucket_arns = ["arn:aws-us-gov:s3:::acme-trail"]
    data_events          = { all_s3_buckets = true }
  }
  assert {
    condition = jsonencode({
      for field in one([for selector in aws_cloudtrail.organization_trail.advanced_event_selector : selector if selector.name == "Objects of all buckets but our own"]).field_selector :
      field.field => sort(compact(concat(coalesce(field.equals, []), coalesce(field.starts_with, []), [for name in coalesce(field.not_starts_with, []) : "not ${name}"])))
      }) == jsonencode({
      "eventCategory"  = ["Data"]
      "resources.type" = ["AWS::S3::Object"]
      "resources.ARN"  = ["not arn:aws-us-gov:s3:::acme-trail/"]
    })
    error_message = "all calls on the objects of all buckets but those of evidence"
  }
}
