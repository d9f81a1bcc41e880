-- Seats that people wanted and did not get, for auditors. Outside the log, because nothing
-- happened: a sample under load, kept for a while, and gone with the person who was refused.
CREATE TABLE refusals (
    id       bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT refusals_pkey PRIMARY KEY,
    at       timestamptz NOT NULL,
    event_id uuid NOT NULL,
    user_id  uuid NOT NULL,
    -- Why, as problems have it, such as `seat-taken`.
    reason   text NOT NULL,
    -- What was wanted: seats by name, so many of the best (of a section), or those of a hold.
    seats    text[],
    section  text,
    quantity integer,
    hold_id  uuid
);
CREATE INDEX refusals_of_event ON refusals (event_id, at);
CREATE INDEX refusals_of_user ON refusals (user_id, id);
CREATE INDEX refusals_at ON refusals (at);

-- How many refusals were not kept, because too many came at once.
CREATE TABLE refusals_left_out (
    at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    count bigint NOT NULL
);
CREATE INDEX refusals_left_out_at ON refusals_left_out (at);
