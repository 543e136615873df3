-- Laboratories and equipment of institutions. Everything that is not filtered by is in the document. The fields of
-- competence stand in fields_key folded, each in angle brackets, so that one is found within it.
CREATE TABLE facilities (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    name_key TEXT NOT NULL,
    institution_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    district TEXT NOT NULL,
    fields_key TEXT NOT NULL,
    open_to_firms INTEGER NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT facilities_id_length_check CHECK (length(id) = 16),
    CONSTRAINT facilities_revision_check CHECK (revision >= 1),
    CONSTRAINT facilities_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions (id),
    CONSTRAINT facilities_institution_id_length_check CHECK (length(institution_id) = 16),
    CONSTRAINT facilities_kind_check CHECK (kind IN (
        'laboratory', 'equipment', 'testing_centre', 'workshop', 'pilot_plant'
    )),
    CONSTRAINT facilities_open_to_firms_check CHECK (open_to_firms IN (0, 1)),
    CONSTRAINT facilities_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX facilities_name_key_id_idx ON facilities (name_key, id);
CREATE INDEX facilities_created_at_id_idx ON facilities (created_at, id);
CREATE INDEX facilities_updated_at_id_idx ON facilities (updated_at, id);
CREATE INDEX facilities_institution_id_idx ON facilities (institution_id);
CREATE INDEX facilities_district_idx ON facilities (district);
