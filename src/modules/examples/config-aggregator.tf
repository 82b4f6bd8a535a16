module "config_aggregator" {
  source = "./modules/config-aggregator"

  name = "acme"
}
