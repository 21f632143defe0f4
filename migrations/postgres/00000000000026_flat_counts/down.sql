DROP INDEX assignments_running;
DROP INDEX problems_by_reporter;
DROP INDEX problems_by_raised;
DROP INDEX problems_by_due;
CREATE INDEX problems_by_due ON problems (due_on, id);
DROP INDEX problem_states_by_last_day;
ALTER TABLE problem_states DROP COLUMN last_day;
