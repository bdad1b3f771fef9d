-- A dispute's row is the one lock of the dispute: every change of it, of its operation and of its story is one statement that succeeds only on the
-- version it was decided on. No statement on the hot path touches two disputes, and every key starts with dispute_id where it can, so that the
-- tables can be distributed by it. There are no foreign keys for the same reason, and because the story outlives what it tells of.

CREATE TABLE dispute (
    dispute_id          uuid PRIMARY KEY,
    version             bigint NOT NULL,
    status              text NOT NULL CHECK (status IN ('INITIATED', 'HELD', 'FAILED', 'RELEASED', 'CHARGED', 'EXPIRED')),
    customer_account_id text NOT NULL,
    hold_amount         numeric(20, 4) NOT NULL CHECK (hold_amount > 0),
    currency            text NOT NULL,
    gateway             text NOT NULL,
    -- sealed; the database alone reveals no token
    payment_token       bytea NOT NULL,
    shopper_reference   text,
    gateway_customer_id text,
    reason_code         text NOT NULL,
    call_center_id      text NOT NULL,
    conversation_id     text,
    opened_by           text NOT NULL,

    authorization_id    text,
    hold_expires_at     timestamptz,
    charged_amount      numeric(20, 4) CHECK (charged_amount <= hold_amount OR attention IS NOT NULL),
    failure_code        text,
    pending_action      text CHECK (pending_action IN ('RELEASE', 'CHARGE')),
    pending_amount      numeric(20, 4) CHECK (pending_amount <= hold_amount),
    attention           text,
    -- authorizations that are to be given back
    surplus             text[] NOT NULL DEFAULT '{}',

    -- how many intents of each kind there were; they only grow
    renewals            int NOT NULL DEFAULT 0,
    captures            int NOT NULL DEFAULT 0,
    voids               int NOT NULL DEFAULT 0,
    refreshes           int NOT NULL DEFAULT 0,

    -- a question to the gateway, when no operation is open
    question_since      timestamptz,
    question_about      text[] NOT NULL DEFAULT '{}',
    question_next_at    timestamptz,

    renew_at            timestamptz,
    refresh_at          timestamptz,

    -- the end of the story so far
    event_sequence      int NOT NULL,
    event_hash          bytea NOT NULL,

    -- who works on it; and when somebody should look next: the end of the lease, by this database's clock, while there is one
    lease               uuid,
    work_at             timestamptz,

    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL
);

CREATE INDEX dispute_by_conversation ON dispute (conversation_id, dispute_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX dispute_by_account ON dispute (customer_account_id, dispute_id);
CREATE INDEX dispute_by_status ON dispute (status, dispute_id);
CREATE INDEX dispute_by_authorization ON dispute (authorization_id) WHERE authorization_id IS NOT NULL;
CREATE INDEX dispute_work ON dispute (work_at) WHERE work_at IS NOT NULL;
CREATE INDEX dispute_renew ON dispute (renew_at) WHERE renew_at IS NOT NULL;
CREATE INDEX dispute_refresh ON dispute (refresh_at) WHERE refresh_at IS NOT NULL;

CREATE TABLE gateway_operation (
    dispute_id       uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('AUTHORIZE', 'RENEW', 'CAPTURE', 'VOID', 'REFRESH')),
    n                int NOT NULL,
    operation_id     uuid NOT NULL,
    target           text,
    amount           numeric(20, 4),
    idempotency_key  text NOT NULL,
    -- the exact request, sealed
    body             bytea NOT NULL,
    state            text NOT NULL CHECK (state IN ('RUNNING', 'WAITING', 'NEEDS_PERSON', 'DONE')),
    attempts         int NOT NULL,
    maybe_sent       boolean NOT NULL,
    created_at       timestamptz NOT NULL,
    next_attempt_at  timestamptz NOT NULL,
    last_outcome     text,
    PRIMARY KEY (dispute_id, kind, n)
);

-- The operations of one dispute run one after another: the database holds us to it.
CREATE UNIQUE INDEX gateway_operation_open ON gateway_operation (dispute_id) WHERE state <> 'DONE';
CREATE INDEX gateway_operation_open_by_id ON gateway_operation (operation_id) WHERE state <> 'DONE';

CREATE TABLE dispute_event (
    dispute_id uuid NOT NULL,
    sequence   int NOT NULL,
    type       text NOT NULL,
    at         timestamptz NOT NULL,
    actor      text NOT NULL,
    -- the exact text that was hashed
    detail     text NOT NULL,
    hash       bytea NOT NULL,
    PRIMARY KEY (dispute_id, sequence)
);

CREATE TABLE idempotency_key (
    credential   text NOT NULL,
    key          text NOT NULL,
    request_hash bytea NOT NULL,
    dispute_id   uuid NOT NULL,
    PRIMARY KEY (credential, key)
);

-- News from gateways: stored before it is answered, used once, never lost. Only facts are kept, no payload.
CREATE TABLE webhook_event (
    gateway          text NOT NULL,
    event_id         text NOT NULL,
    type             text NOT NULL,
    dispute_id       uuid,
    authorization_id text,
    -- the authorization as the event told it, for gateways that cannot be asked
    view             text,
    received_at      timestamptz NOT NULL,
    attempts         int NOT NULL DEFAULT 0,
    next_attempt_at  timestamptz,
    outcome          text,
    PRIMARY KEY (gateway, event_id)
);

CREATE INDEX webhook_event_waiting ON webhook_event (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
