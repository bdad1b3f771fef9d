terraform {
  required_version = ">= 1.5"

  required_providers {
    genesyscloud = {
      source = "mypurecloud/genesyscloud"
      # Before that, a flow wanted the hash of its file from us, and had no update_trigger_hash.
      version = ">= 1.73.0, < 2.0.0"
    }
  }
}

# Region, client id and secret of the OAuth client that applies this come from GENESYSCLOUD_REGION, GENESYSCLOUD_OAUTHCLIENT_ID and
# GENESYSCLOUD_OAUTHCLIENT_SECRET.
provider "genesyscloud" {}
