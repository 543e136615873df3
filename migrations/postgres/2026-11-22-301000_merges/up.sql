-- Merges of enterprises that turned out to be one. What was merged away has no row any more, so its id
-- refers to nothing; the one that it was merged into may be merged away itself.
CREATE TABLE merges (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    merged_id uuid NOT NULL,
    into_id uuid NOT NULL,
    is_undone boolean NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT merges_revision_check CHECK (revision >= 1)
);
CREATE INDEX merges_created_at_id_idx ON merges (created_at, id);
CREATE INDEX merges_updated_at_id_idx ON merges (updated_at, id);
CREATE INDEX merges_merged_id_idx ON merges (merged_id);
CREATE INDEX merges_into_id_idx ON merges (into_id);

-- Words of what was merged away: they find what it was merged into.
CREATE TABLE search_aliases (
    source uuid NOT NULL PRIMARY KEY,
    subject uuid NOT NULL,
    words text COLLATE "C" NOT NULL
);
CREATE INDEX search_aliases_subject_idx ON search_aliases (subject);
