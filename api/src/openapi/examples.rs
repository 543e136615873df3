//! Examples: one per request body, sent as it stands by a test; the views' are made of them.

use serde_json::{Value, json};

const ID: &str = "019a2b3c-4d5e-7f60-8123-456789abcdef";
const OTHER: &str = "019a2b3c-4d5e-7f60-8123-456789abcde0";
const MOMENT: &str = "2026-11-21T09:30:00.000000Z";

/// The example of each request body.
fn facts() -> Vec<(&'static str, Value)> {
    [actors(), ties_and_judgement(), programme()].concat()
}

/// Places, enterprises, institutions, clusters.
fn actors() -> Vec<(&'static str, Value)> {
    let activity = json!({ "version": "nic_2008", "code": "10612" });
    vec![
        (
            "Place",
            json!({
                "level": "taluk", "code": "5673", "name": { "en": "Cherthala", "ml": "ചേർത്തല" }, "district": "554",
                "centroid": { "latitude": 9.6836, "longitude": 76.3365 }, "other_codes": [{ "system": "census_2011", "code": "05673" }],
                "other_names": ["Shertallai"], "pin_codes": ["688524"], "is_protected": false,
                "areas": [{ "relation": "overlaps", "place": OTHER, "source": "An example" }],
            }),
        ),
        ("Enterprise", enterprise(&activity)),
        (
            "Institution",
            json!({
                "name": { "en": "Government Engineering College, Idukki", "ml": "ഗവ. എൻജിനീയറിങ് കോളേജ്, ഇടുക്കി" }, "kind": "college",
                "district": "556", "aishe": "C-12345", "location": { "latitude": 9.8494, "longitude": 76.9406 }, "fields": ["mechanical", "food processing"],
            }),
        ),
        (
            "Facility",
            json!({
                "institution_id": ID, "name": { "en": "Food testing laboratory", "ml": "ഭക്ഷ്യ പരിശോധനാ ലബോറട്ടറി" }, "kind": "testing_centre",
                "district": "556", "count": 1, "open_to_firms": true, "description": "Moisture, aflatoxin and pesticide residues; NABL accredited.",
                "fields": ["food processing"], "charges": [{ "amount_paise": 120_000, "per": "sample", "basis": "Tariff of 2026; half for micro-enterprises." }],
                "terms": "Write to the institution two weeks before.",
            }),
        ),
        (
            "Cluster",
            json!({
                "name": { "en": "Angamaly rice products cluster", "ml": "അങ്കമാലി അരി ഉൽപ്പന്ന ക്ലസ്റ്റർ" }, "kind": "manufacturing",
                "sector": "food", "district": "555", "constituency": "75", "activities": [activity],
                "location": { "latitude": 10.1960, "longitude": 76.3860 },
                "anchor_places": [{ "level": "assembly_constituency", "code": "76" }],
                "vehicle": { "name": "Angamaly Rice Consortium", "form": "private_company", "registration_number": "U15312KL2019PTC012345", "members": 53, "registered_on": "2019-08-01" },
                "chains": [{
                    "product": { "en": "Parboiled rice", "ml": "പുഴുക്കലരി" },
                    "steps": [
                        { "name": "Soaking and parboiling", "activity": activity, "members": [{ "kind": "institution", "id": OTHER }], "alternatives": [{ "kind": "enterprise", "id": ID }] },
                        { "name": "Hulling and sorting", "members": [], "alternatives": [{ "kind": "institution", "id": OTHER }] },
                    ],
                }],
                "shared_inputs": [{ "tag": "paddy", "members": [{ "kind": "institution", "id": OTHER }] }],
                "machines": [{ "tag": "colour sorter", "members": [{ "kind": "institution", "id": OTHER }] }],
                "skills": [{ "tag": "boiler operation", "members": [{ "kind": "institution", "id": OTHER }] }],
                "brands": [{ "name": "Periyar Rice", "kind": "brand", "registration_number": "4711000" }],
            }),
        ),
    ]
}

