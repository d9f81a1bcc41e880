-- How far each read model has come. A projector locks its row before it reads the log, and moves
-- it in the transaction that writes the model's rows.
CREATE TABLE projection_checkpoints (
    name        text PRIMARY KEY,
    -- The last fact that is in the model; 0: none.
    position    bigint NOT NULL DEFAULT 0
                CONSTRAINT projection_checkpoints_position_natural CHECK (position >= 0),
    -- When that fact was recorded.
    recorded_at timestamptz,
    state       text NOT NULL DEFAULT 'running'
                CONSTRAINT projection_checkpoints_state_known
                CHECK (state IN ('running', 'rebuilding', 'halted')),
    -- Why it halted.
    error       text
);
