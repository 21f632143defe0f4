-- Ledgers described by data: see docs/decisions/0020. One row for each entry; its fields are JSON text that is
-- read whole and never queried.
CREATE TABLE entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  -- The ledger's code.
  ledger TEXT NOT NULL,
  number TEXT NOT NULL CONSTRAINT entries_number_key UNIQUE,
  title TEXT NOT NULL,
  park_id BIGINT REFERENCES parks (id),
  enterprise_id BIGINT REFERENCES enterprises (id),
  -- Who owns it; the park where it is null.
  department_id BIGINT REFERENCES departments (id),
  status TEXT NOT NULL,
  -- The day it is counted from.
  listed_on DATE NOT NULL,
  -- The first milestone that isn't done.
  due_on DATE,
  -- The days from which its light is yellow and red.
  yellow_from DATE,
  red_from DATE,
  fields TEXT NOT NULL,
  -- The shape of the fields, raised when one is renamed or retyped.
  shape BIGINT NOT NULL,
  -- What else the rules need: who is responsible, what it was before, who concluded it.
  facts TEXT NOT NULL,
  recorded_by BIGINT REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX entries_by_ledger ON entries (ledger, id);
CREATE INDEX entries_by_park ON entries (park_id, ledger, id);
CREATE INDEX entries_by_department ON entries (department_id, ledger, id);
CREATE INDEX entries_by_enterprise ON entries (enterprise_id, id);
CREATE INDEX entries_by_due ON entries (ledger, due_on, id);

-- The present values of the fields that lists ask for, and the departments and leaders concerned.
CREATE TABLE entry_values (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES entries (id),
  field TEXT NOT NULL,
  word TEXT,
  number BIGINT,
  day DATE
);
CREATE INDEX entry_values_by_entry ON entry_values (entry_id, field);
CREATE INDEX entry_values_by_word ON entry_values (field, word, entry_id);
CREATE INDEX entry_values_by_number ON entry_values (field, number, entry_id);

CREATE TABLE entry_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES entries (id),
  -- The move's name.
  kind TEXT NOT NULL,
  occurred_on DATE NOT NULL,
  recorded_at TIMESTAMP NOT NULL,
  counted_on DATE NOT NULL,
  -- The state after it.
  status TEXT NOT NULL,
  actor_id BIGINT REFERENCES users (id),
  actor_name TEXT,
  actor_role TEXT,
  on_behalf_of TEXT,
  text TEXT,
  -- The body of the move.
  data TEXT NOT NULL,
  -- What it changed, so that entries can be rebuilt.
  changed TEXT NOT NULL
);
CREATE INDEX entry_events_by_entry ON entry_events (entry_id, id);
CREATE INDEX entry_events_by_day ON entry_events (counted_on, id);

-- The as-of ledger: what was true at the end of each day of [from_day, until_day).
CREATE TABLE entry_states (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES entries (id),
  ledger TEXT NOT NULL,
  from_day DATE NOT NULL,
  until_day DATE NOT NULL,
  status TEXT NOT NULL,
  park_id BIGINT,
  enterprise_id BIGINT,
  department_id BIGINT
);
CREATE INDEX entry_states_by_entry ON entry_states (entry_id, from_day);
CREATE INDEX entry_states_by_day ON entry_states (ledger, from_day, until_day);

-- The same of each counted field.
CREATE TABLE entry_state_values (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES entries (id),
  field TEXT NOT NULL,
  from_day DATE NOT NULL,
  until_day DATE NOT NULL,
  word TEXT,
  number BIGINT,
  day DATE
);
CREATE INDEX entry_state_values_by_entry ON entry_state_values (entry_id, field, from_day);

CREATE TABLE milestones (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES entries (id),
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  track TEXT,
  department_id BIGINT REFERENCES departments (id),
  handler TEXT,
  due_on DATE NOT NULL,
  original_due_on DATE NOT NULL,
  done_on DATE,
  provisional BOOLEAN NOT NULL,
  CONSTRAINT milestones_key UNIQUE (entry_id, position)
);

-- What was reported of a month; the last row counted by a day is its value on that day.
CREATE TABLE months (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES entries (id),
  -- Its first day.
  month DATE NOT NULL,
  counted_on DATE NOT NULL,
  event_id BIGINT NOT NULL REFERENCES entry_events (id),
  figures TEXT NOT NULL,
  text TEXT
);
CREATE INDEX months_by_entry ON months (entry_id, month, id);

CREATE TABLE links (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  entry_id BIGINT NOT NULL REFERENCES entries (id),
  kind TEXT NOT NULL,
  to_entry_id BIGINT REFERENCES entries (id),
  problem_id BIGINT REFERENCES problems (id),
  visit_id BIGINT REFERENCES visits (id),
  enterprise_id BIGINT REFERENCES enterprises (id),
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT links_to_one CHECK (
    (CASE WHEN to_entry_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN problem_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN visit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN enterprise_id IS NULL THEN 0 ELSE 1 END) = 1
  )
);
CREATE INDEX links_by_entry ON links (entry_id, id);
CREATE INDEX links_by_problem ON links (problem_id);

-- History is never rewritten, whoever holds the connection.
CREATE TRIGGER entry_events_no_update BEFORE UPDATE ON entry_events
BEGIN SELECT RAISE(ABORT, 'rows of entry_events are never changed'); END;
CREATE TRIGGER entry_events_no_delete BEFORE DELETE ON entry_events
BEGIN SELECT RAISE(ABORT, 'rows of entry_events are never changed'); END;
CREATE TRIGGER entry_events_no_replace BEFORE INSERT ON entry_events
WHEN EXISTS (SELECT 1 FROM entry_events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'rows of entry_events are never changed'); END;
CREATE TRIGGER months_no_update BEFORE UPDATE ON months
BEGIN SELECT RAISE(ABORT, 'rows of months are never changed'); END;
CREATE TRIGGER months_no_delete BEFORE DELETE ON months
BEGIN SELECT RAISE(ABORT, 'rows of months are never changed'); END;
CREATE TRIGGER months_no_replace BEFORE INSERT ON months
WHEN EXISTS (SELECT 1 FROM months WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'rows of months are never changed'); END;
