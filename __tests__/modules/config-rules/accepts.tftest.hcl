mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-us-gov" }
  }
  mock_data "aws_region" {
    defaults = { id = "us-gov-west-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws-us-gov:iam::222222222222:role/mock" }
  }
}

variables {
  name    = "acme"
  is_home = true
}

run "none" {
  assert {
    condition     = length(output.rule_names) == 0 && length(output.function_names) == 0 && length(output.left_out) == 0
    error_message = "nothing asked for, nothing made"
  }
}

run "of_the_organization" {
  variables {
    managed = {
      "versioning" = { rule = "S3_BUCKET_VERSIONING_ENABLED", excluded_accounts = ["444444444444", "333333333333"] }
      "passwords"  = { rule = "IAM_PASSWORD_POLICY", parameters = { MinimumPasswordLength = "16" }, frequency = "Twelve_Hours" }
      "tagged"     = { rule = "S3_BUCKET_VERSIONING_ENABLED", tag_key = "class", tag_value = "secret" }
    }
    guard  = { "ec2-security-group-world-ports" = {}, "required-tags-not-empty" = {}, "store-policy-own-organization" = {} }
    lambda = { "vpc-flow-logs" = { parameters = { trafficType = "ALL" }, frequency = "One_Hour" }, "iam-user-mfa" = {} }

    required_tags        = ["owner", "cost center"]
    allowed_public_ports = [443]
    organization_id      = "o-a1b2c3d4e5"
    account_ids          = ["222222222222", "111111111111"]
  }
  assert {
    condition     = aws_config_organization_managed_rule.organization-managed["versioning"].name == "acme-versioning" && aws_config_organization_managed_rule.organization-managed["versioning"].rule_identifier == "S3_BUCKET_VERSIONING_ENABLED" && aws_config_organization_managed_rule.organization-managed["versioning"].input_parameters == null
    error_message = "rules have names"
  }
  assert {
    condition     = aws_config_organization_managed_rule.organization-managed["versioning"].excluded_accounts == toset(["333333333333", "444444444444"])
    error_message = "accounts go without"
  }
  assert {
    condition     = jsondecode(aws_config_organization_managed_rule.organization-managed["passwords"].input_parameters) == { MinimumPasswordLength = "16" } && aws_config_organization_managed_rule.organization-managed["passwords"].maximum_execution_frequency == "Twelve_Hours"
    error_message = "parameters are given"
  }
  assert {
    condition     = aws_config_organization_managed_rule.organization-managed["tagged"].tag_key_scope == "class" && aws_config_organization_managed_rule.organization-managed["tagged"].tag_value_scope == "secret"
    error_message = "some resources only"
  }
  assert {
    condition     = length(aws_config_config_rule.account-managed) == 0 && length(aws_config_config_rule.account-guard) == 0
    error_message = "the account has none of these of its own"
  }
  assert {
    condition     = strcontains(aws_config_organization_custom_policy_rule.organization-guard["ec2-security-group-world-ports"].policy_text, "[443]") && strcontains(aws_config_organization_custom_policy_rule.organization-guard["required-tags-not-empty"].policy_text, "['owner', 'cost center']") && strcontains(aws_config_organization_custom_policy_rule.organization-guard["store-policy-own-organization"].policy_text, "['o-a1b2c3d4e5']")
    error_message = "Guard rules know what is asked for"
  }
  assert {
    condition     = alltrue([for rule in values(aws_config_organization_custom_policy_rule.organization-guard) : !strcontains(rule.policy_text, "RequiredTags}") && length(rule.resource_types_scope) > 0 && rule.description != null])
    error_message = "nothing is left to fill in"
  }
  assert {
    condition     = jsondecode(one(aws_config_config_rule.lambda_vpc-flow-logs).input_parameters) == { trafficType = "ALL" } && [for detail in one(one(aws_config_config_rule.lambda_vpc-flow-logs).source).source_detail : detail.maximum_execution_frequency if detail.message_type == "ScheduledNotification"] == ["One_Hour"]
    error_message = "Lambda rules run as asked"
  }
  assert {
    condition     = one(one(aws_config_config_rule.lambda_iam-user-mfa).source).source_identifier == "arn:aws-us-gov:lambda:us-gov-west-1:222222222222:function:acme-audit-rule-iam-user-mfa" && one(aws_lambda_function.rule-iam-user-mfa).function_name == "acme-audit-rule-iam-user-mfa" && one(aws_iam_role.rule-iam-user-mfa_role).name == "acme-audit-rule-iam-user-mfa"
    error_message = "each has its function"
  }
  assert {
    condition     = one(aws_lambda_function.rule-iam-user-mfa).source_code_hash == filebase64sha256(one(aws_lambda_function.rule-iam-user-mfa).filename)
    error_message = "the archive is the module's"
  }
  assert {
    condition     = output.function_names == ["acme-audit-rule-iam-user-mfa", "acme-audit-rule-vpc-flow-logs"] && length(aws_lambda_function.rule-iam-root-unused) == 0 && length(aws_iam_role.rule-iam-root-unused_role) == 0
    error_message = "no other function"
  }
}

