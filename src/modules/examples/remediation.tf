module "remediation" {
  source = "./modules/remediation"

  name      = "acme"
  event_bus = aws_cloudwatch_event_bus.audit # or module.self_healing.event_bus

  remediations = {
    s3-bucket-versioning = {
      mode  = "auto"
      rules = [aws_config_config_rule.versioning.name]
    }
    security-group-ports = {
      mode          = "auto"
      rule_prefixes = ["OrgConfigRule-restricted-ssh-"]
      parameters    = { Ports = ["22"], Protocols = ["TCP"] }
      exceptions    = [{ resource_id = "sg-0123456789abcdef0", until = "2027-03-31" }]
    }
    rds-public-access = {
      mode          = "manual"
      rule_prefixes = ["rds-instance-public-access-check-conformance-pack-"]
    }
  }
  exempt_tag = { key = "audit-exempt", value = "yes" }
}

resource "aws_cloudwatch_event_bus" "audit" {
  name = "audit"
}

resource "aws_config_config_rule" "versioning" {
  name       = "s3-bucket-versioning"
  depends_on = [aws_config_configuration_recorder.this]

  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_VERSIONING_ENABLED"
  }
}

resource "aws_config_configuration_recorder" "this" {
  role_arn = "arn:aws:iam::222222222222:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
}
