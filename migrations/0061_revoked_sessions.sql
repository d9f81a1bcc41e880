-- When somebody ended a session from another one: its access tokens are refused from then on.
ALTER TABLE sessions ADD COLUMN revoked_at timestamptz;
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
