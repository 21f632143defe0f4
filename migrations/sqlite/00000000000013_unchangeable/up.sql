-- Closed weeks and what went round on paper are history, too.
CREATE TRIGGER weekly_reports_no_update BEFORE UPDATE ON weekly_reports
BEGIN SELECT RAISE(ABORT, 'rows of weekly_reports are never changed'); END;
CREATE TRIGGER weekly_reports_no_delete BEFORE DELETE ON weekly_reports
BEGIN SELECT RAISE(ABORT, 'rows of weekly_reports are never changed'); END;
CREATE TRIGGER circulated_reports_no_update BEFORE UPDATE ON circulated_reports
BEGIN SELECT RAISE(ABORT, 'rows of circulated_reports are never changed'); END;
CREATE TRIGGER circulated_reports_no_delete BEFORE DELETE ON circulated_reports
BEGIN SELECT RAISE(ABORT, 'rows of circulated_reports are never changed'); END;
CREATE TRIGGER mail_attachments_no_update BEFORE UPDATE ON mail_attachments
BEGIN SELECT RAISE(ABORT, 'rows of mail_attachments are never changed'); END;
CREATE TRIGGER mail_attachments_no_delete BEFORE DELETE ON mail_attachments
BEGIN SELECT RAISE(ABORT, 'rows of mail_attachments are never changed'); END;

-- INSERT OR REPLACE takes a row away without asking the triggers on DELETE.
CREATE TRIGGER visit_events_no_replace BEFORE INSERT ON visit_events
WHEN EXISTS (SELECT 1 FROM visit_events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'rows of visit_events are never changed'); END;
CREATE TRIGGER problem_events_no_replace BEFORE INSERT ON problem_events
WHEN EXISTS (SELECT 1 FROM problem_events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'rows of problem_events are never changed'); END;
CREATE TRIGGER audit_records_no_replace BEFORE INSERT ON audit_records
WHEN EXISTS (SELECT 1 FROM audit_records WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'rows of audit_records are never changed'); END;
CREATE TRIGGER audit_seals_no_replace BEFORE INSERT ON audit_seals
WHEN EXISTS (SELECT 1 FROM audit_seals WHERE sequence = NEW.sequence OR record_id = NEW.record_id)
BEGIN SELECT RAISE(ABORT, 'rows of audit_seals are never changed'); END;
CREATE TRIGGER time_limit_policy_versions_no_replace BEFORE INSERT ON time_limit_policy_versions
WHEN EXISTS (SELECT 1 FROM time_limit_policy_versions WHERE id = NEW.id OR (policy_id = NEW.policy_id AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'rows of time_limit_policy_versions are never changed'); END;
CREATE TRIGGER weekly_reports_no_replace BEFORE INSERT ON weekly_reports
WHEN EXISTS (SELECT 1 FROM weekly_reports WHERE id = NEW.id OR (to_day = NEW.to_day AND COALESCE(park_id, 0) = COALESCE(NEW.park_id, 0)))
BEGIN SELECT RAISE(ABORT, 'rows of weekly_reports are never changed'); END;
CREATE TRIGGER circulated_reports_no_replace BEFORE INSERT ON circulated_reports
WHEN EXISTS (SELECT 1 FROM circulated_reports WHERE report_id = NEW.report_id)
BEGIN SELECT RAISE(ABORT, 'rows of circulated_reports are never changed'); END;
CREATE TRIGGER mail_attachments_no_replace BEFORE INSERT ON mail_attachments
WHEN EXISTS (SELECT 1 FROM mail_attachments WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'rows of mail_attachments are never changed'); END;
