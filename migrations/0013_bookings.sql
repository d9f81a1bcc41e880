-- Read model `bookings`: every booking ever made, with what its event is called now. Bookings of
-- a deleted event stay: they are their buyers' history.
CREATE TABLE bookings_events (
    event_id  uuid PRIMARY KEY,
    name      text NOT NULL,
    starts_at timestamptz NOT NULL,
    venue     text NOT NULL,
    image_url text,
    -- The name without case and accents.
    search    text NOT NULL
);

CREATE TABLE bookings (
    id           uuid PRIMARY KEY,
    -- Where the log says that it was made; newer bookings have higher ones.
    position     bigint NOT NULL CONSTRAINT bookings_position_unique UNIQUE,
    reference    text NOT NULL,
    event_id     uuid NOT NULL CONSTRAINT bookings_event_known REFERENCES bookings_events (event_id),
    user_id      uuid NOT NULL,
    -- [{seat, section, price_minor}] in the plan's order.
    seats        json NOT NULL,
    total_minor  bigint NOT NULL,
    currency     text NOT NULL,
    booked_at    timestamptz NOT NULL,
    cancelled_at timestamptz,
    -- The reference in lower case, with and without its dash.
    search       text NOT NULL
);
CREATE INDEX bookings_of_user ON bookings (user_id, position);
CREATE INDEX bookings_of_event ON bookings (event_id, position);

INSERT INTO projection_checkpoints (name) VALUES ('bookings');
