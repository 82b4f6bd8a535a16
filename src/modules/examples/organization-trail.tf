module "organization_trail" {
  source = "./modules/organization-trail"

  name            = "acme"
  organization_id = "o-a1b2c3d4e5"

  # From the module evidence-store.
  bucket_name          = "acme-trail-222222222222-us-east-1"
  key_arn              = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000"
  evidence_bucket_arns = ["arn:aws:s3:::acme-trail-222222222222-us-east-1"]

  data_events = {
    s3_buckets = ["customer-records"]
    calls      = "write"
  }
  notifications = true
}
