-- What is said about clusters: expressions of interest, evidence of co-operation, assessments.
CREATE TABLE statements (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    cluster_id BLOB NOT NULL,
    institution_id BLOB,
    district TEXT NOT NULL,
    subject TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT statements_revision_check CHECK (revision >= 1),
    CONSTRAINT statements_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id),
    CONSTRAINT statements_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions (id),
    CONSTRAINT statements_id_length_check CHECK (length(id) = 16),
    CONSTRAINT statements_cluster_id_length_check CHECK (length(cluster_id) = 16),
    CONSTRAINT statements_institution_id_length_check CHECK (length(institution_id) = 16),
    CONSTRAINT statements_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX statements_created_at_id_idx ON statements (created_at, id);
CREATE INDEX statements_updated_at_id_idx ON statements (updated_at, id);
CREATE INDEX statements_kind_created_at_id_idx ON statements (kind, created_at, id);
CREATE INDEX statements_kind_updated_at_id_idx ON statements (kind, updated_at, id);
CREATE INDEX statements_cluster_id_kind_idx ON statements (cluster_id, kind);
CREATE INDEX statements_institution_id_idx ON statements (institution_id);

-- Every try to start the programme for a cluster, with what was found.
CREATE TABLE gate_tries (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    cluster_id BLOB NOT NULL,
    constituency TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT gate_tries_revision_check CHECK (revision >= 1),
    CONSTRAINT gate_tries_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id),
    CONSTRAINT gate_tries_id_length_check CHECK (length(id) = 16),
    CONSTRAINT gate_tries_cluster_id_length_check CHECK (length(cluster_id) = 16),
    CONSTRAINT gate_tries_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX gate_tries_created_at_id_idx ON gate_tries (created_at, id);
CREATE INDEX gate_tries_updated_at_id_idx ON gate_tries (updated_at, id);
CREATE INDEX gate_tries_cluster_id_created_at_id_idx ON gate_tries (cluster_id, created_at, id);

-- The versioned weights, cut-points and demands by which clusters are judged.
CREATE TABLE rule_sets (
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
        'ladder', 'scorecard'
    )),
    CONSTRAINT rule_sets_version_check CHECK (version >= 1),
    CONSTRAINT rule_sets_id_length_check CHECK (length(id) = 16),
    CONSTRAINT rule_sets_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX rule_sets_created_at_id_idx ON rule_sets (created_at, id);
CREATE INDEX rule_sets_updated_at_id_idx ON rule_sets (updated_at, id);

-- For suggested clusters: counted by activity and PIN code in the order of this index.
CREATE INDEX enterprises_main_activity_pin_code_district_idx ON enterprises (main_activity, pin_code, district);
