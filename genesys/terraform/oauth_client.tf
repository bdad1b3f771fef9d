# The other direction: Holdfast updates participant attributes and starts workflows (holdfast.genesys.*).
data "genesyscloud_auth_role" "callback" {
  count = var.callback_role_name == null ? 0 : 1

  name = var.callback_role_name
}

resource "genesyscloud_oauth_client" "holdfast" {
  count = var.callback_role_name == null ? 0 : 1

  name                          = "Holdfast"
  description                   = "Holdfast writes what became of a dispute to the conversation's participant"
  authorized_grant_type         = "CLIENT-CREDENTIALS"
  access_token_validity_seconds = 3600
  state                         = "active"

  roles {
    role_id = data.genesyscloud_auth_role.callback[0].id
  }
}
