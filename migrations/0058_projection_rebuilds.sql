-- Read models that somebody wants built anew. The row goes when the new tables have taken the place
-- of the old ones, in the same transaction; it stays, with the reason, when they never will.
CREATE TABLE projection_rebuilds (
    name       text NOT NULL CONSTRAINT projection_rebuilds_pkey PRIMARY KEY,
    -- The last fact that is in the new tables.
    position   bigint NOT NULL DEFAULT 0
               CONSTRAINT projection_rebuilds_position_natural CHECK (position >= 0),
    -- When it was asked for, and later when the first fact was taken in.
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Why it was given up.
    error      text
);
