-- Read model `holds`: seats kept for buyers. Leads from a hold to its event, and to the holds that
-- ran out while nobody watched. One that ended more than a day ago is forgotten.
CREATE TABLE holds (
    id          uuid PRIMARY KEY,
    event_id    uuid NOT NULL,
    user_id     uuid NOT NULL,
    -- [{seat, section, price_minor}] in the plan's order.
    seats       json NOT NULL,
    total_minor bigint NOT NULL,
    currency    text NOT NULL,
    held_at     timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    state       text NOT NULL CONSTRAINT holds_state_known
                CHECK (state IN ('open', 'booked', 'released', 'expired')),
    ended_at    timestamptz,
    CONSTRAINT holds_end_recorded CHECK ((state = 'open') = (ended_at IS NULL))
);
-- For the open ones in the order in which they run out, and for those to be forgotten.
CREATE INDEX holds_by_end ON holds (ended_at, expires_at);

INSERT INTO projection_checkpoints (name) VALUES ('holds');
