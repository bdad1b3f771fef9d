-- Until when a gateway asked to be left alone (Retry-After), apart from when Holdfast itself thinks it best to try again.
ALTER TABLE gateway_operation ADD COLUMN not_before timestamptz;
ALTER TABLE dispute ADD COLUMN question_not_before timestamptz;

-- A gateway's news of a payment token finds the held disputes that have it by a hash of it.
ALTER TABLE dispute ADD COLUMN token_fingerprint bytea;
CREATE INDEX dispute_by_token ON dispute (token_fingerprint, dispute_id) WHERE status = 'HELD';

ALTER TABLE webhook_event ADD COLUMN token_fingerprint bytea;
ALTER TABLE webhook_event ADD COLUMN token_change text;

-- What was used, to be forgotten when it is old.
CREATE INDEX webhook_event_used ON webhook_event (received_at) WHERE next_attempt_at IS NULL;
