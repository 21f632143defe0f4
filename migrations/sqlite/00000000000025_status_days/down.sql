DROP TABLE enterprise_status_checks;
CREATE TABLE enterprise_statuses_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
  status TEXT NOT NULL,
  since DATE NOT NULL,
  recorded_by BIGINT REFERENCES users (id),
  recorded_at TIMESTAMP NOT NULL
);
INSERT INTO enterprise_statuses_new SELECT id, enterprise_id, status, since, recorded_by, recorded_at FROM enterprise_statuses;
DROP TABLE enterprise_statuses;
ALTER TABLE enterprise_statuses_new RENAME TO enterprise_statuses;
CREATE INDEX enterprise_statuses_by_enterprise ON enterprise_statuses (enterprise_id, since);
