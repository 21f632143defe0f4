ALTER TABLE outbox DROP COLUMN queued_for;
ALTER TABLE outbox DROP COLUMN department_id;
ALTER TABLE outbox DROP COLUMN standing;
ALTER TABLE outbox DROP COLUMN user_id;
