-- What a copy of the database leaves out: whoever reads a backup could sign in as anybody.
CREATE TABLE secrets (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);
INSERT INTO secrets (name, value) SELECT name, value FROM settings WHERE name = 'jwt_key';
DELETE FROM settings WHERE name = 'jwt_key';
