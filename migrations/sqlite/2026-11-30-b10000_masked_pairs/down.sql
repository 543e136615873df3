INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 0);

CREATE TABLE duplicate_pairs (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    one_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    one_district TEXT NOT NULL,
    other_district TEXT NOT NULL,
    rank INTEGER NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT duplicate_candidates_id_length_check CHECK (length(id) = 16),
    CONSTRAINT duplicate_candidates_revision_check CHECK (revision >= 1),
    CONSTRAINT duplicate_candidates_one_id_other_id_check CHECK (one_id < other_id),
    CONSTRAINT duplicate_candidates_state_check CHECK (state IN ('open', 'not_a_duplicate', 'merged', 'dissolved')),
    CONSTRAINT duplicate_candidates_facts_check CHECK (json_valid(facts)),
    CONSTRAINT duplicate_candidates_one_id_other_id_key UNIQUE (one_id, other_id)
) STRICT;
INSERT INTO duplicate_pairs SELECT id, revision, created_at, updated_at, one_id, other_id, one_district, other_district, rank, state,
    json_remove(facts, '$.basis') FROM duplicate_candidates WHERE true ORDER BY basis DESC ON CONFLICT DO NOTHING;
DROP TABLE duplicate_candidates;
ALTER TABLE duplicate_pairs RENAME TO duplicate_candidates;
CREATE INDEX duplicate_candidates_created_at_id_idx ON duplicate_candidates (created_at, id);
CREATE INDEX duplicate_candidates_updated_at_id_idx ON duplicate_candidates (updated_at, id);
CREATE INDEX duplicate_candidates_rank_id_idx ON duplicate_candidates (rank, id);
CREATE INDEX duplicate_candidates_state_rank_id_idx ON duplicate_candidates (state, rank, id);
CREATE INDEX duplicate_candidates_other_id_idx ON duplicate_candidates (other_id);
