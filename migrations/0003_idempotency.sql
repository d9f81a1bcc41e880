-- What a POST with an Idempotency-Key was answered, kept for at least a day.
CREATE TABLE idempotency_keys (
    -- An account, or a digest of address and route.
    scope         text NOT NULL,
    key           text NOT NULL,
    -- Digest of method, path and body, keyed with the server's secret.
    fingerprint   bytea NOT NULL,
    -- The id that the command's booking or event gets, so that a second try after a crash finds
    -- what the first one did.
    command_id    uuid NOT NULL,
    -- Who works on it; a runner that has not renewed its claim by then has died.
    runner        uuid NOT NULL,
    running_until timestamptz NOT NULL,
    -- Sealed with the server's secret: an answer may carry tokens. Empty until there is one.
    answer        bytea,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
