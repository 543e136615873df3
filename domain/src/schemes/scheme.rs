//! Schemes: what central, state and bank programmes already pay (rule R7.1).
//!
//! Conditions and components are kept as data from the first day; the rules that read them come
//! with the matching of schemes.

use crate::Code;
use crate::kernel::entity;
use crate::kernel::entity::Registered;
use crate::kernel::id::SchemeId;
use crate::kernel::money::Paise;
use crate::kernel::name::Name;
use crate::kernel::text::{Line, Prose, Text};
use crate::policy::actor::Anchors;
use crate::{EventType, Kind, Violation};

words! {
    /// Whose scheme it is.
    Government("government") {
        /// Government of India.
        Goi = "goi" ("Government of India", "കേന്ദ്ര സർക്കാർ"),
        /// Government of Kerala.
        Gok = "gok" ("Government of Kerala", "കേരള സർക്കാർ"),
        /// A bank.
        Bank = "bank" ("Bank", "ബാങ്ക്"),
        /// A local body.
        LocalBody = "local_body" ("Local body", "തദ്ദേശ സ്ഥാപനം"),
    }
}

words! {
    /// What the scheme gives.
    SchemeKind("scheme_kind") {
        /// A grant.
        Grant = "grant" ("Grant", "ഗ്രാന്റ്"),
        /// A subsidy on a cost.
        Subsidy = "subsidy" ("Subsidy", "സബ്സിഡി"),
        /// A loan.
        Loan = "loan" ("Loan", "വായ്പ"),
        /// A guarantee for a loan.
        Guarantee = "guarantee" ("Guarantee", "വായ്പാ ഗ്യാരന്റി"),
        /// A service.
        Service = "service" ("Service", "സേവനം"),
    }
}

words! {
    /// How a condition compares its field with its value.
    Comparison("comparison") {
        /// Equal.
        Eq = "eq" ("Equal to", "തുല്യം"),
        /// Not equal.
        Ne = "ne" ("Not equal to", "തുല്യമല്ല"),
        /// One of a list.
        In = "in" ("One of", "ഇവയിലൊന്ന്"),
        /// None of a list.
        NotIn = "not_in" ("None of", "ഇവയൊന്നുമല്ല"),
        /// At least.
        Gte = "gte" ("At least", "കുറഞ്ഞത്"),
        /// At most.
        Lte = "lte" ("At most", "പരമാവധി"),
        /// More than.
        Gt = "gt" ("More than", "ഇതിൽ കൂടുതൽ"),
        /// Less than.
        Lt = "lt" ("Less than", "ഇതിൽ കുറവ്"),
        /// Between two bounds, both included.
        Between = "between" ("Between", "ഇവയ്ക്കിടയിൽ"),
        /// Present at all.
        Present = "present" ("Stated", "നൽകിയിട്ടുണ്ട്"),
        /// Begins with one of a list.
        Prefix = "prefix" ("Begins with", "തുടങ്ങുന്നത്"),
    }
}

text_word! {
    /// The short code of a scheme.
    SchemeCode("scheme_code") {
        check: |text| {
            let fits = (2..=32).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
            if fits { Ok(()) } else { Err(Violation::new(Code::SchemeCode)) }
        },
        max_length: 32,
        pattern: "^[A-Z0-9-]{2,32}$",
        example: "MSE-CDP-CFC",
    }
}

/// The largest magnitude of a number in a condition: every JSON client can hold it exactly.
#[cfg(feature = "openapi")]
const LARGEST_NUMBER: i64 = 9_007_199_254_740_991;

/// A value of a condition: a truth, a whole number (amounts are paise), a text, or a list of
/// numbers or of texts.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Operand {
    /// A truth.
    Truth(bool),
    /// A whole number; amounts are paise.
    Number(i64),
    /// A text.
    Text(Line),
    /// Numbers: the two bounds of `between`, or a list.
    Numbers(Vec<i64>),
    /// Texts.
    Texts(Vec<Line>),
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Operand {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{
            ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, SchemaFormat, Type,
        };
        let number = || {
            ObjectBuilder::new()
                .schema_type(Type::Integer)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
                .minimum(Some(-LARGEST_NUMBER))
                .maximum(Some(LARGEST_NUMBER))
        };
        OneOfBuilder::new()
            .description(Some(
                "A boolean, a whole number (amounts are paise), a text, or a list of either.",
            ))
            .item(ObjectBuilder::new().schema_type(Type::Boolean))
            .item(number())
            .item(Line::schema())
            .item(ArrayBuilder::new().items(number()).min_items(Some(1)).max_items(Some(50)))
            .item(ArrayBuilder::new().items(Line::schema()).min_items(Some(1)).max_items(Some(50)))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Operand {
    fn name() -> std::borrow::Cow<'static, str> {
        "Operand".into()
    }
}

