INSERT INTO settings (name, value) SELECT name, value FROM secrets;
DROP TABLE secrets;
