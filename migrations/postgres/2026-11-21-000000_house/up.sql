-- The house: registry, proposals, accounts, and what every write leaves behind.
-- The twin of this file makes the same tables for the other engine; a test compares them.

CREATE TABLE places (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    level text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    name_en text COLLATE "C" NOT NULL,
    name_ml text COLLATE "C",
    name_key text COLLATE "C" NOT NULL,
    district text COLLATE "C",
    CONSTRAINT places_revision_check CHECK (revision >= 1),
    CONSTRAINT places_level_check CHECK (level IN (
        'state', 'district', 'taluk', 'development_block', 'grama_panchayat',
        'block_panchayat', 'district_panchayat', 'municipality', 'corporation', 'ward',
        'assembly_constituency'
    )),
    CONSTRAINT places_level_code_key UNIQUE (level, code)
);

CREATE TABLE activities (
    version text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    parent text COLLATE "C",
    title_en text COLLATE "C" NOT NULL,
    title_ml text COLLATE "C",
    CONSTRAINT activities_version_check CHECK (version IN (
        'nic_2008', 'nic_2025'
    )),
    CONSTRAINT activities_level_check CHECK (level IN (
        'section', 'division', 'group', 'class', 'sub_class'
    )),
    PRIMARY KEY (version, code)
);

CREATE TABLE enterprises (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    name_en text COLLATE "C" NOT NULL,
    name_ml text COLLATE "C",
    name_key text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    district text COLLATE "C" NOT NULL,
    pin_code text COLLATE "C",
    udyam text COLLATE "C",
    gstin text COLLATE "C",
    main_activity text COLLATE "C" NOT NULL,
    activities jsonb NOT NULL,
    CONSTRAINT enterprises_revision_check CHECK (revision >= 1),
    CONSTRAINT enterprises_kind_check CHECK (kind IN (
        'firm', 'kudumbashree_individual', 'kudumbashree_group',
        'kudumbashree_yuvashree'
    )),
    CONSTRAINT enterprises_udyam_key UNIQUE (udyam),
    CONSTRAINT enterprises_gstin_key UNIQUE (gstin)
);

CREATE TABLE institutions (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    name_en text COLLATE "C" NOT NULL,
    name_ml text COLLATE "C",
    name_key text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    district text COLLATE "C" NOT NULL,
    aishe text COLLATE "C",
    fields jsonb NOT NULL,
    CONSTRAINT institutions_revision_check CHECK (revision >= 1),
    CONSTRAINT institutions_kind_check CHECK (kind IN (
        'university', 'college', 'research_laboratory', 'centre_of_excellence',
        'support_organisation', 'bank'
    )),
    CONSTRAINT institutions_aishe_key UNIQUE (aishe)
);

CREATE TABLE clusters (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    name_en text COLLATE "C" NOT NULL,
    name_ml text COLLATE "C",
    name_key text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    sector text COLLATE "C" NOT NULL,
    district text COLLATE "C" NOT NULL,
    constituency text COLLATE "C",
    activities jsonb NOT NULL,
    CONSTRAINT clusters_revision_check CHECK (revision >= 1),
    CONSTRAINT clusters_kind_check CHECK (kind IN (
        'manufacturing', 'medium_enterprise', 'micro_enterprise'
    ))
);

CREATE TABLE schemes (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    code text COLLATE "C" NOT NULL,
    name_en text COLLATE "C" NOT NULL,
    name_ml text COLLATE "C",
    name_key text COLLATE "C" NOT NULL,
    government text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    applicant_kind text COLLATE "C" NOT NULL,
    conditions jsonb NOT NULL,
    assistance jsonb NOT NULL,
    remarks jsonb NOT NULL,
    source text COLLATE "C",
    CONSTRAINT schemes_revision_check CHECK (revision >= 1),
    CONSTRAINT schemes_code_key UNIQUE (code),
    CONSTRAINT schemes_government_check CHECK (government IN (
        'goi', 'gok', 'bank', 'local_body'
    )),
    CONSTRAINT schemes_kind_check CHECK (kind IN (
        'grant', 'subsidy', 'loan', 'guarantee', 'service'
    ))
);

