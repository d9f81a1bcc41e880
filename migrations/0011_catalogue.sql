-- Read model `catalogue`: every event that was not deleted.
CREATE TABLE catalogue_events (
    id                 uuid PRIMARY KEY,
    name               text NOT NULL,
    description        text NOT NULL,
    starts_at          timestamptz NOT NULL,
    ends_at            timestamptz,
    venue              text NOT NULL,
    image_url          text,
    currency           text NOT NULL,
    sales_open_at      timestamptz,
    sales_close_at     timestamptz,
    max_seats_per_user bigint NOT NULL,
    seating            json NOT NULL,
    status             text NOT NULL CONSTRAINT catalogue_events_status_known
                       CHECK (status IN ('draft', 'published', 'cancelled')),
    capacity           bigint NOT NULL,
    booked             bigint NOT NULL DEFAULT 0,
    price_from_minor   bigint NOT NULL,
    version            bigint NOT NULL,
    -- Name, venue and description without case and accents.
    search             text NOT NULL,
    CONSTRAINT catalogue_events_booked_within_capacity CHECK (booked BETWEEN 0 AND capacity)
);
CREATE INDEX catalogue_events_by_start ON catalogue_events (status, starts_at, id);

INSERT INTO projection_checkpoints (name) VALUES ('catalogue');
