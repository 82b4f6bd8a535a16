module "evidence_store" {
  source = "./modules/evidence-store"
  providers = {
    aws         = aws
    aws.archive = aws.archive
  }

  name                  = "acme"
  organization_id       = "o-a1b2c3d4e5"
  management_account_id = "111111111111"

  retention_mode   = "GOVERNANCE"
  retention_years  = 7
  reader_role_arns = ["arn:aws:iam::222222222222:role/AuditReader"]
}
