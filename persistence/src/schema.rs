//! Every table, kept by hand and compared with both migrated databases by a test.

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    places (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        level -> Text,
        code -> Text,
        name_en -> Text,
        name_ml -> Nullable<Text>,
        name_key -> Text,
        district -> Nullable<Text>,
        latitude -> Nullable<Integer>,
        longitude -> Nullable<Integer>,
        cell -> Nullable<Integer>,
        details -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    place_codes (place_id, system) {
        place_id -> SqlUuid,
        level -> Text,
        system -> Text,
        code -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    place_pin_codes (pin_code, place_id) {
        pin_code -> Text,
        place_id -> SqlUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    place_relations (place_id, other_id) {
        place_id -> SqlUuid,
        other_id -> SqlUuid,
        relation -> Text,
        source -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    activities (version, code) {
        version -> Text,
        code -> Text,
        level -> Text,
        parent -> Nullable<Text>,
        title_en -> Text,
        title_ml -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    enterprises (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        name_en -> Text,
        name_ml -> Nullable<Text>,
        name_key -> Text,
        kind -> Text,
        district -> Text,
        pin_code -> Nullable<Text>,
        udyam -> Nullable<Text>,
        gstin -> Nullable<Text>,
        main_activity -> Text,
        activities -> Doc,
        pan -> Nullable<Text>,
        cin -> Nullable<Text>,
        llpin -> Nullable<Text>,
        size_class -> Nullable<Text>,
        size_review_on -> Nullable<Date>,
        latitude -> Nullable<Integer>,
        longitude -> Nullable<Integer>,
        mobile -> Nullable<Text>,
        uncompared_since -> Nullable<Instant>,
        facts -> Doc,
        cell -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    enterprise_external_ids (source_system, external_id) {
        source_system -> Text,
        external_id -> Text,
        enterprise_id -> SqlUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    enterprise_places (enterprise_id, level, code) {
        enterprise_id -> SqlUuid,
        level -> Text,
        code -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    institutions (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        name_en -> Text,
        name_ml -> Nullable<Text>,
        name_key -> Text,
        kind -> Text,
        district -> Text,
        aishe -> Nullable<Text>,
        fields -> Doc,
        latitude -> Nullable<Integer>,
        longitude -> Nullable<Integer>,
        cell -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    clusters (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        name_en -> Text,
        name_ml -> Nullable<Text>,
        name_key -> Text,
        kind -> Text,
        sector -> Text,
        district -> Text,
        constituency -> Nullable<Text>,
        activities -> Doc,
        details -> Doc,
        latitude -> Nullable<Integer>,
        longitude -> Nullable<Integer>,
        cell -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    linkages (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        from_kind -> Text,
        from_id -> SqlUuid,
        from_enterprise_id -> Nullable<SqlUuid>,
        from_cluster_id -> Nullable<SqlUuid>,
        from_institution_id -> Nullable<SqlUuid>,
        from_district -> Text,
        from_is_confirmed -> Bool,
        to_kind -> Text,
        to_id -> SqlUuid,
        to_enterprise_id -> Nullable<SqlUuid>,
        to_cluster_id -> Nullable<SqlUuid>,
        to_institution_id -> Nullable<SqlUuid>,
        to_district -> Text,
        to_is_confirmed -> Bool,
        kind -> Text,
        layer -> Text,
        strength -> Integer,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        note -> Nullable<Text>,
        bond -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    linkage_evidence (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        linkage_id -> Nullable<SqlUuid>,
        kind -> Text,
        state -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    schemes (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        code -> Text,
        name_en -> Text,
        name_ml -> Nullable<Text>,
        name_key -> Text,
        government -> Text,
        owner -> Text,
        kind -> Text,
        applicant_kind -> Text,
        conditions -> Doc,
        assistance -> Doc,
        remarks -> Doc,
        source -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    proposals (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        title_en -> Text,
        title_ml -> Nullable<Text>,
        title_key -> Text,
        cluster_id -> SqlUuid,
        institution_id -> SqlUuid,
        objective -> Text,
        asked_paise -> BigInt,
        district -> Text,
        state -> Text,
        state_since -> Instant,
        state_reason -> Nullable<Text>,
        sanctioned_paise -> Nullable<BigInt>,
        call_id -> Nullable<SqlUuid>,
        answers -> Nullable<Doc>,
        cost_lines -> Doc,
        history -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, SqlUuid};
    accounts (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        kind -> Text,
        sign_in_name -> Text,
        display_name -> Text,
        secret_hash -> Text,
        is_active -> Bool,
        is_demo -> Bool,
        token_generation -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, SqlUuid};
    grants (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        account_id -> SqlUuid,
        role -> Text,
        scope_kind -> Text,
        scope_target -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, SqlUuid};
    sessions (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        account_id -> SqlUuid,
        generation -> BigInt,
        rotated_at -> Instant,
        expires_at -> Instant,
        revoked_at -> Nullable<Instant>,
        token_generation -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    audit (id) {
        id -> SqlUuid,
        at -> Instant,
        actor -> Nullable<SqlUuid>,
        action -> Text,
        event -> Text,
        kind -> Text,
        subject -> SqlUuid,
        revision -> BigInt,
        facts -> Doc,
        request_id -> Text,
        seq -> Nullable<BigInt>,
        digest -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, SqlUuid};
    changes (id) {
        id -> SqlUuid,
        at -> Instant,
        kind -> Text,
        subject -> SqlUuid,
        revision -> BigInt,
        change -> Text,
        event -> Text,
        position -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, SqlUuid};
    known_networks (account_id, digest) {
        account_id -> SqlUuid,
        digest -> Binary,
        used_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Instant;
    idempotency (caller, operation, key) {
        caller -> Text,
        operation -> Text,
        key -> Text,
        fingerprint -> Binary,
        created_at -> Instant,
        status -> Nullable<Integer>,
        etag -> Nullable<Text>,
        location -> Nullable<Text>,
        body -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    search_entries (row_id) {
        row_id -> BigInt,
        kind -> Text,
        subject -> SqlUuid,
        words -> Text,
        name_en -> Text,
        name_ml -> Nullable<Text>,
        name_key -> Text,
        district -> Text,
        division -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    search_anchors (subject, target) {
        subject -> SqlUuid,
        target -> SqlUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    search_words (row_id) {
        row_id -> BigInt,
        word -> Text,
        sound -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    search_aliases (source) {
        source -> SqlUuid,
        subject -> SqlUuid,
        words -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    merges (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        merged_id -> SqlUuid,
        into_id -> SqlUuid,
        is_undone -> Bool,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    ledger_heads (name) {
        name -> Text,
        seq -> BigInt,
        digest -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    facilities (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        name_key -> Text,
        institution_id -> SqlUuid,
        kind -> Text,
        district -> Text,
        fields_key -> Text,
        open_to_firms -> Bool,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    memberships (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        cluster_id -> SqlUuid,
        enterprise_id -> Nullable<SqlUuid>,
        institution_id -> Nullable<SqlUuid>,
        role -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        cluster_district -> Text,
        member_district -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    cluster_places (cluster_id, level, code) {
        cluster_id -> SqlUuid,
        level -> Text,
        code -> Text,
    }
}

diesel::table! {
    use crate::column::SqlUuid;
    named_enterprises (cluster_id, enterprise_id) {
        cluster_id -> SqlUuid,
        enterprise_id -> SqlUuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    statements (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        kind -> Text,
        cluster_id -> SqlUuid,
        institution_id -> Nullable<SqlUuid>,
        district -> Text,
        subject -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    gate_tries (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        cluster_id -> SqlUuid,
        constituency -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    rule_sets (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        subject -> Text,
        version -> Integer,
        facts -> Doc,
    }
}

diesel::joinable!(grants -> accounts (account_id));
diesel::joinable!(posting_movements -> postings (posting_id));
diesel::allow_tables_to_appear_in_same_query!(postings, posting_movements);
diesel::allow_tables_to_appear_in_same_query!(accounts, grants, sessions);
diesel::allow_tables_to_appear_in_same_query!(places, search_entries);
diesel::allow_tables_to_appear_in_same_query!(places, place_codes);
diesel::allow_tables_to_appear_in_same_query!(places, place_pin_codes);
diesel::allow_tables_to_appear_in_same_query!(places, place_relations);
diesel::allow_tables_to_appear_in_same_query!(enterprises, search_entries);
diesel::allow_tables_to_appear_in_same_query!(enterprises, enterprise_external_ids);
diesel::allow_tables_to_appear_in_same_query!(enterprises, enterprise_places);
diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    calls (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        title_key -> Text,
        state -> Text,
        facts -> Doc,
        district -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    seats (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        district -> Text,
        designation -> Text,
        number -> Integer,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    awards (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        proposal_id -> SqlUuid,
        call_id -> SqlUuid,
        cluster_id -> SqlUuid,
        institution_id -> SqlUuid,
        district -> Text,
        state -> Text,
        asked_paise -> BigInt,
        sanctioned_paise -> BigInt,
        released_paise -> BigInt,
        facts -> Doc,
        due_on -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    award_invoices (award_id, invoice_key) {
        award_id -> SqlUuid,
        invoice_key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    documents (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        proposal_id -> SqlUuid,
        facts -> Doc,
        uploaded_by -> Nullable<SqlUuid>,
        bytes -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    document_pieces (document_id, number) {
        document_id -> SqlUuid,
        number -> Integer,
        bytes -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    proposal_revisions (proposal_id, number) {
        proposal_id -> SqlUuid,
        number -> Integer,
        made_at -> Instant,
        submitted_at -> Nullable<Instant>,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, SqlUuid};
    postings (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        call_id -> SqlUuid,
        number -> BigInt,
        proposal_id -> Nullable<SqlUuid>,
        reverses -> Nullable<SqlUuid>,
        action -> Text,
        entered_by -> Nullable<SqlUuid>,
        reference -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    posting_movements (posting_id, number) {
        posting_id -> SqlUuid,
        number -> Integer,
        kind -> Text,
        debit -> Text,
        credit -> Text,
        amount_paise -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    ledger_balances (call_id, owner_id, account) {
        call_id -> SqlUuid,
        owner_id -> SqlUuid,
        account -> Text,
        paise -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    meetings (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        district -> Text,
        state -> Text,
        minute_number -> Nullable<BigInt>,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    agenda_items (meeting_id, item) {
        meeting_id -> SqlUuid,
        item -> Integer,
        proposal_id -> Nullable<SqlUuid>,
        corrects_id -> Nullable<SqlUuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    minute_chains (district) {
        district -> Text,
        number -> BigInt,
        digest -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    reviews (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        proposal_id -> SqlUuid,
        seat_id -> SqlUuid,
        proposal_revision -> Integer,
        state -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    former_ties (tie_id, one_id, other_id, ended_on, ground, noted_at) {
        tie_id -> SqlUuid,
        one_id -> SqlUuid,
        other_id -> SqlUuid,
        ended_on -> Date,
        facts -> Doc,
        ground -> Text,
        noted_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, SqlUuid};
    former_belongings (account_id, end_id, ended_on) {
        account_id -> SqlUuid,
        end_id -> SqlUuid,
        ended_on -> Date,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    affiliations (account_id, seat_id, end_id, starts_on, stated_at) {
        account_id -> SqlUuid,
        seat_id -> SqlUuid,
        end_id -> SqlUuid,
        starts_on -> Date,
        stated_at -> Instant,
        ends_on -> Nullable<Date>,
        withdrawn_at -> Nullable<Instant>,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    conflict_declarations (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        proposal_id -> SqlUuid,
        account_id -> SqlUuid,
        facts -> Doc,
    }
}

diesel::allow_tables_to_appear_in_same_query!(meetings, agenda_items);
diesel::allow_tables_to_appear_in_same_query!(awards, proposals);
diesel::allow_tables_to_appear_in_same_query!(calls, search_entries);
diesel::allow_tables_to_appear_in_same_query!(institutions, search_entries);
diesel::allow_tables_to_appear_in_same_query!(facilities, search_entries);
diesel::allow_tables_to_appear_in_same_query!(clusters, cluster_places, search_entries);
diesel::allow_tables_to_appear_in_same_query!(schemes, search_entries);
diesel::allow_tables_to_appear_in_same_query!(proposals, search_entries);
diesel::allow_tables_to_appear_in_same_query!(search_entries, search_anchors);
diesel::allow_tables_to_appear_in_same_query!(enterprises, memberships);
diesel::allow_tables_to_appear_in_same_query!(search_entries, memberships);
diesel::allow_tables_to_appear_in_same_query!(linkages, memberships);
diesel::allow_tables_to_appear_in_same_query!(linkages, linkage_evidence);

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    disclosures (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        account_id -> Nullable<SqlUuid>,
        purpose -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::SqlUuid;
    disclosed_enterprises (disclosure_id, enterprise_id) {
        disclosure_id -> SqlUuid,
        enterprise_id -> SqlUuid,
        district -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(disclosures, disclosed_enterprises);

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Instant;
    search_words_left (word) {
        word -> Text,
        due_at -> Instant,
        is_gone -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, SqlUuid};
    duplicate_candidates (id) {
        id -> SqlUuid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        one_id -> SqlUuid,
        other_id -> SqlUuid,
        one_district -> Text,
        other_district -> Text,
        rank -> Integer,
        state -> Text,
        facts -> Doc,
        basis -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(audit, disclosures);
