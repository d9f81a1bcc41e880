-- What admins and staff did over HTTP, for auditors. Outside the log, because it says where they
-- were when they did it: erasing a person empties `address`, and the log stays as it is.
CREATE TABLE admin_actions (
    id             bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT admin_actions_pkey PRIMARY KEY,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id       uuid NOT NULL,
    command_id     uuid NOT NULL,
    -- The id of the request.
    correlation_id text,
    -- The method and the route, such as `POST /events/{id}/publish`.
    action         text NOT NULL,
    -- What it was done to: the id in the path, or that of what was made.
    subject        text,
    address        text,
    -- The last fact that it led to, if it led to any.
    position       bigint
);
CREATE INDEX admin_actions_of_actor ON admin_actions (actor_id, id);
