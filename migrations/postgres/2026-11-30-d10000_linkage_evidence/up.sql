-- Evidence of linkages. One whose linkage a merge has taken away has none until the merge is undone.
CREATE TABLE linkage_evidence (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    linkage_id uuid,
    kind text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT linkage_evidence_revision_check CHECK (revision >= 1),
    CONSTRAINT linkage_evidence_linkage_id_fkey FOREIGN KEY (linkage_id) REFERENCES linkages (id),
    CONSTRAINT linkage_evidence_kind_check CHECK (kind IN ('agreement', 'invoice', 'work_order', 'letter', 'minutes', 'certificate', 'photograph', 'other')),
    CONSTRAINT linkage_evidence_state_check CHECK (state IN ('stated', 'accepted', 'rejected', 'withdrawn'))
);

CREATE INDEX linkage_evidence_created_at_id_idx ON linkage_evidence (created_at, id);
CREATE INDEX linkage_evidence_updated_at_id_idx ON linkage_evidence (updated_at, id);
CREATE INDEX linkage_evidence_linkage_id_idx ON linkage_evidence (linkage_id);
