ALTER TABLE departments DROP COLUMN wants_slip_pdf;
ALTER TABLE outbox DROP COLUMN letter;
