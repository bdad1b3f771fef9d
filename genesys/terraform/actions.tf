locals {
  actions_folder = local.with_oauth ? "${path.module}/../data-actions/oauth" : "${path.module}/../data-actions"

  # The same files that are imported by hand and tested with Holdfast.
  actions = {
    for name in ["open-dispute", "get-dispute", "get-dispute-by-conversation", "release-hold", "charge-hold"] :
    name => jsondecode(file("${local.actions_folder}/${name}.json"))
  }

  # Seconds, by the action's file; each above the timeouts of the flows' steps and above what the action waits for.
  timeouts = jsondecode(file("${path.module}/timeouts.json"))

  custom_auth = jsondecode(file("${path.module}/../data-actions/oauth/custom-auth.json"))
}

resource "genesyscloud_integration_action" "holdfast" {
  for_each = local.actions

  name                   = each.value.name
  category               = local.integration_name
  integration_id         = genesyscloud_integration.holdfast.id
  secure                 = each.value.secure
  config_timeout_seconds = local.timeouts[each.key]
  contract_input         = jsonencode(each.value.contract.input.inputSchema)
  contract_output        = jsonencode(each.value.contract.output.successSchema)

  config_request {
    # With OAuth an action sees the authentication's answer; the host is put in here, so that it need not see the credential as well.
    request_url_template = replace(each.value.config.request.requestUrlTemplate, "$${credentials.host}", var.holdfast_host)
    request_type         = each.value.config.request.requestType
    request_template     = each.value.config.request.requestTemplate
    headers              = each.value.config.request.headers
  }

  config_response {
    translation_map          = each.value.config.response.translationMap
    translation_map_defaults = each.value.config.response.translationMapDefaults
    success_template         = each.value.config.response.successTemplate
  }
}

# Genesys Cloud makes this action together with an OAuth credential; here it is told how to get a token.
resource "genesyscloud_integration_custom_auth_action" "holdfast" {
  count = local.with_oauth ? 1 : 0

  integration_id = genesyscloud_integration.holdfast.id
  name           = local.custom_auth.name

  config_request {
    request_url_template = local.custom_auth.config.request.requestUrlTemplate
    request_type         = local.custom_auth.config.request.requestType
    request_template     = local.custom_auth.config.request.requestTemplate
    headers              = local.custom_auth.config.request.headers
  }

  config_response {
    translation_map          = local.custom_auth.config.response.translationMap
    translation_map_defaults = local.custom_auth.config.response.translationMapDefaults
    success_template         = local.custom_auth.config.response.successTemplate
  }
}
