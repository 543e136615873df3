ALTER TABLE proposals ADD COLUMN answers_rebuilt TEXT CONSTRAINT proposals_answers_check CHECK (json_valid(answers_rebuilt));
UPDATE proposals SET answers_rebuilt = answers WHERE answers IS NOT NULL;
ALTER TABLE proposals DROP COLUMN answers;
ALTER TABLE proposals RENAME COLUMN answers_rebuilt TO answers;
