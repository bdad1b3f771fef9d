variable "holdfast_host" {
  description = "Where Genesys Cloud reaches Holdfast: a host, and if need be a port and a path, without https:// and without a slash at the end."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$", var.holdfast_host))
    error_message = "holdfast_host is a host such as holdfast.example.com, without https:// and without a slash at the end."
  }
}

variable "credential_kind" {
  description = "How the data actions prove who they are: api-key (X-API-Key) or oauth (client credentials)."
  type        = string
  default     = "api-key"

  validation {
    condition     = contains(["api-key", "oauth"], var.credential_kind)
    error_message = "credential_kind is api-key or oauth."
  }
}

variable "api_key" {
  description = "The API key that Holdfast knows, with the roles architect and agent. Only for credential_kind api-key."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.api_key == null || length(trimspace(coalesce(var.api_key, " "))) >= 16
    error_message = "api_key has at least 16 characters; Holdfast's command keys new makes one."
  }
}

variable "oauth" {
  description = "The client at the OpenID Connect issuer that Holdfast trusts. Only for credential_kind oauth."
  type = object({
    token_url     = string
    client_id     = string
    client_secret = string
    scope         = optional(string, "")
  })
  default   = null
  sensitive = true

  validation {
    condition     = var.oauth == null || can(regex("^https://", var.oauth.token_url))
    error_message = "oauth.token_url begins with https://."
  }
}

variable "queue_names" {
  description = "The queues that Holdfast routes to (holdfast.routing.*). The flows name the four standard ones; further ones are found at run time."
  type        = set(string)
  default = [
    "Queue_Service_Resolution",
    "Queue_Fraud_Prevention",
    "Queue_Verification",
    "Queue_Service_Verification",
  ]

  validation {
    condition = length(setsubtract([
      "Queue_Service_Resolution",
      "Queue_Fraud_Prevention",
      "Queue_Verification",
      "Queue_Service_Verification",
    ], var.queue_names)) == 0
    error_message = "queue_names holds the four queues that the flows name."
  }
}

variable "callback_role_name" {
  description = "A role that exists, for the OAuth client with which Holdfast calls back into Genesys Cloud. Leave it out if it does not call back."
  type        = string
  default     = null

  validation {
    condition     = var.callback_role_name == null || length(trimspace(coalesce(var.callback_role_name, " "))) > 0
    error_message = "callback_role_name is the name of a role."
  }
}

variable "call_number" {
  description = "The phone number of the service-guarantee line in E.164, such as +13175550123. Leave it out to route calls to the flow yourself."
  type        = string
  default     = null

  validation {
    condition     = var.call_number == null || can(regex("^\\+[1-9][0-9]{6,14}$", var.call_number))
    error_message = "call_number is a number in E.164, such as +13175550123."
  }
}
