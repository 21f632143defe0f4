-- Each closing of a week, with what its reports say of themselves. The reports are composed afterwards, out of
-- the write that closed the week.
CREATE TABLE week_closings (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  week TEXT NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE NOT NULL CONSTRAINT week_closings_to_day_key UNIQUE,
  issue_number TEXT,
  closed_at TIMESTAMP NOT NULL,
  issued_by BIGINT REFERENCES users (id),
  last_event_id BIGINT NOT NULL,
  audit_head TEXT NOT NULL,
  -- The letterhead as it was then, as JSON; null for weeks whose reports were composed before this table was.
  letterhead TEXT
);
INSERT INTO week_closings (week, from_day, to_day, issue_number, closed_at, issued_by, last_event_id, audit_head)
  SELECT week, from_day, to_day, issue_number, closed_at, issued_by, last_event_id, audit_head
  FROM weekly_reports WHERE park_id IS NULL ORDER BY to_day;
CREATE TRIGGER week_closings_no_update BEFORE UPDATE ON week_closings
BEGIN SELECT RAISE(ABORT, 'rows of week_closings are never changed'); END;
CREATE TRIGGER week_closings_no_delete BEFORE DELETE ON week_closings
BEGIN SELECT RAISE(ABORT, 'rows of week_closings are never changed'); END;
CREATE TRIGGER week_closings_no_replace BEFORE INSERT ON week_closings
WHEN EXISTS (SELECT 1 FROM week_closings WHERE id = NEW.id OR to_day = NEW.to_day)
BEGIN SELECT RAISE(ABORT, 'rows of week_closings are never changed'); END;

-- What statistics look for among all events.
CREATE INDEX problem_events_deeds ON problem_events (kind, counted_on)
  WHERE kind IN ('return', 'decide_extension');
CREATE INDEX problem_events_late ON problem_events (counted_on) WHERE occurred_on <> counted_on;
CREATE INDEX visit_events_late ON visit_events (counted_on) WHERE occurred_on <> counted_on;
CREATE INDEX problem_states_earlier_rounds ON problem_states (from_day, until_day) WHERE NOT is_current;
