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
}

variables {
  name    = "acme"
  is_home = true
  packs   = { "cis-aws-5.0.0" = {} }
}

run "by_default" {
  assert {
    condition     = aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].name == "acme-cis-aws-5-0-0" && output.pack_names == { "cis-aws-5.0.0" = "acme-cis-aws-5-0-0" }
    error_message = "the pack has its file's name"
  }
  assert {
    condition     = length(aws_config_conformance_pack.account) == 0
    error_message = "it is the organization's"
  }
  assert {
    condition     = aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].excluded_accounts == null && aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].delivery_s3_bucket == null
    error_message = "of every account"
  }
  assert {
    condition     = yamldecode(aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].template_body).Resources.AccessKeysRotated.Properties.InputParameters.maxAccessKeyAge == "90"
    error_message = "parameters have their defaults"
  }
  assert {
    condition     = length(yamldecode(aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].template_body).Resources) == output.rule_counts["cis-aws-5.0.0"]
    error_message = "rules are counted"
  }
  assert {
    condition     = !strcontains(aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].template_body, "CUSTOM_LAMBDA")
    error_message = "no functions, no Lambda rules"
  }
  assert {
    condition     = alltrue([for rule in values(yamldecode(aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].template_body).Resources) : rule.Type == "AWS::Config::ConfigRule"])
    error_message = "no role, no remediations"
  }
}

run "parameters" {
  variables {
    packs = {
      "cis-aws-5.0.0" = {
        parameters        = { AccessKeysRotatedMaxAccessKeyAge = "30" }
        excluded_accounts = ["444444444444", "333333333333"]
      }
      # Not one of its rules is offered in this region.
      "cis-aws-5.0.0-us-east-1" = {}
    }
    delivery_bucket_name = "awsconfigconforms-acme"
    lambda_rules         = true
    recorded_regions     = ["us-gov-west-1", "us-gov-east-1"]
  }
  assert {
    condition     = yamldecode(aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].template_body).Resources.AccessKeysRotated.Properties.InputParameters.maxAccessKeyAge == "30"
    error_message = "given ones win"
  }
  assert {
    condition     = keys(aws_config_organization_conformance_pack.organization) == ["cis-aws-5.0.0"] && output.rule_counts["cis-aws-5.0.0-us-east-1"] == 0
    error_message = "a pack of no rules is not made"
  }
  assert {
    condition     = aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].excluded_accounts == toset(["333333333333", "444444444444"]) && aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].delivery_s3_bucket == "awsconfigconforms-acme"
    error_message = "accounts go without"
  }
  assert {
    condition     = yamldecode(aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].template_body).Resources.ConfigRecording.Properties.Source.SourceIdentifier == { "Fn::Sub" = "arn:aws-us-gov:lambda:us-gov-west-1:$${AWS::AccountId}:function:acme-audit-rule-config-recording" }
    error_message = "AWS knows the account"
  }
  assert {
    condition     = yamldecode(aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].template_body).Resources.ConfigRecording.Properties.InputParameters.regions == "us-gov-west-1,us-gov-east-1"
    error_message = "recording is wanted there"
  }
}

run "elsewhere" {
  variables {
    is_home      = false
    lambda_rules = true
  }
  assert {
    condition     = length(setintersection(keys(yamldecode(aws_config_organization_conformance_pack.organization["cis-aws-5.0.0"].template_body).Resources), ["IamPasswordPolicy", "IamRootUnused", "AccessKeysRotated"])) == 0
    error_message = "what is about the account as a whole is judged at home"
  }
}

run "of_one_account" {
  variables {
    scope        = "account"
    lambda_rules = true
    packs        = { "cis-aws-5.0.0" = { parameters = { RemediationRole = "audit/Mender" } } }
  }
  assert {
    condition     = length(aws_config_organization_conformance_pack.organization) == 0 && aws_config_conformance_pack.account["cis-aws-5.0.0"].name == "acme-cis-aws-5-0-0"
    error_message = "it is the account's"
  }
  assert {
    condition     = yamldecode(aws_config_conformance_pack.account["cis-aws-5.0.0"].template_body).Resources.IamRootUnused.Properties.Source.SourceIdentifier == "arn:aws-us-gov:lambda:us-gov-west-1:222222222222:function:acme-audit-rule-iam-root-unused"
    error_message = "the function is this account's"
  }
  assert {
    condition     = !contains(keys(yamldecode(aws_config_conformance_pack.account["cis-aws-5.0.0"].template_body).Resources), "ConfigRecording")
    error_message = "recording is wanted nowhere"
  }
  assert {
    condition = toset(flatten([for resource in values(yamldecode(aws_config_conformance_pack.account["cis-aws-5.0.0"].template_body).Resources) :
    resource.Properties.Parameters.AutomationAssumeRole.StaticValue.Values if resource.Type == "AWS::Config::RemediationConfiguration"])) == toset(["arn:aws-us-gov:iam::222222222222:role/audit/Mender"])
    error_message = "remediations run as the role of this account"
  }
}

run "text_that_ends_none" {
  variables {
    packs = { "hipaa-security-compute-and-network" = { parameters = { VpcSgOpenOnlyToAuthorizedPortsAuthorizedTcpPorts = "\"\nResources: {}\n# $${evil} %%{ if true }" } } }
  }
  assert {
    condition     = yamldecode(aws_config_organization_conformance_pack.organization["hipaa-security-compute-and-network"].template_body).Resources.VpcSgOpenOnlyToAuthorizedPorts.Properties.InputParameters.authorizedTcpPorts == "\"\nResources: {}\n# $${evil} %%{ if true }"
    error_message = "what is given is data"
  }
}

run "too_long" {
  command = plan

  variables {
    packs = { "pci-dss-4.0.1-data" = { parameters = { S3BucketBlacklistedActionsProhibitedBlacklistedActionPattern = join(",", [for number in range(1000) : "s3:DeleteBucketPolicyAndEverything"]) } } }
  }
  expect_failures = [aws_config_organization_conformance_pack.organization]
}

run "none" {
  variables {
    packs = {}
  }
  assert {
    condition     = length(aws_config_organization_conformance_pack.organization) == 0 && output.pack_names == {}
    error_message = "no packs, nothing made"
  }
}

run "more_rules_than_aws_takes" {
  command = plan

  variables {
    packs = { for pack in flatten([["cis-aws-1.4.0", "cis-aws-3.0.0", "cis-aws-5.0.0", "audit-baseline", "fedramp-moderate-r5-additional", "nist-800-53-r5-additional"], [for framework in ["fedramp-moderate-r5", "hipaa-security", "iso-27001-2022", "nist-800-53-r5", "pci-dss-4.0.1", "soc2-tsc"] : [for topic in ["access-and-logging", "compute-and-network", "data"] : "${framework}-${topic}"]]]) : pack => {} }
  }
  expect_failures = [aws_config_organization_conformance_pack.organization]
}
