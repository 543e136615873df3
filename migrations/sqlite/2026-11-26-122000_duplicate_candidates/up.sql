-- Pairs of enterprises that may be one, each once, the older id first; what was decided stands in the
-- document. They outlive the enterprises, so they refer to none.
CREATE TABLE duplicate_candidates (
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
CREATE INDEX duplicate_candidates_created_at_id_idx ON duplicate_candidates (created_at, id);
CREATE INDEX duplicate_candidates_updated_at_id_idx ON duplicate_candidates (updated_at, id);
CREATE INDEX duplicate_candidates_rank_id_idx ON duplicate_candidates (rank, id);
CREATE INDEX duplicate_candidates_state_rank_id_idx ON duplicate_candidates (state, rank, id);
CREATE INDEX duplicate_candidates_other_id_idx ON duplicate_candidates (other_id);

-- Who else can be reached by the same number; and which enterprises have changed since they were compared
-- with the others: all of them, to begin with.
ALTER TABLE enterprises ADD COLUMN mobile TEXT;
ALTER TABLE enterprises ADD COLUMN uncompared_since INTEGER;
UPDATE enterprises SET mobile = json_extract(facts, '$.facts.mobile'), uncompared_since = updated_at;
CREATE INDEX enterprises_mobile_idx ON enterprises (mobile);
CREATE INDEX enterprises_uncompared_since_id_idx ON enterprises (uncompared_since, id) WHERE uncompared_since IS NOT NULL;
