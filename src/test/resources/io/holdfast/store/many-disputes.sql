-- Fills an empty database with :disputes disputes, one every five seconds until now, of 49 call centres, of which one in :one_in is HELD and none is due. Each has
-- the rows that a life leaves behind: operations, events, a key and a webhook; and one payment token in ten was traded for a new one. SizeTest and bench/size.sh use it.
CREATE TEMPORARY TABLE made AS
SELECT i,
       (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5('x' || i), 1, 15))::uuid AS id,
       at,
       CASE WHEN i % :one_in = 0 THEN 'HELD' ELSE (ARRAY['RELEASED', 'RELEASED', 'CHARGED', 'FAILED', 'EXPIRED'])[1 + i % 5] END AS status,
       now() + interval '30 hours' + (i % 120) * interval '1 hour' AS expires
FROM (SELECT i, now() - (:disputes - i) * interval '5 seconds' AS at FROM generate_series(1, :disputes) i) x;

INSERT INTO dispute (dispute_id, work_at, version, customer_account_id, hold_amount, currency, gateway, reason_code, call_center_id, conversation_id,
  opened_by, created_at, status, payment_token, token_fingerprint, authorization_id, hold_expires_at, charged_amount, failure_code, surplus, renewals,
  captures, voids, refreshes, question_about, renew_at, refresh_at, event_sequence, event_hash, updated_at)
SELECT id, CASE WHEN status = 'HELD' THEN expires END, 6, 'ACC-' || i % 90000, 49.99, 'USD', 'erp', 'SERVICE_GUARANTEE_DISPUTE', 'CC-' || lpad((i % 49)::text, 3, '0'), 'c-' || i,
  'flow', at, status, decode(repeat('ab', 45), 'hex'), sha256(('pm_' || i % 300000)::bytea), 'auth_' || i,
  CASE WHEN status = 'HELD' THEN expires WHEN status <> 'FAILED' THEN at + interval '7 days' END,
  CASE WHEN status = 'CHARGED' THEN 20.00 END, CASE WHEN status = 'FAILED' THEN 'insufficient_funds' END, '{}', 0, 0, 0, 0, '{}',
  CASE WHEN status = 'HELD' THEN expires - interval '24 hours' END, CASE WHEN status = 'HELD' THEN now() + (1 + i % 29) * interval '1 day' END,
  3, decode(repeat('cd', 32), 'hex'), at
FROM made;

INSERT INTO gateway_operation (dispute_id, kind, n, operation_id, target, amount, idempotency_key, body, state, attempts, maybe_sent, created_at,
  next_attempt_at, last_outcome)
SELECT id, 'AUTHORIZE', 1, id, NULL, 49.99, id::text, decode(repeat('ef', 150), 'hex'), 'DONE', 0, false, at, at, NULL FROM made
UNION ALL
SELECT id, 'VOID', 1, md5('v' || i)::uuid, 'auth_' || i, NULL, id || ':void:1', decode(repeat('ef', 60), 'hex'), 'DONE', 0, false, at, at, NULL
FROM made WHERE status = 'RELEASED';

INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash)
SELECT id, s, (ARRAY['dispute.opened', 'hold.placed', 'hold.released'])[s], at, 'flow', '{"amount":"49.99 USD","gateway":"erp"}',
  decode(repeat('cd', 32), 'hex')
FROM made, generate_series(1, 3) s;

INSERT INTO idempotency_key (credential, key, request_hash, dispute_id) SELECT 'flow', 'key-' || i, decode(repeat('cd', 32), 'hex'), id FROM made;

INSERT INTO webhook_event (gateway, event_id, type, dispute_id, authorization_id, received_at, attempts, next_attempt_at, outcome)
SELECT 'erp', 'evt_' || i, 'authorization.updated', id, 'auth_' || i, at, 0, NULL, 'KNOWN' FROM made;

INSERT INTO replaced_token (fingerprint, token, replaced_at)
SELECT sha256(('pm_old_' || i)::bytea), decode(repeat('ef', 60), 'hex'), at FROM made WHERE i % 10 = 0;

DROP TABLE made;
ANALYZE;
