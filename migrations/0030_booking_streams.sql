-- Leads from a booking to the event whose stream it is in: a command about a booking just made
-- cannot wait for a read model. The query in api/src/booking_streams.rs must say the same.
CREATE INDEX events_booking ON events (((payload->'SeatsBooked'->>'booking_id')::uuid))
    WHERE event_type = 'SeatsBooked';
