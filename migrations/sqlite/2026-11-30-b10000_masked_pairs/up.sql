-- Pairs that a masked number makes alike are a worklist of their own. Pairs that are known and say that a number is the
-- same go there with what was decided; both enterprises are compared again, so that what is alike in the open is found.
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
    basis TEXT NOT NULL,
    CONSTRAINT duplicate_candidates_id_length_check CHECK (length(id) = 16),
    CONSTRAINT duplicate_candidates_revision_check CHECK (revision >= 1),
    CONSTRAINT duplicate_candidates_one_id_other_id_check CHECK (one_id < other_id),
    CONSTRAINT duplicate_candidates_state_check CHECK (state IN ('open', 'not_a_duplicate', 'merged', 'dissolved')),
    CONSTRAINT duplicate_candidates_basis_check CHECK (basis IN ('open_facts', 'masked_numbers')),
    CONSTRAINT duplicate_candidates_facts_check CHECK (json_valid(facts)),
    CONSTRAINT duplicate_candidates_one_id_other_id_basis_key UNIQUE (one_id, other_id, basis)
) STRICT;
INSERT INTO duplicate_pairs SELECT id, revision, created_at, updated_at, one_id, other_id, one_district, other_district, rank, state,
    json_set(facts, '$.basis', basis), basis FROM (
        SELECT *, CASE WHEN facts LIKE '%"same_mobile"%' OR facts LIKE '%"same_pan"%' OR facts LIKE '%"same_gstin"%'
            THEN 'masked_numbers' ELSE 'open_facts' END AS basis FROM duplicate_candidates
    );
DROP TABLE duplicate_candidates;
ALTER TABLE duplicate_pairs RENAME TO duplicate_candidates;
CREATE INDEX duplicate_candidates_created_at_id_idx ON duplicate_candidates (created_at, id);
CREATE INDEX duplicate_candidates_updated_at_id_idx ON duplicate_candidates (updated_at, id);
CREATE INDEX duplicate_candidates_rank_id_idx ON duplicate_candidates (rank, id);
CREATE INDEX duplicate_candidates_state_rank_id_idx ON duplicate_candidates (state, rank, id);
CREATE INDEX duplicate_candidates_other_id_idx ON duplicate_candidates (other_id);
UPDATE enterprises SET uncompared_since = updated_at WHERE id IN (
    SELECT one_id FROM duplicate_candidates WHERE basis = 'masked_numbers'
    UNION SELECT other_id FROM duplicate_candidates WHERE basis = 'masked_numbers'
);

-- The GST number of an enterprise that states its PAN is masked with it, and so no word to be found by.
UPDATE search_entries SET words = trim(replace(' ' || words || ' ', ' ' || lower(e.gstin) || ' ', ' '))
    FROM enterprises e WHERE e.id = search_entries.subject AND e.gstin IS NOT NULL AND json_extract(e.facts, '$.facts.pan') IS NOT NULL;

-- A word that goes leaves nothing of itself in the index of the entries either; what left before now goes with the
-- rebuilding.
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
INSERT INTO search_index (search_index) VALUES ('rebuild');