/// What ties actors, and what clusters are judged by.
fn ties_and_judgement() -> Vec<(&'static str, Value)> {
    vec![
        (
            "Membership",
            json!({
                "cluster_id": ID, "member": { "kind": "institution", "id": OTHER }, "role": "service_provider", "starts_on": "2026-04-01", "ends_on": "2029-03-31",
                "evidence": [{ "title": "Resolution of the general body", "dated_on": "2026-03-15", "reference": "GB/2026/3" }],
            }),
        ),
        (
            "Linkage",
            json!({
                "from": { "kind": "institution", "id": ID }, "to": { "kind": "cluster", "id": OTHER }, "kind": "research_collaboration",
                "layer": "formal", "strength": 3, "starts_on": "2026-06-01", "note": "Rice bran oil, pilot plant",
            }),
        ),
        (
            "LinkageEvidence",
            json!({
                "linkage_id": ID, "kind": "agreement", "about": "The mill takes its operators to the institute for two weeks a year.",
                "reference": "File DIC/EKM/112, page 9, at the District Industries Centre", "dated_on": "2026-06-01",
                "web_address": "https://example.org/agreements/112.pdf",
            }),
        ),
        (
            "Interest",
            json!({
                "cluster_id": ID, "constituency": "75", "side": "academic", "institution_id": OTHER, "valid_from": "2026-10-01", "valid_until": "2027-09-30",
                "evidence": [{ "title": "Pilot plant for rice bran oil", "dated_on": "2025-06-30", "reference": "Annual report 2025, page 14" }],
            }),
        ),
        (
            "Cooperation",
            json!({
                "cluster_id": ID, "kind": "dialogue_meeting", "happened_on": "2026-10-12", "about": "Common purchase of paddy was discussed.", "participants": 17,
                "evidence": { "title": "Minutes", "dated_on": "2026-10-12", "reference": "M/2026/7" },
            }),
        ),
        (
            "Assessment",
            json!({
                "cluster_id": ID, "indicator": "local_sourcing_share", "value": 0.55, "assessed_on": "2026-10-20", "method": "Purchase registers of nine mills.",
                "evidence": [{ "title": "Survey sheet", "dated_on": "2026-10-20", "reference": "S/2026/4" }],
            }),
        ),
        (
            "RuleSet",
            json!({
                "subject": "ladder", "effective_from": "2099-01-01", "note": "Two dialogue meetings a year are enough for small clusters.",
                "ladder": odoi_domain::formation::cooperation::LadderRules::first(),
            }),
        ),
    ]
}

/// Schemes, calls, and what comes of them.
fn programme() -> Vec<(&'static str, Value)> {
    vec![
        (
            "Scheme",
            json!({
                "code": "GOK-COOL-2026", "name": { "en": "Cold chain support", "ml": "ശീതീകരണ ശൃംഖല സഹായം" }, "government": "gok",
                "owner": "Directorate of Industries and Commerce", "kind": "subsidy", "applicant_kind": "enterprise",
                "conditions": [{ "field": "project_cost_paise", "op": "lte", "value": 500_000_000 }],
                "assistance": [{ "component": "Cold room", "share_bp": 3500, "ceiling_paise": 100_000_000 }],
                "remarks": ["Not with another subsidy on the same cold room."], "source": "An example",
            }),
        ),
        ("Call", call()),
        (
            "Seat",
            json!({
                "district": "555", "designation": "academic", "number": 2,
                "tenures": [{ "account_id": ID, "capacity": "holder", "starts_on": "2026-04-01", "order": "K-DISC/12/2026", "affiliations": [{ "kind": "institution", "id": OTHER }] }],
            }),
        ),
        (
            "Review",
            json!({
                "proposal_id": ID, "seat_id": OTHER, "remark": "The partner should name who will run the plant.",
                "scores": [
                    { "criterion": "novelty", "score": 8, "reason": "No mill of the state makes oil of its bran." },
                    { "criterion": "reach", "score": 6, "reason": "Twenty mills of sixty take part." },
                ],
            }),
        ),
        (
            "Meeting",
            json!({
                "district": "555", "title": "Core group, December 2026", "scheduled_at": "2026-12-14T05:00:00.000000Z", "venue": "Civil Station, Kakkanad",
                "agenda": [
                    { "title": "Rice bran oil from mill waste", "proposal_id": ID, "decides": "shortlist", "corrects": { "meeting_id": OTHER, "item": 0 } },
                    { "title": "Any other business" },
                ],
            }),
        ),
        (
            "Proposal",
            json!({
                "title": { "en": "Rice bran oil from mill waste", "ml": "മില്ലിലെ തവിടിൽ നിന്ന് എണ്ണ" }, "cluster_id": ID, "institution_id": OTHER,
                "objective": "Turn the bran of twenty mills into edible oil in a shared plant.", "asked_paise": 250_000_000,
                "cost_lines": [{
                    "title": "Screw press, two tonnes a day", "kind": "innovation", "amount_paise": 250_000_000, "asset_serials": ["SP-2027-01"],
                    "quotes": [{ "supplier": "Aluva Engineering Works", "amount_paise": 250_000_000 }],
                }],
            }),
        ),
    ]
}

