-- What each problem waits for, and from whom: derived from its facts and clocks, written anew with
-- every move.
CREATE TABLE problem_waits (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  problem_id BIGINT NOT NULL REFERENCES problems (id),
  -- The action that is to be made next.
  kind TEXT NOT NULL,
  -- department, office (the park and the coordinator), coordinator, leader
  whom TEXT NOT NULL,
  park_id BIGINT NOT NULL,
  department_id BIGINT,
  -- Who must leave it to another: they resolved it, or asked for it.
  not_user_id BIGINT,
  -- It waits within [from_at, until_at).
  from_at TIMESTAMP NOT NULL,
  until_at TIMESTAMP NOT NULL,
  -- When its clock turns red: what is first stands first.
  red_at TIMESTAMP NOT NULL
);
CREATE INDEX problem_waits_by_problem ON problem_waits (problem_id);
CREATE INDEX problem_waits_by_department ON problem_waits (department_id, kind, red_at, problem_id);
CREATE INDEX problem_waits_by_park ON problem_waits (whom, park_id, kind, red_at, problem_id);
CREATE INDEX problem_waits_by_kind ON problem_waits (whom, kind, red_at, problem_id);

-- The first letters of a name's syllables, every reading of them, for a search by them; kept by the
-- application, which fills in what is null at its start.
ALTER TABLE enterprises ADD COLUMN initials TEXT;
CREATE INDEX enterprises_by_initials ON enterprises (park_id, initials, id);

-- The trail by action: for the filter, and for the list of actions there are.
CREATE INDEX audit_records_by_action ON audit_records (action, id);
