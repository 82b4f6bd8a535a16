mock_provider "aws" {
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-cn", dns_suffix = "amazonaws.com.cn" }
  }
  mock_data "aws_region" {
    defaults = { id = "cn-north-1" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws-cn:kms:cn-north-1:222222222222:key/00000000-0000-0000-0000-000000000000" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws-cn:iam::222222222222:role/mock" }
  }
}

mock_provider "aws" {
  alias           = "archive"
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "333333333333" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-cn", dns_suffix = "amazonaws.com.cn" }
  }
  mock_data "aws_region" {
    defaults = { id = "cn-northwest-1" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws-cn:kms:cn-northwest-1:333333333333:key/11111111-1111-1111-1111-111111111111" }
  }
}

variables {
  name                  = "acme"
  organization_id       = "o-a1b2c3d4e5"
  management_account_id = "111111111111"
  retention_mode        = "COMPLIANCE"
  retention_years       = 7
}

run "by_default" {
  command = plan

  assert {
    condition     = output.trail_bucket_name == "acme-trail-222222222222-cn-north-1" && output.archive_bucket_name == "acme-archive-333333333333-cn-northwest-1"
    error_message = "buckets are named for the account and region of their provider"
  }
  assert {
    condition     = output.trail_arn == "arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/acme-organization-trail"
    error_message = "the trail is the management account's, under the name that the module organization-trail gives"
  }
  assert {
    condition = alltrue([for lock in [aws_s3_bucket_object_lock_configuration.trail_object-lock, aws_s3_bucket_object_lock_configuration.archive_object-lock] :
    lock.rule[0].default_retention[0].mode == "COMPLIANCE" && lock.rule[0].default_retention[0].years == 7])
    error_message = "both locks are the ones asked for"
  }
  assert {
    condition = alltrue([for policy in [aws_s3_bucket_policy.trail_policy, aws_s3_bucket_policy.config_policy, aws_s3_bucket_policy.access-logs_policy, aws_s3_bucket_policy.archive_policy] :
    length([for statement in jsondecode(policy.policy).Statement : statement if length(regexall("^(Readers|Investigator|Rules)", statement.Sid)) > 0]) == 0])
    error_message = "nobody reads but whom an input names"
  }
  assert {
    condition     = length([for statement in jsondecode(aws_kms_key.evidence_key.policy).Statement : statement if length(regexall("^(Readers|Investigator|Rules)", statement.Sid)) > 0]) == 0
    error_message = "nobody decrypts but whom an input names"
  }
  assert {
    condition = alltrue([for lifecycle in [aws_s3_bucket_lifecycle_configuration.trail_lifecycle, aws_s3_bucket_lifecycle_configuration.config_lifecycle, aws_s3_bucket_lifecycle_configuration.access-logs_lifecycle, aws_s3_bucket_lifecycle_configuration.archive_lifecycle] :
    length(lifecycle.rule[0].expiration) == 0 && length(lifecycle.rule[0].noncurrent_version_expiration) == 0 && length(lifecycle.rule[0].transition) == 1])
    error_message = "nothing expires, and everything grows colder"
  }
  assert {
    condition = alltrue([for copies in [aws_s3_bucket_replication_configuration.replication_config, aws_s3_bucket_replication_configuration.replication_access-logs, aws_s3_bucket_replication_configuration.replication_trail] :
    length(copies.rule[0].destination[0].replication_time) == 0])
    error_message = "China has no replication time control by default"
  }
  assert {
    condition     = one([for statement in jsondecode(aws_kms_key.evidence_key.policy).Statement : statement if statement.Sid == "LogGroupEncrypts"]).Principal.Service == "logs.cn-north-1.amazonaws.com.cn"
    error_message = "hosts end as those of the partition do"
  }
  assert {
    condition     = one([for statement in jsondecode(aws_kms_key.evidence_key.policy).Statement : statement if statement.Sid == "LogGroupEncrypts"]).Condition.ArnEquals["kms:EncryptionContext:aws:logs:arn"] == "arn:aws-cn:logs:cn-north-1:111111111111:log-group:/aws/cloudtrail/acme-organization-trail"
    error_message = "the log group is the management account's"
  }
}

