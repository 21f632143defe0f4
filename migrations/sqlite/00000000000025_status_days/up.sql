-- The day from which a status counts: what is recorded of a week that was reported already counts from the day of
-- recording on, so that reports stay as they were. What is there already was in no report.
CREATE TABLE enterprise_statuses_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
  status TEXT NOT NULL,
  since DATE NOT NULL,
  recorded_by BIGINT REFERENCES users (id),
  recorded_at TIMESTAMP NOT NULL,
  counted_on DATE NOT NULL
);
INSERT INTO enterprise_statuses_new SELECT id, enterprise_id, status, since, recorded_by, recorded_at, since FROM enterprise_statuses;
DROP TABLE enterprise_statuses;
ALTER TABLE enterprise_statuses_new RENAME TO enterprise_statuses;
CREATE INDEX enterprise_statuses_by_enterprise ON enterprise_statuses (enterprise_id, since);

-- That somebody looked on a day how an enterprise is running, whether or not it had changed.
CREATE TABLE enterprise_status_checks (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
  checked_on DATE NOT NULL,
  counted_on DATE NOT NULL,
  recorded_by BIGINT REFERENCES users (id),
  recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX enterprise_status_checks_by_enterprise ON enterprise_status_checks (enterprise_id, checked_on);
