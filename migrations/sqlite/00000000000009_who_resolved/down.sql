ALTER TABLE problem_states DROP COLUMN resolved_department_id;
