module "guardrails" {
  source = "./modules/guardrails"

  name            = "acme"
  organization_id = "o-a1b2c3d4e5"

  attach_to     = { workloads = aws_organizations_organizational_unit.this["Workloads"].id }
  rcp_attach_to = { security = aws_organizations_organizational_unit.this["Security"].id }
  optional      = { quarantine = { quarantine = aws_organizations_organizational_unit.this["Quarantine"].id } }

  deployer_role    = "OrganizationAccountAccessRole"
  exempt_roles     = ["BreakGlass"]
  governed_regions = ["us-east-1", "eu-west-1"]
  audit_account_id = "222222222222"

  # From the modules evidence-store and organization-trail.
  evidence_key_arn    = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000"
  archive_key_arn     = "arn:aws:kms:us-west-2:222222222222:key/00000000-0000-0000-0000-000000000001"
  bucket_arns         = ["arn:aws:s3:::acme-trail-222222222222-us-east-1"]
  trail_log_group_arn = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/cloudtrail/acme-organization-trail"
}

data "aws_organizations_organization" "this" {}

resource "aws_organizations_organizational_unit" "this" {
  for_each = toset(["Workloads", "Security", "Quarantine"])

  name      = each.key
  parent_id = data.aws_organizations_organization.this.roots[0].id
}