/// The rules of the core groups, as they are published first.
fn group_rules() -> [Value; 2] {
    let published = |subject: &str, note: &str, rule: Value| json!({ "subject": subject, "effective_from": "2099-01-01", "note": note, subject: rule });
    let quorum = json!(odoi_domain::programme::meeting::QuorumRule::default());
    let conflicts = json!(odoi_domain::programme::conflict::ConflictRule::default());
    [
        published("quorum", "More than half of those entitled, and three at least.", quorum),
        published("conflicts", "Two ties, for a year after their end.", conflicts),
    ]
}

/// An enterprise with every fact that goes together: a group that has become a producer company.
fn enterprise(activity: &Value) -> Value {
    let ward = json!({ "level": "assembly_constituency", "code": "75" });
    let anchor = json!({
        "level": "nhg", "source_system": "kudumbashree_mis", "external_id": "NHG-0702-114", "name": "Pournami",
        "local_body": { "level": "grama_panchayat", "code": "221082" },
    });
    json!({
        "name": { "en": "Ponni rice mill", "ml": "പൊന്നി അരിമിൽ" }, "kind": "kudumbashree_group", "district": "555",
        "pin_code": "683574", "udyam": "UDYAM-KL-02-0099123", "gstin": "32AAACK1234F1Z9",
        "further_gstins": ["32AAACK1234FAZ0"], "pan": "AAACK1234F", "ownership": "producer_company",
        "external_ids": [{ "source_system": "kudumbashree_mis", "external_id": "ME-2024-00017" }],
        "constituted_in": 2019, "started_on": "2020-01-15", "address": ["Mill road 7"], "places": [ward],
        "location": { "latitude": 10.1658, "longitude": 76.4396 }, "mobile": "+916000000001",
        "email": "ponni@example.org", "owner_name": "Uma Invented", "owner_gender": "woman",
        "caste_category": "obc", "has_disability": false, "members": 8, "women_members": 8, "workers": 11,
        "kudumbashree": { "anchor": anchor, "sector": "production" },
        "figures": [{
            "financial_year": "2024-25", "investment_paise": 450_000_000, "turnover_paise": 2_100_000_000,
            "exports_paise": 300_000_000,
        }],
        "products": ["Matta rice", "Puttu flour"], "activities": [activity],
    })
}

fn call() -> Value {
    json!({
        "title": { "en": "Value from waste 2027", "ml": "മാലിന്യത്തിൽ നിന്ന് മൂല്യം 2027" }, "brief": "New products from what mills throw away.",
        "opens_at": "2026-12-01T03:30:00.000000Z", "closes_at": "2027-01-31T12:30:00.000000Z", "districts": ["555"],
        "activities": [{ "version": "nic_2008", "code": "106" }], "budget_paise": 2_500_000_000_i64,
        "form": { "version": 1, "schema": {
            "type": "object", "required": ["tonnes_a_day"], "additionalProperties": false,
            "properties": { "tonnes_a_day": { "type": "number", "title": "Waste, in tonnes a day", "exclusiveMinimum": 0 } },
        } },
        "rubric": { "version": 1, "criteria": [
            { "key": "novelty", "title": { "en": "Novelty", "ml": "പുതുമ" }, "weight": 60 },
            { "key": "reach", "title": { "en": "Units that gain", "ml": "ഗുണഭോക്താക്കൾ" }, "weight": 40 },
        ] },
        "bonus": { "points": 500, "cluster_ids": [ID] },
    })
}

