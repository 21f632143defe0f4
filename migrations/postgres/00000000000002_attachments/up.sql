-- Photos and documents of problems and visits. The bytes lie in a folder beside the database, under
-- `stored_name`; a file gets its row only once it is durable.
CREATE TABLE attachments (
  id BIGSERIAL PRIMARY KEY,
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
CREATE INDEX attachments_by_problem ON attachments (problem_id, id);
CREATE INDEX attachments_by_visit ON attachments (visit_id, id);
