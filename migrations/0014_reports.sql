-- Read model `reports`: totals, in steps that can be added up. Figures are net of cancellations.
CREATE TABLE reports_events (
    event_id           uuid PRIMARY KEY,
    name               text NOT NULL,
    starts_at          timestamptz NOT NULL,
    status             text NOT NULL CONSTRAINT reports_events_status_known
                       CHECK (status IN ('draft', 'published', 'cancelled', 'deleted')),
    capacity           bigint NOT NULL,
    currency           text NOT NULL,
    bookings           bigint NOT NULL DEFAULT 0,
    cancelled_bookings bigint NOT NULL DEFAULT 0,
    seats_sold         bigint NOT NULL DEFAULT 0,
    revenue_minor      bigint NOT NULL DEFAULT 0,
    CONSTRAINT reports_events_sold_within_capacity CHECK (seats_sold BETWEEN 0 AND capacity)
);
CREATE INDEX reports_events_by_start ON reports_events (starts_at, event_id);

-- What was sold and taken back in an hour (UTC); the figures may be negative.
CREATE TABLE reports_sales (
    event_id      uuid NOT NULL,
    hour          timestamptz NOT NULL,
    currency      text NOT NULL,
    bookings      bigint NOT NULL,
    seats         bigint NOT NULL,
    revenue_minor bigint NOT NULL,
    CONSTRAINT reports_sales_pkey PRIMARY KEY (event_id, hour, currency)
);
CREATE INDEX reports_sales_by_hour ON reports_sales (hour);

-- Accounts that were not erased.
CREATE TABLE reports_accounts (
    user_id uuid PRIMARY KEY
);

INSERT INTO projection_checkpoints (name) VALUES ('reports');
