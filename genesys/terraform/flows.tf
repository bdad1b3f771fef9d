locals {
  # A published flow knows its data actions by their ids. A contract that changes makes new ones, and then the flows are published again.
  action_ids = [for action in genesyscloud_integration_action.holdfast : action.id]

  dispute_flow  = "${path.module}/../flows/service-guarantee-dispute.yaml"
  decision_flow = "${path.module}/../flows/service-guarantee-decision.yaml"
}

# A flow names its queues and data actions, so they come first.
resource "genesyscloud_flow" "dispute" {
  filepath            = local.dispute_flow
  update_trigger_hash = sha256(jsonencode([filesha256(local.dispute_flow), local.action_ids]))

  depends_on = [
    genesyscloud_routing_queue.holdfast,
    genesyscloud_integration_action.holdfast,
    genesyscloud_integration_custom_auth_action.holdfast,
  ]
}

resource "genesyscloud_flow" "decision" {
  filepath            = local.decision_flow
  update_trigger_hash = sha256(jsonencode([filesha256(local.decision_flow), local.action_ids]))

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
