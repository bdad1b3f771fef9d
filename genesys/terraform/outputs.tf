output "dispute_flow_id" {
  description = "The call flow to which the service-guarantee line is routed."
  value       = genesyscloud_flow.dispute.id
}

output "decision_flow_id" {
  description = "The flow to which an agent transfers a caller after deciding."
  value       = genesyscloud_flow.decision.id
}

output "queue_ids" {
  description = "The queues by name."
  value       = { for name, queue in genesyscloud_routing_queue.holdfast : name => queue.id }
}

output "callback_client_id" {
  description = "For holdfast.genesys.client-id. Genesys Cloud shows a secret only when it is made: have one made under Admin, Integrations, OAuth. Null if Holdfast does not call back."
  value       = one(genesyscloud_oauth_client.holdfast[*].client_id)
}
