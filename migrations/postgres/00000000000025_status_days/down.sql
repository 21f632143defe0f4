DROP TABLE enterprise_status_checks;
ALTER TABLE enterprise_statuses DROP COLUMN counted_on;
