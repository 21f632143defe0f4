-- Days are local days; instants are UTC in milliseconds; lists and documents are JSON text.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE parks (
  id BIGSERIAL PRIMARY KEY,
  code TEXT NOT NULL CONSTRAINT parks_code_key UNIQUE,
  name TEXT NOT NULL CONSTRAINT parks_name_key UNIQUE,
  kind TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE departments (
  id BIGSERIAL PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT departments_name_key UNIQUE,
  kind TEXT NOT NULL,
  notice_emails TEXT NOT NULL,
  peer_group TEXT,
  duty_contact TEXT,
  active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE users (
  id BIGSERIAL PRIMARY KEY,
  username TEXT NOT NULL CONSTRAINT users_username_key UNIQUE,
  display_name TEXT NOT NULL,
  role TEXT NOT NULL,
  park_id BIGINT REFERENCES parks (id),
  department_id BIGINT REFERENCES departments (id),
  email TEXT,
  phone TEXT,
  password_hash TEXT NOT NULL,
  password_changed_at TIMESTAMP NOT NULL,
  must_change_password BOOLEAN NOT NULL,
  -- Raised when password, role, unit or status changes: older access tokens stop counting.
  token_version BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX users_by_park ON users (park_id);
CREATE INDEX users_by_department ON users (department_id);

CREATE TABLE sessions (
  id BIGSERIAL PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  last_used_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  ended_at TIMESTAMP
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- One row per refresh token ever made in a session; using a spent one ends the session.
CREATE TABLE refresh_tokens (
  id BIGSERIAL PRIMARY KEY,
  session_id BIGINT NOT NULL REFERENCES sessions (id),
  token_hash TEXT NOT NULL CONSTRAINT refresh_tokens_token_hash_key UNIQUE,
  created_at TIMESTAMP NOT NULL,
  spent_at TIMESTAMP
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Failed sign-ins, counted before the password is hashed; subject is account:… or address:….
CREATE TABLE sign_in_failures (
  subject TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  window_from TIMESTAMP NOT NULL,
  locked_until TIMESTAMP
);

CREATE TABLE idempotency_keys (
  id BIGSERIAL PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  location TEXT,
  etag TEXT,
  body TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT idempotency_keys_key UNIQUE (user_id, method, path, idempotency_key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE categories (
  id BIGSERIAL PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT categories_name_key UNIQUE,
  parent_id BIGINT REFERENCES categories (id),
  active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE enterprises (
  id BIGSERIAL PRIMARY KEY,
  name TEXT NOT NULL,
  credit_code TEXT CONSTRAINT enterprises_credit_code_key UNIQUE,
  park_id BIGINT NOT NULL REFERENCES parks (id),
  industry TEXT,
  size TEXT,
  tags TEXT NOT NULL,
  assisting_leader TEXT,
  liaison_user_id BIGINT REFERENCES users (id),
  contacts TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX enterprises_by_park ON enterprises (park_id, id);

-- The dated history of operating status; the latest since day wins.
CREATE TABLE enterprise_statuses (
  id BIGSERIAL PRIMARY KEY,
  enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
  status TEXT NOT NULL,
  since DATE NOT NULL,
  recorded_by BIGINT REFERENCES users (id),
  recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX enterprise_statuses_by_enterprise ON enterprise_statuses (enterprise_id, since);

CREATE TABLE calendar_notices (
  year BIGINT PRIMARY KEY,
  off_days TEXT NOT NULL,
  work_days TEXT NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);

CREATE TABLE time_limit_policies (
  id BIGSERIAL PRIMARY KEY,
  name TEXT NOT NULL,
  severity TEXT,
  category_id BIGINT REFERENCES categories (id),
  level TEXT,
  targets TEXT NOT NULL,
  warning TEXT,
  extension TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);

-- No two policies in force are for the same problems, and one alone is for all.
CREATE UNIQUE INDEX time_limit_policies_matching_key ON time_limit_policies
  (COALESCE(severity, ''), COALESCE(category_id, 0), COALESCE(level, '')) WHERE active;

-- Every version that was ever in force, so that a frozen limit can be explained.
CREATE TABLE time_limit_policy_versions (
  id BIGSERIAL PRIMARY KEY,
  policy_id BIGINT NOT NULL REFERENCES time_limit_policies (id),
  version BIGINT NOT NULL,
  content TEXT NOT NULL,
  recorded_at TIMESTAMP NOT NULL,
  CONSTRAINT time_limit_policy_versions_key UNIQUE (policy_id, version)
);

CREATE TABLE visits (
  id BIGSERIAL PRIMARY KEY,
  park_id BIGINT NOT NULL REFERENCES parks (id),
  enterprise_id BIGINT REFERENCES enterprises (id),
  site_name TEXT,
  visited_on DATE NOT NULL,
  participants TEXT NOT NULL,
  summary TEXT,
  voided_at TIMESTAMP,
  void_reason TEXT,
  recorded_by BIGINT REFERENCES users (id),
  active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX visits_by_park ON visits (park_id, id);
CREATE INDEX visits_by_enterprise ON visits (enterprise_id, id);

-- record, edit, void: what a visit was counted as from counted_on on.
CREATE TABLE visit_events (
  id BIGSERIAL PRIMARY KEY,
  visit_id BIGINT NOT NULL REFERENCES visits (id),
  kind TEXT NOT NULL,
  occurred_on DATE NOT NULL,
  recorded_at TIMESTAMP NOT NULL,
  counted_on DATE NOT NULL,
  actor_id BIGINT REFERENCES users (id),
  actor_name TEXT,
  actor_role TEXT,
  data TEXT NOT NULL
);
CREATE INDEX visit_events_by_visit ON visit_events (visit_id, id);
CREATE INDEX visit_events_by_day ON visit_events (counted_on, id);

-- The as-of ledger of visits: one row per stretch of days [from_day, until_day) in which a visit
-- counts with these facts.
CREATE TABLE visit_states (
  id BIGSERIAL PRIMARY KEY,
  visit_id BIGINT NOT NULL REFERENCES visits (id),
  from_day DATE NOT NULL,
  until_day DATE NOT NULL,
  -- The day the visit itself is counted on; fixed when it was recorded.
  counted_on DATE NOT NULL,
  park_id BIGINT NOT NULL,
  enterprise_id BIGINT,
  at_site BOOLEAN NOT NULL,
  voided BOOLEAN NOT NULL
);
CREATE INDEX visit_states_by_visit ON visit_states (visit_id, from_day);
CREATE INDEX visit_states_by_day ON visit_states (from_day, until_day);

CREATE TABLE problems (
  id BIGSERIAL PRIMARY KEY,
  number TEXT NOT NULL CONSTRAINT problems_number_key UNIQUE,
  title TEXT NOT NULL,
  -- The title without spaces and punctuation: what "like title" compares.
  title_key TEXT NOT NULL,
  description TEXT NOT NULL,
  park_id BIGINT NOT NULL REFERENCES parks (id),
  enterprise_id BIGINT REFERENCES enterprises (id),
  site_name TEXT,
  visit_id BIGINT REFERENCES visits (id),
  source TEXT NOT NULL,
  source_reference TEXT,
  source_due_on DATE,
  category_id BIGINT REFERENCES categories (id),
  severity TEXT NOT NULL,
  level TEXT NOT NULL,
  status TEXT NOT NULL,
  outcome TEXT,
  round BIGINT NOT NULL,
  raised_on DATE NOT NULL,
  reported_on DATE NOT NULL,
  reported_at TIMESTAMP NOT NULL,
  reported_by BIGINT REFERENCES users (id),
  -- The lead at present, or the last one; null before the first dispatch and for on-the-spot.
  lead_department_id BIGINT REFERENCES departments (id),
  dispatched_at TIMESTAMP,
  accepted_at TIMESTAMP,
  resolved_at TIMESTAMP,
  closed_at TIMESTAMP,
  -- Light and filters without joins: the running solve limit, and from when any clock is yellow/red.
  due_on DATE,
  yellow_at TIMESTAMP,
  red_at TIMESTAMP,
  satisfaction BIGINT,
  returned_count BIGINT NOT NULL,
  reopened_count BIGINT NOT NULL,
  extended_count BIGINT NOT NULL,
  supervised_count BIGINT NOT NULL,
  -- Everything else the rules need about the present round (pending requests, who resolved, …).
  facts TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX problems_by_reported ON problems (reported_at, id);
CREATE INDEX problems_by_updated ON problems (updated_at, id);
CREATE INDEX problems_by_due ON problems (due_on, id);
CREATE INDEX problems_by_park ON problems (park_id, reported_at, id);
CREATE INDEX problems_by_enterprise ON problems (enterprise_id, status);
CREATE INDEX problems_by_status ON problems (status, reported_at, id);
CREATE INDEX problems_by_visit ON problems (visit_id);
CREATE INDEX problems_by_lead ON problems (lead_department_id, status);

-- The last number given in a park and year.
CREATE TABLE problem_numbers (
  park_code TEXT NOT NULL,
  year BIGINT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (park_code, year)
);

CREATE TABLE assignments (
  id BIGSERIAL PRIMARY KEY,
  problem_id BIGINT NOT NULL REFERENCES problems (id),
  department_id BIGINT NOT NULL REFERENCES departments (id),
  role TEXT NOT NULL,
  round BIGINT NOT NULL,
  handler TEXT,
  is_final BOOLEAN NOT NULL,
  note TEXT,
  meet_at TIMESTAMP,
  place TEXT,
  dispatched_at TIMESTAMP NOT NULL,
  accepted_at TIMESTAMP,
  finished_at TIMESTAMP,
  -- returned, redispatched, resolved, replied, withdrawn, …
  finished_by TEXT,
  -- The policy version in force, frozen.
  policy TEXT NOT NULL
);
CREATE INDEX assignments_by_problem ON assignments (problem_id, id);
CREATE INDEX assignments_by_department ON assignments (department_id, problem_id);

CREATE TABLE clocks (
  id BIGSERIAL PRIMARY KEY,
  problem_id BIGINT NOT NULL REFERENCES problems (id),
  assignment_id BIGINT REFERENCES assignments (id),
  department_id BIGINT REFERENCES departments (id),
  round BIGINT NOT NULL,
  -- dispatch, accept, return, first_reply, solve, support, follow_up
  kind TEXT NOT NULL,
  started_at TIMESTAMP NOT NULL,
  -- The rule it was set by and what moved it since (deadlines::Clock as JSON): enough to recompute.
  terms TEXT NOT NULL,
  due_on DATE NOT NULL,
  due_at TIMESTAMP,
  original_due_on DATE NOT NULL,
  provisional BOOLEAN NOT NULL,
  yellow_at TIMESTAMP,
  red_at TIMESTAMP NOT NULL,
  -- A paused clock waits for the end of a suspension.
  paused BOOLEAN NOT NULL,
  ended_at TIMESTAMP,
  ended_on DATE,
  met BOOLEAN
);
CREATE INDEX clocks_by_problem ON clocks (problem_id, id);
CREATE INDEX clocks_running ON clocks (red_at) WHERE ended_at IS NULL;

CREATE TABLE problem_events (
  id BIGSERIAL PRIMARY KEY,
  problem_id BIGINT NOT NULL REFERENCES problems (id),
  kind TEXT NOT NULL,
  occurred_on DATE NOT NULL,
  recorded_at TIMESTAMP NOT NULL,
  counted_on DATE NOT NULL,
  round BIGINT NOT NULL,
  -- The department that did it, or is answerable for it (who returned, who asked for the extension).
  department_id BIGINT REFERENCES departments (id),
  actor_id BIGINT REFERENCES users (id),
  actor_name TEXT,
  actor_role TEXT,
  on_behalf_of TEXT,
  text TEXT,
  data TEXT NOT NULL
);
CREATE INDEX problem_events_by_problem ON problem_events (problem_id, id);
CREATE INDEX problem_events_by_day ON problem_events (counted_on, kind, id);
CREATE INDEX problem_events_by_department ON problem_events (department_id, kind, counted_on);

-- The as-of ledger: for each problem and round, one row per stretch of days [from_day, until_day)
-- with the facts at the end of those days. is_current marks the row of the problem's latest round,
-- the one that problems are counted by; rows of earlier rounds stay for the rates.
CREATE TABLE problem_states (
  id BIGSERIAL PRIMARY KEY,
  problem_id BIGINT NOT NULL REFERENCES problems (id),
  round BIGINT NOT NULL,
  is_current BOOLEAN NOT NULL,
  from_day DATE NOT NULL,
  until_day DATE NOT NULL,
  status TEXT NOT NULL,
  outcome TEXT,
  park_id BIGINT NOT NULL,
  enterprise_id BIGINT,
  category_id BIGINT,
  severity TEXT NOT NULL,
  level TEXT NOT NULL,
  source TEXT NOT NULL,
  -- The lead, or the last one; null before dispatch and on the spot.
  lead_department_id BIGINT,
  -- The day the report is counted on.
  reported_on DATE NOT NULL,
  due_on DATE,
  original_due_on DATE,
  -- The day the round was first resolved on.
  resolved_on DATE,
  -- The solve limit that stood on that day; due_on itself runs on while a problem is tracked.
  resolved_due_on DATE,
  -- Reopened after that.
  sent_back BOOLEAN NOT NULL,
  -- A follow-up of the round says solved / the last one says not solved.
  confirmed BOOLEAN NOT NULL,
  contradicted BOOLEAN NOT NULL,
  reached BOOLEAN NOT NULL,
  -- The last answer of the round, 1..5.
  satisfaction BIGINT,
  returned BIGINT NOT NULL,
  extended BIGINT NOT NULL,
  reopened BIGINT NOT NULL,
  supervised BIGINT NOT NULL,
  -- The lead's accept clock of the round: its limit, and the day it was met on.
  accept_due_on DATE,
  accepted_on DATE
);
CREATE INDEX problem_states_by_problem ON problem_states (problem_id, round, from_day);
CREATE INDEX problem_states_by_day ON problem_states (from_day, until_day, is_current);

-- The same for supporting departments.
CREATE TABLE support_states (
  id BIGSERIAL PRIMARY KEY,
  problem_id BIGINT NOT NULL REFERENCES problems (id),
  assignment_id BIGINT NOT NULL REFERENCES assignments (id),
  department_id BIGINT NOT NULL,
  from_day DATE NOT NULL,
  until_day DATE NOT NULL,
  due_on DATE,
  replied_on DATE,
  ended BOOLEAN NOT NULL
);
CREATE INDEX support_states_by_assignment ON support_states (assignment_id, from_day);

-- Weeks that are closed: the composed report of all (park_id null) and of each park.
CREATE TABLE weekly_reports (
  id BIGSERIAL PRIMARY KEY,
  week TEXT NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE NOT NULL,
  park_id BIGINT REFERENCES parks (id),
  issue_number TEXT,
  closed_at TIMESTAMP NOT NULL,
  issued_by BIGINT REFERENCES users (id),
  last_event_id BIGINT NOT NULL,
  audit_head TEXT NOT NULL,
  content TEXT NOT NULL
);
CREATE UNIQUE INDEX weekly_reports_key ON weekly_reports (to_day, COALESCE(park_id, 0));

CREATE TABLE outbox (
  id BIGSERIAL PRIMARY KEY,
  -- The fact this mail tells and to whom; one mail each, whoever runs the job.
  dedup_key TEXT NOT NULL CONSTRAINT outbox_dedup_key_key UNIQUE,
  message_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  problem_id BIGINT REFERENCES problems (id),
  recipient TEXT NOT NULL,
  recipient_name TEXT,
  thread_id TEXT,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  -- waiting, sending, sent, parked
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_attempt_at TIMESTAMP NOT NULL,
  lease_until TIMESTAMP,
  lease_token TEXT,
  last_answer TEXT,
  created_at TIMESTAMP NOT NULL,
  sent_at TIMESTAMP
);
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
CREATE INDEX outbox_by_problem ON outbox (problem_id);

-- Inserted unsealed with the change; one leased job gives sequence and hash in commit order.
CREATE TABLE audit_records (
  id BIGSERIAL PRIMARY KEY,
  recorded_at TIMESTAMP NOT NULL,
  actor_id BIGINT,
  actor_name TEXT,
  actor_role TEXT,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  target_id BIGINT,
  request_id TEXT,
  address TEXT,
  data TEXT NOT NULL
);
CREATE TABLE audit_seals (
  sequence BIGINT PRIMARY KEY,
  record_id BIGINT NOT NULL CONSTRAINT audit_seals_record_id_key UNIQUE REFERENCES audit_records (id),
  hash TEXT NOT NULL
);

-- Jobs of which only one may run among all nodes.
CREATE TABLE job_leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until_at TIMESTAMP NOT NULL
);

-- History is never rewritten, whoever holds the connection.
CREATE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER visit_events_append_only BEFORE UPDATE OR DELETE ON visit_events
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER visit_events_no_truncate BEFORE TRUNCATE ON visit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER problem_events_append_only BEFORE UPDATE OR DELETE ON problem_events
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER problem_events_no_truncate BEFORE TRUNCATE ON problem_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER audit_records_append_only BEFORE UPDATE OR DELETE ON audit_records
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER audit_records_no_truncate BEFORE TRUNCATE ON audit_records
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER time_limit_policy_versions_append_only BEFORE UPDATE OR DELETE ON time_limit_policy_versions
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER time_limit_policy_versions_no_truncate BEFORE TRUNCATE ON time_limit_policy_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
