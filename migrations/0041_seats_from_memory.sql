-- Seats are shown from memory: each node follows the log for the events that somebody looks at.
DROP TABLE seats_booked;
DROP TABLE seats_events;
DELETE FROM projection_checkpoints WHERE name = 'seats';
