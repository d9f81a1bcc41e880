-- Read model `seats`: which seats of an event are not free.
CREATE TABLE seats_events (
    event_id uuid PRIMARY KEY,
    -- The sections in the organiser's order: [{id, capacity}].
    sections json NOT NULL
);

CREATE TABLE seats_booked (
    event_id   uuid NOT NULL CONSTRAINT seats_booked_event_known
               REFERENCES seats_events (event_id) ON DELETE CASCADE,
    seat       text COLLATE "C" NOT NULL,
    booking_id uuid NOT NULL,
    -- No seat is sold twice: a log that says so is not followed.
    CONSTRAINT seats_booked_pkey PRIMARY KEY (event_id, seat)
);

INSERT INTO projection_checkpoints (name) VALUES ('seats');
