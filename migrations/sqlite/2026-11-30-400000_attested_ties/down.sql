CREATE TABLE former_ties_rebuilt (
    tie_id BLOB NOT NULL,
    one_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    ended_on TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT former_ties_tie_id_length_check CHECK (length(tie_id) = 16),
    CONSTRAINT former_ties_one_id_length_check CHECK (length(one_id) = 16),
    CONSTRAINT former_ties_other_id_length_check CHECK (length(other_id) = 16),
    CONSTRAINT former_ties_facts_check CHECK (json_valid(facts)),
    PRIMARY KEY (tie_id, one_id, other_id, ended_on)
) STRICT;
INSERT OR IGNORE INTO former_ties_rebuilt (tie_id, one_id, other_id, ended_on, facts)
SELECT tie_id, one_id, other_id, ended_on, facts FROM former_ties ORDER BY noted_at;
DROP TABLE former_ties;
ALTER TABLE former_ties_rebuilt RENAME TO former_ties;
CREATE INDEX former_ties_one_id_idx ON former_ties (one_id);
CREATE INDEX former_ties_other_id_idx ON former_ties (other_id);

ALTER TABLE linkages DROP COLUMN bond;
