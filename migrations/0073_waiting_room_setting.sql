-- Whether buyers wait until it is their turn: {"admit_per_minute": n}.
ALTER TABLE catalogue_events ADD COLUMN waiting_room jsonb;
