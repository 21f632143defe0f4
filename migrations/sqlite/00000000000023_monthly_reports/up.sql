-- Issued reports of months, of all and of each park: written once, served as they are.
CREATE TABLE monthly_reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  -- Its first day.
  month DATE NOT NULL,
  -- The day at whose end the ledgers were counted.
  as_of DATE NOT NULL,
  park_id BIGINT REFERENCES parks (id),
  issue_number TEXT NOT NULL,
  issued_at TIMESTAMP NOT NULL,
  issued_by BIGINT NOT NULL REFERENCES users (id),
  audit_head TEXT NOT NULL,
  content TEXT NOT NULL
);
CREATE UNIQUE INDEX monthly_reports_key ON monthly_reports (month, COALESCE(park_id, 0));
CREATE TRIGGER monthly_reports_no_update BEFORE UPDATE ON monthly_reports
BEGIN SELECT RAISE(ABORT, 'rows of monthly_reports are never changed'); END;
CREATE TRIGGER monthly_reports_no_delete BEFORE DELETE ON monthly_reports
BEGIN SELECT RAISE(ABORT, 'rows of monthly_reports are never changed'); END;
-- INSERT OR REPLACE takes a row away without asking the triggers on DELETE.
CREATE TRIGGER monthly_reports_no_replace BEFORE INSERT ON monthly_reports
WHEN EXISTS (SELECT 1 FROM monthly_reports WHERE id = NEW.id OR (month = NEW.month AND COALESCE(park_id, 0) = COALESCE(NEW.park_id, 0)))
BEGIN SELECT RAISE(ABORT, 'rows of monthly_reports are never changed'); END;
