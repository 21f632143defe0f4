-- The unit of money in columns whose heading names none: yuan, wan_yuan, yi_yuan.
ALTER TABLE imports ADD COLUMN unit TEXT;
-- The department whose staff may see it; null where it isn't a department's.
ALTER TABLE imports ADD COLUMN department_id BIGINT REFERENCES departments (id);