CREATE TABLE linkages (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    from_kind text COLLATE "C" NOT NULL,
    from_id uuid NOT NULL,
    from_enterprise_id uuid,
    from_cluster_id uuid,
    from_institution_id uuid,
    from_district text COLLATE "C" NOT NULL,
    from_is_confirmed boolean NOT NULL,
    to_kind text COLLATE "C" NOT NULL,
    to_id uuid NOT NULL,
    to_enterprise_id uuid,
    to_cluster_id uuid,
    to_institution_id uuid,
    to_district text COLLATE "C" NOT NULL,
    to_is_confirmed boolean NOT NULL,
    kind text COLLATE "C" NOT NULL,
    layer text COLLATE "C" NOT NULL,
    strength integer NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    note text COLLATE "C",
    CONSTRAINT linkages_revision_check CHECK (revision >= 1),
    CONSTRAINT linkages_from_kind_check CHECK (from_kind IN (
        'enterprise', 'cluster', 'institution'
    )),
    CONSTRAINT linkages_from_enterprise_id_fkey FOREIGN KEY (from_enterprise_id) REFERENCES enterprises (id),
    CONSTRAINT linkages_from_cluster_id_fkey FOREIGN KEY (from_cluster_id) REFERENCES clusters (id),
    CONSTRAINT linkages_from_institution_id_fkey FOREIGN KEY (from_institution_id) REFERENCES institutions (id),
    CONSTRAINT linkages_to_kind_check CHECK (to_kind IN (
        'enterprise', 'cluster', 'institution'
    )),
    CONSTRAINT linkages_to_enterprise_id_fkey FOREIGN KEY (to_enterprise_id) REFERENCES enterprises (id),
    CONSTRAINT linkages_to_cluster_id_fkey FOREIGN KEY (to_cluster_id) REFERENCES clusters (id),
    CONSTRAINT linkages_to_institution_id_fkey FOREIGN KEY (to_institution_id) REFERENCES institutions (id),
    CONSTRAINT linkages_kind_check CHECK (kind IN (
        'buyer_supplier', 'subcontract', 'joint_purchase', 'shared_machinery',
        'research_collaboration', 'mou', 'training', 'referral', 'advice', 'credit'
    )),
    CONSTRAINT linkages_layer_check CHECK (layer IN (
        'formal', 'informal'
    )),
    CONSTRAINT linkages_strength_check CHECK (strength BETWEEN 1 AND 5),
    CONSTRAINT linkages_from_id_to_id_kind_starts_on_key UNIQUE (from_id, to_id, kind, starts_on),
    CONSTRAINT linkages_ends_on_check CHECK (ends_on >= starts_on),
    CONSTRAINT linkages_ends_check CHECK (from_id <> to_id),
    CONSTRAINT linkages_from_check CHECK (from_id = coalesce(from_enterprise_id, from_cluster_id, from_institution_id)),
    CONSTRAINT linkages_to_check CHECK (to_id = coalesce(to_enterprise_id, to_cluster_id, to_institution_id))
);

CREATE TABLE proposals (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    title_en text COLLATE "C" NOT NULL,
    title_ml text COLLATE "C",
    title_key text COLLATE "C" NOT NULL,
    cluster_id uuid NOT NULL,
    institution_id uuid NOT NULL,
    objective text COLLATE "C" NOT NULL,
    asked_paise bigint NOT NULL,
    district text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    state_since timestamptz NOT NULL,
    state_reason text COLLATE "C",
    sanctioned_paise bigint,
    CONSTRAINT proposals_revision_check CHECK (revision >= 1),
    CONSTRAINT proposals_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id),
    CONSTRAINT proposals_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions (id),
    CONSTRAINT proposals_asked_paise_check CHECK (asked_paise > 0),
    CONSTRAINT proposals_state_check CHECK (state IN (
        'draft', 'submitted', 'screened', 'shortlisted', 'under_detailed_study',
        'recommended', 'sanctioned', 'in_progress', 'completed', 'returned', 'rejected',
        'withdrawn', 'cancelled'
    )),
    CONSTRAINT proposals_sanctioned_paise_check CHECK (sanctioned_paise BETWEEN 1 AND asked_paise)
);

