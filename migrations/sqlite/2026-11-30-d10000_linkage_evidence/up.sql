-- Evidence of linkages. One whose linkage a merge has taken away has none until the merge is undone.
CREATE TABLE linkage_evidence (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    linkage_id BLOB,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT linkage_evidence_id_length_check CHECK (length(id) = 16),
    CONSTRAINT linkage_evidence_linkage_id_length_check CHECK (length(linkage_id) = 16),
    CONSTRAINT linkage_evidence_revision_check CHECK (revision >= 1),
    CONSTRAINT linkage_evidence_linkage_id_fkey FOREIGN KEY (linkage_id) REFERENCES linkages (id),
    CONSTRAINT linkage_evidence_kind_check CHECK (kind IN ('agreement', 'invoice', 'work_order', 'letter', 'minutes', 'certificate', 'photograph', 'other')),
    CONSTRAINT linkage_evidence_state_check CHECK (state IN ('stated', 'accepted', 'rejected', 'withdrawn')),
    CONSTRAINT linkage_evidence_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX linkage_evidence_created_at_id_idx ON linkage_evidence (created_at, id);
CREATE INDEX linkage_evidence_updated_at_id_idx ON linkage_evidence (updated_at, id);
CREATE INDEX linkage_evidence_linkage_id_idx ON linkage_evidence (linkage_id);
