-- Where the comparison of a gateway's books with the record stands, so that it can be stopped and continued, by any replica. One runs at a time for
-- each gateway: who has the lease.
CREATE TABLE reconciliation (
    gateway     text PRIMARY KEY,
    run_id      uuid NOT NULL,
    phase       text NOT NULL CHECK (phase IN ('LISTING', 'MISSING', 'ORPHANS', 'DONE')),
    -- the gateway's own position in LISTING, the last dispute in MISSING
    position    text,
    listed      bigint NOT NULL DEFAULT 0,
    matched     bigint NOT NULL DEFAULT 0,
    strangers   bigint NOT NULL DEFAULT 0,
    moving      bigint NOT NULL DEFAULT 0,
    orphaned    bigint NOT NULL DEFAULT 0,
    asked       bigint NOT NULL DEFAULT 0,
    returned    bigint NOT NULL DEFAULT 0,
    started_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    lease       uuid,
    lease_until timestamptz
);

-- Disputes whose hold was on the gateway's list in the run that is under way; emptied when it ends.
CREATE TABLE reconciliation_seen (
    gateway    text NOT NULL,
    dispute_id uuid NOT NULL,
    PRIMARY KEY (gateway, dispute_id)
);

-- Live authorizations that carry a dispute id that no dispute here has. With no dispute there is no story; this row is it.
CREATE TABLE orphaned_hold (
    gateway          text NOT NULL,
    authorization_id text NOT NULL,
    dispute_id       uuid NOT NULL,
    amount           numeric(20, 4),
    currency         text,
    found_at         timestamptz NOT NULL,
    seen_in_run      uuid NOT NULL,
    -- the intent to give it back, written before it is sent
    idempotency_key  text,
    body             bytea,
    requested_by     text,
    requested_at     timestamptz,
    attempts         int NOT NULL DEFAULT 0,
    last_outcome     text,
    ended_at         timestamptz,
    PRIMARY KEY (gateway, authorization_id)
);
