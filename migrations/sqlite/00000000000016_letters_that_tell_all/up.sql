-- What a letter was written from, where it is completed when it leaves: JSON. Others were written whole.
ALTER TABLE outbox ADD COLUMN letter TEXT;
-- Whether the slip (交办单) goes along as PDF with what a department is to begin.
ALTER TABLE departments ADD COLUMN wants_slip_pdf BOOLEAN NOT NULL DEFAULT FALSE;
