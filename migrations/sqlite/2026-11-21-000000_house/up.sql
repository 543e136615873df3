-- The house: registry, proposals, accounts, and what every write leaves behind.
-- The twin of this file makes the same tables for the other engine; a test compares them.

CREATE TABLE places (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    level TEXT NOT NULL,
    code TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_ml TEXT,
    name_key TEXT NOT NULL,
    district TEXT,
    CONSTRAINT places_id_length_check CHECK (length(id) = 16),
    CONSTRAINT places_revision_check CHECK (revision >= 1),
    CONSTRAINT places_level_check CHECK (level IN (
        'state', 'district', 'taluk', 'development_block', 'grama_panchayat',
        'block_panchayat', 'district_panchayat', 'municipality', 'corporation', 'ward',
        'assembly_constituency'
    )),
    CONSTRAINT places_level_code_key UNIQUE (level, code)
) STRICT;

CREATE TABLE activities (
    version TEXT NOT NULL,
    code TEXT NOT NULL,
    level TEXT NOT NULL,
    parent TEXT,
    title_en TEXT NOT NULL,
    title_ml TEXT,
    CONSTRAINT activities_version_check CHECK (version IN (
        'nic_2008', 'nic_2025'
    )),
    CONSTRAINT activities_level_check CHECK (level IN (
        'section', 'division', 'group', 'class', 'sub_class'
    )),
    PRIMARY KEY (version, code)
) STRICT;

CREATE TABLE enterprises (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    name_en TEXT NOT NULL,
    name_ml TEXT,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    district TEXT NOT NULL,
    pin_code TEXT,
    udyam TEXT,
    gstin TEXT,
    main_activity TEXT NOT NULL,
    activities TEXT NOT NULL,
    CONSTRAINT enterprises_id_length_check CHECK (length(id) = 16),
    CONSTRAINT enterprises_revision_check CHECK (revision >= 1),
    CONSTRAINT enterprises_kind_check CHECK (kind IN (
        'firm', 'kudumbashree_individual', 'kudumbashree_group',
        'kudumbashree_yuvashree'
    )),
    CONSTRAINT enterprises_udyam_key UNIQUE (udyam),
    CONSTRAINT enterprises_gstin_key UNIQUE (gstin),
    CONSTRAINT enterprises_activities_check CHECK (json_valid(activities))
) STRICT;

CREATE TABLE institutions (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    name_en TEXT NOT NULL,
    name_ml TEXT,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    district TEXT NOT NULL,
    aishe TEXT,
    fields TEXT NOT NULL,
    CONSTRAINT institutions_id_length_check CHECK (length(id) = 16),
    CONSTRAINT institutions_revision_check CHECK (revision >= 1),
    CONSTRAINT institutions_kind_check CHECK (kind IN (
        'university', 'college', 'research_laboratory', 'centre_of_excellence',
        'support_organisation', 'bank'
    )),
    CONSTRAINT institutions_aishe_key UNIQUE (aishe),
    CONSTRAINT institutions_fields_check CHECK (json_valid(fields))
) STRICT;

CREATE TABLE clusters (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    name_en TEXT NOT NULL,
    name_ml TEXT,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    sector TEXT NOT NULL,
    district TEXT NOT NULL,
    constituency TEXT,
    activities TEXT NOT NULL,
    CONSTRAINT clusters_id_length_check CHECK (length(id) = 16),
    CONSTRAINT clusters_revision_check CHECK (revision >= 1),
    CONSTRAINT clusters_kind_check CHECK (kind IN (
        'manufacturing', 'medium_enterprise', 'micro_enterprise'
    )),
    CONSTRAINT clusters_activities_check CHECK (json_valid(activities))
) STRICT;

CREATE TABLE schemes (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    code TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_ml TEXT,
    name_key TEXT NOT NULL,
    government TEXT NOT NULL,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    applicant_kind TEXT NOT NULL,
    conditions TEXT NOT NULL,
    assistance TEXT NOT NULL,
    remarks TEXT NOT NULL,
    source TEXT,
    CONSTRAINT schemes_id_length_check CHECK (length(id) = 16),
    CONSTRAINT schemes_revision_check CHECK (revision >= 1),
    CONSTRAINT schemes_code_key UNIQUE (code),
    CONSTRAINT schemes_government_check CHECK (government IN (
        'goi', 'gok', 'bank', 'local_body'
    )),
    CONSTRAINT schemes_kind_check CHECK (kind IN (
        'grant', 'subsidy', 'loan', 'guarantee', 'service'
    )),
    CONSTRAINT schemes_conditions_check CHECK (json_valid(conditions)),
    CONSTRAINT schemes_assistance_check CHECK (json_valid(assistance)),
    CONSTRAINT schemes_remarks_check CHECK (json_valid(remarks))
) STRICT;