CREATE TABLE accounts (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    sign_in_name text COLLATE "C" NOT NULL,
    display_name text COLLATE "C" NOT NULL,
    secret_hash text COLLATE "C" NOT NULL,
    is_active boolean NOT NULL,
    is_demo boolean NOT NULL,
    CONSTRAINT accounts_revision_check CHECK (revision >= 1),
    CONSTRAINT accounts_kind_check CHECK (kind IN (
        'person', 'service_client'
    )),
    CONSTRAINT accounts_sign_in_name_key UNIQUE (sign_in_name)
);

CREATE TABLE grants (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    account_id uuid NOT NULL,
    role text COLLATE "C" NOT NULL,
    scope_kind text COLLATE "C" NOT NULL,
    scope_target text COLLATE "C" NOT NULL,
    CONSTRAINT grants_revision_check CHECK (revision >= 1),
    CONSTRAINT grants_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT grants_role_check CHECK (role IN (
        'dic_gm', 'kila_srg', 'ks_admc_me', 'ks_dpm_me', 'ks_dpm_svep', 'ksum_mentor',
        'academic', 'emc_expert', 'kdisc_dpe', 'kdisc_officer',
        'cluster_representative', 'enterprise_representative',
        'institution_representative', 'service_client', 'auditor', 'administrator'
    )),
    CONSTRAINT grants_scope_kind_check CHECK (scope_kind IN (
        'state', 'district', 'cluster', 'institution', 'enterprise'
    )),
    CONSTRAINT grants_account_id_role_scope_kind_scope_target_key UNIQUE (account_id, role, scope_kind, scope_target)
);

CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    account_id uuid NOT NULL,
    generation bigint NOT NULL,
    rotated_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT sessions_revision_check CHECK (revision >= 1),
    CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT sessions_generation_check CHECK (generation >= 1)
);

CREATE TABLE audit (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    actor uuid,
    action text COLLATE "C" NOT NULL,
    event text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject uuid NOT NULL,
    revision bigint NOT NULL,
    facts jsonb NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    seq bigint,
    digest bytea,
    CONSTRAINT audit_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    )),
    CONSTRAINT audit_seq_key UNIQUE (seq)
);

CREATE TABLE changes (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject uuid NOT NULL,
    revision bigint NOT NULL,
    change text COLLATE "C" NOT NULL,
    event text COLLATE "C" NOT NULL,
    position bigint,
    CONSTRAINT changes_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    )),
    CONSTRAINT changes_change_check CHECK (change IN (
        'created', 'updated', 'removed'
    )),
    CONSTRAINT changes_position_key UNIQUE (position)
);

CREATE TABLE outbox (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject uuid NOT NULL,
    revision bigint NOT NULL,
    event text COLLATE "C" NOT NULL,
    delivered_at timestamptz,
    CONSTRAINT outbox_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    ))
);

CREATE TABLE idempotency (
    caller text COLLATE "C" NOT NULL,
    operation text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL,
    created_at timestamptz NOT NULL,
    status integer,
    etag text COLLATE "C",
    location text COLLATE "C",
    body text COLLATE "C",
    PRIMARY KEY (caller, operation, key)
);

CREATE TABLE ledger_heads (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    seq bigint NOT NULL,
    digest bytea NOT NULL
);

-- Search: the folded words of every thing that can be found.
CREATE TABLE search_entries (
    row_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    subject uuid NOT NULL,
    words text COLLATE "C" NOT NULL,
    -- The words come folded and cut by the program: no parser or dictionary of the engine touches them.
    lexemes tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) STORED,
    CONSTRAINT search_entries_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    )),
    CONSTRAINT search_entries_subject_key UNIQUE (subject)
);

CREATE INDEX search_entries_lexemes_idx ON search_entries USING gin (lexemes);

