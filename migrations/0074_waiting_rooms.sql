-- Who waits for hot sales. Not on the log: a place in a queue is no fact of a sale, and goes with its
-- account, or when the sale is over.
CREATE TABLE waiting_rooms (
    event_id     uuid NOT NULL CONSTRAINT waiting_rooms_pkey PRIMARY KEY,
    -- Puts those into order who come before sales open. Everybody is told its SHA-256 from the
    -- first place on, and the seed itself after the draw.
    seed         bytea NOT NULL CONSTRAINT waiting_rooms_seed_length CHECK (octet_length(seed) = 32),
    drawn_at     timestamptz,
    -- How many places were drawn.
    drawn_places bigint,
    -- The place that was given last.
    last_place   bigint NOT NULL DEFAULT 0,
    CONSTRAINT waiting_rooms_draw_whole CHECK ((drawn_at IS NULL) = (drawn_places IS NULL))
);

CREATE TABLE waiting_places (
    event_id  uuid NOT NULL CONSTRAINT waiting_places_room_known
              REFERENCES waiting_rooms (event_id) ON DELETE CASCADE,
    user_id   uuid NOT NULL CONSTRAINT waiting_places_account_known
              REFERENCES accounts (id) ON DELETE CASCADE,
    joined_at timestamptz NOT NULL,
    -- From 1; null until the draw.
    place     bigint,
    CONSTRAINT waiting_places_pkey PRIMARY KEY (event_id, user_id),
    CONSTRAINT waiting_places_place_unique UNIQUE (event_id, place)
);
CREATE INDEX waiting_places_of_account ON waiting_places (user_id);
