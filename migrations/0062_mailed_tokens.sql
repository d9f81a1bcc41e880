-- Links in mails to the owner of an account: to show that an address is theirs, or to choose a new
-- password.
ALTER TABLE accounts ADD COLUMN email_verified_at timestamptz;

CREATE TABLE mailed_tokens (
    -- SHA-256 of the token. The token itself is in its mail alone, until that is sent.
    token_hash bytea NOT NULL CONSTRAINT mailed_tokens_pkey PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT mailed_tokens_account_known
               REFERENCES accounts (id) ON DELETE CASCADE,
    purpose    text NOT NULL CONSTRAINT mailed_tokens_purpose_known
               CHECK (purpose IN ('verify_email', 'reset_password')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX mailed_tokens_of_account ON mailed_tokens (account_id, purpose);
CREATE INDEX mailed_tokens_age ON mailed_tokens (expires_at);

-- Addresses for which somebody has forgotten the password, with or without an account, until the
-- mail is written: the request does the same in both cases.
CREATE TABLE password_requests (
    id           uuid NOT NULL CONSTRAINT password_requests_pkey PRIMARY KEY,
    email_folded text NOT NULL,
    asked_at     timestamptz NOT NULL
);
CREATE INDEX password_requests_in_order ON password_requests (asked_at);
