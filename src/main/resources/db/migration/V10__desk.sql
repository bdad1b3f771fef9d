-- What people look at. None of it is on the path of a call: the indexes are partial and hold only the disputes that somebody may have to act on, and
-- the figures of past hours are counted once, by a timer, along the index dispute_event_at.

CREATE INDEX dispute_attention ON dispute (dispute_id) WHERE attention IS NOT NULL;

-- The live holds, those that lapse first in front. What is included answers how much is held, and since when, without a look at the rows.
CREATE INDEX dispute_held ON dispute (hold_expires_at, dispute_id) INCLUDE (gateway, currency, hold_amount, created_at) WHERE status = 'HELD';

-- What happened in an hour that is over, so that nobody has to count a million events again.
CREATE TABLE overview_hour (
    hour         timestamptz NOT NULL,
    gateway      text NOT NULL,
    currency     text NOT NULL,
    opened       bigint NOT NULL,
    placed       bigint NOT NULL,
    declined     bigint NOT NULL,
    released     bigint NOT NULL,
    charged      bigint NOT NULL,
    expired      bigint NOT NULL,
    -- money that came to be held, and money that ceased to be
    held_in      numeric(24, 4) NOT NULL,
    held_out     numeric(24, 4) NOT NULL,
    -- holds that were placed, by how long that took; store.overview.PlacingTime has the bounds
    placing_time bigint[] NOT NULL,
    PRIMARY KEY (hour, gateway, currency)
);

-- Hours before this one are counted. One row.
CREATE TABLE overview_progress (
    one           boolean PRIMARY KEY DEFAULT true CHECK (one),
    counted_until timestamptz
);

INSERT INTO overview_progress (counted_until) VALUES (NULL);