/// What the view of a thing has besides its facts.
fn beside(kind: &str) -> Value {
    match kind {
        "Membership" => {
            json!({ "status": "current", "as_of": "2026-11-21", "confirmation": "one_sided" })
        }
        "RuleSet" => json!({ "version": 2 }),
        "Enterprise" => json!({
            "gstin": "32XXXXXXXXXXXXX", "further_gstins": ["32XXXXXXXXXXXXX"], "pan": "XXXXXXXXXX", "mobile": "+91XXXXXXX001", "owner_name": "U*** I***",
            "masked": ["owner_name", "mobile", "email", "pan", "caste_category", "has_disability"],
            "size": {
                "class": "micro", "as_of": "2026-11-21", "financial_year": "2024-25", "notification": "S.O. 1364(E)",
                "effective_from": "2025-04-01",
                "decided_by": [{
                    "measure": "turnover", "amount_paise": 1_800_000_000, "ceiling_paise": 10_000_000_000_i64,
                    "ceiling_of": "micro", "is_exceeded": false,
                }],
            },
        }),
        "Call" => json!({ "state": "draft", "allowed_steps": ["open", "cancel"] }),
        "Seat" => json!({ "nominated_by": "kdisc", "is_convenor": false }),
        "Review" => json!({ "state": "draft", "rubric_version": 1, "proposal_revision": 1 }),
        "Meeting" => json!({
            "state": "called", "quorum_rule": "quorum-1", "conflict_rule": "conflicts-1", "seats": [], "tabled": [], "attendance": [], "items": [], "withheld": [], "tallies": [],
            "allowed_steps": ["update", "open", "cancel"],
        }),
        "Linkage" => json!({ "districts": ["555", "555"], "confirmation": "one_sided" }),
        "LinkageEvidence" => {
            json!({ "state": "stated", "history": [{ "state": "stated", "by": OTHER, "at": MOMENT }] })
        }
        "Proposal" => json!({
            "district": "555", "state": "draft", "state_since_at": MOMENT, "allowed_steps": ["submit", "withdraw"],
        }),
        _ => json!({}),
    }
}

/// Puts the examples beside their schemas.
pub(super) fn add(document: &mut Value) {
    let schemas = schemas_of(document);
    views(schemas);
    bodies(schemas);
    answers(schemas);
    money(schemas);
    steps(document);
}

/// The view and the patch of each thing are made of its facts.
fn views(schemas: &mut Value) {
    for (kind, facts) in facts() {
        let mut view =
            json!({ "id": ID, "revision": 1, "created_at": MOMENT, "updated_at": MOMENT });
        for more in [facts.clone(), beside(kind)] {
            if let (Some(view), Value::Object(more)) = (view.as_object_mut(), more) {
                view.extend(more);
            }
        }
        let patch = match kind {
            "Place" | "Enterprise" | "Institution" | "Facility" | "Cluster" | "Scheme" => {
                json!({ "name": { "ml": null } })
            }
            "Linkage" => json!({ "ends_on": "2026-10-31", "note": null }),
            "Membership" => json!({ "role": "facilitator", "ends_on": null }),
            "Call" => json!({ "brief": "New products from what mills and markets throw away." }),
            "Seat" => json!({ "number": 3 }),
            "Review" => json!({ "remark": null }),
            "Meeting" => json!({ "venue": "Government Guest House, Ernakulam" }),
            _ => json!({ "asked_paise": 200_000_000 }),
        };
        schemas[format!("{kind}Facts")]["examples"] = json!([facts]);
        // What is withdrawn and never changed has no patch.
        if schemas.get(format!("{kind}FactsPatch")).is_some() {
            schemas[format!("{kind}FactsPatch")]["examples"] = json!([patch]);
        }
        schemas[format!("{kind}View")]["examples"] = json!([view]);
    }
}

