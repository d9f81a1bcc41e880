-- Signed statements of what the log was: how many facts, and their root. They are worth most where
-- whoever can write here cannot write.
CREATE TABLE log_checkpoints (
    tree_size bigint NOT NULL CONSTRAINT log_checkpoints_pkey PRIMARY KEY
              CONSTRAINT log_checkpoints_size_positive CHECK (tree_size > 0),
    signed_at timestamptz NOT NULL,
    -- A signed note as C2SP tlog-checkpoint describes it.
    note      text NOT NULL
);
