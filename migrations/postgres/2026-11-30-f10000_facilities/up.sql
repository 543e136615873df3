-- Laboratories and equipment of institutions. Everything that is not filtered by is in the document. The fields of
-- competence stand in fields_key folded, each in angle brackets, so that one is found within it.
CREATE TABLE facilities (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    institution_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    district text COLLATE "C" NOT NULL,
    fields_key text COLLATE "C" NOT NULL,
    open_to_firms boolean NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT facilities_revision_check CHECK (revision >= 1),
    CONSTRAINT facilities_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions (id),
    CONSTRAINT facilities_kind_check CHECK (kind IN (
        'laboratory', 'equipment', 'testing_centre', 'workshop', 'pilot_plant'
    ))
);

CREATE INDEX facilities_name_key_id_idx ON facilities (name_key, id);
CREATE INDEX facilities_created_at_id_idx ON facilities (created_at, id);
CREATE INDEX facilities_updated_at_id_idx ON facilities (updated_at, id);
CREATE INDEX facilities_institution_id_idx ON facilities (institution_id);
CREATE INDEX facilities_district_idx ON facilities (district);