fn bodies(schemas: &mut Value) {
    schemas["RuleSetFacts"]["examples"]
        .as_array_mut()
        .into_iter()
        .for_each(|examples| examples.extend(group_rules()));
    schemas["WithdrawalFacts"]["examples"] =
        json!([{ "reason": "Entered for the wrong cluster." }]);
    schemas["InitiationFacts"]["examples"] = json!([{ "constituency": "75" }]);
    schemas["Protection"]["examples"] = json!([{ "fields": ["mobile", "udyam"] }]);
    schemas["EnterpriseErasure"]["examples"] = json!([{ "name": { "en": "Rice mill 7, Kalady" } }]);
    schemas["ProvenanceView"]["examples"] = json!([{
        "enterprise_id": ID, "revision": 1,
        "facts": [{ "field": "mobile", "source": "declaration", "as_of": "2026-11-21", "recorded_at": MOMENT, "is_protected": true }],
    }]);
    schemas["DeclarationFacts"]["examples"] =
        json!([{ "reason": "My brother is a partner of one of the mills." }]);
    schemas["Proceedings"]["examples"] = json!([{
        "attendance": [{ "seat_id": ID, "account_id": ID }, { "seat_id": OTHER, "account_id": OTHER },
            { "seat_id": "019a2b3c-4d5e-7f60-8123-456789abcdea", "account_id": "019a2b3c-4d5e-7f60-8123-456789abcdeb" }],
        "items": [
            {
                "discussion": "The pilot plant is the first of its kind in the district.",
                "recusals": [{
                    "seat_id": "019a2b3c-4d5e-7f60-8123-456789abcdea", "ground": "declared", "reason": "A partner of the applicant.",
                    "path": [{ "kind": "cluster", "id": ID }],
                }],
                "motion": {
                    "text": "That the proposal be shortlisted.", "moved_by": ID, "seconded_by": OTHER,
                    "ballots": [{ "seat_id": ID, "vote": "in_favour" }, { "seat_id": OTHER, "vote": "in_favour" }],
                },
            },
            { "discussion": "There was none." },
        ],
    }]);
    schemas["DisclosureView"]["examples"] = json!([{
        "id": ID, "account_id": OTHER, "roles": ["dic_gm"], "purpose": "contact", "told": "value", "operation": "get_enterprise",
        "request_id": "office-2026-117", "shown": [{ "enterprise_id": ID, "fields": ["owner_name", "mobile"] }],
        "revision": 1, "created_at": MOMENT, "updated_at": MOMENT,
    }]);
}

fn answers(schemas: &mut Value) {
    let sizes = json!({ "name": "size_measure", "values": [
        { "value": "investment", "label": { "en": "Investment", "ml": "നിക്ഷേപം" } },
        { "value": "turnover", "label": { "en": "Turnover", "ml": "വിറ്റുവരവ്" } },
    ] });
    schemas["VocabularyView"]["examples"] = json!([sizes]);
    schemas["VocabularyListView"]["examples"] = json!([{ "items": [sizes] }]);
    schemas["Dismissal"]["examples"] =
        json!([{ "reason": "Two brothers, each with a mill of his own: visited on 12 November." }]);
    schemas["CandidateView"]["examples"] = json!([{
        "id": ID, "basis": "masked_numbers", "state": "open", "score": 0.7,
        "reasons": [{ "rule": "same_mobile", "contribution": 0.3 }, { "rule": "same_activity", "contribution": 0.25 }, { "rule": "same_district", "contribution": 0.15 }],
        "enterprises": [{ "id": ID, "name": { "en": "Ponni rice mill" }, "district": "555", "revision": 1 }, { "id": OTHER, "name": { "en": "Periyar rice works" }, "district": "555", "revision": 4 }],
        "decisions": [], "revision": 1, "created_at": MOMENT, "updated_at": MOMENT,
    }]);
    schemas["MembershipEnd"]["examples"] = json!([{ "ends_on": "2026-12-31" }]);
    schemas["AttestationFacts"]["examples"] = json!([{ "evidence": [{
        "title": "Memorandum of understanding", "dated_on": "2026-08-14", "reference": "File K-DISC/ODOI/112, page 9",
    }] }]);
    schemas["AttestationEnd"]["examples"] =
        json!([{ "reason": "The memorandum is of another cluster." }]);
    schemas["EvidenceEnd"]["examples"] = json!([{ "reason": "The invoice is of another buyer." }]);
    schemas["Reason"]["examples"] = json!([{ "reason": "The budget was not passed." }]);
    schemas["MergeFacts"]["examples"] =
        json!([{ "into": OTHER, "into_revision": 3, "take": ["gstin", "pin_code"] }]);
    schemas["StepFacts"]["examples"] =
        json!([{ "reason": "The quotation for the press is missing." }]);
}

