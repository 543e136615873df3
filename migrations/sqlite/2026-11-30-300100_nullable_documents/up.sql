-- Before SQLite 3.45 json_valid(NULL) is 0, and a CHECK of it alone refuses an absent document: such a
-- library could not write a proposal. A CHECK cannot be altered, so the column is made anew.
ALTER TABLE proposals ADD COLUMN answers_rebuilt TEXT
    CONSTRAINT proposals_answers_check CHECK (answers_rebuilt IS NULL OR json_valid(answers_rebuilt));
UPDATE proposals SET answers_rebuilt = answers WHERE answers IS NOT NULL;
ALTER TABLE proposals DROP COLUMN answers;
ALTER TABLE proposals RENAME COLUMN answers_rebuilt TO answers;
