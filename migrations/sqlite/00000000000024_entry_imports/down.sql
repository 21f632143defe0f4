ALTER TABLE imports DROP COLUMN department_id;
ALTER TABLE imports DROP COLUMN unit;
