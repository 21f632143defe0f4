-- A mail can be about an entry of a ledger, and is about one thing at most.
ALTER TABLE outbox ADD COLUMN entry_id BIGINT REFERENCES entries (id)
  CONSTRAINT outbox_about_one CHECK (entry_id IS NULL OR problem_id IS NULL);
CREATE INDEX outbox_by_entry ON outbox (entry_id);
-- The day from which a milestone is to be reminded of next; none where nothing is left to be told of it.
ALTER TABLE milestones ADD COLUMN remind_on DATE;
-- Of those that stand already: on the day itself, since working days can't be counted here.
UPDATE milestones SET remind_on = due_on WHERE done_on IS NULL AND due_on >= CURRENT_DATE;
CREATE INDEX milestones_to_remind_of ON milestones (remind_on) WHERE remind_on IS NOT NULL;
