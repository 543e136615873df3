//! What the tests of HTTP state about things: facts that are accepted as they stand.

use crate::client::{Answer, Client};
use serde_json::{Value, json};

pub fn activity(code: &str) -> Value {
    json!({ "version": "nic_2008", "code": code })
}

pub fn place() -> Value {
    json!({
        "level": "taluk", "code": "5673", "name": { "en": "Cherthala", "ml": "ചേർത്തല" },
        "district": "554",
    })
}

pub fn enterprise() -> Value {
    json!({
        "name": { "en": "Ponni rice mill", "ml": "പൊന്നി അരിമിൽ" }, "kind": "firm",
        "district": "555", "pin_code": "683574", "udyam": "UDYAM-KL-02-0099123",
        "gstin": "32AAACK1234F1Z9", "activities": [activity("10612"), activity("10611")],
    })
}

/// An enterprise with nothing but what it must have.
pub fn unit(name: &str) -> Value {
    json!({
        "name": { "en": name }, "kind": "kudumbashree_group", "district": "555",
        "activities": [activity("10612")],
    })
}

pub fn institution() -> Value {
    json!({
        "name": { "en": "Angamaly Polytechnic", "ml": "അങ്കമാലി പോളിടെക്നിക്" }, "kind": "college",
        "district": "555", "aishe": "S-4711", "fields": ["mechanical", "food processing"],
    })
}

/// A laboratory of an institution, in Ernakulam.
pub fn facility(institution: &str) -> Value {
    json!({
        "institution_id": institution, "name": { "en": "Rubber testing laboratory", "ml": "റബ്ബർ പരിശോധനാ ലബോറട്ടറി" },
        "kind": "testing_centre", "district": "555", "count": 2, "open_to_firms": true,
        "description": "Tensile strength, hardness, ageing.", "fields": ["polymer and rubber technology"],
        "charges": [{ "amount_paise": 75_000, "per": "sample", "basis": "Half for micro-enterprises." }],
        "terms": "Booked a week ahead.",
    })
}

pub fn cluster(name: &str) -> Value {
    json!({
        "name": { "en": name, "ml": "അങ്കമാലി അരി ക്ലസ്റ്റർ" }, "kind": "manufacturing",
        "sector": "food", "district": "555", "constituency": "75",
        "activities": [activity("10612")],
    })
}

pub fn scheme(code: &str) -> Value {
    json!({
        "code": code, "name": { "en": "Cold chain support", "ml": "ശീതീകരണ ശൃംഖല സഹായം" },
        "government": "gok", "owner": "Directorate of Industries and Commerce",
        "kind": "subsidy", "applicant_kind": "enterprise",
        "conditions": [{ "field": "project_cost_paise", "op": "lte", "value": 500_000_000 }],
        "assistance": [{
            "component": "Cold room", "share_bp": 3500, "ceiling_paise": 100_000_000,
        }],
        "remarks": ["Not with another subsidy on the same cold room."], "source": "An example",
    })
}

pub fn end(kind: &str, id: &str) -> Value {
    json!({ "kind": kind, "id": id })
}

/// An agreement between a cluster and an institution.
pub fn linkage(cluster: &str, institution: &str) -> Value {
    json!({
        "from": end("cluster", cluster), "to": end("institution", institution), "kind": "training",
        "layer": "formal", "strength": 3, "starts_on": "2026-06-01", "ends_on": "2027-05-31",
        "note": "Operators of sorting machines",
    })
}

/// The first day of a membership.
pub const MEMBER_FROM: &str = "2026-04-01";
/// Its last day.
pub const MEMBER_UNTIL: &str = "2027-03-31";

pub fn membership(cluster: &str, member: Value) -> Value {
    json!({
        "cluster_id": cluster, "member": member, "role": "member", "starts_on": MEMBER_FROM,
        "ends_on": MEMBER_UNTIL, "evidence": [{ "title": "Share register", "reference": "folio 12" }],
    })
}

