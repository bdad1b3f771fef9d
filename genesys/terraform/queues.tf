resource "genesyscloud_routing_queue" "holdfast" {
  for_each = var.queue_names

  name        = each.value
  description = "Callers of the service-guarantee flow, as Holdfast routes them"
}
