-- A mail about an account may also tell that its password was changed; there is no token in it.
ALTER TABLE mails DROP CONSTRAINT mails_template_known;
ALTER TABLE mails ADD CONSTRAINT mails_template_known CHECK (template IN
    ('confirmation', 'admin_copy', 'cancellation', 'verify_email', 'reset_password',
     'password_changed'));
ALTER TABLE mails DROP CONSTRAINT mails_tell_of_a_fact_or_an_account;
ALTER TABLE mails ADD CONSTRAINT mails_tell_of_a_fact_or_an_account CHECK
    ((position IS NULL) = (template IN ('verify_email', 'reset_password', 'password_changed')));
