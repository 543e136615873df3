//! The data of the demonstration, as it is written in `odoi/data/demo`.

use super::loader::Person;
use crate::cli::Failed;
use odoi_domain::Day;
use odoi_domain::kernel::money::Paise;
use odoi_domain::kernel::name::Name;
use odoi_domain::kernel::text::{Paragraphs, Prose, Text};
use odoi_domain::policy::actor::Role;
use odoi_domain::programme::meeting::Decision;
use odoi_domain::programme::proposal::ProposalState;
use odoi_domain::programme::review::Score;
use odoi_domain::registry::cluster::ClusterFacts;
use odoi_domain::registry::enterprise::EnterpriseFacts;
use odoi_domain::registry::institution::InstitutionFacts;
use odoi_domain::registry::linkage::{EndKind, Layer, LinkageKind};
use odoi_domain::registry::linkage_evidence::EvidenceKind;
use odoi_domain::registry::place::PlaceFacts;
use odoi_domain::schemes::scheme::SchemeFacts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A scheme has a code of its own, so it needs no key.
pub(super) type SchemeLine = SchemeFacts;

/// A place is known by its level and code.
pub(super) type PlaceLine = PlaceFacts;

/// Something with a key that the rest of the data calls it by.
pub(super) struct KeyedLine<F> {
    pub(super) key: String,
    pub(super) facts: F,
}

pub(super) type InstitutionLine = KeyedLine<InstitutionFacts>;
pub(super) type ClusterLine = KeyedLine<ClusterFacts>;
pub(super) type EnterpriseLine = KeyedLine<EnterpriseFacts>;

#[derive(Deserialize)]
pub(super) struct EndLine {
    pub(super) kind: EndKind,
    pub(super) key: String,
}

#[derive(Deserialize)]
pub(super) struct LinkageLine {
    pub(super) from: EndLine,
    pub(super) to: EndLine,
    pub(super) kind: LinkageKind,
    pub(super) layer: Layer,
    pub(super) strength: i32,
    pub(super) starts_on: Day,
    pub(super) ends_on: Option<Day>,
    pub(super) note: Option<Prose<1000>>,
    pub(super) confirmed: bool,
    /// Stated by the first end.
    #[serde(default)]
    pub(super) evidence: Option<EvidenceLine>,
}

#[derive(Deserialize)]
pub(super) struct EvidenceLine {
    pub(super) kind: EvidenceKind,
    pub(super) about: Prose<1000>,
    pub(super) reference: Text<300>,
    pub(super) dated_on: Day,
}

#[derive(Deserialize)]
pub(super) struct ProposalLine {
    pub(super) title: Name,
    pub(super) cluster: String,
    pub(super) institution: String,
    pub(super) objective: Paragraphs,
    pub(super) asked_paise: Paise,
    pub(super) reaches: ProposalState,
    /// What seat holders say while it is studied.
    #[serde(default)]
    pub(super) reviews: Vec<ReviewLine>,
    /// What a meeting decides that is called and not held yet.
    #[serde(default)]
    pub(super) called: Option<Decision>,
}

#[derive(Deserialize)]
pub(super) struct ReviewLine {
    pub(super) by: Role,
    pub(super) scores: Vec<Score>,
    pub(super) remark: Option<Paragraphs>,
}

/// Somebody who has an account.
#[derive(Deserialize)]
pub(super) struct PersonLine {
    pub(super) sign_in_name: String,
    pub(super) display_name: String,
    #[serde(flatten)]
    pub(super) person: Person,
    /// Whether the banner names the sign-in.
    #[serde(default)]
    pub(super) is_published: bool,
    /// Whether they sit in the core group of their district.
    #[serde(default)]
    pub(super) is_seated: bool,
    /// The key of the centre that they belong to: they stand aside where it proposes, or is tied to who does.
    #[serde(default)]
    pub(super) affiliation: Option<String>,
}

/// All of it.
pub(super) struct Data {
    pub(super) people: Vec<PersonLine>,
    pub(super) places: Vec<PlaceLine>,
    pub(super) schemes: Vec<SchemeLine>,
    pub(super) institutions: Vec<InstitutionLine>,
    pub(super) clusters: Vec<ClusterLine>,
    pub(super) enterprises: Vec<EnterpriseLine>,
    pub(super) linkages: Vec<LinkageLine>,
    pub(super) proposals: Vec<ProposalLine>,
}

pub(super) fn people() -> Result<Vec<PersonLine>, serde_json::Error> {
    serde_json::from_str(include_str!("../../data/demo/people.json"))
}

pub(super) fn read() -> Result<Data, Failed> {
    Ok(Data {
        people: people()?,
        // The local bodies of the Kudumbashree units: a few rows of the Local Government Directory.
        places: serde_json::from_str(include_str!("../../data/demo/places.json"))?,
        schemes: serde_json::from_str(include_str!("../../data/demo/schemes.json"))?,
        institutions: keyed(include_str!("../../data/demo/institutions.json"), &[])?,
        // Which institutions work with a cluster, which cluster an enterprise is near, and where the
        // facts come from is written beside the facts, for people.
        clusters: keyed(
            include_str!("../../data/demo/clusters.json"),
            &["institutions", "source"],
        )?,
        enterprises: keyed(include_str!("../../data/demo/enterprises.json"), &["cluster"])?,
        linkages: serde_json::from_str(include_str!("../../data/demo/linkages.json"))?,
        proposals: serde_json::from_str(include_str!("../../data/demo/proposals.json"))?,
    })
}

fn keyed<F: DeserializeOwned>(text: &str, beside: &[&str]) -> Result<Vec<KeyedLine<F>>, Failed> {
    let mut all = Vec::new();
    for mut line in serde_json::from_str::<Vec<Map<String, Value>>>(text)? {
        let key =
            line.remove("key").and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default();
        for name in beside {
            line.remove(*name);
        }
        let facts = serde_json::from_value(Value::Object(line))
            .map_err(|error| format!("{key}: {error}"))?;
        all.push(KeyedLine { key, facts });
    }
    Ok(all)
}
