-- Mails about an account tell of no fact, so they have no position. Their text holds a token, and
-- is emptied as soon as nobody will send it any more.
ALTER TABLE mails ALTER COLUMN position DROP NOT NULL;
ALTER TABLE mails DROP CONSTRAINT mails_template_known;
ALTER TABLE mails ADD CONSTRAINT mails_template_known CHECK (template IN
    ('confirmation', 'admin_copy', 'cancellation', 'verify_email', 'reset_password'));
ALTER TABLE mails ADD CONSTRAINT mails_tell_of_a_fact_or_an_account CHECK
    ((position IS NULL) = (template IN ('verify_email', 'reset_password')));
