locals {
  # The flows find the data actions by this name.
  integration_name = "Holdfast"

  with_oauth = var.credential_kind == "oauth"
}

resource "genesyscloud_integration_credential" "api_key" {
  count = local.with_oauth ? 0 : 1

  name                 = "Holdfast API key"
  credential_type_name = "userDefined"
  fields = {
    host   = var.holdfast_host
    apiKey = var.api_key
  }

  lifecycle {
    precondition {
      condition     = var.api_key != null
      error_message = "credential_kind api-key needs api_key."
    }
  }
}

resource "genesyscloud_integration_credential" "oauth" {
  count = local.with_oauth ? 1 : 0

  name                 = "Holdfast OAuth client"
  credential_type_name = "userDefinedOAuth"
  fields = {
    host         = var.holdfast_host
    tokenUrl     = try(var.oauth.token_url, null)
    clientId     = try(var.oauth.client_id, null)
    clientSecret = try(var.oauth.client_secret, null)
    scope        = try(var.oauth.scope, null)
  }

  lifecycle {
    precondition {
      condition     = var.oauth != null
      error_message = "credential_kind oauth needs oauth."
    }
  }
}

resource "genesyscloud_integration" "holdfast" {
  integration_type = "custom-rest-actions"
  intended_state   = "ENABLED"

  config {
    name       = local.integration_name
    notes      = "Payment holds for service-guarantee disputes"
    properties = jsonencode({})
    advanced   = jsonencode({})
    # The name of the integration's one place for a credential, of whichever kind that is.
    credentials = {
      basicAuth = one(concat(genesyscloud_integration_credential.api_key[*].id, genesyscloud_integration_credential.oauth[*].id))
    }
  }
}
