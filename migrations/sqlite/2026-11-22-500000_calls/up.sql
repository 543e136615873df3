-- Calls for proposals: what is filtered and ordered by are columns, the rest is one document.
CREATE TABLE calls (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    title_key TEXT NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT calls_id_length_check CHECK (length(id) = 16),
    CONSTRAINT calls_revision_check CHECK (revision >= 1),
    CONSTRAINT calls_state_check CHECK (state IN (
        'draft', 'open', 'closed', 'archived', 'cancelled'
    )),
    CONSTRAINT calls_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX calls_title_key_id_idx ON calls (title_key, id);
CREATE INDEX calls_created_at_id_idx ON calls (created_at, id);
CREATE INDEX calls_updated_at_id_idx ON calls (updated_at, id);
