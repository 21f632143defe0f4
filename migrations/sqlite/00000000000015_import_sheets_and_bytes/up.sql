-- The sheet that somebody asked for; null for the first one with a header.
ALTER TABLE imports ADD COLUMN sheet TEXT;
-- What is kept of it until it is over: the file, the plans of its rows and what is said of them.
ALTER TABLE imports ADD COLUMN kept_bytes BIGINT NOT NULL DEFAULT 0;
UPDATE imports SET kept_bytes = COALESCE((SELECT LENGTH(content) FROM import_files WHERE import_id = imports.id), 0);
