-- Merges of enterprises that turned out to be one. What was merged away has no row any more, so its id
-- refers to nothing; the one that it was merged into may be merged away itself.
CREATE TABLE merges (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    merged_id BLOB NOT NULL,
    into_id BLOB NOT NULL,
    is_undone INTEGER NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT merges_id_length_check CHECK (length(id) = 16),
    CONSTRAINT merges_revision_check CHECK (revision >= 1),
    CONSTRAINT merges_merged_id_length_check CHECK (length(merged_id) = 16),
    CONSTRAINT merges_into_id_length_check CHECK (length(into_id) = 16),
    CONSTRAINT merges_is_undone_check CHECK (is_undone IN (0, 1)),
    CONSTRAINT merges_facts_check CHECK (json_valid(facts))
) STRICT;
CREATE INDEX merges_created_at_id_idx ON merges (created_at, id);
CREATE INDEX merges_updated_at_id_idx ON merges (updated_at, id);
CREATE INDEX merges_merged_id_idx ON merges (merged_id);
CREATE INDEX merges_into_id_idx ON merges (into_id);

-- Words of what was merged away: they find what it was merged into.
CREATE TABLE search_aliases (
    source BLOB NOT NULL PRIMARY KEY,
    subject BLOB NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT search_aliases_source_length_check CHECK (length(source) = 16),
    CONSTRAINT search_aliases_subject_length_check CHECK (length(subject) = 16)
) STRICT;
CREATE INDEX search_aliases_subject_idx ON search_aliases (subject);
