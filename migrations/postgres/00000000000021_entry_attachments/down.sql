-- What entries had has no place in the table any more.
DELETE FROM attachments WHERE entry_id IS NOT NULL;
DROP INDEX attachments_by_entry;
ALTER TABLE attachments DROP CONSTRAINT attachments_one_owner;
ALTER TABLE attachments DROP COLUMN entry_id;
ALTER TABLE attachments ADD CONSTRAINT attachments_one_owner CHECK ((problem_id IS NULL) <> (visit_id IS NULL));
