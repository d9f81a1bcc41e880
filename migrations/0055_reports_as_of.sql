-- Read model `reports`, made anew so that it can be asked as of any position. The log is cut into
-- stretches of 4,096 positions; `upto` is the last position of one. How the log stood at a position
-- is what the rows of the stretches before it say, and the few facts after them.
DROP TABLE reports_events;
DROP TABLE reports_sales;
DROP TABLE reports_accounts;

-- What the facts of an event add up to now.
CREATE TABLE reports_events (
    event_id uuid   PRIMARY KEY,
    -- The end of the stretch in which it changed last.
    upto     bigint NOT NULL,
    totals   json   NOT NULL
);
CREATE INDEX reports_events_by_change ON reports_events (upto);

-- The same at the end of each stretch in which it changed.
CREATE TABLE reports_events_past (
    event_id uuid   NOT NULL,
    upto     bigint NOT NULL,
    totals   json   NOT NULL,
    CONSTRAINT reports_events_past_pkey PRIMARY KEY (event_id, upto)
);

-- What happened in an hour (UTC) of an event, and of all events together under the nil id; apart
-- for each stretch in which it was recorded. Sums of these rows are the figures.
CREATE TABLE reports_hours (
    event_id           uuid   NOT NULL,
    hour               timestamptz NOT NULL,
    currency           text   NOT NULL,
    upto               bigint NOT NULL,
    bookings           bigint NOT NULL,
    seats_booked       bigint NOT NULL,
    paid_minor         bigint NOT NULL,
    cancelled_bookings bigint NOT NULL,
    seats_returned     bigint NOT NULL,
    repaid_minor       bigint NOT NULL,
    lost_holds         bigint NOT NULL,
    lost_seats         bigint NOT NULL,
    lost_minor         bigint NOT NULL,
    CONSTRAINT reports_hours_pkey PRIMARY KEY (event_id, hour, currency, upto)
);

-- How many accounts a stretch added, less those that were erased in it.
CREATE TABLE reports_users (
    upto  bigint PRIMARY KEY,
    users bigint NOT NULL
);

UPDATE projection_checkpoints
SET position = 0, recorded_at = NULL, state = 'running', error = NULL WHERE name = 'reports';
