module "forensics" {
  source = "./modules/forensics"

  name              = "acme"
  organization_id   = "o-a1b2c3d4e5"
  account_ids       = ["111111111111", "222222222222"]
  investigator_arns = ["arn:aws:iam::222222222222:role/SecurityEngineer"]

  # From the module evidence-store.
  trail_bucket_name  = "acme-trail-222222222222-us-east-1"
  config_bucket_name = "acme-config-222222222222-us-east-1"
  evidence_key_arn   = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000"
}
