-- Our name of the request that an event tells the end of, for gateways that cannot be asked. Null in what came before.
ALTER TABLE webhook_event ADD COLUMN reference text;
