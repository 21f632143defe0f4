ALTER TABLE problems DROP COLUMN confidential;