/// One condition of eligibility.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The fact that is compared.
    #[cfg_attr(feature = "openapi", schema(inline, example = "spv_member_units"))]
    pub field: Text<60>,
    /// The comparison.
    pub op: Comparison,
    /// The value to compare with.
    pub value: Operand,
}

/// One component of assistance.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Assistance {
    /// What it pays for.
    #[cfg_attr(feature = "openapi", schema(inline, example = "CFC, project cost 5-10 cr"))]
    pub component: Prose<400>,
    /// Its share of the cost in basis points (1 % is 100), if it is a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10_000))]
    pub share_bp: Option<i32>,
    /// Its ceiling in paise, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub ceiling_paise: Option<Paise>,
    /// When it applies, if not always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub when: Option<Prose<400>>,
}

/// What is stated about a scheme.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SchemeFacts {
    /// Its short code, unique.
    pub code: SchemeCode,
    /// Its name.
    pub name: Name,
    /// The government, bank or body that owns it.
    pub government: Government,
    /// The ministry, department or body that runs it.
    #[cfg_attr(feature = "openapi", schema(inline, example = "O/o DC(MSME)"))]
    pub owner: Line,
    /// The type of assistance.
    pub kind: SchemeKind,
    /// Who may apply for it.
    #[cfg_attr(feature = "openapi", schema(inline, example = "cluster_spv"))]
    pub applicant_kind: Line,
    /// Conditions of eligibility.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub conditions: Vec<Condition>,
    /// Components of assistance.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub assistance: Vec<Assistance>,
    /// Rules that are not structured yet, as published: stacking with other schemes, special cases.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, max_items = 30))]
    pub remarks: Vec<Prose<600>>,
    /// The source of the facts, and how certain they are.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(inline, nullable))]
    pub source: Option<Prose<600>>,
}

/// A scheme.
pub type Scheme = Registered<SchemeFacts>;

impl entity::Facts for SchemeFacts {
    type Id = SchemeId;
    const KIND: Kind = Kind::Scheme;
    const CREATED: EventType = EventType::SchemeCreated;
    const UPDATED: EventType = EventType::SchemeUpdated;
    const REMOVED: EventType = EventType::SchemeRemoved;

    fn anchors(&self, _id: SchemeId) -> Anchors {
        Anchors::default()
    }

    fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (place, condition) in self.conditions.iter().enumerate() {
            let fits = match (condition.op, &condition.value) {
                (Comparison::Between, Operand::Numbers(bounds)) => {
                    matches!(bounds.as_slice(), [low, high] if low <= high)
                }
                (Comparison::Between, _) => false,
                (Comparison::In | Comparison::NotIn | Comparison::Prefix, value) => {
                    matches!(value, Operand::Numbers(_) | Operand::Texts(_))
                }
                (Comparison::Gte | Comparison::Lte | Comparison::Gt | Comparison::Lt, value) => {
                    // A text is a day here: `commenced_on` at least `2022-04-01`.
                    matches!(value, Operand::Number(_) | Operand::Text(_))
                }
                (Comparison::Present, value) => matches!(value, Operand::Truth(_)),
                (Comparison::Eq | Comparison::Ne, value) => {
                    matches!(value, Operand::Truth(_) | Operand::Number(_) | Operand::Text(_))
                }
            };
            if !fits {
                violations
                    .push(Violation::new(Code::Operand).at(&format!("/conditions/{place}/value")));
            }
        }
        violations
    }

    fn heading(&self) -> crate::kernel::search::Heading {
        crate::kernel::search::Heading::of(&self.name)
    }

    fn search_text(&self) -> String {
        format!("{} {} {}", self.name.text(), self.code, self.owner)
    }
}
