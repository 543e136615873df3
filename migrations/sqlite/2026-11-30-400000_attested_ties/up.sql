-- Who stands by a linkage: each of its ends, and K-DISC by evidence. What was confirmed before this was noted stays so,
-- by nobody knows whom, from the day on which it was declared.
ALTER TABLE linkages ADD COLUMN bond TEXT NOT NULL DEFAULT '{"confirmed":[null,null]}'
    CONSTRAINT linkages_bond_check CHECK (json_valid(bond));
UPDATE linkages SET bond = json_object('confirmed', json_array(
    json(CASE WHEN from_is_confirmed THEN json_object('by', NULL, 'at', word.at) ELSE 'null' END),
    json(CASE WHEN to_is_confirmed THEN json_object('by', NULL, 'at', word.at) ELSE 'null' END)
))
FROM (
    SELECT id, strftime('%Y-%m-%dT%H:%M:%S', created_at / 1000000, 'unixepoch') || printf('.%06dZ', created_at % 1000000) AS at
    FROM linkages
) AS word
WHERE word.id = linkages.id;

-- What a former tie rested on, and when it was noted: of one that is proven twice, each proof ends by itself.
CREATE TABLE former_ties_rebuilt (
    tie_id BLOB NOT NULL,
    one_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    ended_on TEXT NOT NULL,
    facts TEXT NOT NULL,
    ground TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    CONSTRAINT former_ties_tie_id_length_check CHECK (length(tie_id) = 16),
    CONSTRAINT former_ties_one_id_length_check CHECK (length(one_id) = 16),
    CONSTRAINT former_ties_other_id_length_check CHECK (length(other_id) = 16),
    CONSTRAINT former_ties_facts_check CHECK (json_valid(facts)),
    CONSTRAINT former_ties_ground_check CHECK (ground IN ('claimed', 'confirmed', 'attested')),
    PRIMARY KEY (tie_id, one_id, other_id, ended_on, ground, noted_at)
) STRICT;
INSERT INTO former_ties_rebuilt (tie_id, one_id, other_id, ended_on, facts, ground, noted_at)
SELECT tie_id, one_id, other_id, ended_on, facts, 'confirmed', CAST(strftime('%s', ended_on) AS INTEGER) * 1000000
FROM former_ties;
DROP TABLE former_ties;
ALTER TABLE former_ties_rebuilt RENAME TO former_ties;
CREATE INDEX former_ties_one_id_idx ON former_ties (one_id);
CREATE INDEX former_ties_other_id_idx ON former_ties (other_id);
