-- Bookings can be asked as of any position: when each was cancelled, and what its event was called
-- then.
ALTER TABLE bookings ADD COLUMN cancelled_position bigint;

UPDATE bookings b SET cancelled_position = c.position
FROM (SELECT position, (payload #>> '{BookingCancelled,booking_id}')::uuid AS id
      FROM events WHERE event_type = 'BookingCancelled') AS c
WHERE b.id = c.id AND b.cancelled_at IS NOT NULL;

-- What events were called, from a position on.
CREATE TABLE bookings_events_past (
    event_id  uuid   NOT NULL,
    position  bigint NOT NULL,
    name      text   NOT NULL,
    starts_at timestamptz NOT NULL,
    venue     text   NOT NULL,
    image_url text,
    search    text   NOT NULL,
    CONSTRAINT bookings_events_past_pkey PRIMARY KEY (event_id, position)
);

-- Names as the log has them serve for searching the past until the model is built anew.
INSERT INTO bookings_events_past
SELECT f.aggregate_id::uuid, f.position, d.details ->> 'name',
       (d.details ->> 'starts_at')::timestamptz, d.details ->> 'venue',
       d.details ->> 'image_url', lower(d.details ->> 'name')
FROM events f
     CROSS JOIN LATERAL (SELECT f.payload -> f.event_type -> 'details' AS details) d,
     projection_checkpoints c
WHERE f.aggregate_type = 'event' AND f.event_type IN ('EventCreated', 'EventUpdated')
  AND c.name = 'bookings' AND f.position <= c.position;
