-- New rows that are worked out and only wait to be published.
ALTER TABLE imports ADD COLUMN prepared_count BIGINT NOT NULL DEFAULT 0;
