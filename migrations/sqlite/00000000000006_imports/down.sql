DELETE FROM settings WHERE name = 'closed_at_first';
DROP INDEX enterprises_by_name;
DROP INDEX problems_by_reference;
DROP TABLE import_issues;
DROP TABLE import_rows;
DROP TABLE import_files;
DROP TABLE imports;