CREATE TABLE linkages (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    from_kind TEXT NOT NULL,
    from_id BLOB NOT NULL,
    from_enterprise_id BLOB,
    from_cluster_id BLOB,
    from_institution_id BLOB,
    from_district TEXT NOT NULL,
    from_is_confirmed INTEGER NOT NULL,
    to_kind TEXT NOT NULL,
    to_id BLOB NOT NULL,
    to_enterprise_id BLOB,
    to_cluster_id BLOB,
    to_institution_id BLOB,
    to_district TEXT NOT NULL,
    to_is_confirmed INTEGER NOT NULL,
    kind TEXT NOT NULL,
    layer TEXT NOT NULL,
    strength INTEGER NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    note TEXT,
    CONSTRAINT linkages_id_length_check CHECK (length(id) = 16),
    CONSTRAINT linkages_revision_check CHECK (revision >= 1),
    CONSTRAINT linkages_from_kind_check CHECK (from_kind IN (
        'enterprise', 'cluster', 'institution'
    )),
    CONSTRAINT linkages_from_id_length_check CHECK (length(from_id) = 16),
    CONSTRAINT linkages_from_enterprise_id_fkey FOREIGN KEY (from_enterprise_id) REFERENCES enterprises (id),
    CONSTRAINT linkages_from_enterprise_id_length_check CHECK (length(from_enterprise_id) = 16),
    CONSTRAINT linkages_from_cluster_id_fkey FOREIGN KEY (from_cluster_id) REFERENCES clusters (id),
    CONSTRAINT linkages_from_cluster_id_length_check CHECK (length(from_cluster_id) = 16),
    CONSTRAINT linkages_from_institution_id_fkey FOREIGN KEY (from_institution_id) REFERENCES institutions (id),
    CONSTRAINT linkages_from_institution_id_length_check CHECK (length(from_institution_id) = 16),
    CONSTRAINT linkages_from_is_confirmed_check CHECK (from_is_confirmed IN (0, 1)),
    CONSTRAINT linkages_to_kind_check CHECK (to_kind IN (
        'enterprise', 'cluster', 'institution'
    )),
    CONSTRAINT linkages_to_id_length_check CHECK (length(to_id) = 16),
    CONSTRAINT linkages_to_enterprise_id_fkey FOREIGN KEY (to_enterprise_id) REFERENCES enterprises (id),
    CONSTRAINT linkages_to_enterprise_id_length_check CHECK (length(to_enterprise_id) = 16),
    CONSTRAINT linkages_to_cluster_id_fkey FOREIGN KEY (to_cluster_id) REFERENCES clusters (id),
    CONSTRAINT linkages_to_cluster_id_length_check CHECK (length(to_cluster_id) = 16),
    CONSTRAINT linkages_to_institution_id_fkey FOREIGN KEY (to_institution_id) REFERENCES institutions (id),
    CONSTRAINT linkages_to_institution_id_length_check CHECK (length(to_institution_id) = 16),
    CONSTRAINT linkages_to_is_confirmed_check CHECK (to_is_confirmed IN (0, 1)),
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
) STRICT;

CREATE TABLE proposals (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    title_en TEXT NOT NULL,
    title_ml TEXT,
    title_key TEXT NOT NULL,
    cluster_id BLOB NOT NULL,
    institution_id BLOB NOT NULL,
    objective TEXT NOT NULL,
    asked_paise INTEGER NOT NULL,
    district TEXT NOT NULL,
    state TEXT NOT NULL,
    state_since INTEGER NOT NULL,
    state_reason TEXT,
    sanctioned_paise INTEGER,
    CONSTRAINT proposals_id_length_check CHECK (length(id) = 16),
    CONSTRAINT proposals_revision_check CHECK (revision >= 1),
    CONSTRAINT proposals_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES clusters (id),
    CONSTRAINT proposals_cluster_id_length_check CHECK (length(cluster_id) = 16),
    CONSTRAINT proposals_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institutions (id),
    CONSTRAINT proposals_institution_id_length_check CHECK (length(institution_id) = 16),
    CONSTRAINT proposals_asked_paise_check CHECK (asked_paise > 0),
    CONSTRAINT proposals_state_check CHECK (state IN (
        'draft', 'submitted', 'screened', 'shortlisted', 'under_detailed_study',
        'recommended', 'sanctioned', 'in_progress', 'completed', 'returned', 'rejected',
        'withdrawn', 'cancelled'
    )),
    CONSTRAINT proposals_sanctioned_paise_check CHECK (sanctioned_paise BETWEEN 1 AND asked_paise)
) STRICT;

CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sign_in_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    is_demo INTEGER NOT NULL,
    CONSTRAINT accounts_id_length_check CHECK (length(id) = 16),
    CONSTRAINT accounts_revision_check CHECK (revision >= 1),
    CONSTRAINT accounts_kind_check CHECK (kind IN (
        'person', 'service_client'
    )),
    CONSTRAINT accounts_sign_in_name_key UNIQUE (sign_in_name),
    CONSTRAINT accounts_is_active_check CHECK (is_active IN (0, 1)),
    CONSTRAINT accounts_is_demo_check CHECK (is_demo IN (0, 1))
) STRICT;

CREATE TABLE grants (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    account_id BLOB NOT NULL,
    role TEXT NOT NULL,
    scope_kind TEXT NOT NULL,
    scope_target TEXT NOT NULL,
    CONSTRAINT grants_id_length_check CHECK (length(id) = 16),
    CONSTRAINT grants_revision_check CHECK (revision >= 1),
    CONSTRAINT grants_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT grants_account_id_length_check CHECK (length(account_id) = 16),
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
) STRICT;

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    account_id BLOB NOT NULL,
    generation INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    CONSTRAINT sessions_id_length_check CHECK (length(id) = 16),
    CONSTRAINT sessions_revision_check CHECK (revision >= 1),
    CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id),
    CONSTRAINT sessions_account_id_length_check CHECK (length(account_id) = 16),
    CONSTRAINT sessions_generation_check CHECK (generation >= 1)
) STRICT;

CREATE TABLE audit (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor BLOB,
    action TEXT NOT NULL,
    event TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    revision INTEGER NOT NULL,
    facts TEXT NOT NULL,
    request_id TEXT NOT NULL,
    seq INTEGER,
    digest BLOB,
    CONSTRAINT audit_id_length_check CHECK (length(id) = 16),
    CONSTRAINT audit_actor_length_check CHECK (length(actor) = 16),
    CONSTRAINT audit_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    )),
    CONSTRAINT audit_subject_length_check CHECK (length(subject) = 16),
    CONSTRAINT audit_facts_check CHECK (json_valid(facts)),
    CONSTRAINT audit_seq_key UNIQUE (seq)
) STRICT;

CREATE TABLE changes (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    revision INTEGER NOT NULL,
    change TEXT NOT NULL,
    event TEXT NOT NULL,
    position INTEGER,
    CONSTRAINT changes_id_length_check CHECK (length(id) = 16),
    CONSTRAINT changes_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    )),
    CONSTRAINT changes_subject_length_check CHECK (length(subject) = 16),
    CONSTRAINT changes_change_check CHECK (change IN (
        'created', 'updated', 'removed'
    )),
    CONSTRAINT changes_position_key UNIQUE (position)
) STRICT;

CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    revision INTEGER NOT NULL,
    event TEXT NOT NULL,
    delivered_at INTEGER,
    CONSTRAINT outbox_id_length_check CHECK (length(id) = 16),
    CONSTRAINT outbox_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    )),
    CONSTRAINT outbox_subject_length_check CHECK (length(subject) = 16)
) STRICT;

CREATE TABLE idempotency (
    caller TEXT NOT NULL,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    status INTEGER,
    etag TEXT,
    location TEXT,
    body TEXT,
    CONSTRAINT idempotency_status_range_check CHECK (status BETWEEN -2147483648 AND 2147483647),
    PRIMARY KEY (caller, operation, key)
) STRICT;

CREATE TABLE ledger_heads (
    name TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;

-- Search: the folded words of every thing that can be found.
CREATE TABLE search_entries (
    row_id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT search_entries_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    )),
    CONSTRAINT search_entries_subject_key UNIQUE (subject),
    CONSTRAINT search_entries_subject_length_check CHECK (length(subject) = 16)
) STRICT;

-- The marks (M*) belong to their letters: without them Malayalam words would be cut at every vowel
-- sign. Words come folded, so nothing else is done to them here.
CREATE VIRTUAL TABLE search_index USING fts5 (
    words,
    content = 'search_entries',
    content_rowid = 'row_id',
    prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);

CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_index (rowid, words) VALUES (new.row_id, new.words);
END;

CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.row_id, old.words);
END;

CREATE TRIGGER search_entries_update AFTER UPDATE ON search_entries WHEN old.words <> new.words BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.row_id, old.words);
    INSERT INTO search_index (rowid, words) VALUES (new.row_id, new.words);
END;

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
INSERT INTO ledger_heads (name, seq, digest) VALUES ('audit', 0, x'');
