-- Calls for proposals: what is filtered and ordered by are columns, the rest is one document.
CREATE TABLE calls (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    title_key text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT calls_revision_check CHECK (revision >= 1),
    CONSTRAINT calls_state_check CHECK (state IN (
        'draft', 'open', 'closed', 'archived', 'cancelled'
    ))
);

CREATE INDEX calls_title_key_id_idx ON calls (title_key, id);
CREATE INDEX calls_created_at_id_idx ON calls (created_at, id);
CREATE INDEX calls_updated_at_id_idx ON calls (updated_at, id);
