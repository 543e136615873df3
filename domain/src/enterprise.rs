//! Enterprises: from a Kudumbashree unit of one woman to a medium firm (rules R2.1 to R2.4).

use crate::activity::ActivityCode;
use crate::place::{DistrictCode, PinCode};
use crate::registration::{Gstin, Udyam};
use crate::{Flaw, Kind, actor::Anchors, entity, entity::Registered, id::EnterpriseId, name::Name};

words! {
    /// What kind of enterprise it is.
    EnterpriseKind("enterprise_kind") {
        /// A firm: proprietary, partnership, company or co-operative.
        Firm = "firm",
        /// A Kudumbashree unit of one woman.
        KudumbashreeIndividual = "kudumbashree_individual",
        /// A Kudumbashree unit of a group of women.
        KudumbashreeGroup = "kudumbashree_group",
        /// A Yuvashree unit: mixed, 18 to 45 years.
        KudumbashreeYuvashree = "kudumbashree_yuvashree",
    }
}

/// What is stated about an enterprise.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnterpriseFacts {
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: EnterpriseKind,
    /// The district that it works in.
    pub district: DistrictCode,
    /// Its postal index number.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub pin_code: Option<PinCode>,
    /// Its Udyam number; most Kudumbashree units have none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub udyam: Option<Udyam>,
    /// Its GST number.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub gstin: Option<Gstin>,
    /// What it does; the first is its main activity.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 8))]
    pub activities: Vec<ActivityCode>,
}

/// An enterprise.
pub type Enterprise = Registered<EnterpriseFacts>;

impl entity::Facts for EnterpriseFacts {
    type Id = EnterpriseId;
    const KIND: Kind = Kind::Enterprise;

    fn anchors(&self, id: EnterpriseId) -> Anchors {
        Anchors {
            districts: vec![self.district.clone()],
            enterprises: vec![id],
            ..Anchors::default()
        }
    }

    fn check(&self) -> Vec<Flaw> {
        let mut flaws = repeated(&self.activities);
        if self
            .gstin
            .as_ref()
            .is_some_and(|gstin| gstin.state() != "32")
        {
            flaws.push(Flaw::new("gstin_not_kerala").at("/gstin"));
        }
        flaws
    }

    fn heading(&self) -> crate::search::Heading {
        crate::search::Heading::of(&self.name).active(&self.activities)
    }

    fn search_text(&self) -> String {
        let mut text = self.name.text();
        for code in [
            self.udyam.as_ref().map(ToString::to_string),
            self.gstin.as_ref().map(ToString::to_string),
        ] {
            text.push(' ');
            text.push_str(&code.unwrap_or_default());
        }
        text
    }
}

/// An activity that is named twice.
pub(crate) fn repeated(activities: &[ActivityCode]) -> Vec<Flaw> {
    let twice = |(place, activity): (usize, &ActivityCode)| {
        activities
            .iter()
            .take(place)
            .any(|a| a == activity)
            .then(|| Flaw::new("repeated").at(&format!("/activities/{place}")))
    };
    activities.iter().enumerate().filter_map(twice).collect()
}
