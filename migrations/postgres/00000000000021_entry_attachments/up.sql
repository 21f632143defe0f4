-- Photos and documents of entries, too; exactly one thing owns each.
ALTER TABLE attachments ADD COLUMN entry_id BIGINT REFERENCES entries (id);
ALTER TABLE attachments DROP CONSTRAINT attachments_one_owner;
ALTER TABLE attachments ADD CONSTRAINT attachments_one_owner CHECK (num_nonnulls(problem_id, visit_id, entry_id) = 1);
CREATE INDEX attachments_by_entry ON attachments (entry_id, id);
