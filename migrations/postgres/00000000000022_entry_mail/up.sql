-- A mail can be about an entry of a ledger, and is about one thing at most.
ALTER TABLE outbox ADD COLUMN entry_id BIGINT REFERENCES entries (id)
  CONSTRAINT outbox_about_one CHECK (entry_id IS NULL OR problem_id IS NULL);
CREATE INDEX outbox_by_entry ON outbox (entry_id);
-- The day from which a milestone is to be reminded of next; none where nothing is left to be told of it.
ALTER TABLE milestones ADD COLUMN remind_on DATE;
CREATE INDEX milestones_to_remind_of ON milestones (remind_on) WHERE remind_on IS NOT NULL;
