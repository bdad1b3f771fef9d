-- What must be told to others. One row for a dispute and a channel that has something untold, written by the very statement that commits the change
-- it tells of, and gone when all is told. The dispute's row is locked while that statement runs, so messages stand in the order of the story.
CREATE TABLE outbox (
    dispute_id uuid NOT NULL,
    channel    text NOT NULL,
    -- the untold messages, oldest first: the sequence of the last event each tells of, and its text
    sequences  int[] NOT NULL,
    bodies     text[] NOT NULL,
    -- of the oldest message, this one included while there is a lease
    attempts   int NOT NULL DEFAULT 0,
    -- who tells it now, and until when by this database's clock; without a lease, when to try
    lease      uuid,
    due_at     timestamptz NOT NULL,
    -- since when nothing could be told
    since      timestamptz NOT NULL,
    PRIMARY KEY (dispute_id, channel)
);

CREATE INDEX outbox_due ON outbox (channel, due_at);
