DROP INDEX audit_records_by_action;
DROP INDEX enterprises_by_initials;
ALTER TABLE enterprises DROP COLUMN initials;
DROP TABLE problem_waits;
