-- What an enterprise is known by. The facts stand in one document; a column beside it is what the
-- database filters, orders, refers to or keeps unique.

ALTER TABLE enterprises ADD COLUMN pan TEXT;
ALTER TABLE enterprises ADD COLUMN cin TEXT;
ALTER TABLE enterprises ADD COLUMN llpin TEXT;
ALTER TABLE enterprises ADD COLUMN size_class TEXT
    CONSTRAINT enterprises_size_class_check CHECK (size_class IN ('micro', 'small', 'medium', 'large'));
ALTER TABLE enterprises ADD COLUMN size_review_on TEXT;
ALTER TABLE enterprises ADD COLUMN latitude INTEGER;
ALTER TABLE enterprises ADD COLUMN longitude INTEGER;
ALTER TABLE enterprises ADD COLUMN facts TEXT NOT NULL DEFAULT '{}'
    CONSTRAINT enterprises_facts_check CHECK (json_valid(facts));

UPDATE enterprises SET facts = json_object('facts', json_object(
    'name', json_object('en', name_en, 'ml', name_ml), 'kind', kind, 'district', district,
    'pin_code', pin_code, 'udyam', udyam, 'gstin', gstin, 'activities', json(activities)
));

-- A PAN belongs to one enterprise. Where two have had GST numbers of one PAN so far, the second has to
-- be merged into the first by a person; until then it is not found by it.
UPDATE enterprises SET pan = substr(gstin, 3, 10) WHERE gstin IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM enterprises other
    WHERE substr(other.gstin, 3, 10) = substr(enterprises.gstin, 3, 10) AND other.id < enterprises.id
);

CREATE UNIQUE INDEX enterprises_pan_key ON enterprises (pan);
CREATE UNIQUE INDEX enterprises_cin_key ON enterprises (cin);
CREATE UNIQUE INDEX enterprises_llpin_key ON enterprises (llpin);
CREATE INDEX enterprises_size_class_name_key_id_idx ON enterprises (size_class, name_key, id);
CREATE INDEX enterprises_size_review_on_idx ON enterprises (size_review_on);

CREATE TABLE enterprise_external_ids (
    source_system TEXT NOT NULL,
    external_id TEXT NOT NULL,
    enterprise_id BLOB NOT NULL,
    CONSTRAINT enterprise_external_ids_source_system_external_id_key PRIMARY KEY (source_system, external_id),
    CONSTRAINT enterprise_external_ids_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprises (id)
) STRICT;

CREATE INDEX enterprise_external_ids_enterprise_id_idx ON enterprise_external_ids (enterprise_id);

CREATE TABLE enterprise_places (
    enterprise_id BLOB NOT NULL,
    level TEXT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT enterprise_places_pkey PRIMARY KEY (enterprise_id, level, code),
    CONSTRAINT enterprise_places_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprises (id),
    CONSTRAINT enterprise_places_level_code_fkey FOREIGN KEY (level, code) REFERENCES places (level, code)
) STRICT;

CREATE INDEX enterprise_places_level_code_idx ON enterprise_places (level, code);
