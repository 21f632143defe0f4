-- An earlier version knows no other kinds of files.
DELETE FROM import_issues WHERE import_id IN (SELECT id FROM imports WHERE kind NOT IN ('enterprises', 'visits', 'problems'));
DELETE FROM import_rows WHERE import_id IN (SELECT id FROM imports WHERE kind NOT IN ('enterprises', 'visits', 'problems'));
DELETE FROM import_files WHERE import_id IN (SELECT id FROM imports WHERE kind NOT IN ('enterprises', 'visits', 'problems'));
DELETE FROM imports WHERE kind NOT IN ('enterprises', 'visits', 'problems');
ALTER TABLE imports DROP COLUMN department_id;
ALTER TABLE imports DROP COLUMN unit;
