-- One row for each day that is over: how many stories moved and how many events they have of that day, a digest over all of them and over the access
-- journal, chained from day to day, and signed where a key is configured.
CREATE TABLE audit_head (
    day       date PRIMARY KEY,
    chains    bigint NOT NULL,
    events    bigint NOT NULL,
    stories   bytea NOT NULL,
    streams   bigint NOT NULL,
    entries   bigint NOT NULL,
    accesses  bytea NOT NULL,
    -- how many purges there had been
    purges    bigint NOT NULL,
    previous  bytea NOT NULL,
    hash      bytea NOT NULL,
    signature bytea,
    made_at   timestamptz NOT NULL,
    made_by   text NOT NULL
);

-- What retention leaves of what it removes.
CREATE TABLE purge (
    number   bigint PRIMARY KEY,
    at       timestamptz NOT NULL,
    -- everything that was removed had ended before
    before   timestamptz NOT NULL,
    disputes bigint NOT NULL,
    events   bigint NOT NULL,
    entries  bigint NOT NULL,
    -- JSON: disputes by status and currency, with what was charged
    summary  text NOT NULL,
    -- SHA-256 over id and end of each removed story
    stories  bytea NOT NULL,
    hash     bytea NOT NULL
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION holdfast_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON purge
    FOR EACH STATEMENT EXECUTE FUNCTION holdfast_refuse_change();

-- Nobody can have anything purged that is younger; the owner raises it: UPDATE retention_floor SET minimum = interval '400 days'.
CREATE TABLE retention_floor (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    minimum interval NOT NULL
);
INSERT INTO retention_floor (minimum) VALUES (interval '0');

-- Rows come in the order of their ids' time.
CREATE INDEX idempotency_key_dispute ON idempotency_key USING brin (dispute_id) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX webhook_event_dispute ON webhook_event USING brin (dispute_id) WITH (pages_per_range = 32, autosummarize = on);

-- The one way by which anything of the story is ever removed: whole disputes that ended, and that nothing is under way for, and whole streams of the
-- access journal. Runs with the rights of the tables' owner, so that the service needs none to delete.
CREATE FUNCTION holdfast_purge(older_than timestamptz, most int)
    RETURNS TABLE (number bigint, disputes bigint, events bigint, entries bigint, summary text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
    ids uuid[];
    day_before timestamptz := date_trunc('day', older_than AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '1 day';
    gone uuid[];
    told text;
    print bytea;
    n_events bigint;
    n_entries bigint;
    last_number bigint;
    last_hash bytea;
    now_at timestamptz := clock_timestamp();
BEGIN
    IF older_than > now_at - (SELECT minimum FROM retention_floor) THEN
        RAISE EXCEPTION 'younger than retention_floor allows' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(4716023110);

    -- Ids of version 7 begin with their time, in milliseconds.
    SELECT coalesce(array_agg(d.dispute_id), '{}') INTO ids FROM (
        SELECT dispute_id FROM dispute
        WHERE status IN ('FAILED', 'RELEASED', 'CHARGED', 'EXPIRED')
          AND dispute_id < (lpad(to_hex((extract(epoch FROM older_than) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
          AND updated_at < older_than
          AND pending_action IS NULL AND lease IS NULL AND question_since IS NULL AND surplus = '{}'
          AND (attention IS NULL
               OR attention NOT IN ('ORPHANED_HOLD', 'UNEXPECTED_CAPTURE', 'GATEWAY_MISMATCH', 'GATEWAY_UNREACHABLE'))
          AND NOT EXISTS (SELECT FROM gateway_operation o WHERE o.dispute_id = dispute.dispute_id AND o.state <> 'DONE')
        ORDER BY dispute_id LIMIT most FOR UPDATE SKIP LOCKED) d;
    SELECT coalesce(array_agg(a.stream), '{}') INTO gone FROM (
        SELECT stream FROM access_event WHERE sequence = 1 AND at < day_before LIMIT least(most, 20)) a;
    IF cardinality(ids) = 0 AND cardinality(gone) = 0 THEN
        RETURN;
    END IF;

    SELECT coalesce(json_agg(s ORDER BY s.status, s.currency), '[]')::text INTO told FROM (
        SELECT status, currency, count(*) AS disputes, sum(charged_amount) AS charged, min(created_at) AS first, max(updated_at) AS last
        FROM dispute WHERE dispute_id = ANY (ids) GROUP BY status, currency) s;
    SELECT sha256(coalesce(string_agg(uuid_send(dispute_id) || int4send(event_sequence) || event_hash, ''::bytea ORDER BY dispute_id), ''::bytea))
        INTO print FROM dispute WHERE dispute_id = ANY (ids);

    -- Until the end of this transaction at most. (As a setting of the function itself it would take a superuser to create that.)
    PERFORM set_config('holdfast.purging', 'yes', true);
    DELETE FROM dispute_event WHERE dispute_id = ANY (ids);
    GET DIAGNOSTICS n_events = ROW_COUNT;
    DELETE FROM gateway_operation WHERE dispute_id = ANY (ids);
    DELETE FROM idempotency_key WHERE dispute_id = ANY (ids);
    DELETE FROM webhook_event WHERE dispute_id = ANY (ids);
    -- What is still to be told of them: to a channel that is off or was never reached, more than a year ago. (The table comes with V9.)
    DELETE FROM outbox WHERE dispute_id = ANY (ids);
    DELETE FROM dispute WHERE dispute_id = ANY (ids);
    DELETE FROM access_event WHERE stream = ANY (gone);
    GET DIAGNOSTICS n_entries = ROW_COUNT;
    PERFORM set_config('holdfast.purging', '', true);

    SELECT p.number, p.hash INTO last_number, last_hash FROM purge p ORDER BY p.number DESC LIMIT 1;
    last_number := coalesce(last_number, 0) + 1;
    INSERT INTO purge (number, at, before, disputes, events, entries, summary, stories, hash)
    VALUES (last_number, now_at, older_than, cardinality(ids), n_events, n_entries, told, print,
        sha256(coalesce(last_hash, ''::bytea) || int8send(last_number)
            || int8send((extract(epoch FROM now_at) * 1000000)::bigint) || int8send((extract(epoch FROM older_than) * 1000000)::bigint)
            || int8send(cardinality(ids)::bigint) || int8send(n_events) || int8send(n_entries) || print || convert_to(told, 'UTF8')));
    RETURN QUERY SELECT last_number, cardinality(ids)::bigint, n_events, n_entries, told;
END
$$;
