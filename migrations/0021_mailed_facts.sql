-- The facts whose mails are written, also those that nobody had to be told of. The row and the
-- mails are committed together, so a fact that comes again, by whatever way, finds it and stops:
-- also when the admins have changed in between, or the mails were erased.
CREATE TABLE mailed_facts (
    position bigint NOT NULL CONSTRAINT mailed_facts_pkey PRIMARY KEY
);

-- How far the log was read: `feed` is the notifier without NATS, `sweeper` looks for what NATS lost.
CREATE TABLE notifier_checkpoints (
    name     text   NOT NULL CONSTRAINT notifier_checkpoints_pkey PRIMARY KEY,
    position bigint NOT NULL CONSTRAINT notifier_checkpoints_position_valid CHECK (position >= 0)
);
