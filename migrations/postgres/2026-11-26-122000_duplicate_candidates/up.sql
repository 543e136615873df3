-- Pairs of enterprises that may be one, each once, the older id first; what was decided stands in the
-- document. They outlive the enterprises, so they refer to none.
CREATE TABLE duplicate_candidates (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    one_id uuid NOT NULL,
    other_id uuid NOT NULL,
    one_district text COLLATE "C" NOT NULL,
    other_district text COLLATE "C" NOT NULL,
    rank integer NOT NULL,
    state text COLLATE "C" NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT duplicate_candidates_revision_check CHECK (revision >= 1),
    CONSTRAINT duplicate_candidates_one_id_other_id_check CHECK (one_id < other_id),
    CONSTRAINT duplicate_candidates_state_check CHECK (state IN ('open', 'not_a_duplicate', 'merged', 'dissolved')),
    CONSTRAINT duplicate_candidates_one_id_other_id_key UNIQUE (one_id, other_id)
);
CREATE INDEX duplicate_candidates_created_at_id_idx ON duplicate_candidates (created_at, id);
CREATE INDEX duplicate_candidates_updated_at_id_idx ON duplicate_candidates (updated_at, id);
CREATE INDEX duplicate_candidates_rank_id_idx ON duplicate_candidates (rank, id);
CREATE INDEX duplicate_candidates_state_rank_id_idx ON duplicate_candidates (state, rank, id);
CREATE INDEX duplicate_candidates_other_id_idx ON duplicate_candidates (other_id);

-- Who else can be reached by the same number; and which enterprises have changed since they were compared
-- with the others: all of them, to begin with.
ALTER TABLE enterprises ADD COLUMN mobile text COLLATE "C";
ALTER TABLE enterprises ADD COLUMN uncompared_since timestamptz;
UPDATE enterprises SET mobile = facts #>> '{facts,mobile}', uncompared_since = updated_at;
CREATE INDEX enterprises_mobile_idx ON enterprises (mobile);
CREATE INDEX enterprises_uncompared_since_id_idx ON enterprises (uncompared_since, id) WHERE uncompared_since IS NOT NULL;
