module "config_baseline" {
  source = "./modules/config-baseline"

  is_home                    = true
  create_service_linked_role = true

  # From the module evidence-store.
  bucket_name = "acme-config-222222222222-us-east-1"
  key_arn     = "arn:aws:kms:us-east-1:222222222222:key/00000000-0000-0000-0000-000000000000"

  daily_types = ["AWS::EC2::NetworkInterface"]
}
