-- Every token and session of an account ends when its token generation moves on.
ALTER TABLE accounts ADD COLUMN token_generation INTEGER NOT NULL DEFAULT 1
    CONSTRAINT accounts_token_generation_check CHECK (token_generation >= 1);
ALTER TABLE sessions ADD COLUMN token_generation INTEGER NOT NULL DEFAULT 1
    CONSTRAINT sessions_token_generation_check CHECK (token_generation >= 1);
