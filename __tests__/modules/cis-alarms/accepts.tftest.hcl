mock_provider "aws" {
  override_during = plan
}

variables {
  name           = "acme"
  log_group_name = "/aws/cloudtrail/acme-organization-trail"
  topic_arns     = ["arn:aws-cn:sns:cn-north-1:222222222222:security", "arn:aws-cn:sns:cn-north-1:222222222222:on-call"]
}

run "fifteen" {
  command = plan

  assert {
    condition     = length(output.alarm_names) == 15 && length(distinct(output.alarm_names)) == 15 && contains(output.alarm_names, "acme-audit-cis-root-use")
    error_message = "an alarm for each topic of the benchmark"
  }
  assert {
    condition     = output.metric_namespace == "acme-audit-trail" && aws_cloudwatch_metric_alarm.alarms_cis-root-use-alarm.namespace == "acme-audit-trail"
    error_message = "filters count where alarms look"
  }
  assert {
    condition     = toset(aws_cloudwatch_metric_alarm.alarms_cis-root-use-alarm.alarm_actions) == toset(var.topic_arns)
    error_message = "every topic is told"
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.alarms_cis-root-use-filter.log_group_name == var.log_group_name
    error_message = "over the log group"
  }
}
