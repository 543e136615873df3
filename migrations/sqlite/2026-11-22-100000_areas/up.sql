-- Places, whole: where they are, their codes in other lists, their postal index numbers, and which
-- lies in or overlaps which. Latitude and longitude are millionths of a degree, `cell` is the number of
-- the cell of the grid that lists by nearness look through; `details` is the rest of the facts.
ALTER TABLE places ADD COLUMN latitude INTEGER;
ALTER TABLE places ADD COLUMN longitude INTEGER;
ALTER TABLE places ADD COLUMN cell INTEGER;
ALTER TABLE places ADD COLUMN details TEXT NOT NULL DEFAULT '{}' CONSTRAINT places_details_check CHECK (json_valid(details));
CREATE INDEX places_cell_latitude_longitude_id_idx ON places (cell, latitude, longitude, id);

CREATE TABLE place_codes (
    place_id BLOB NOT NULL,
    level TEXT NOT NULL,
    system TEXT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT place_codes_place_id_length_check CHECK (length(place_id) = 16),
    CONSTRAINT place_codes_system_check CHECK (system IN (
        'lgd', 'lsg', 'sec_2025', 'census_2011'
    )),
    CONSTRAINT place_codes_level_code_system_key UNIQUE (level, code, system),
    CONSTRAINT place_codes_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id),
    PRIMARY KEY (place_id, system)
) STRICT;
CREATE INDEX place_codes_code_idx ON place_codes (code);

CREATE TABLE place_pin_codes (
    pin_code TEXT NOT NULL,
    place_id BLOB NOT NULL,
    CONSTRAINT place_pin_codes_place_id_length_check CHECK (length(place_id) = 16),
    CONSTRAINT place_pin_codes_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id),
    PRIMARY KEY (pin_code, place_id)
) STRICT;
CREATE INDEX place_pin_codes_place_id_idx ON place_pin_codes (place_id);

-- `source` is absent where the relation follows from the place's own district.
CREATE TABLE place_relations (
    place_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    relation TEXT NOT NULL,
    source TEXT,
    CONSTRAINT place_relations_place_id_length_check CHECK (length(place_id) = 16),
    CONSTRAINT place_relations_other_id_length_check CHECK (length(other_id) = 16),
    CONSTRAINT place_relations_relation_check CHECK (relation IN (
        'within', 'overlaps'
    )),
    CONSTRAINT place_relations_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id),
    CONSTRAINT place_relations_other_id_fkey FOREIGN KEY (other_id) REFERENCES places (id),
    PRIMARY KEY (place_id, other_id)
) STRICT;
CREATE INDEX place_relations_other_id_place_id_idx ON place_relations (other_id, place_id);

INSERT INTO place_relations (place_id, other_id, relation)
SELECT p.id, d.id, 'within' FROM places p JOIN places d ON d.level = 'district' AND d.code = p.district WHERE p.level <> 'district'
UNION ALL
SELECT d.id, s.id, 'within' FROM places d JOIN places s ON s.level = 'state' WHERE d.level = 'district';
