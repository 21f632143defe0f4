-- Letters about entries are of kinds that the version before doesn't know.
DELETE FROM outbox WHERE entry_id IS NOT NULL;
DROP INDEX milestones_to_remind_of;
ALTER TABLE milestones DROP COLUMN remind_on;
DROP INDEX outbox_by_entry;
ALTER TABLE outbox DROP COLUMN entry_id;
