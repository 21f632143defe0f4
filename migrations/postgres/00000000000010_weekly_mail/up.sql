-- Papers that go out with mails, each kept once for all its recipients, so that a mail sent again is
-- the same mail.
CREATE TABLE mail_attachments (
  id BIGSERIAL PRIMARY KEY,
  file_name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  content BYTEA NOT NULL
);
ALTER TABLE outbox ADD COLUMN attachment_id BIGINT REFERENCES mail_attachments (id);

-- Closed reports that were put into the outbox; those of before go to nobody.
CREATE TABLE circulated_reports (
  report_id BIGINT PRIMARY KEY NOT NULL REFERENCES weekly_reports (id),
  circulated_at TIMESTAMP NOT NULL,
  mails BIGINT NOT NULL
);
INSERT INTO circulated_reports (report_id, circulated_at, mails)
  SELECT id, closed_at, 0 FROM weekly_reports;

-- How somebody wants the week by mail; without a row: as soon as it is closed. A null hour is at once.
CREATE TABLE weekly_mail_wishes (
  user_id BIGINT PRIMARY KEY NOT NULL REFERENCES users (id),
  wanted BOOLEAN NOT NULL,
  hour BIGINT
);
