DROP INDEX awards_due_on_idx;
ALTER TABLE awards DROP COLUMN due_on;
