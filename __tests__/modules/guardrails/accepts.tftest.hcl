mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws-us-gov" }
  }
}

variables {
  name                = "acme"
  organization_id     = "o-a1b2c3d4e5"
  attach_to           = { root = "r-a1b2" }
  rcp_attach_to       = { evidence = "222222222222" }
  deployer_role       = "Deployer"
  governed_regions    = ["us-gov-west-1"]
  audit_account_id    = "222222222222"
  evidence_key_arn    = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/00000000-0000-0000-0000-000000000000"
  archive_key_arn     = "arn:aws-us-gov:kms:us-gov-east-1:333333333333:key/00000000-0000-0000-0000-000000000001"
  bucket_arns         = ["arn:aws-us-gov:s3:::acme-trail", "arn:aws-us-gov:s3:::acme-archive"]
  trail_log_group_arn = "arn:aws-us-gov:logs:us-gov-west-1:111111111111:log-group:/aws/cloudtrail/acme"
}

run "by_default" {
  assert {
    condition     = sort(keys(output.policy_ids)) == tolist(["rcp-1", "rcp-2", "scp-1", "scp-2", "scp-3", "scp-4"])
    error_message = "SCPs that everybody wants, and RCPs"
  }
  assert {
    condition = alltrue([for policy in [
      aws_organizations_policy.guardrails_scp-1, aws_organizations_policy.guardrails_scp-2,
      aws_organizations_policy.guardrails_scp-3, aws_organizations_policy.guardrails_scp-4,
      one(aws_organizations_policy.guardrails_rcp-1), one(aws_organizations_policy.guardrails_rcp-2),
    ] : length(policy.content) <= 5120])
    error_message = "they fit in the smallest quota"
  }
  assert {
    condition = alltrue([for statement in flatten([for policy in [
      aws_organizations_policy.guardrails_scp-1, aws_organizations_policy.guardrails_scp-2,
      aws_organizations_policy.guardrails_scp-3, aws_organizations_policy.guardrails_scp-4,
      ] : jsondecode(policy.content).Statement]) :
    statement.Effect == "Deny" && length(setintersection(flatten([statement.Condition.ArnNotLike["aws:PrincipalArn"]]), ["arn:aws-us-gov:iam::*:role/Deployer", "arn:aws-us-gov:iam::*:role/acme-audit-remediation-*"])) == 2])
    error_message = "every SCP denies, and spares whoever deploys and mends"
  }
  assert {
    condition = toset(flatten([for statement in flatten([for policy in [
      one(aws_organizations_policy.guardrails_rcp-1), one(aws_organizations_policy.guardrails_rcp-2),
      ] : jsondecode(policy.content).Statement]) : try(statement.Condition.ArnNotLike["aws:PrincipalArn"], [])])) == toset([
      for pair in setproduct(["222222222222", "333333333333"], ["Deployer", "acme-audit-remediation-*"]) : "arn:aws-us-gov:iam::${pair[0]}:role/${pair[1]}"
    ])
    error_message = "RCPs spare them in the accounts of the keys alone"
  }
  assert {
    condition     = aws_organizations_policy_attachment.guardrails_scp-4["root"].target_id == "r-a1b2" && aws_organizations_policy_attachment.guardrails_rcp-2["evidence"].target_id == "222222222222"
    error_message = "each attaches where it is told to"
  }
  assert {
    condition     = length(aws_organizations_policy.guardrails_scp-quarantine-1) == 0 && length(aws_organizations_policy_attachment.guardrails_scp-quarantine-1) == 0
    error_message = "optional ones are optional"
  }
}

run "nothing_but_policies" {
  variables {
    attach_to                 = {}
    rcp_attach_to             = {}
    resource_control_policies = false
    optional                  = { quarantine = {} }
  }
  assert {
    condition     = sort(keys(output.policy_ids)) == tolist(["scp-1", "scp-2", "scp-3", "scp-4", "scp-quarantine-1"])
    error_message = "made, and attached to nothing"
  }
  assert {
    condition     = length(aws_organizations_policy_attachment.guardrails_scp-1) == 0 && length(aws_organizations_policy_attachment.guardrails_rcp-1) == 0
    error_message = "no attachment"
  }
}

run "more_roles" {
  variables {
    exempt_roles    = ["BreakGlass", "audit/Second"]
    evaluator_roles = ["Evaluator"]
    security_roles  = ["Security"]
    recorder_roles  = ["Recorder"]
    optional        = { "deny-ungoverned-regions" = { unit = "ou-a1b2-11111111" }, "deny-root-user" = { unit = "ou-a1b2-11111111" } }
  }
  assert {
    condition = one([for statement in flatten([for policy in [
      aws_organizations_policy.guardrails_scp-1, aws_organizations_policy.guardrails_scp-2,
      aws_organizations_policy.guardrails_scp-3, aws_organizations_policy.guardrails_scp-4,
      ] : jsondecode(policy.content).Statement]) : sort(flatten([statement.Condition.ArnNotLike["aws:PrincipalArn"]])) if statement.Sid == "DenyForgedEvaluations"]) == tolist(sort([
      for role in ["BreakGlass", "Deployer", "Evaluator", "Recorder", "acme-audit-remediation-*", "acme-audit-rule-*", "audit/Second"] : "arn:aws-us-gov:iam::*:role/${role}"
    ]))
    error_message = "evaluations come from these alone"
  }
  assert {
    condition     = jsondecode(one(aws_organizations_policy.guardrails_scp-deny-ungoverned-regions-1).content).Statement[0].Condition.StringNotEquals["aws:RequestedRegion"] == ["us-gov-west-1", "us-gov-east-1"]
    error_message = "the regions of the keys are governed as well"
  }
}

run "longer_than_the_quota" {
  command = plan

  variables {
    exempt_roles = [for number in range(20) : "SomebodyWhoseRoleHasTheLongestNameThereIsInThisOrganization${number}"]
  }
  expect_failures = [
    aws_organizations_policy.guardrails_scp-1, aws_organizations_policy.guardrails_scp-2, aws_organizations_policy.guardrails_scp-3,
    aws_organizations_policy.guardrails_scp-4, aws_organizations_policy.guardrails_rcp-1, aws_organizations_policy.guardrails_rcp-2,
  ]
}

run "a_higher_quota" {
  command = plan

  variables {
    exempt_roles = [for number in range(20) : "SomebodyWhoseRoleHasTheLongestNameThereIsInThisOrganization${number}"]
    scp_limits   = { characters = 20480 }
    rcp_limits   = { characters = 20480 }
  }
}

run "as_many_as_attach" {
  command = plan

  variables {
    scp_limits = { attachments = 6, already_attached = 1 }
    optional   = { quarantine = { root = "r-a1b2" } }
  }
}

run "more_than_attach" {
  command = plan

  variables {
    scp_limits = { attachments = 6, already_attached = 2 }
    optional   = { quarantine = { root = "r-a1b2" } }
  }
  expect_failures = [
    aws_organizations_policy_attachment.guardrails_scp-1, aws_organizations_policy_attachment.guardrails_scp-2,
    aws_organizations_policy_attachment.guardrails_scp-3, aws_organizations_policy_attachment.guardrails_scp-4,
    aws_organizations_policy_attachment.guardrails_scp-quarantine-1,
  ]
}
