ALTER TABLE postings DROP COLUMN reason;