fn steps(document: &mut Value) {
    // The steps that this would not do for.
    let minute = json!({ "meeting_id": ID, "item": 0 });
    let sanction = json!({
        "sanctioned_paise": 200_000_000, "minute": minute,
        "terms": {
            "milestones": [{ "title": "The agreement is signed", "due_on": "2027-10-31" }, { "title": "The press is installed", "due_on": "2028-03-31" }],
            "tranches": [{ "amount_paise": 120_000_000, "milestones": [0] }, { "amount_paise": 80_000_000, "milestones": [1] }],
        },
    });
    let nothing = || json!({});
    for (step, body) in [
        ("submit", nothing()),
        ("recall", json!({ "reason": "The quotation of the press has changed." })),
        ("screen", nothing()),
        ("shortlist", json!({ "minute": minute })),
        ("study", nothing()),
        ("recommend", json!({ "minute": minute })),
        ("sanction", sanction),
        ("start", nothing()),
        ("complete", json!({ "reason": "The plant runs, and every bill is accounted for." })),
    ] {
        said(document, &format!("/v1/proposals/{{id}}/{step}"), body);
    }
    for (step, body) in [
        ("open", nothing()),
        ("close", nothing()),
        ("archive", json!({ "reason": "Every award is settled." })),
    ] {
        said(document, &format!("/v1/calls/{{id}}/{step}"), body);
    }
    let enough = json!({ "reason": "The rest of the work is not needed." });
    said(document, "/v1/awards/{id}/end", enough);
}

/// The example of one operation, where that of its schema would mislead.
fn said(document: &mut Value, path: &str, body: Value) {
    let content = &mut document["paths"][path]["post"]["requestBody"]["content"];
    content["application/json"]["example"] = body;
}

fn schemas_of(document: &mut Value) -> &mut Value {
    &mut document["components"]["schemas"]
}

/// What is done to an award.
fn money(schemas: &mut Value) {
    let tranche = json!({ "tranche": 0 });
    let invoice = json!({
        "supplier": "Aluva Engineering Works", "number": "AEW/27/114", "dated_on": "2026-11-21", "cost_line": 0, "amount_paise": 119_000_000,
    });
    for (name, example) in [
        (
            "MilestoneReport",
            json!({ "milestone": 0, "evidence": "Installed and run for ten days; photographs are in the file.", "documents": [ID] }),
        ),
        ("WhichMilestone", json!({ "milestone": 0 })),
        ("WhichTranche", tranche),
        ("Release", json!({ "tranche": 0, "minute": { "meeting_id": ID, "item": 3 } })),
        ("Payment", json!({ "tranche": 0, "reference": "BIMS/2027/00417" })),
        (
            "Certification",
            json!({
                "tranche": 0,
                "certificate": { "invoices": [invoice], "interest_earned_paise": 41_250, "interest_deposited_paise": 0, "closing_paise": 1_041_250 },
            "documents": [ID],
            }),
        ),
        (
            "CertificateReturn",
            json!({ "tranche": 0, "reason": "The bill of the press is not readable." }),
        ),
        ("ReleaseReversal", json!({ "tranche": 0, "reason": "The minutes were corrected." })),
        ("PostingReversal", json!({ "posting_id": ID, "reason": "It was another cluster's." })),
        ("EndReversal", json!({ "reason": "The work goes on: the wrong award was ended." })),
        (
            "MilestoneReversal",
            json!({ "milestone": 0, "reason": "The photographs show another press." }),
        ),
        (
            "RefundFacts",
            json!({ "refund_paise": 1_000_000, "interest_paise": 41_250, "reference": "GRN KL027114" }),
        ),
    ] {
        schemas[name]["examples"] = json!([example]);
    }
}
