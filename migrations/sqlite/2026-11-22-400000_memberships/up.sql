-- Who belongs to a cluster, as what, and from when to when. Whether a membership is current is
-- computed from its dates at the moment of asking.
CREATE TABLE memberships (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    cluster_id BLOB NOT NULL,
    enterprise_id BLOB,
    institution_id BLOB,
    role TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    cluster_district TEXT NOT NULL,
    member_district TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT memberships_id_length_check CHECK (length(id) = 16),
    CONSTRAINT memberships_cluster_id_length_check CHECK (length(cluster_id) = 16),
    CONSTRAINT memberships_enterprise_id_length_check CHECK (length(enterprise_id) = 16),
    CONSTRAINT memberships_institution_id_length_check CHECK (length(institution_id) = 16),
    CONSTRAINT memberships_revision_check CHECK (revision >= 1),
    CONSTRAINT memberships_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id),
    CONSTRAINT memberships_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprises (id),
    CONSTRAINT memberships_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions (id),
    CONSTRAINT memberships_role_check CHECK (role IN (
        'member', 'anchor_unit', 'supplier', 'service_provider', 'facilitator',
        'cluster_development_agent'
    )),
    CONSTRAINT memberships_ends_on_check CHECK (ends_on >= starts_on),
    CONSTRAINT memberships_member_check CHECK ((enterprise_id IS NULL) <> (institution_id IS NULL)),
    CONSTRAINT memberships_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX memberships_created_at_id_idx ON memberships (created_at, id);
CREATE INDEX memberships_updated_at_id_idx ON memberships (updated_at, id);
CREATE INDEX memberships_cluster_id_created_at_id_idx ON memberships (cluster_id, created_at, id);
CREATE INDEX memberships_cluster_id_updated_at_id_idx ON memberships (cluster_id, updated_at, id);
CREATE INDEX memberships_enterprise_id_idx ON memberships (enterprise_id);
CREATE INDEX memberships_institution_id_idx ON memberships (institution_id);
CREATE INDEX memberships_cluster_district_idx ON memberships (cluster_district);
CREATE INDEX memberships_member_district_idx ON memberships (member_district);
