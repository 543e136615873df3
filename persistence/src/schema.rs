//! Every table, kept by hand and compared with both migrated databases by a test.

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    places (id) {
        id -> Uid,
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
    use crate::column::Uid;
    place_codes (place_id, system) {
        place_id -> Uid,
        level -> Text,
        system -> Text,
        code -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Uid;
    place_pin_codes (pin_code, place_id) {
        pin_code -> Text,
        place_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Uid;
    place_relations (place_id, other_id) {
        place_id -> Uid,
        other_id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    enterprises (id) {
        id -> Uid,
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
    use crate::column::Uid;
    enterprise_external_ids (source_system, external_id) {
        source_system -> Text,
        external_id -> Text,
        enterprise_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Uid;
    enterprise_places (enterprise_id, level, code) {
        enterprise_id -> Uid,
        level -> Text,
        code -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    institutions (id) {
        id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    clusters (id) {
        id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    linkages (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        from_kind -> Text,
        from_id -> Uid,
        from_enterprise_id -> Nullable<Uid>,
        from_cluster_id -> Nullable<Uid>,
        from_institution_id -> Nullable<Uid>,
        from_district -> Text,
        from_is_confirmed -> Bool,
        to_kind -> Text,
        to_id -> Uid,
        to_enterprise_id -> Nullable<Uid>,
        to_cluster_id -> Nullable<Uid>,
        to_institution_id -> Nullable<Uid>,
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
    use crate::column::{Doc, Instant, Uid};
    schemes (id) {
        id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    proposals (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        title_en -> Text,
        title_ml -> Nullable<Text>,
        title_key -> Text,
        cluster_id -> Uid,
        institution_id -> Uid,
        objective -> Text,
        asked_paise -> BigInt,
        district -> Text,
        state -> Text,
        state_since -> Instant,
        state_reason -> Nullable<Text>,
        sanctioned_paise -> Nullable<BigInt>,
        call_id -> Nullable<Uid>,
        answers -> Nullable<Doc>,
        cost_lines -> Doc,
        history -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, Uid};
    accounts (id) {
        id -> Uid,
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
    use crate::column::{Instant, Uid};
    grants (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        account_id -> Uid,
        role -> Text,
        scope_kind -> Text,
        scope_target -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, Uid};
    sessions (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        account_id -> Uid,
        generation -> BigInt,
        rotated_at -> Instant,
        expires_at -> Instant,
        revoked_at -> Nullable<Instant>,
        token_generation -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    audit (id) {
        id -> Uid,
        at -> Instant,
        actor -> Nullable<Uid>,
        action -> Text,
        event -> Text,
        kind -> Text,
        subject -> Uid,
        revision -> BigInt,
        facts -> Doc,
        request_id -> Text,
        seq -> Nullable<BigInt>,
        digest -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, Uid};
    changes (id) {
        id -> Uid,
        at -> Instant,
        kind -> Text,
        subject -> Uid,
        revision -> BigInt,
        change -> Text,
        event -> Text,
        position -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, Uid};
    outbox (id) {
        id -> Uid,
        at -> Instant,
        kind -> Text,
        subject -> Uid,
        revision -> BigInt,
        event -> Text,
        delivered_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, Uid};
    known_networks (account_id, digest) {
        account_id -> Uid,
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
    use crate::column::Uid;
    search_entries (row_id) {
        row_id -> BigInt,
        kind -> Text,
        subject -> Uid,
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
    use crate::column::Uid;
    search_anchors (subject, target) {
        subject -> Uid,
        target -> Uid,
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
    use crate::column::Uid;
    search_aliases (source) {
        source -> Uid,
        subject -> Uid,
        words -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    merges (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        merged_id -> Uid,
        into_id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    memberships (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        cluster_id -> Uid,
        enterprise_id -> Nullable<Uid>,
        institution_id -> Nullable<Uid>,
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
    use crate::column::Uid;
    cluster_places (cluster_id, level, code) {
        cluster_id -> Uid,
        level -> Text,
        code -> Text,
    }
}

diesel::table! {
    use crate::column::Uid;
    named_enterprises (cluster_id, enterprise_id) {
        cluster_id -> Uid,
        enterprise_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    statements (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        kind -> Text,
        cluster_id -> Uid,
        institution_id -> Nullable<Uid>,
        district -> Text,
        subject -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    gate_tries (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        cluster_id -> Uid,
        constituency -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    rule_sets (id) {
        id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    calls (id) {
        id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    seats (id) {
        id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    awards (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        proposal_id -> Uid,
        call_id -> Uid,
        cluster_id -> Uid,
        institution_id -> Uid,
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
    use crate::column::Uid;
    award_invoices (award_id, invoice_key) {
        award_id -> Uid,
        invoice_key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    documents (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        proposal_id -> Uid,
        facts -> Doc,
        uploaded_by -> Nullable<Uid>,
        bytes -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Uid;
    document_pieces (document_id, number) {
        document_id -> Uid,
        number -> Integer,
        bytes -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    proposal_revisions (proposal_id, number) {
        proposal_id -> Uid,
        number -> Integer,
        made_at -> Instant,
        submitted_at -> Nullable<Instant>,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Instant, Uid};
    postings (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        call_id -> Uid,
        number -> BigInt,
        proposal_id -> Nullable<Uid>,
        reverses -> Nullable<Uid>,
        action -> Text,
        entered_by -> Nullable<Uid>,
        reference -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Uid;
    posting_movements (posting_id, number) {
        posting_id -> Uid,
        number -> Integer,
        kind -> Text,
        debit -> Text,
        credit -> Text,
        amount_paise -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Uid;
    ledger_balances (call_id, owner_id, account) {
        call_id -> Uid,
        owner_id -> Uid,
        account -> Text,
        paise -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    meetings (id) {
        id -> Uid,
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
    use crate::column::Uid;
    agenda_items (meeting_id, item) {
        meeting_id -> Uid,
        item -> Integer,
        proposal_id -> Nullable<Uid>,
        corrects_id -> Nullable<Uid>,
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
    use crate::column::{Doc, Instant, Uid};
    reviews (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        proposal_id -> Uid,
        seat_id -> Uid,
        proposal_revision -> Integer,
        state -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    former_ties (tie_id, one_id, other_id, ended_on, ground, noted_at) {
        tie_id -> Uid,
        one_id -> Uid,
        other_id -> Uid,
        ended_on -> Date,
        facts -> Doc,
        ground -> Text,
        noted_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Uid};
    former_belongings (account_id, end_id, ended_on) {
        account_id -> Uid,
        end_id -> Uid,
        ended_on -> Date,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    affiliations (account_id, seat_id, end_id, starts_on, stated_at) {
        account_id -> Uid,
        seat_id -> Uid,
        end_id -> Uid,
        starts_on -> Date,
        stated_at -> Instant,
        ends_on -> Nullable<Date>,
        withdrawn_at -> Nullable<Instant>,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    conflict_declarations (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        proposal_id -> Uid,
        account_id -> Uid,
        facts -> Doc,
    }
}

diesel::allow_tables_to_appear_in_same_query!(meetings, agenda_items);
diesel::allow_tables_to_appear_in_same_query!(awards, proposals);
diesel::allow_tables_to_appear_in_same_query!(calls, search_entries);
diesel::allow_tables_to_appear_in_same_query!(institutions, search_entries);
diesel::allow_tables_to_appear_in_same_query!(clusters, cluster_places, search_entries);
diesel::allow_tables_to_appear_in_same_query!(schemes, search_entries);
diesel::allow_tables_to_appear_in_same_query!(proposals, search_entries);
diesel::allow_tables_to_appear_in_same_query!(search_entries, search_anchors);
diesel::allow_tables_to_appear_in_same_query!(enterprises, memberships);
diesel::allow_tables_to_appear_in_same_query!(search_entries, memberships);
diesel::allow_tables_to_appear_in_same_query!(linkages, memberships);

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::{Doc, Instant, Uid};
    disclosures (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        account_id -> Nullable<Uid>,
        purpose -> Text,
        facts -> Doc,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::column::Uid;
    disclosed_enterprises (disclosure_id, enterprise_id) {
        disclosure_id -> Uid,
        enterprise_id -> Uid,
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
    use crate::column::{Doc, Instant, Uid};
    duplicate_candidates (id) {
        id -> Uid,
        revision -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
        one_id -> Uid,
        other_id -> Uid,
        one_district -> Text,
        other_district -> Text,
        rank -> Integer,
        state -> Text,
        facts -> Doc,
        basis -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(audit, disclosures);
