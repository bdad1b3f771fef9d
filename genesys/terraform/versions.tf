terraform {
  required_version = ">= 1.5"

  required_providers {
    genesyscloud = {
      source  = "mypurecloud/genesyscloud"
      version = ">= 1.50.0, < 2.0.0"
    }
  }
}

# Region, client id and secret of the OAuth client that applies this come from GENESYSCLOUD_REGION, GENESYSCLOUD_OAUTHCLIENT_ID and
# GENESYSCLOUD_OAUTHCLIENT_SECRET.
provider "genesyscloud" {}
