module "config_rules" {
  source = "./modules/config-rules"

  name    = "acme"
  is_home = true

  managed = {
    "s3-bucket-versioning" = { rule = "S3_BUCKET_VERSIONING_ENABLED" }
    "password-policy" = {
      rule       = "IAM_PASSWORD_POLICY"
      parameters = { MinimumPasswordLength = "16" }
    }
  }
  guard  = { "ec2-security-group-world-ports" = {} }
  lambda = { "vpc-flow-logs" = { parameters = { trafficType = "ALL" } } }
}
