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
}

variables {
  name      = "acme"
  event_bus = { arn = "arn:aws-cn:events:cn-northwest-1:333333333333:event-bus/audit" }
}

run "nothing_is_mended" {
  command = plan

  variables {
    remediations = { s3-bucket-versioning = { mode = "off", rules = ["versioning"] } }
  }
  assert {
    condition     = length(aws_ssm_document.remediations_s3-bucket-versioning) + length(aws_iam_role.remediations_s3-bucket-versioning-role) + length(aws_config_remediation_configuration.remediations_s3-bucket-versioning) + length(aws_iam_role.remediations_starter) + length(aws_cloudwatch_event_rule.events_s3-bucket-versioning_rule) == 0 && output.document_names == {}
    error_message = "off is off"
  }
  assert {
    condition     = aws_cloudwatch_event_bus.events_bus[0].name == "acme-audit-events" && aws_cloudwatch_event_target.events_reports_target[0].arn == var.event_bus.arn
    error_message = "reports go on"
  }
}

run "auto" {
  command = plan

  variables {
    own_bus     = false
    region_code = "cnn1"
    exempt_tag  = { key = "audit-exempt", value = "yes" }
    remediations = {
      security-group-ports = {
        mode               = "auto"
        rules              = ["ssh", "rdp"]
        rule_prefixes      = ["OrgConfigRule-ssh-"]
        parameters         = { Protocols = ["TCP"], Ports = ["22", "3389"] }
        runs_per_hour      = 5
        failures_per_hour  = 2
        concurrent_percent = 20
        error_percent      = 30
        scope_tag          = { key = "mend", value = "<&>" }
        exceptions         = [{ resource_id = "sg-1", until = "2027-03-31" }, { resource_id = "sg-2", until = "2028-02-29" }]
      }
    }
  }
  assert {
    condition     = length(aws_cloudwatch_event_bus.events_bus) + length(aws_cloudwatch_event_rule.events_reports_rule) == 0
    error_message = "no bus where there is one"
  }
  assert {
    condition     = keys(aws_config_remediation_configuration.remediations_security-group-ports) == ["rdp", "ssh"] && alltrue([for one in aws_config_remediation_configuration.remediations_security-group-ports : one.automatic && one.maximum_automatic_attempts == 25 && one.retry_attempt_seconds == 60 && one.execution_controls[0].ssm_controls[0].concurrent_execution_rate_percentage == 20 && one.execution_controls[0].ssm_controls[0].error_percentage == 30 && one.target_id == "acme-audit-security-group-ports"])
    error_message = "AWS Config answers each rule of the account"
  }
  assert {
    condition     = [for one in aws_config_remediation_configuration.remediations_security-group-ports["ssh"].parameter : one.name] == ["AutomationAssumeRole", "Ports", "Protocols", "ResourceId", "Rule"]
    error_message = "in the order in which the provider reads them back"
  }
  assert {
    condition     = { for one in aws_config_remediation_configuration.remediations_security-group-ports["ssh"].parameter : one.name => one.name == "Ports" ? join(",", one.static_values) : one.name == "ResourceId" ? one.resource_value : one.static_value } == { AutomationAssumeRole = "arn:aws-cn:iam::222222222222:role/acme-audit-remediation-cnn1-security-group-ports", Ports = "22,3389", Protocols = "TCP", ResourceId = "RESOURCE_ID", Rule = "ssh" }
    error_message = "with what was asked for"
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.remediations_security-group-ports-rule[0].event_pattern).detail.configRuleName == [{ prefix = "OrgConfigRule-ssh-" }]
    error_message = "events answer the rules that others have brought"
  }
  assert {
    condition     = aws_cloudwatch_event_target.remediations_security-group-ports-target[0].input_transformer[0].input_template == "{\"ResourceId\":[<resource>],\"Rule\":[<rule>],\"AutomationAssumeRole\":[\"arn:aws-cn:iam::222222222222:role/acme-audit-remediation-cnn1-security-group-ports\"],\"Ports\":[\"22\",\"3389\"],\"Protocols\":[\"TCP\"]}"
    error_message = "EventBridge fills in resource and rule"
  }
  assert {
    condition     = [for step in jsondecode(aws_ssm_document.remediations_security-group-ports[0].content).mainSteps : [step.inputs.InputPayload.ExemptTag, step.inputs.InputPayload.ScopeTag, step.inputs.InputPayload.Limits] if step.name == "Decide"][0] == [{ Key = "audit-exempt", Value = "yes" }, { Key = "mend", Value = "<&>" }, { PerHour = 5, Failures = 2 }]
    error_message = "the document knows whom to spare and when to stop"
  }
  assert {
    condition     = jsondecode(aws_ssm_document.remediations_security-group-ports[0].content).parameters.Exceptions.default == ["sg-1 2027-03-31", "sg-2 2028-02-29"]
    error_message = "and until when"
  }
  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.remediations_starter-rights[0].policy).Statement : one.Resource] == [["arn:aws-cn:ssm:*:222222222222:automation-definition/acme-audit-security-group-ports:*", "arn:aws-cn:ssm:*:222222222222:document/acme-audit-security-group-ports", "arn:aws-cn:ssm:*:222222222222:automation-execution/*"], ["arn:aws-cn:iam::222222222222:role/acme-audit-remediation-cnn1-security-group-ports"]]
    error_message = "EventBridge may start this document alone"
  }
  assert {
    condition     = length(aws_cloudwatch_event_rule.events_security-group-ports_rule) == 0 && output.document_names == { security-group-ports = "acme-audit-security-group-ports" } && output.role_arns == { security-group-ports = "arn:aws-cn:iam::222222222222:role/acme-audit-remediation-cnn1-security-group-ports" }
    error_message = "nobody is told of findings that are mended anyway"
  }
}

run "manual" {
  command = plan

  variables {
    remediations = { kms-key-rotation = { mode = "manual", rules = ["rotation"], rule_prefixes = ["rotation-conformance-pack-"] } }
  }
  assert {
    condition     = !aws_config_remediation_configuration.remediations_kms-key-rotation["rotation"].automatic && aws_config_remediation_configuration.remediations_kms-key-rotation["rotation"].maximum_automatic_attempts == null && aws_config_remediation_configuration.remediations_kms-key-rotation["rotation"].retry_attempt_seconds == null
    error_message = "a person starts it"
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.events_kms-key-rotation_rule[0].event_pattern).detail.configRuleName == ["rotation", { prefix = "rotation-conformance-pack-" }]
    error_message = "and is told of each finding"
  }
  assert {
    condition     = length(aws_cloudwatch_event_rule.remediations_kms-key-rotation-rule) + length(aws_iam_role.remediations_starter) == 0
    error_message = "nothing starts by itself"
  }
  assert {
    condition     = [for step in jsondecode(aws_ssm_document.remediations_kms-key-rotation[0].content).mainSteps : [step.inputs.InputPayload.ExemptTag, step.inputs.InputPayload.ScopeTag, step.inputs.InputPayload.Limits] if step.name == "Decide"][0] == [{}, {}, { PerHour = 10, Failures = 3 }]
    error_message = "no tag spares, and limits are the usual ones"
  }
}