-- Every order of a list and every filter by reference has its index.
CREATE INDEX places_name_key_id_idx ON places (name_key, id);
CREATE INDEX places_created_at_id_idx ON places (created_at, id);
CREATE INDEX places_updated_at_id_idx ON places (updated_at, id);
CREATE INDEX enterprises_name_key_id_idx ON enterprises (name_key, id);
CREATE INDEX enterprises_created_at_id_idx ON enterprises (created_at, id);
CREATE INDEX enterprises_updated_at_id_idx ON enterprises (updated_at, id);
CREATE INDEX institutions_name_key_id_idx ON institutions (name_key, id);
CREATE INDEX institutions_created_at_id_idx ON institutions (created_at, id);
CREATE INDEX institutions_updated_at_id_idx ON institutions (updated_at, id);
CREATE INDEX clusters_name_key_id_idx ON clusters (name_key, id);
CREATE INDEX clusters_created_at_id_idx ON clusters (created_at, id);
CREATE INDEX clusters_updated_at_id_idx ON clusters (updated_at, id);
CREATE INDEX schemes_name_key_id_idx ON schemes (name_key, id);
CREATE INDEX schemes_created_at_id_idx ON schemes (created_at, id);
CREATE INDEX schemes_updated_at_id_idx ON schemes (updated_at, id);
CREATE INDEX proposals_title_key_id_idx ON proposals (title_key, id);
CREATE INDEX proposals_created_at_id_idx ON proposals (created_at, id);
CREATE INDEX proposals_updated_at_id_idx ON proposals (updated_at, id);
CREATE INDEX linkages_created_at_id_idx ON linkages (created_at, id);
CREATE INDEX linkages_updated_at_id_idx ON linkages (updated_at, id);
CREATE INDEX places_district_name_key_id_idx ON places (district, name_key, id);
CREATE INDEX enterprises_district_name_key_id_idx ON enterprises (district, name_key, id);
CREATE INDEX enterprises_main_activity_idx ON enterprises (main_activity);
CREATE INDEX enterprises_pin_code_idx ON enterprises (pin_code);
CREATE INDEX institutions_district_idx ON institutions (district);
CREATE INDEX clusters_district_idx ON clusters (district);
CREATE INDEX linkages_from_id_idx ON linkages (from_id);
CREATE INDEX linkages_to_id_idx ON linkages (to_id);
CREATE INDEX linkages_from_district_idx ON linkages (from_district);
CREATE INDEX linkages_to_district_idx ON linkages (to_district);
CREATE INDEX linkages_from_enterprise_id_idx ON linkages (from_enterprise_id);
CREATE INDEX linkages_from_cluster_id_idx ON linkages (from_cluster_id);
CREATE INDEX linkages_from_institution_id_idx ON linkages (from_institution_id);
CREATE INDEX linkages_to_enterprise_id_idx ON linkages (to_enterprise_id);
CREATE INDEX linkages_to_cluster_id_idx ON linkages (to_cluster_id);
CREATE INDEX linkages_to_institution_id_idx ON linkages (to_institution_id);
CREATE INDEX proposals_cluster_id_idx ON proposals (cluster_id);
CREATE INDEX proposals_institution_id_idx ON proposals (institution_id);
CREATE INDEX proposals_district_state_idx ON proposals (district, state);
CREATE INDEX sessions_account_id_idx ON sessions (account_id);
CREATE INDEX changes_subject_idx ON changes (subject);
CREATE INDEX audit_subject_idx ON audit (subject);
CREATE INDEX idempotency_created_at_idx ON idempotency (created_at);

-- What still has to be sealed and delivered: small indexes, whatever the size of the tables.
CREATE INDEX audit_unsealed_idx ON audit (id) WHERE seq IS NULL;
CREATE INDEX outbox_undelivered_idx ON outbox (id) WHERE delivered_at IS NULL;

-- The chain of the audit trail begins with nothing.
INSERT INTO ledger_heads (name, seq, digest) VALUES ('audit', 0, '');
