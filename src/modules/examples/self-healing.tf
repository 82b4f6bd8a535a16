module "self_healing" {
  source = "./modules/self-healing"

  name       = "acme"
  topic_arns = ["arn:aws:sns:us-east-1:222222222222:security"]

  # From the module config-baseline: recording = module.config_baseline.recording
  recording = {
    recorder  = aws_config_configuration_recorder.this
    channel   = aws_config_delivery_channel.this
    retention = aws_config_retention_configuration.this
  }

  trusted_role_arns = ["arn:aws:iam::222222222222:role/Deploy"]
}

resource "aws_config_configuration_recorder" "this" {
  name     = "default"
  role_arn = "arn:aws:iam::222222222222:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
    recording_strategy {
      use_only = "ALL_SUPPORTED_RESOURCE_TYPES"
    }
  }
  recording_mode {
    recording_frequency = "CONTINUOUS"
  }
}

resource "aws_config_delivery_channel" "this" {
  name           = "default"
  s3_bucket_name = "acme-config-222222222222-us-east-1"
  s3_key_prefix  = "config"
  s3_kms_key_arn = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000"
  depends_on     = [aws_config_configuration_recorder.this]

  snapshot_delivery_properties {
    delivery_frequency = "TwentyFour_Hours"
  }
}

resource "aws_config_retention_configuration" "this" {
  retention_period_in_days = 2557
  depends_on               = [aws_config_configuration_recorder.this]
}
