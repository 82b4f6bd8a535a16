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
    defaults = { arn = "arn:aws-cn:kms:cn-north-1:222222222222:key/11111111-1111-1111-1111-111111111111" }
  }
}

variables {
  name               = "acme-eu"
  organization_id    = "o-a1b2c3d4e5"
  account_ids        = ["111111111111", "222222222222"]
  trail_bucket_name  = "acme-trail"
  config_bucket_name = "acme-config"
  evidence_key_arn   = "arn:aws-cn:kms:cn-north-1:333333333333:key/00000000-0000-0000-0000-000000000000"
  investigator_arns  = ["arn:aws-cn:iam::222222222222:role/Security", "arn:aws-cn:iam::222222222222:user/Ann", "arn:aws-cn:iam::444444444444:role/team/Second"]
}

run "in_china" {
  command = plan

  assert {
    condition     = output.investigator_role_arn == "arn:aws-cn:iam::222222222222:role/acme-eu-audit-investigator" && output.results_bucket_name == "acme-eu-forensics-222222222222-cn-north-1"
    error_message = "names are those of the account and region"
  }
  assert {
    condition     = output.database_name == "acme_eu_audit" && aws_glue_catalog_table.catalog_cloudtrail.database_name == "acme_eu_audit"
    error_message = "Glue is given no hyphens"
  }
  assert {
    condition     = aws_glue_catalog_table.catalog_cloudtrail.parameters["projection.region.values"] == "cn-north-1,cn-northwest-1" && aws_glue_catalog_table.catalog_cloudtrail.parameters["projection.account.values"] == "111111111111,222222222222"
    error_message = "every region of the partition, and the accounts that are named"
  }
  assert {
    condition     = aws_glue_catalog_table.catalog_cloudtrail.parameters["storage.location.template"] == "s3://acme-trail/AWSLogs/o-a1b2c3d4e5/$${account}/CloudTrail/$${region}/$${timestamp}/"
    error_message = "Athena, not Terraform, fills in the partitions"
  }
  assert {
    condition     = toset(jsondecode(aws_iam_role.investigator_role.assume_role_policy).Statement[0].Principal.AWS) == toset(["arn:aws-cn:iam::222222222222:root", "arn:aws-cn:iam::444444444444:root"])
    error_message = "accounts are trusted, each once"
  }
  assert {
    condition     = jsondecode(aws_iam_role.investigator_role.assume_role_policy).Statement[0].Condition == { ArnEquals = { "aws:PrincipalArn" = [for person in var.investigator_arns : person] }, Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    error_message = "for these people, with MFA"
  }
  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.investigator_rights.policy).Statement : statement if statement.Sid == "DecryptEvidence"]) == { Sid = "DecryptEvidence", Effect = "Allow", Action = "kms:Decrypt", Resource = var.evidence_key_arn, Condition = { StringEquals = { "kms:ViaService" = "s3.cn-north-1.amazonaws.com.cn" } } }
    error_message = "evidence is decrypted through S3 alone"
  }
  assert {
    condition     = aws_athena_workgroup.athena_workgroup.configuration[0].bytes_scanned_cutoff_per_query == 1000 * 1073741824 && aws_s3_bucket_lifecycle_configuration.results_lifecycle.rule[0].expiration[0].days == 30
    error_message = "the defaults"
  }
  assert {
    condition     = !aws_athena_workgroup.athena_workgroup.force_destroy && !aws_s3_bucket.results_bucket.force_destroy
    error_message = "answers are not destroyed with the module"
  }
}

run "limits" {
  command = plan

  variables {
    scan_limit_gb             = 1
    results_expire_after_days = 3650
  }
  assert {
    condition     = aws_athena_workgroup.athena_workgroup.configuration[0].bytes_scanned_cutoff_per_query == 1073741824 && aws_s3_bucket_lifecycle_configuration.results_lifecycle.rule[0].expiration[0].days == 3650
    error_message = "as given"
  }
}
