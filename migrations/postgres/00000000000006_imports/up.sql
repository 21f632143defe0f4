-- Files that are taken in: each is checked in tables of its own before anything of it is published.
CREATE TABLE imports (
  id BIGSERIAL PRIMARY KEY,
  kind TEXT NOT NULL,
  -- reading, checking, ready, writing, done, failed
  state TEXT NOT NULL,
  dry_run BOOLEAN NOT NULL,
  mode TEXT NOT NULL,
  -- JSON list of what may be made: parks, departments, categories.
  create_missing TEXT NOT NULL,
  -- JSON: which column is which, whatever its heading says.
  mapping TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  requested_by BIGINT NOT NULL REFERENCES users (id),
  -- The park whose staff may see it; null where it is everybody's.
  park_id BIGINT REFERENCES parks (id),
  -- JSON: the header and what its columns are taken for.
  header TEXT NOT NULL,
  rows_done BIGINT NOT NULL,
  rows_total BIGINT,
  new_count BIGINT NOT NULL,
  same_count BIGINT NOT NULL,
  different_count BIGINT NOT NULL,
  wrong_count BIGINT NOT NULL,
  -- What the file would make, or made, in the directory: JSON lists of names.
  making TEXT NOT NULL,
  -- Why nothing could be taken.
  fault_code TEXT,
  fault_zh TEXT,
  fault_en TEXT,
  lease_token TEXT,
  lease_until TIMESTAMP,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  finished_at TIMESTAMP
);
CREATE INDEX imports_by_state ON imports (state, id);
CREATE INDEX imports_by_park ON imports (park_id, id);

CREATE TABLE import_files (
  import_id BIGINT PRIMARY KEY NOT NULL REFERENCES imports (id),
  content BYTEA NOT NULL
);

-- What the rows become, once they are published.
CREATE TABLE import_rows (
  import_id BIGINT NOT NULL REFERENCES imports (id),
  row_number BIGINT NOT NULL,
  plan TEXT NOT NULL,
  PRIMARY KEY (import_id, row_number)
);

CREATE TABLE import_issues (
  id BIGSERIAL PRIMARY KEY,
  import_id BIGINT NOT NULL REFERENCES imports (id),
  row_number BIGINT NOT NULL,
  column_key TEXT,
  code TEXT NOT NULL,
  is_note BOOLEAN NOT NULL,
  detail_zh TEXT NOT NULL,
  detail_en TEXT NOT NULL
);
CREATE INDEX import_issues_by_import ON import_issues (import_id, is_note, id);

-- What is there already is found by what a ledger knows of it.
CREATE INDEX problems_by_reference ON problems (source_reference);
CREATE INDEX enterprises_by_name ON enterprises (name);

-- Where no week was ever closed, all that is closed was so by the first start alone.
INSERT INTO settings (name, value)
SELECT 'closed_at_first', value FROM settings
WHERE name = 'closed_through' AND NOT EXISTS (SELECT 1 FROM weekly_reports);
