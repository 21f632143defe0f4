-- Closed weeks and what went round on paper are history, too.
CREATE TRIGGER weekly_reports_append_only BEFORE UPDATE OR DELETE ON weekly_reports
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER weekly_reports_no_truncate BEFORE TRUNCATE ON weekly_reports
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER circulated_reports_append_only BEFORE UPDATE OR DELETE ON circulated_reports
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER circulated_reports_no_truncate BEFORE TRUNCATE ON circulated_reports
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER mail_attachments_append_only BEFORE UPDATE OR DELETE ON mail_attachments
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER mail_attachments_no_truncate BEFORE TRUNCATE ON mail_attachments
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
