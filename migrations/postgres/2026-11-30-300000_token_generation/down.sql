ALTER TABLE sessions DROP COLUMN token_generation;
ALTER TABLE accounts DROP COLUMN token_generation;
