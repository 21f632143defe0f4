-- The day from which a status counts: what is recorded of a week that was reported already counts from the day of
-- recording on, so that reports stay as they were. What is there already was in no report.
ALTER TABLE enterprise_statuses ADD COLUMN counted_on DATE;
UPDATE enterprise_statuses SET counted_on = since;
ALTER TABLE enterprise_statuses ALTER COLUMN counted_on SET NOT NULL;

-- That somebody looked on a day how an enterprise is running, whether or not it had changed.
CREATE TABLE enterprise_status_checks (
  id BIGSERIAL PRIMARY KEY,
  enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
  checked_on DATE NOT NULL,
  counted_on DATE NOT NULL,
  recorded_by BIGINT REFERENCES users (id),
  recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX enterprise_status_checks_by_enterprise ON enterprise_status_checks (enterprise_id, checked_on);
