mock_provider "aws" {
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-cn" }
  }
}

variables {
  is_home     = true
  bucket_name = "acme-config"
  key_arn     = "arn:aws-cn:kms:cn-north-1:222222222222:key/00000000-0000-0000-0000-000000000000"
}

run "home_by_default" {
  command = plan

  assert {
    condition     = one(aws_config_configuration_recorder.config_recorder.recording_group).all_supported && one(aws_config_configuration_recorder.config_recorder.recording_group).include_global_resource_types
    error_message = "everything, global types included"
  }
  assert {
    condition     = one(one(aws_config_configuration_recorder.config_recorder.recording_group).recording_strategy).use_only == "ALL_SUPPORTED_RESOURCE_TYPES" && length(one(aws_config_configuration_recorder.config_recorder.recording_group).exclusion_by_resource_types) == 0
    error_message = "nothing is excluded"
  }
  assert {
    condition     = one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_frequency == "CONTINUOUS" && length(one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_mode_override) == 0
    error_message = "at once, without exceptions"
  }
  assert {
    condition     = output.role_arn == "arn:aws-cn:iam::222222222222:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig" && length(aws_iam_service_linked_role.role_service-linked) == 0
    error_message = "with the role that is there"
  }
  assert {
    condition     = aws_config_delivery_channel.config_channel.s3_key_prefix == "config" && aws_config_delivery_channel.config_channel.sns_topic_arn == null && one(aws_config_delivery_channel.config_channel.snapshot_delivery_properties).delivery_frequency == "TwentyFour_Hours"
    error_message = "delivers where the evidence store expects it"
  }
  assert {
    condition     = aws_config_configuration_recorder_status.config_status.is_enabled && aws_config_retention_configuration.config_retention.retention_period_in_days == 2557
    error_message = "runs, and keeps all it can"
  }
}

run "elsewhere_by_default" {
  command = plan

  variables {
    is_home = false
  }
  assert {
    condition     = one(aws_config_configuration_recorder.config_recorder.recording_group).all_supported && !one(aws_config_configuration_recorder.config_recorder.recording_group).include_global_resource_types
    error_message = "everything but global types"
  }
}

run "home_with_exclusions" {
  command = plan

  variables {
    create_service_linked_role = true
    exclude                    = ["AWS::EC2::Volume", "AWS::EC2::Instance"]
    daily_types                = ["AWS::IAM::Role", "AWS::EC2::NetworkInterface"]
    history_days               = 30
    snapshot_frequency         = "One_Hour"
    topic_arn                  = "arn:aws-cn:sns:cn-north-1:222222222222:config"
    recorder_name              = "old-recorder"
    channel_name               = "old-channel"
    bucket_prefix              = "a/b"
  }
  assert {
    condition     = !one(aws_config_configuration_recorder.config_recorder.recording_group).all_supported && !one(aws_config_configuration_recorder.config_recorder.recording_group).include_global_resource_types
    error_message = "not everything"
  }
  assert {
    condition     = one(one(aws_config_configuration_recorder.config_recorder.recording_group).exclusion_by_resource_types).resource_types == toset(["AWS::EC2::Instance", "AWS::EC2::Volume"])
    error_message = "all but these"
  }
  assert {
    condition     = one(one(aws_config_configuration_recorder.config_recorder.recording_group).recording_strategy).use_only == "EXCLUSION_BY_RESOURCE_TYPES"
    error_message = "by exclusion"
  }
  assert {
    condition     = one(one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_mode_override).recording_frequency == "DAILY" && one(one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_mode_override).resource_types == toset(["AWS::EC2::NetworkInterface", "AWS::IAM::Role"]) && one(one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_mode_override).description == "Recorded daily"
    error_message = "both types daily"
  }
  assert {
    condition     = length(aws_iam_service_linked_role.role_service-linked) == 1
    error_message = "makes the role"
  }
  assert {
    condition     = aws_config_configuration_recorder.config_recorder.name == "old-recorder" && aws_config_configuration_recorder_status.config_status.name == "old-recorder" && aws_config_delivery_channel.config_channel.name == "old-channel"
    error_message = "under the names that there are"
  }
}

run "elsewhere_with_exclusions" {
  command = plan

  variables {
    is_home          = false
    frequency        = "DAILY"
    exclude          = ["AWS::EC2::Volume", "AWS::IAM::User"]
    continuous_types = ["AWS::IAM::Role"]
  }
  assert {
    condition     = one(one(aws_config_configuration_recorder.config_recorder.recording_group).exclusion_by_resource_types).resource_types == toset(["AWS::EC2::Volume", "AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"])
    error_message = "global types join what is excluded"
  }
  assert {
    condition     = one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_frequency == "DAILY" && length(one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_mode_override) == 0
    error_message = "a global type is no exception where it is not recorded"
  }
}

run "daily_with_exceptions" {
  command = plan

  variables {
    frequency        = "DAILY"
    continuous_types = ["AWS::IAM::Role"]
  }
  assert {
    condition     = one(one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_mode_override).recording_frequency == "CONTINUOUS" && one(one(aws_config_configuration_recorder.config_recorder.recording_mode).recording_mode_override).description == "Recorded continuous"
    error_message = "the exceptions at once"
  }
}
