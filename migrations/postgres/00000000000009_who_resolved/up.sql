-- The department that first resolved the round: its limit binds that one, even where the problem is
-- handed to another while it is tracked. Null while unresolved, and on the spot.
ALTER TABLE problem_states ADD COLUMN resolved_department_id BIGINT;
UPDATE problem_states SET resolved_department_id = lead_department_id WHERE resolved_on IS NOT NULL;
