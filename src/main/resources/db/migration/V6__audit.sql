-- What is not about one dispute's own course: who read, who was turned away, what was changed at start. Each run of a replica writes a chain of its own
-- for each day (a stream), so that no two replicas ever wait for each other here.
CREATE TABLE access_event (
    stream   uuid NOT NULL,
    sequence int NOT NULL,
    kind     text NOT NULL,
    at       timestamptz NOT NULL,
    actor    text NOT NULL,
    -- where the call came from: a client's address, or a host
    source   text NOT NULL,
    outcome  text NOT NULL,
    disputes uuid[] NOT NULL,
    -- the exact text that was hashed
    detail   text NOT NULL,
    hash     bytea NOT NULL,
    PRIMARY KEY (stream, sequence)
);

-- Rows come in the order of their time: a few bytes for each few hundred rows are index enough to read a day or a week.
CREATE INDEX access_event_at ON access_event USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX dispute_event_at ON dispute_event USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX access_event_start ON access_event (at) WHERE kind = 'configuration.start';

-- The story is only ever added to. This stops mistakes, not an owner of the tables: docs/audit.md says how the service gets a role that owns nothing.
CREATE FUNCTION holdfast_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('holdfast.purging', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% of % is refused: the story is only ever added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_event
    FOR EACH STATEMENT EXECUTE FUNCTION holdfast_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_event
    FOR EACH STATEMENT EXECUTE FUNCTION holdfast_refuse_change();
