-- What is searched. The terms are made by the application (see docs/decisions/0018-search-is-by-pairs-of-characters.md);
-- nothing but terms is kept here, and a document's id tells its kind and what it is of.
CREATE TABLE search_terms (
  document_id BIGINT PRIMARY KEY,
  terms TSVECTOR NOT NULL
);
CREATE INDEX search_terms_by_term ON search_terms USING GIN (terms);

-- What has changed and isn't searched as it stands now, yet. Triggers write it, so that no way to change a row goes round
-- it; a row is deleted once its subject is indexed.
CREATE TABLE search_waiting (
  id BIGSERIAL PRIMARY KEY,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL
);

-- The kind is told with the trigger.
CREATE FUNCTION search_note_itself() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_waiting (kind, subject_id) VALUES (TG_ARGV[0], NEW.id);
  RETURN NULL;
END $$;
CREATE FUNCTION search_note_its_problem() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_waiting (kind, subject_id) VALUES ('problem', NEW.problem_id);
  RETURN NULL;
END $$;
CREATE FUNCTION search_note_its_problems() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_waiting (kind, subject_id) SELECT 'problem', id FROM problems WHERE enterprise_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER search_problem_filed AFTER INSERT ON problems
  FOR EACH ROW EXECUTE FUNCTION search_note_itself('problem');
CREATE TRIGGER search_problem_changed AFTER UPDATE ON problems
  FOR EACH ROW WHEN ((OLD.number, OLD.title, OLD.description, OLD.park_id, OLD.enterprise_id, OLD.site_name,
    OLD.source_reference, OLD.confidential) IS DISTINCT FROM (NEW.number, NEW.title, NEW.description, NEW.park_id,
    NEW.enterprise_id, NEW.site_name, NEW.source_reference, NEW.confidential))
  EXECUTE FUNCTION search_note_itself('problem');
CREATE TRIGGER search_problem_resolved AFTER INSERT ON problem_events
  FOR EACH ROW WHEN (NEW.kind IN ('resolve', 'resolve_on_site')) EXECUTE FUNCTION search_note_its_problem();
CREATE TRIGGER search_problem_assigned AFTER INSERT ON assignments
  FOR EACH ROW EXECUTE FUNCTION search_note_its_problem();

CREATE TRIGGER search_enterprise_entered AFTER INSERT ON enterprises
  FOR EACH ROW EXECUTE FUNCTION search_note_itself('enterprise');
CREATE TRIGGER search_enterprise_changed AFTER UPDATE ON enterprises
  FOR EACH ROW WHEN ((OLD.name, OLD.credit_code, OLD.park_id, OLD.industry, OLD.tags)
    IS DISTINCT FROM (NEW.name, NEW.credit_code, NEW.park_id, NEW.industry, NEW.tags))
  EXECUTE FUNCTION search_note_itself('enterprise');
-- Its problems are found by its name, and of confidential ones it is taken out of the texts.
CREATE TRIGGER search_enterprise_named AFTER UPDATE ON enterprises
  FOR EACH ROW WHEN ((OLD.name, OLD.credit_code) IS DISTINCT FROM (NEW.name, NEW.credit_code))
  EXECUTE FUNCTION search_note_its_problems();

-- What was there before; the server indexes it while it runs.
INSERT INTO search_waiting (kind, subject_id) SELECT 'enterprise', id FROM enterprises ORDER BY id;
INSERT INTO search_waiting (kind, subject_id) SELECT 'problem', id FROM problems ORDER BY id;
