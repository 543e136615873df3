-- Seats of the district core groups; who sits and sat in one is its document.
CREATE TABLE seats (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    district text COLLATE "C" NOT NULL,
    designation text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT seats_revision_check CHECK (revision >= 1),
    CONSTRAINT seats_district_designation_number_key UNIQUE (district, designation, number),
    CONSTRAINT seats_designation_check CHECK (designation IN (
        'dic_gm', 'kila_srg', 'ks_admc_me', 'ks_dpm_me', 'ks_dpm_svep', 'ksum_mentor',
        'academic', 'emc_expert', 'kdisc_dpe'
    ))
);

CREATE INDEX seats_created_at_id_idx ON seats (created_at, id);
CREATE INDEX seats_updated_at_id_idx ON seats (updated_at, id);
