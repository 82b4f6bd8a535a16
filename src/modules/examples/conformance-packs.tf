module "conformance_packs" {
  source = "./modules/conformance-packs"

  name    = "acme"
  is_home = true

  packs = {
    "audit-baseline" = {}
    "cis-aws-5.0.0" = {
      parameters        = { AccessKeysRotatedMaxAccessKeyAge = "45" }
      excluded_accounts = ["444444444444"]
    }
    "pci-dss-4.0.1-data" = {}
  }
}
