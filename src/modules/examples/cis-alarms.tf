module "cis_alarms" {
  source = "./modules/cis-alarms"

  name           = "acme"
  log_group_name = aws_cloudwatch_log_group.trail.name
  topic_arns     = [aws_sns_topic.security.arn]
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "/aws/cloudtrail/audit"
}

resource "aws_sns_topic" "security" {
  name = "security"
}
