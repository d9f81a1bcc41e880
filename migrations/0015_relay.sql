-- How far the log was passed on to JetStream. One row.
CREATE TABLE relay_checkpoint (
    only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT relay_checkpoint_one_row CHECK (only_row),
    -- Names this log, so that a stream filled from another database is not taken for its copy.
    log_id   uuid NOT NULL DEFAULT gen_random_uuid(),
    -- The last fact that JetStream acknowledged.
    position bigint NOT NULL DEFAULT 0
             CONSTRAINT relay_checkpoint_position_natural CHECK (position >= 0)
);
INSERT INTO relay_checkpoint DEFAULT VALUES;
