-- Accounts that were erased: their access tokens must be refused for as long as they live, and
-- what they leave behind elsewhere is cleared away by a sweep that a crash only delays.
CREATE TABLE erased_accounts (
    account_id  uuid NOT NULL CONSTRAINT erased_accounts_pkey PRIMARY KEY,
    erased_at   timestamptz NOT NULL,
    -- The fact that says so.
    position    bigint NOT NULL,
    finished_at timestamptz
);
CREATE INDEX erased_accounts_unfinished ON erased_accounts (erased_at) WHERE finished_at IS NULL;
CREATE INDEX erased_accounts_age ON erased_accounts (erased_at);

-- Mails whose rows are gone: each node deletes the files that it wrote of them.
CREATE TABLE erased_mails (
    mail_id uuid NOT NULL CONSTRAINT erased_mails_pkey PRIMARY KEY
);

-- Whom an answer names that was given to somebody who was not logged in yet.
ALTER TABLE idempotency_keys ADD COLUMN account_id uuid;
CREATE INDEX idempotency_keys_account ON idempotency_keys (account_id)
    WHERE account_id IS NOT NULL;
