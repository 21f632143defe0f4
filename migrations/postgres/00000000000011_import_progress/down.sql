ALTER TABLE imports DROP COLUMN prepared_count;