run "with_everything" {
  command = plan

  variables {
    trail_name                = "audit.trail_1"
    trail_account_id          = "222222222222"
    transitions               = [{ after_days = 30, storage_class = "STANDARD_IA" }, { after_days = 60, storage_class = "GLACIER" }]
    archive_transitions       = []
    expire_after_years        = 7
    replication_time_control  = true
    reader_role_arns          = ["arn:aws-cn:iam::222222222222:role/AuditReader", "arn:aws-cn:iam::444444444444:role/team/Second"]
    investigator_role_arns    = ["arn:aws-cn:iam::222222222222:role/Investigator"]
    snapshot_reader_role_arns = ["arn:aws-cn:iam::*:role/acme-audit-rule-iam-user-mfa"]
  }

  assert {
    condition     = output.trail_arn == "arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/audit.trail_1"
    error_message = "the trail stays the management account's, whoever creates it"
  }
  assert {
    condition     = strcontains(aws_kms_key.evidence_key.policy, "arn:aws-cn:logs:cn-north-1:222222222222:log-group:/aws/cloudtrail/audit.trail_1")
    error_message = "the log group is the account's that creates the trail"
  }
  assert {
    condition = alltrue([for policy in [aws_s3_bucket_policy.trail_policy, aws_s3_bucket_policy.config_policy, aws_s3_bucket_policy.access-logs_policy, aws_s3_bucket_policy.archive_policy] :
    one([for statement in jsondecode(policy.policy).Statement : statement if statement.Sid == "ReadersRead"]).Condition.ArnLike["aws:PrincipalArn"] == ["arn:aws-cn:iam::222222222222:role/AuditReader", "arn:aws-cn:iam::444444444444:role/team/Second"]])
    error_message = "readers read every bucket"
  }
  assert {
    condition     = one([for statement in jsondecode(aws_s3_bucket_policy.config_policy.policy).Statement : statement if statement.Sid == "RulesReadSnapshots"]).Resource == "arn:aws-cn:s3:::acme-config-222222222222-cn-north-1/config/AWSLogs/$${aws:PrincipalAccount}/Config/*/ConfigSnapshot/*"
    error_message = "a rule reads the snapshots of its own account: IAM, not Terraform, fills in which"
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.trail_lifecycle.rule[0].expiration[0].days == 2562 && aws_s3_bucket_lifecycle_configuration.trail_lifecycle.rule[0].noncurrent_version_expiration[0].noncurrent_days == 61
    error_message = "locked versions go once they have moved last"
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.archive_lifecycle.rule[0].noncurrent_version_expiration[0].noncurrent_days == 1 && length(aws_s3_bucket_lifecycle_configuration.archive_lifecycle.rule[0].transition) == 0
    error_message = "without tiers, the day after"
  }
  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.config_lifecycle.rule[0].noncurrent_version_expiration[0].noncurrent_days == 2562
    error_message = "versions that are not locked keep their own full time"
  }
  assert {
    condition     = [for tier in aws_s3_bucket_lifecycle_configuration.config_lifecycle.rule[0].noncurrent_version_transition : "${tier.noncurrent_days} ${tier.storage_class}"] == ["30 STANDARD_IA", "60 GLACIER"]
    error_message = "tiers in their order"
  }
  assert {
    condition     = aws_s3_bucket_replication_configuration.replication_trail.rule[0].destination[0].replication_time[0].time[0].minutes == 15 && aws_s3_bucket_replication_configuration.replication_trail.rule[0].destination[0].metrics[0].event_threshold[0].minutes == 15
    error_message = "replication has its time"
  }
}
