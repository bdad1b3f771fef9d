# Copy to holdfast.tfvars, which is not committed, and fill in. Secrets are better given as TF_VAR_api_key or TF_VAR_oauth.

holdfast_host   = "holdfast.example.com"
credential_kind = "api-key"

# With credential_kind = "oauth" instead of api_key:
# oauth = {
#   token_url     = "https://login.example.com/oauth2/token"
#   client_id     = "genesys-cloud"
#   client_secret = "…"
#   scope         = "holdfast"
# }

# If Holdfast calls back into Genesys Cloud (holdfast.genesys.*):
# callback_role_name = "Holdfast callback"

# If a number of the organisation's DID pool is to lead to the flow:
# call_number = "+13175550123"
