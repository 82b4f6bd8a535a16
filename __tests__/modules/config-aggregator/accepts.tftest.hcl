mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-us-gov" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws-us-gov:iam::222222222222:role/mock" }
  }
}

variables {
  name = "acme"
}

run "every_region" {
  assert {
    condition     = one(aws_config_configuration_aggregator.organization_aggregator.organization_aggregation_source).all_regions
    error_message = "by default every region is aggregated"
  }
  assert {
    condition     = one(aws_config_configuration_aggregator.organization_aggregator.organization_aggregation_source).regions == null
    error_message = "no region is named"
  }
  assert {
    condition     = aws_iam_role_policy_attachment.organization_lists-accounts.policy_arn == "arn:aws-us-gov:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"
    error_message = "the partition is the provider's"
  }
  assert {
    condition     = jsondecode(aws_iam_role.organization_role.assume_role_policy).Statement[0].Condition.StringEqualsIfExists["aws:SourceAccount"] == "222222222222"
    error_message = "only this account's AWS Config assumes the role"
  }
  assert {
    condition     = output.aggregator_name == "acme-organization" && output.role_arn == aws_iam_role.organization_role.arn
    error_message = "outputs name what was made"
  }
}

run "some_regions" {
  variables {
    name    = "a"
    regions = ["us-gov-west-1", "us-gov-east-1"]
  }
  assert {
    condition     = !one(aws_config_configuration_aggregator.organization_aggregator.organization_aggregation_source).all_regions
    error_message = "not every region is aggregated"
  }
  assert {
    condition     = one(aws_config_configuration_aggregator.organization_aggregator.organization_aggregation_source).regions == tolist(["us-gov-west-1", "us-gov-east-1"])
    error_message = "the named ones are"
  }
}

run "longest_name" {
  variables {
    name = "abcdefghij-abcdefghij-abcdefghij-abcdefg"
  }
  assert {
    condition     = length(aws_iam_role.organization_role.name) <= 64
    error_message = "the longest name still makes a role"
  }
}
