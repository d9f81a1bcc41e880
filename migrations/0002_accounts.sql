-- Personal data stands here and nowhere in the log, so that a person can be forgotten.
CREATE TABLE accounts (
    id               uuid PRIMARY KEY,
    email            text NOT NULL,
    -- The address without case, as it is compared.
    email_folded     text NOT NULL CONSTRAINT accounts_email_unique UNIQUE,
    name             text NOT NULL,
    password_hash    text NOT NULL,
    role             text NOT NULL CONSTRAINT accounts_role_known CHECK (role IN ('user', 'staff', 'admin')),
    -- Access tokens of an earlier generation are void.
    token_generation int NOT NULL DEFAULT 0,
    generation_at    timestamptz NOT NULL DEFAULT now(),
    created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX accounts_changed ON accounts (generation_at) WHERE token_generation > 0;
CREATE INDEX accounts_admins ON accounts (id) WHERE role = 'admin';

-- One row a login; the refresh tokens that follow each other in it are its family.
CREATE TABLE sessions (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz,
    address    text,
    user_agent text
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_over ON sessions ((least(expires_at, ended_at)));

CREATE TABLE refresh_tokens (
    -- SHA-256 of the token; the token itself is nowhere.
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE login_failures (
    -- `account:` and a digest of the address tried, or `address:` and where it came from.
    subject   text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_failures_recent ON login_failures (subject, failed_at);
CREATE INDEX login_failures_age ON login_failures (failed_at);
