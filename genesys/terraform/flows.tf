# A flow names its queues and data actions, so they come first.
resource "genesyscloud_flow" "dispute" {
  filepath = "${path.module}/../flows/service-guarantee-dispute.yaml"

  depends_on = [
    genesyscloud_routing_queue.holdfast,
    genesyscloud_integration_action.holdfast,
    genesyscloud_integration_custom_auth_action.holdfast,
  ]
}

resource "genesyscloud_flow" "decision" {
  filepath = "${path.module}/../flows/service-guarantee-decision.yaml"

  depends_on = [
    genesyscloud_routing_queue.holdfast,
    genesyscloud_integration_action.holdfast,
    genesyscloud_integration_custom_auth_action.holdfast,
  ]
}

# Only where a number was given: it must be in the organisation's DID pool.
resource "genesyscloud_architect_ivr" "line" {
  count = var.call_number == null ? 0 : 1

  name               = "Service guarantee line"
  description        = "Calls about the service guarantee"
  dnis               = [var.call_number]
  open_hours_flow_id = genesyscloud_flow.dispute.id
}
