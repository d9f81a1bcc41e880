-- The log. The first seven columns are those of postgres-es 0.5, so that its repository can read
-- any stream; `position` numbers all facts of all streams.
CREATE TABLE events (
    aggregate_type text   NOT NULL,
    aggregate_id   text   NOT NULL,
    sequence       bigint NOT NULL CONSTRAINT events_sequence_positive CHECK (sequence > 0),
    event_type     text   NOT NULL,
    event_version  text   NOT NULL,
    payload        json   NOT NULL,
    metadata       json   NOT NULL,
    position       bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT events_position_unique UNIQUE,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT events_pkey PRIMARY KEY (aggregate_type, aggregate_id, sequence)
);

-- Positions become visible in commit order and without gaps, for every inserter, whatever client
-- it uses: whoever appends holds the lock until its commit is visible, and the counter goes back
-- to the last committed position first, so that a rolled back append leaves no hole. A reader may
-- therefore follow the log with `position > cursor`.
CREATE FUNCTION events_begin_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7306932107);
    PERFORM setval(
        'events_position_seq',
        coalesce((SELECT max(position) FROM events), 0) + 1,
        false
    );
    -- Readers asleep wake up when the append is committed.
    PERFORM pg_notify('seatlog_log', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER events_begin_append BEFORE INSERT ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_begin_append();

-- Facts are never changed and never taken back.
CREATE FUNCTION events_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only';
END
$$;

CREATE TRIGGER events_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_refuse_change();