/// Interest of an academic centre in constituency 75, with evidence of its aptitude.
pub fn academic_interest(cluster: &str, institution: &str) -> Value {
    json!({
        "cluster_id": cluster, "constituency": "75", "side": "academic", "institution_id": institution,
        "valid_from": "2026-10-01", "valid_until": "2027-09-30",
        "evidence": [{ "title": "Pilot plant for rice bran oil", "reference": "Annual report 2025" }],
    })
}

/// The cluster's own interest there.
pub fn cluster_interest(cluster: &str) -> Value {
    json!({
        "cluster_id": cluster, "constituency": "75", "side": "cluster", "valid_from": "2026-10-01",
        "valid_until": "2027-09-30", "evidence": [],
    })
}

pub fn cooperation(cluster: &str, kind: &str, day: &str) -> Value {
    json!({
        "cluster_id": cluster, "kind": kind, "happened_on": day, "about": "Members met.",
        "participants": 17, "evidence": { "title": "Minutes", "reference": "M/7" },
    })
}

pub fn assessment(cluster: &str, indicator: &str, value: f64, day: &str) -> Value {
    json!({
        "cluster_id": cluster, "indicator": indicator, "value": value, "assessed_on": day,
        "method": "Purchase registers.", "evidence": [{ "title": "Survey sheet" }],
    })
}

pub const ASKED: i64 = 250_000_000;

pub fn proposal(cluster: &str, institution: &str) -> Value {
    json!({
        "title": { "en": "Rice bran oil", "ml": "തവിടെണ്ണ" }, "cluster_id": cluster,
        "institution_id": institution, "asked_paise": ASKED,
        "objective": "Turn the bran of twenty mills into edible oil in a shared plant.",
    })
}

/// An innovation line of so much, and one that seed money does not pay.
pub fn cost_lines(paise: i64) -> Value {
    json!([
        { "title": "Screw press", "kind": "innovation", "amount_paise": paise },
        { "title": "Shed", "kind": "other", "amount_paise": 70_000_000 },
    ])
}

/// The same facts with one value changed.
pub fn with(mut facts: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    facts.pointer_mut(parent).expect("a parent")[name] = value;
    facts
}

/// Evidence of a linkage.
pub fn linkage_evidence(linkage: &str) -> Value {
    json!({
        "linkage_id": linkage, "kind": "agreement", "about": "Operators are trained twice a year.",
        "reference": "File 112, DIC Ernakulam", "dated_on": "2026-05-20", "web_address": "https://example.org/112.pdf",
    })
}

/// What an attestation rests on.
pub fn evidence() -> Value {
    json!({ "evidence": [{ "title": "Memorandum of understanding", "reference": "File 112, page 9" }] })
}

/// A linkage or membership that has just been made, once an officer has attested it; its path.
pub async fn attested(officer: &Client, made: &Answer) -> String {
    let path = made.header("location").expect("a location").to_owned();
    officer.step(&path, "attest", &evidence()).await.expect(200);
    path
}

/// An id that nothing has.
pub const NOBODY: &str = "019a2b3c-4d5e-7f60-8123-456789abcdef";

/// A call for these districts.
pub fn call(districts: &[&str]) -> Value {
    json!({
        "title": { "en": "Value from waste", "ml": "മാലിന്യത്തിൽ നിന്ന്" }, "brief": "What mills throw away.",
        "opens_at": "2026-12-01T00:00:00.000000Z", "closes_at": "2026-12-31T00:00:00.000000Z",
        "districts": districts, "budget_paise": 300_000_000,
        "form": { "version": 1, "schema": {
            "type": "object", "required": ["waste", "units"], "additionalProperties": false,
            "properties": {
                "waste": { "type": "string", "minLength": 3 },
                "units": { "type": "integer", "minimum": 5 },
            },
        } },
        "rubric": { "version": 1, "criteria": [
            { "key": "novelty", "title": { "en": "Novelty" }, "weight": 60 },
            { "key": "reach", "title": { "en": "Reach" }, "weight": 40 },
        ] },
    })
}
