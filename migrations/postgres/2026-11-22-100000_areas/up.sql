-- Places, whole: where they are, their codes in other lists, their postal index numbers, and which
-- lies in or overlaps which. Latitude and longitude are millionths of a degree, `cell` is the number of
-- the cell of the grid that lists by nearness look through; `details` is the rest of the facts.
ALTER TABLE places ADD COLUMN latitude integer;
ALTER TABLE places ADD COLUMN longitude integer;
ALTER TABLE places ADD COLUMN cell integer;
ALTER TABLE places ADD COLUMN details jsonb NOT NULL DEFAULT '{}';
CREATE INDEX places_cell_latitude_longitude_id_idx ON places (cell, latitude, longitude, id);

CREATE TABLE place_codes (
    place_id uuid NOT NULL,
    level text COLLATE "C" NOT NULL,
    system text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    CONSTRAINT place_codes_system_check CHECK (system IN (
        'lgd', 'lsg', 'sec_2025', 'census_2011'
    )),
    CONSTRAINT place_codes_level_code_system_key UNIQUE (level, code, system),
    CONSTRAINT place_codes_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id),
    PRIMARY KEY (place_id, system)
);
CREATE INDEX place_codes_code_idx ON place_codes (code);

CREATE TABLE place_pin_codes (
    pin_code text COLLATE "C" NOT NULL,
    place_id uuid NOT NULL,
    CONSTRAINT place_pin_codes_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id),
    PRIMARY KEY (pin_code, place_id)
);
CREATE INDEX place_pin_codes_place_id_idx ON place_pin_codes (place_id);

-- `source` is absent where the relation follows from the place's own district.
CREATE TABLE place_relations (
    place_id uuid NOT NULL,
    other_id uuid NOT NULL,
    relation text COLLATE "C" NOT NULL,
    source text COLLATE "C",
    CONSTRAINT place_relations_relation_check CHECK (relation IN (
        'within', 'overlaps'
    )),
    CONSTRAINT place_relations_place_id_fkey FOREIGN KEY (place_id) REFERENCES places (id),
    CONSTRAINT place_relations_other_id_fkey FOREIGN KEY (other_id) REFERENCES places (id),
    PRIMARY KEY (place_id, other_id)
);
CREATE INDEX place_relations_other_id_place_id_idx ON place_relations (other_id, place_id);

INSERT INTO place_relations (place_id, other_id, relation)
SELECT p.id, d.id, 'within' FROM places p JOIN places d ON d.level = 'district' AND d.code = p.district WHERE p.level <> 'district'
UNION ALL
SELECT d.id, s.id, 'within' FROM places d JOIN places s ON s.level = 'state' WHERE d.level = 'district';
