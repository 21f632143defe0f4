-- What is searched. The terms are made by the application (see docs/decisions/0018-search-is-by-pairs-of-characters.md);
-- nothing but terms is kept here, and a document's id tells its kind and what it is of.
CREATE VIRTUAL TABLE search_terms USING fts5(terms, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- What has changed and isn't searched as it stands now, yet. Triggers write it, so that no way to change a row goes round
-- it; a row is deleted once its subject is indexed.
CREATE TABLE search_waiting (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL
);

CREATE TRIGGER search_problem_filed AFTER INSERT ON problems
BEGIN INSERT INTO search_waiting (kind, subject_id) VALUES ('problem', NEW.id); END;
CREATE TRIGGER search_problem_changed AFTER UPDATE ON problems
WHEN OLD.number IS NOT NEW.number OR OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description
  OR OLD.park_id IS NOT NEW.park_id OR OLD.enterprise_id IS NOT NEW.enterprise_id OR OLD.site_name IS NOT NEW.site_name
  OR OLD.source_reference IS NOT NEW.source_reference OR OLD.confidential IS NOT NEW.confidential
BEGIN INSERT INTO search_waiting (kind, subject_id) VALUES ('problem', NEW.id); END;
CREATE TRIGGER search_problem_resolved AFTER INSERT ON problem_events
WHEN NEW.kind IN ('resolve', 'resolve_on_site')
BEGIN INSERT INTO search_waiting (kind, subject_id) VALUES ('problem', NEW.problem_id); END;
CREATE TRIGGER search_problem_assigned AFTER INSERT ON assignments
BEGIN INSERT INTO search_waiting (kind, subject_id) VALUES ('problem', NEW.problem_id); END;

CREATE TRIGGER search_enterprise_entered AFTER INSERT ON enterprises
BEGIN INSERT INTO search_waiting (kind, subject_id) VALUES ('enterprise', NEW.id); END;
CREATE TRIGGER search_enterprise_changed AFTER UPDATE ON enterprises
WHEN OLD.name IS NOT NEW.name OR OLD.credit_code IS NOT NEW.credit_code OR OLD.park_id IS NOT NEW.park_id
  OR OLD.industry IS NOT NEW.industry OR OLD.tags IS NOT NEW.tags
BEGIN INSERT INTO search_waiting (kind, subject_id) VALUES ('enterprise', NEW.id); END;
-- Its problems are found by its name, and of confidential ones it is taken out of the texts.
CREATE TRIGGER search_enterprise_named AFTER UPDATE ON enterprises
WHEN OLD.name IS NOT NEW.name OR OLD.credit_code IS NOT NEW.credit_code
BEGIN INSERT INTO search_waiting (kind, subject_id) SELECT 'problem', id FROM problems WHERE enterprise_id = NEW.id; END;

-- What was there before; the server indexes it while it runs.
INSERT INTO search_waiting (kind, subject_id) SELECT 'enterprise', id FROM enterprises ORDER BY id;
INSERT INTO search_waiting (kind, subject_id) SELECT 'problem', id FROM problems ORDER BY id;
