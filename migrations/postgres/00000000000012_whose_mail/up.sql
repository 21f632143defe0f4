-- Whose a mail is, so that account and address are looked at again when it leaves: a user, as what
-- they are written to, or a department's notice address. Mails of before have neither.
ALTER TABLE outbox ADD COLUMN user_id BIGINT REFERENCES users (id);
ALTER TABLE outbox ADD COLUMN standing TEXT;
ALTER TABLE outbox ADD COLUMN department_id BIGINT REFERENCES departments (id);
-- The address it was queued for, where it goes to another by now.
ALTER TABLE outbox ADD COLUMN queued_for TEXT;
