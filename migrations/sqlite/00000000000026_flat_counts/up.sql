-- The last day that any count of a state depends on: on it the state began, or one of its limits ends or was met.
-- What was counted through a later day is still true of it.
ALTER TABLE problem_states ADD COLUMN last_day DATE GENERATED ALWAYS AS (max(
  from_day, coalesce(due_on, from_day), coalesce(original_due_on, from_day), coalesce(resolved_on, from_day),
  coalesce(resolved_due_on, from_day), coalesce(accept_due_on, from_day), coalesce(accepted_on, from_day)
)) VIRTUAL;
CREATE INDEX problem_states_by_last_day ON problem_states (last_day, problem_id);
ALTER TABLE support_states ADD COLUMN last_day DATE GENERATED ALWAYS AS (max(
  from_day, coalesce(due_on, from_day), coalesce(replied_on, from_day)
)) VIRTUAL;
CREATE INDEX support_states_by_last_day ON support_states (last_day, problem_id);
CREATE INDEX support_states_by_problem ON support_states (problem_id);

-- Lists by the limit, those without one last: one index for the order and for its bounds.
DROP INDEX problems_by_due;
CREATE INDEX problems_by_due ON problems (COALESCE(due_on, '9999-12-31'), id);
CREATE INDEX problems_by_raised ON problems (raised_on, id);
CREATE INDEX problems_by_reporter ON problems (reported_by, reported_at, id);
-- What a department works on just now.
CREATE INDEX assignments_running ON assignments (department_id, problem_id) WHERE finished_at IS NULL;
