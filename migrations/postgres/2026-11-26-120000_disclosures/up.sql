-- Who saw personal data unmasked, by which role and what for: names of facts and no value. It refers to
-- nothing, because it outlives what it speaks of.
CREATE TABLE disclosures (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    account_id uuid,
    purpose text COLLATE "C" NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT disclosures_revision_check CHECK (revision >= 1),
    CONSTRAINT disclosures_purpose_check CHECK (purpose IN (
        'contact', 'identity_verification', 'scheme_eligibility', 'synchronisation',
        'data_subject_request', 'audit'
    ))
);
CREATE INDEX disclosures_created_at_id_idx ON disclosures (created_at, id);
CREATE INDEX disclosures_updated_at_id_idx ON disclosures (updated_at, id);
CREATE INDEX disclosures_account_id_created_at_id_idx ON disclosures (account_id, created_at, id);

CREATE TABLE disclosed_enterprises (
    disclosure_id uuid NOT NULL,
    enterprise_id uuid NOT NULL,
    district text COLLATE "C" NOT NULL,
    CONSTRAINT disclosed_enterprises_pkey PRIMARY KEY (disclosure_id, enterprise_id),
    CONSTRAINT disclosed_enterprises_disclosure_id_fkey FOREIGN KEY (disclosure_id) REFERENCES disclosures (id)
);
CREATE INDEX disclosed_enterprises_enterprise_id_disclosure_id_idx ON disclosed_enterprises (enterprise_id, disclosure_id);
