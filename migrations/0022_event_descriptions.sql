-- A mail describes the event as it stood at a position; finding that must not read the bookings.
CREATE INDEX events_descriptions ON events (aggregate_id, position)
    WHERE event_type IN ('EventCreated', 'EventUpdated', 'EventCancelled');
