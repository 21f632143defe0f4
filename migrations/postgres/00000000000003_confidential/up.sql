-- 保密: departments aren't told whose problem it is.
ALTER TABLE problems ADD COLUMN confidential BOOLEAN NOT NULL DEFAULT FALSE;