run "of_the_account" {
  variables {
    scope   = "account"
    managed = { "versioning" = { rule = "S3_BUCKET_VERSIONING_ENABLED", resource_types = ["AWS::S3::Bucket"], resource_id = "records" }, "passwords" = { rule = "IAM_PASSWORD_POLICY" } }
    guard   = { "ec2-instance-hardened" = {} }
  }
  assert {
    condition     = length(aws_config_organization_managed_rule.organization-managed) == 0 && length(aws_config_organization_custom_policy_rule.organization-guard) == 0
    error_message = "the organization has none"
  }
  assert {
    condition     = one(aws_config_config_rule.account-managed["versioning"].scope).compliance_resource_types == toset(["AWS::S3::Bucket"]) && one(aws_config_config_rule.account-managed["versioning"].scope).compliance_resource_id == "records" && length(aws_config_config_rule.account-managed["passwords"].scope) == 0
    error_message = "one bucket, and whatever there is"
  }
  assert {
    condition     = one(one(aws_config_config_rule.account-guard["ec2-instance-hardened"].source).custom_policy_details).policy_runtime == "guard-2.x.x"
    error_message = "Guard"
  }
}

run "elsewhere" {
  variables {
    is_home   = false
    managed   = { "passwords" = { rule = "IAM_PASSWORD_POLICY" }, "certificates" = { rule = "ACM_CERTIFICATE_EXPIRATION_CHECK" }, "nowhere" = { rule = "ACCOUNT_PART_OF_ORGANIZATIONS" } }
    guard     = { "iam-user-no-admin" = {} }
    lambda    = { "iam-user-mfa" = {}, "vpc-flow-logs" = {} }
    functions = ["vpc-peering-least-routes"]
  }
  assert {
    condition     = output.rule_names == ["acme-certificates", "acme-vpc-flow-logs"] && tolist(output.left_out) == tolist(["iam-user-mfa", "iam-user-no-admin", "nowhere", "passwords"])
    error_message = "what is about the account as a whole is judged at home"
  }
  assert {
    condition     = length(aws_lambda_function.rule-iam-user-mfa) == 0 && length(aws_lambda_function.rule-vpc-peering-least-routes) == 1 && length(aws_config_config_rule.lambda_vpc-peering-least-routes) == 0
    error_message = "a function for packs has no rule of its own"
  }
  assert {
    condition     = can(regex("^acme-audit-rule-vpc-flow-logs-[0-9a-f]{6}$", one(aws_iam_role.rule-vpc-flow-logs_role).name)) && one(aws_lambda_function.rule-vpc-flow-logs).function_name == "acme-audit-rule-vpc-flow-logs"
    error_message = "each region has roles of its own"
  }
}

run "every_lambda_rule" {
  variables {
    name               = "abcdefghij-abcdefghij"
    recorded_regions   = ["us-gov-west-1", "us-gov-east-1"]
    config_bucket_name = "acme-config"
    evidence_key_arn   = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/00000000-0000-0000-0000-000000000000"
    lambda = {
      "cis-monitoring-alarms"          = { parameters = { topics = "root-use, vpcs" } }
      "cloudtrail-multi-region"        = {}
      "config-recording"               = {}
      "iam-root-unused"                = { parameters = { minimumDaysUnused = "3650" } }
      "iam-user-console-mfa"           = {}
      "iam-user-mfa"                   = {}
      "iam-user-no-initial-access-key" = {}
      "iam-user-single-active-key"     = {}
      "vpc-flow-logs"                  = {}
      "vpc-peering-least-routes"       = { parameters = { wholeVpcAllowed = "false" } }
    }
  }
  assert {
    condition     = length(output.function_names) == 10 && length(output.rule_names) == 10
    error_message = "all of them"
  }
  assert {
    condition     = jsondecode(one(aws_config_config_rule.lambda_config-recording).input_parameters) == { regions = "us-gov-west-1,us-gov-east-1" }
    error_message = "recording is wanted there"
  }
  assert {
    condition = [for statement in jsondecode(one(aws_iam_role_policy.rule-cloudtrail-multi-region_rights).policy).Statement : statement.Resource if contains(["Read1", "Read2"], statement.Sid)] == [
      "arn:aws-us-gov:s3:::acme-config/config/AWSLogs/222222222222/Config/*/ConfigSnapshot/*", var.evidence_key_arn
    ]
    error_message = "snapshots of this account, and their key"
  }
  assert {
    condition     = length(one(aws_iam_role.rule-iam-user-no-initial-access-key_role).name) <= 64
    error_message = "the longest name still makes a role"
  }
}

run "longest_name_elsewhere" {
  variables {
    name    = "abcdefghij-abcdefghij"
    is_home = false
    lambda  = { "vpc-peering-least-routes" = {} }
  }
  assert {
    condition     = length(one(aws_iam_role.rule-vpc-peering-least-routes_role).name) <= 64
    error_message = "and in other regions"
  }
}

run "too_long_for_guard" {
  command = plan

  variables {
    guard       = { "ec2-vpc-peering-in-organization" = {} }
    account_ids = [for number in range(700) : format("%012d", number)]
  }
  expect_failures = [aws_config_organization_custom_policy_rule.organization-guard]
}
