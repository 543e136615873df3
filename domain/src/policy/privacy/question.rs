//! Which operations could say yes or no about a masked fact, and what they say: one table.
//!
//! An operation that takes a masked fact, or a text that could be one, has a row here, be it that it answers
//! nothing: then no answer to what is right differs from that to what is wrong.

use super::PersonalField::{self, CasteCategory, Email, HasDisability, Mobile, OwnerName, Pan};
use crate::policy::Action;

words! {
    /// What somebody was told of a personal fact.
    Told("told") {
        /// The fact itself.
        Value = "value" ("The fact itself", "വിവരം തന്നെ"),
        /// Whether it is the same as what was stated, or as that of another enterprise.
        Match = "match" ("Whether it is the same", "ഒന്നുതന്നെയാണോ എന്ന്"),
        /// That a number belongs to another enterprise already: a write was refused.
        Taken = "taken" ("Another enterprise has it", "മറ്റൊരു സംരംഭത്തിന്റേതാണെന്ന്"),
    }
}

/// What an operation answers about a masked fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// Nothing.
    Nothing,
    /// Whether it is what was stated: to those who may see it, for a purpose, logged and limited.
    Match,
    /// Which enterprises have it in common: to those who may see it of both, for a purpose, and logged.
    Pairs,
    /// That another enterprise has it (409): to everybody who writes, logged and limited; which one is named to those
    /// who may see it, for a purpose.
    Taken,
}

impl Answers {
    /// What the log says that was told.
    #[must_use]
    pub const fn told(self) -> Told {
        match self {
            Self::Nothing => Told::Value,
            Self::Match | Self::Pairs => Told::Match,
            Self::Taken => Told::Taken,
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Question {
    /// The operation, as the document names it.
    pub operation: &'static str,
    /// Its action.
    pub action: Action,
    /// The masked facts that it takes or compares.
    pub facts: &'static [PersonalField],
    /// What it answers about them.
    pub answers: Answers,
    /// How.
    pub how: &'static str,
}

const fn ask(
    (operation, action): (&'static str, Action),
    facts: &'static [PersonalField],
    answers: Answers,
    how: &'static str,
) -> Question {
    Question { operation, action, facts, answers, how }
}

const ALL: &[PersonalField] = PersonalField::ALL;
/// What two enterprises can have in common: a PAN belongs to one.
const COMMON: &[PersonalField] = &[Mobile];
/// What somebody may type to search by; the others are words of a closed list.
const SPELT: &[PersonalField] = &[OwnerName, Mobile, Email, Pan];
const CREATE: (&str, Action) = ("create_enterprise", Action::CreateEnterprise);
const UPDATE: (&str, Action) = ("update_enterprise", Action::UpdateEnterprise);
const TRY: (&str, Action) = ("try_enterprise_duplicates", Action::TryDuplicates);
const UNDO: (&str, Action) = ("undo_merge", Action::UndoMerge);
const TAKEN: &str = "One PAN belongs to one enterprise, in a GST number too.";
const PAIRED: &str =
    "Pairs that masked numbers make alike are a worklist of their own, listed with a purpose only.";

/// The table of questions.
pub const QUESTIONS: &[Question] = &[
    ask(CREATE, &[Pan], Answers::Taken, TAKEN),
    ask(
        CREATE,
        &[OwnerName, Mobile, Email, CasteCategory, HasDisability],
        Answers::Nothing,
        "Nothing is compared.",
    ),
    ask(UPDATE, &[Pan], Answers::Taken, TAKEN),
    ask(
        UPDATE,
        ALL,
        Answers::Nothing,
        "What is stated is not compared with what is kept: a masked fact that is stated is stated anew, and numbers of one PAN are stated together.",
    ),
    ask(
        TRY,
        &[Mobile, Pan],
        Answers::Match,
        "Enterprises with a number in common are found where their numbers may be seen.",
    ),
    ask(
        TRY,
        &[OwnerName, Email, CasteCategory, HasDisability],
        Answers::Nothing,
        "They are not compared.",
    ),
    ask(
        ("list_enterprise_duplicates", Action::FindDuplicates),
        COMMON,
        Answers::Match,
        "Enterprises with a number in common are found where the numbers of both may be seen.",
    ),
    ask(("list_duplicate_candidates", Action::ListCandidates), COMMON, Answers::Pairs, PAIRED),
    ask(("get_duplicate_candidate", Action::ReadCandidate), COMMON, Answers::Pairs, PAIRED),
    ask(("dismiss_duplicate_candidate", Action::DismissCandidate), COMMON, Answers::Pairs, PAIRED),
    ask(("reopen_duplicate_candidate", Action::ReopenCandidate), COMMON, Answers::Pairs, PAIRED),
    ask(
        UNDO,
        &[Pan],
        Answers::Taken,
        "The PAN of the one that comes back may have been stated of another since.",
    ),
    ask(
        UNDO,
        &[OwnerName, Mobile, Email, CasteCategory, HasDisability],
        Answers::Nothing,
        "A masked fact that has been stated since the merge stays, whatever was stated.",
    ),
    ask(
        ("erase_personal_data", Action::EraseEnterprise),
        &[OwnerName],
        Answers::Match,
        "A name that holds the owner's is refused; the purpose is the request of the person.",
    ),
    ask(
        ("get_provenance", Action::ReadEnterprise),
        ALL,
        Answers::Nothing,
        "A masked fact that is stated again has a new day and source, whatever was stated.",
    ),
    ask(
        ("list_enterprises", Action::ListEnterprises),
        SPELT,
        Answers::Nothing,
        "Words find names and numbers that are not masked.",
    ),
    ask(
        ("search", Action::Search),
        SPELT,
        Answers::Nothing,
        "Words find names and numbers that are not masked.",
    ),
];

/// The row by which an operation tells something of masked facts; `None` where it tells nothing.
#[must_use]
pub fn telling(operation: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|row| row.operation == operation && row.answers != Answers::Nothing)
}

/// The table as anybody can read it.
#[must_use]
pub fn question_table() -> String {
    let mut out = String::from("| operation | facts | it answers | how |\n|---|---|---|---|\n");
    for row in QUESTIONS {
        let names: Vec<&str> = row.facts.iter().map(|fact| fact.text()).collect();
        let answers = match row.answers {
            Answers::Nothing => "nothing",
            Answers::Match => "whether it is so, by purpose; logged; limited",
            Answers::Pairs => "which two have it in common, by purpose; logged",
            Answers::Taken => "409 where another has it; logged; limited; named by purpose",
        };
        out +=
            &format!("| `{}` | {} | {answers} | {} |\n", row.operation, names.join(", "), row.how);
    }
    out
}
