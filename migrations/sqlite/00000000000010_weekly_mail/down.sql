DROP TABLE weekly_mail_wishes;
DROP TABLE circulated_reports;
ALTER TABLE outbox DROP COLUMN attachment_id;
DROP TABLE mail_attachments;
