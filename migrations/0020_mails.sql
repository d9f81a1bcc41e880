-- One row for every mail: what it says, to whom, and what became of it.
CREATE TABLE mails (
    id               uuid        NOT NULL CONSTRAINT mails_pkey PRIMARY KEY,
    -- The fact that the mail tells of, and who is told: `buyer`, `admin` (the address in
    -- ADMIN_EMAIL) or `admin:` and the id of an admin's account.
    position         bigint      NOT NULL,
    recipient        text        NOT NULL,
    -- The account that the mail goes to, where it goes to one, and the person that it speaks of:
    -- both are looked for when somebody is to be forgotten.
    account_id       uuid,
    buyer_id         uuid        NOT NULL,
    template         text        NOT NULL
        CONSTRAINT mails_template_known CHECK (template IN ('confirmation', 'admin_copy', 'cancellation')),
    to_address       text        NOT NULL,
    to_name          text        NOT NULL,
    -- Made from the fact and the recipient alone: a copy sent again is recognised as the same mail.
    message_id       text        NOT NULL CONSTRAINT mails_message_id_unique UNIQUE,
    subject          text        NOT NULL,
    text             text        NOT NULL,
    html             text        NOT NULL,
    ics              text        NOT NULL,
    state            text        NOT NULL
        CONSTRAINT mails_state_known CHECK (state IN ('pending', 'sending', 'sent', 'ambiguous', 'dead')),
    -- How often sending was begun; also tells an attempt from the one before it.
    attempts         int         NOT NULL DEFAULT 0,
    -- How often it failed since it was written or last retried by hand.
    failures         int         NOT NULL DEFAULT 0,
    -- How often nobody can know whether it arrived. Two copies at most come of it.
    unknown_outcomes int         NOT NULL DEFAULT 0,
    next_attempt_at  timestamptz,
    give_up_at       timestamptz NOT NULL,
    -- Whoever sends has until then to say what became of it.
    lease_until      timestamptz,
    last_error       text,
    sent_at          timestamptz,
    created_at       timestamptz NOT NULL,
    CONSTRAINT mails_once_per_fact_and_recipient UNIQUE (position, recipient),
    CONSTRAINT mails_pending_is_due CHECK (state <> 'pending' OR next_attempt_at IS NOT NULL),
    CONSTRAINT mails_sending_has_lease CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CONSTRAINT mails_sent_has_time CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);

CREATE INDEX mails_due ON mails (next_attempt_at) WHERE state IN ('pending', 'ambiguous');
CREATE INDEX mails_leased ON mails (lease_until) WHERE state = 'sending';
CREATE INDEX mails_unsent ON mails (state) WHERE state <> 'sent';
CREATE INDEX mails_listed ON mails (created_at DESC, id DESC);
CREATE INDEX mails_account ON mails (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX mails_buyer ON mails (buyer_id);
