-- The catalogue counts all seats that are not free: held, booked or blocked.
ALTER TABLE catalogue_events RENAME COLUMN booked TO taken;
ALTER TABLE catalogue_events RENAME CONSTRAINT catalogue_events_booked_within_capacity
    TO catalogue_events_taken_within_capacity;
