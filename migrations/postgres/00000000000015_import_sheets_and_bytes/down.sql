ALTER TABLE imports DROP COLUMN kept_bytes;
ALTER TABLE imports DROP COLUMN sheet;
