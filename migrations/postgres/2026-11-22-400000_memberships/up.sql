-- Who belongs to a cluster, as what, and from when to when. Whether a membership is current is
-- computed from its dates at the moment of asking.
CREATE TABLE memberships (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    cluster_id uuid NOT NULL,
    enterprise_id uuid,
    institution_id uuid,
    role text COLLATE "C" NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    cluster_district text COLLATE "C" NOT NULL,
    member_district text COLLATE "C" NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT memberships_revision_check CHECK (revision >= 1),
    CONSTRAINT memberships_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id),
    CONSTRAINT memberships_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES enterprises (id),
    CONSTRAINT memberships_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions (id),
    CONSTRAINT memberships_role_check CHECK (role IN (
        'member', 'anchor_unit', 'supplier', 'service_provider', 'facilitator',
        'cluster_development_agent'
    )),
    CONSTRAINT memberships_ends_on_check CHECK (ends_on >= starts_on),
    CONSTRAINT memberships_member_check CHECK ((enterprise_id IS NULL) <> (institution_id IS NULL))
);

CREATE INDEX memberships_created_at_id_idx ON memberships (created_at, id);
CREATE INDEX memberships_updated_at_id_idx ON memberships (updated_at, id);
CREATE INDEX memberships_cluster_id_created_at_id_idx ON memberships (cluster_id, created_at, id);
CREATE INDEX memberships_cluster_id_updated_at_id_idx ON memberships (cluster_id, updated_at, id);
CREATE INDEX memberships_enterprise_id_idx ON memberships (enterprise_id);
CREATE INDEX memberships_institution_id_idx ON memberships (institution_id);
CREATE INDEX memberships_cluster_district_idx ON memberships (cluster_district);
CREATE INDEX memberships_member_district_idx ON memberships (member_district);
