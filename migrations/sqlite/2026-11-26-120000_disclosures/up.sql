-- Who saw personal data unmasked, by which role and what for: names of facts and no value. It refers to
-- nothing, because it outlives what it speaks of.
CREATE TABLE disclosures (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    account_id BLOB,
    purpose TEXT NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT disclosures_id_length_check CHECK (length(id) = 16),
    CONSTRAINT disclosures_revision_check CHECK (revision >= 1),
    CONSTRAINT disclosures_purpose_check CHECK (purpose IN (
        'contact', 'identity_verification', 'scheme_eligibility', 'synchronisation',
        'data_subject_request', 'audit'
    )),
    CONSTRAINT disclosures_facts_check CHECK (json_valid(facts))
) STRICT;
CREATE INDEX disclosures_created_at_id_idx ON disclosures (created_at, id);
CREATE INDEX disclosures_updated_at_id_idx ON disclosures (updated_at, id);
CREATE INDEX disclosures_account_id_created_at_id_idx ON disclosures (account_id, created_at, id);

CREATE TABLE disclosed_enterprises (
    disclosure_id BLOB NOT NULL,
    enterprise_id BLOB NOT NULL,
    district TEXT NOT NULL,
    CONSTRAINT disclosed_enterprises_enterprise_id_length_check CHECK (length(enterprise_id) = 16),
    CONSTRAINT disclosed_enterprises_pkey PRIMARY KEY (disclosure_id, enterprise_id),
    CONSTRAINT disclosed_enterprises_disclosure_id_fkey FOREIGN KEY (disclosure_id) REFERENCES disclosures (id)
) STRICT;
CREATE INDEX disclosed_enterprises_enterprise_id_disclosure_id_idx ON disclosed_enterprises (enterprise_id, disclosure_id);
