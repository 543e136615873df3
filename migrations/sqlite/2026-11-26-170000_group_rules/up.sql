-- Quorum, notice and conflicts of interest are published rules, too. Their first versions are published by
-- the program when it starts, like those of the ladder. A CHECK cannot be changed: the table is made anew.
CREATE TABLE rule_sets_rebuilt (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT rule_sets_revision_check CHECK (revision >= 1),
    CONSTRAINT rule_sets_subject_version_key UNIQUE (subject, version),
    CONSTRAINT rule_sets_subject_check CHECK (subject IN (
        'ladder', 'scorecard', 'quorum', 'conflicts'
    )),
    CONSTRAINT rule_sets_version_check CHECK (version >= 1),
    CONSTRAINT rule_sets_id_length_check CHECK (length(id) = 16),
    CONSTRAINT rule_sets_facts_check CHECK (json_valid(facts))
) STRICT;

INSERT INTO rule_sets_rebuilt (id, revision, created_at, updated_at, subject, version, facts)
SELECT id, revision, created_at, updated_at, subject, version, facts FROM rule_sets;

DROP TABLE rule_sets;
ALTER TABLE rule_sets_rebuilt RENAME TO rule_sets;

CREATE INDEX rule_sets_created_at_id_idx ON rule_sets (created_at, id);
CREATE INDEX rule_sets_updated_at_id_idx ON rule_sets (updated_at, id);
