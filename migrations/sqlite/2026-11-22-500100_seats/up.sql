-- Seats of the district core groups; who sits and sat in one is its document.
CREATE TABLE seats (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    district TEXT NOT NULL,
    designation TEXT NOT NULL,
    number INTEGER NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT seats_id_length_check CHECK (length(id) = 16),
    CONSTRAINT seats_revision_check CHECK (revision >= 1),
    CONSTRAINT seats_district_designation_number_key UNIQUE (district, designation, number),
    CONSTRAINT seats_designation_check CHECK (designation IN (
        'dic_gm', 'kila_srg', 'ks_admc_me', 'ks_dpm_me', 'ks_dpm_svep', 'ksum_mentor',
        'academic', 'emc_expert', 'kdisc_dpe'
    )),
    CONSTRAINT seats_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX seats_created_at_id_idx ON seats (created_at, id);
CREATE INDEX seats_updated_at_id_idx ON seats (updated_at, id);
