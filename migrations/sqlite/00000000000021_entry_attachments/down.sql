-- What entries had has no place in the table any more.
CREATE TABLE attachments_again (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  problem_id BIGINT REFERENCES problems (id),
  visit_id BIGINT REFERENCES visits (id),
  -- The event of the same problem that it belongs to, such as a report of progress.
  event_id BIGINT REFERENCES problem_events (id),
  file_name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  stored_name TEXT NOT NULL CONSTRAINT attachments_stored_name_key UNIQUE,
  -- Of the small picture, where there is one.
  thumbnail_name TEXT CONSTRAINT attachments_thumbnail_name_key UNIQUE,
  uploaded_by BIGINT NOT NULL REFERENCES users (id),
  uploaded_by_name TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  voided_at TIMESTAMP,
  void_reason TEXT,
  CONSTRAINT attachments_one_owner CHECK ((problem_id IS NULL) <> (visit_id IS NULL))
);
INSERT INTO attachments_again (id, problem_id, visit_id, event_id, file_name, content_type, size, sha256, stored_name, thumbnail_name,
  uploaded_by, uploaded_by_name, created_at, voided_at, void_reason)
SELECT id, problem_id, visit_id, event_id, file_name, content_type, size, sha256, stored_name, thumbnail_name,
  uploaded_by, uploaded_by_name, created_at, voided_at, void_reason
FROM attachments WHERE entry_id IS NULL;
-- Ids of files that go aren't given again: the audit trail names them.
DELETE FROM sqlite_sequence WHERE name = 'attachments_again';
INSERT INTO sqlite_sequence (name, seq) SELECT 'attachments_again', seq FROM sqlite_sequence WHERE name = 'attachments';
DROP TABLE attachments;
ALTER TABLE attachments_again RENAME TO attachments;
CREATE INDEX attachments_by_problem ON attachments (problem_id, id);
CREATE INDEX attachments_by_visit ON attachments (visit_id, id);
