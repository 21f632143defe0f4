-- A door (企业直通): a link by which an enterprise files and follows its problems without an account.
CREATE TABLE doors (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
  label TEXT,
  -- Whom the enterprise can call.
  contact TEXT,
  -- SHA-256 of the token; the token itself is kept nowhere.
  token_hash TEXT NOT NULL CONSTRAINT doors_token_hash_key UNIQUE,
  -- Its last day.
  expires_on DATE NOT NULL,
  last_used_on DATE,
  created_by BIGINT NOT NULL REFERENCES users (id),
  revoked_by BIGINT REFERENCES users (id),
  revoked_at TIMESTAMP,
  revoke_reason TEXT,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX doors_by_enterprise ON doors (enterprise_id, id);

-- What an enterprise filed through a door: no problem, and in no number, until the park confirms it.
CREATE TABLE door_reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  door_id BIGINT NOT NULL REFERENCES doors (id),
  enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  category_id BIGINT REFERENCES categories (id),
  severity TEXT NOT NULL,
  confidential BOOLEAN NOT NULL,
  contact_name TEXT NOT NULL,
  contact_phone TEXT NOT NULL,
  -- waiting, confirmed, declined
  status TEXT NOT NULL,
  filed_on DATE NOT NULL,
  problem_id BIGINT CONSTRAINT door_reports_problem_id_key UNIQUE REFERENCES problems (id),
  decided_by BIGINT REFERENCES users (id),
  decided_at TIMESTAMP,
  -- Why it was declined; the enterprise reads it.
  reason TEXT,
  -- A repeat is recognised by its key for a day.
  idempotency_key TEXT,
  body_hash TEXT,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT door_reports_key UNIQUE (door_id, idempotency_key)
);
CREATE INDEX door_reports_by_door ON door_reports (door_id, filed_on);
CREATE INDEX door_reports_by_enterprise ON door_reports (enterprise_id, id);
CREATE INDEX door_reports_by_status ON door_reports (status, id);

-- The answers given through doors; each stands in a follow_up event, too.
CREATE TABLE door_answers (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  door_id BIGINT NOT NULL REFERENCES doors (id),
  problem_id BIGINT NOT NULL REFERENCES problems (id),
  solved BOOLEAN NOT NULL,
  satisfaction BIGINT NOT NULL,
  answered_on DATE NOT NULL,
  answered_at TIMESTAMP NOT NULL
);
CREATE INDEX door_answers_by_door ON door_answers (door_id, answered_at);
CREATE INDEX door_answers_by_problem ON door_answers (problem_id, answered_at);
