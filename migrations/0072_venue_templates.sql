-- Seating plans that organisers keep for their next events. No fact names them: an event gets a copy.
CREATE TABLE venue_templates (
    id uuid CONSTRAINT venue_templates_pkey PRIMARY KEY,
    name text NOT NULL,
    currency text NOT NULL,
    capacity integer NOT NULL,
    -- As text, so that a plan of 100,000 seats comes back as it was written.
    seating json NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX venue_templates_name_unique ON venue_templates (lower(name));
