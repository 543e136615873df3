//! Problems: every failure there is, as `application/problem+json` (RFC 9457).
//!
//! One table says what each kind is called and which status it has; the documentation under
//! `/problems/` is generated from it.

use crate::language::Language;
use crate::message::message;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION};
use actix_web::{HttpResponse, ResponseError};
use odoi_application::Failure;
use odoi_application::{ConstraintViolation, Error};
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::kernel::entity::Refusal;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::kernel::violation::MAX_TOLD;
use odoi_domain::policy::Denial;
use odoi_domain::policy::disclosure::Shown;
use odoi_domain::policy::privacy::Purpose;
use serde_json::json;

macro_rules! kinds {
    ($($(#[$meta:meta])* $Kind:ident = ($slug:literal, $status:literal, $en:literal, $ml:literal, $help:literal);)+) => {
        /// The kinds of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $(#[doc = $en] $Kind),+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$Kind),+];

            /// The last part of its URI.
            #[must_use]
            pub const fn slug(self) -> &'static str { match self { $(Self::$Kind => $slug),+ } }

            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 { match self { $(Self::$Kind => $status),+ } }

            /// The title in a language.
            #[must_use]
            pub const fn title(self, language: Language) -> &'static str {
                match self { $(Self::$Kind => language.choose($en, $ml)),+ }
            }

            /// What it means and what to do.
            #[must_use]
            pub const fn help(self) -> &'static str { match self { $(Self::$Kind => $help),+ } }
        }
    };
}

kinds! {
    Malformed = ("malformed", 400, "The request is malformed", "അഭ്യർത്ഥന ശരിയായ രൂപത്തിലല്ല",
        "The body is not JSON, or a parameter or header cannot be read. `errors` names each violation.");
    NotSignedIn = ("not-signed-in", 401, "Sign in first", "ആദ്യം സൈൻ ഇൻ ചെയ്യുക",
        "The access token is missing, expired, or of an account or session that has ended. Sign in or refresh.");
    WrongCredentials = ("wrong-credentials", 401, "The credentials are wrong", "നൽകിയ വിവരങ്ങൾ തെറ്റാണ്",
        "The name, password, client secret or refresh token is wrong. The answer does not say which.");
    Forbidden = ("forbidden", 403, "You may not do this", "ഇതിന് നിങ്ങൾക്ക് അനുമതിയില്ല",
        "You may see the resource, but none of your roles allows this operation on it.");
    NotFound = ("not-found", 404, "There is no such resource", "അങ്ങനെയൊന്നില്ല",
        "There is no resource at this URL, or none that you may see. Both cases give the same answer.");
    WrongMethod = ("wrong-method", 405, "The method is not allowed here", "ഈ രീതി ഇവിടെ അനുവദനീയമല്ല",
        "The header `Allow` names the methods of this URL.");
    NotAcceptable = ("not-acceptable", 406, "No representation is acceptable", "സ്വീകാര്യമായ രൂപമില്ല",
        "Answers are JSON: `Accept` must allow application/json. Lists can also be requested as files, by their media types.");
    TooSlow = ("too-slow", 408, "The request came too slowly", "അഭ്യർത്ഥന വളരെ സാവധാനത്തിലായിരുന്നു",
        "The body did not arrive in time. Send it again.");
    IllegalStep = ("illegal-step", 409, "The state does not allow this step", "നിലവിലെ അവസ്ഥയിൽ ഈ നടപടി സാധ്യമല്ല",
        "The lifecycle has no such step from the current state. `allowed_steps` names the possible steps.");
    RequirementsNotMet = ("requirements-not-met", 409, "Requirements are not met", "ഇതിന് വേണ്ട ചിലത് ഇല്ല",
        "The request is valid, but something that it depends on is missing. `errors` names everything that is missing.");
    GateClosed = ("gate-closed", 409, "The programme cannot start here yet", "പദ്ധതി ഇവിടെ ഇപ്പോൾ തുടങ്ങാനാവില്ല",
        "Something that the initiation gate demands is missing. `errors` names exactly what. The attempt is recorded in the history of the gate.");
    Duplicate = ("duplicate", 409, "Another record has the same value", "മറ്റൊരു രേഖയിൽ ഇതേ മൂല്യമുണ്ട്",
        "A value that must be unique is taken. `errors` names the field, and `enterprise_id` the enterprise that has the number, where you may see it of that one.");
    Merged = ("merged", 409, "The enterprise has been merged into another", "ഈ സംരംഭം മറ്റൊന്നിൽ ലയിപ്പിച്ചിരിക്കുന്നു",
        "Two records were merged into one enterprise. `Location` names the remaining one; reads are redirected there (308).");
    InUse = ("in-use", 409, "Other records refer to this one", "മറ്റു രേഖകൾ ഇതിനെ ആശ്രയിക്കുന്നു",
        "Remove or change what refers to it first.");
    KeyInFlight = ("key-in-flight", 409, "The first request is still in progress", "ആദ്യ അഭ്യർത്ഥന പൂർത്തിയായിട്ടില്ല",
        "A request with the same Idempotency-Key is still in progress. Try again shortly.");
    Stale = ("stale", 412, "The resource has changed", "ഇതിനിടെ രേഖ മാറിയിട്ടുണ്ട്",
        "`If-Match` holds an old ETag. Read the resource again and repeat your change.");
    TooLarge = ("too-large", 413, "The request is too large", "അഭ്യർത്ഥന വളരെ വലുതാണ്",
        "The body is larger than the limit.");
    UriTooLong = ("uri-too-long", 414, "The URL is too long", "URL വളരെ നീണ്ടതാണ്",
        "Use fewer or shorter parameters.");
    WrongContentType = ("wrong-content-type", 415, "The content type is not accepted here", "ഈ ഉള്ളടക്ക തരം ഇവിടെ സ്വീകരിക്കില്ല",
        "Send a content type that the documentation names for this operation.");
    Invalid = ("invalid", 422, "The request is not valid", "അഭ്യർത്ഥന സാധുവല്ല",
        "The request is well-formed but breaks rules. `errors` names each violation, with a pointer into the body.");
    KeyReused = ("key-reused", 422, "The idempotency key was used for another request", "ഐഡംപൊട്ടൻസി കീ മറ്റൊരു അഭ്യർത്ഥനയ്ക്ക് ഉപയോഗിച്ചതാണ്",
        "An Idempotency-Key belongs to one payload. Use a new key.");
    PreconditionRequired = ("precondition-required", 428, "If-Match is required", "If-Match നിർബന്ധമാണ്",
        "Send the ETag that you last read in `If-Match`, so that nobody's change is lost.");
    TooManyRequests = ("too-many-requests", 429, "Too many requests", "വളരെയധികം അഭ്യർത്ഥനകൾ",
        "Wait for the number of seconds in `Retry-After`.");
    Internal = ("internal", 500, "Something went wrong on our side", "ഞങ്ങളുടെ ഭാഗത്ത് പിഴവ് സംഭവിച്ചു",
        "A bug. Nothing was written in part. Report the `request_id`: the log has the details.");
    Unavailable = ("unavailable", 503, "Come back shortly", "അൽപ്പസമയം കഴിഞ്ഞ് ശ്രമിക്കുക",
        "The server or its database is starting, stopping or overloaded. Try again after `Retry-After` seconds. `detail` says so where it is not known whether a change was kept.");
}

/// A pointer is cut to so many characters, as the document says.
const LONGEST_POINTER: usize = 1_000;

/// Where something is found that has been merged into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The enterprise that it was merged into.
    pub into: EnterpriseId,
    /// Its URL, once it is known that the caller may see it.
    pub location: Option<String>,
    /// Whether a reader is led there (308) rather than told.
    pub is_redirect: bool,
}

/// The enterprise that has a number already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Which.
    pub enterprise: EnterpriseId,
    /// Whether the caller is told.
    pub is_named: bool,
}

/// What a refusal tells of masked facts: it is given only when the log of disclosures has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// What for.
    pub purpose: Purpose,
    /// Of whom, and which facts.
    pub shown: Vec<Shown>,
}

/// A problem, before it is put into the caller's language.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{kind:?}: {log}")]
pub struct Problem {
    /// What kind.
    pub kind: Kind,
    /// More about this occurrence, for the caller.
    pub detail: Option<Box<Violation>>,
    /// Every violation.
    pub violations: Vec<Violation>,
    /// Seconds after which to try again.
    pub retry_after: Option<u64>,
    /// Where the thing is found that has been merged into another.
    pub elsewhere: Option<Box<Elsewhere>>,
    /// Which enterprise has the number that a write states.
    pub holder: Option<Box<Holder>>,
    /// What it tells of masked facts.
    pub tells: Option<Box<Telling>>,
    /// The methods that the URL allows.
    pub allow: Option<Box<str>>,
    /// What the log shall say and the caller shall not see.
    pub log: String,
}

impl Problem {
    /// A problem without more to say.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self {
            kind,
            detail: None,
            violations: Vec::new(),
            retry_after: None,
            elsewhere: None,
            holder: None,
            tells: None,
            allow: None,
            log: String::new(),
        }
    }

    /// The same with what the log shall say.
    #[must_use]
    pub fn log(mut self, text: impl Into<String>) -> Self {
        self.log = text.into();
        self
    }

    /// The same with its violations, as many as are told.
    #[must_use]
    pub fn violations(mut self, mut violations: Vec<Violation>) -> Self {
        violations.truncate(MAX_TOLD);
        self.violations = violations;
        self
    }

    /// The same with a sentence about this occurrence, by its code.
    #[must_use]
    pub fn detail(mut self, sentence: Violation) -> Self {
        self.detail = Some(Box::new(sentence));
        self
    }

    /// The same, as one that tells something of masked facts.
    #[must_use]
    pub fn telling(mut self, purpose: Purpose, shown: Vec<Shown>) -> Self {
        self.tells = Some(Box::new(Telling { purpose, shown }));
        self
    }

    /// The same with the seconds to wait.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The kind that stands for a status that actix itself answered with.
    #[must_use]
    pub fn of_status(status: u16) -> Self {
        let kind = match status {
            400 => Kind::Malformed,
            404 => Kind::NotFound,
            408 => Kind::TooSlow,
            413 => Kind::TooLarge,
            414 => Kind::UriTooLong,
            415 => Kind::WrongContentType,
            _ => Kind::Internal,
        };
        Self::new(kind)
    }

    /// The document that the caller gets.
    #[must_use]
    pub fn document(
        &self,
        language: Language,
        instance: &str,
        request_id: &str,
    ) -> serde_json::Value {
        let mut document = json!({
            "type": format!("/problems/{}", self.kind.slug()),
            "title": self.kind.title(language),
            "status": self.kind.status(),
            "instance": instance,
            "request_id": request_id,
        });
        if let Some(map) = document.as_object_mut() {
            if let Some(detail) = &self.detail {
                let text = message(language, detail.code, &detail.facts);
                map.insert("detail".to_owned(), json!(text));
            }
            if !self.violations.is_empty() {
                let told = self.violations.iter().take(MAX_TOLD);
                let errors: Vec<_> = told.map(|violation| error(violation, language)).collect();
                map.insert("errors".to_owned(), json!(errors));
            }
            if let Some(holder) = self.holder.as_ref().filter(|holder| holder.is_named) {
                map.insert("enterprise_id".to_owned(), json!(holder.enterprise));
            }
        }
        document
    }
}

fn error(violation: &Violation, language: Language) -> serde_json::Value {
    let text = message(language, violation.code, &violation.facts);
    let code = violation.code.text();
    if let Some(name) = &violation.parameter {
        return json!({ "parameter": name, "code": code, "message": text });
    }
    let pointer: String = violation.pointer.chars().take(LONGEST_POINTER).collect();
    json!({ "pointer": pointer, "code": code, "message": text })
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        if self.elsewhere.as_ref().is_some_and(|e| e.is_redirect) {
            return StatusCode::PERMANENT_REDIRECT;
        }
        StatusCode::from_u16(self.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The body is written where the language and the request are known: in `middleware`.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        if let Some(elsewhere) = &self.elsewhere {
            let location = elsewhere.location.as_deref().map(HeaderValue::from_str);
            if let Some(Ok(location)) = location {
                response.headers_mut().insert(LOCATION, location);
            }
            if elsewhere.is_redirect {
                return response;
            }
        }
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Missing => Self::new(Kind::NotFound),
            Error::Merged(into) => Self {
                elsewhere: Some(Box::new(Elsewhere { into, location: None, is_redirect: false })),
                ..Self::new(Kind::Merged)
            },
            Error::Stale => Self::new(Kind::Stale),
            Error::Violated(ConstraintViolation::Taken(violation)) => {
                Self::new(Kind::Duplicate).violations(vec![violation])
            }
            Error::Violated(ConstraintViolation::TakenBy(violation, enterprise)) => Self {
                holder: Some(Box::new(Holder { enterprise, is_named: false })),
                ..Self::new(Kind::Duplicate).violations(vec![violation])
            },
            Error::Violated(ConstraintViolation::InUse) => Self::new(Kind::InUse),
            Error::Violated(ConstraintViolation::UnknownReference) => {
                Self::new(Kind::Invalid).violations(vec![Violation::new(Code::UnknownReference)])
            }
            Error::KeyReused => Self::new(Kind::KeyReused),
            Error::KeyInFlight => Self::new(Kind::KeyInFlight).retry_after(1),
            Error::Unavailable(why) | Error::Lost(why) => {
                Self::new(Kind::Unavailable).retry_after(2).log(why)
            }
            Error::OutcomeUnknown(why) => Self::new(Kind::Unavailable)
                .retry_after(2)
                .detail(Violation::new(Code::OutcomeUnknown))
                .log(why),
            Error::Internal(why) => Self::new(Kind::Internal).log(why),
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Denied(denial) => denial.into(),
            Failure::Refused(refusal) => refusal.into(),
            Failure::Store(error) => error.into(),
            Failure::InUse(violations) => Self::new(Kind::InUse).violations(violations),
            Failure::Telling { why, purpose, shown } => Self::from(why).telling(purpose, shown),
            Failure::Duplicate(violations) => Self::new(Kind::Duplicate).violations(violations),
            Failure::Absent(violation) => Self::new(Kind::NotFound).detail(violation),
            Failure::Lacking(why) => Self::new(Kind::NotFound).log(why),
            Failure::NoPrecondition => Self::new(Kind::PreconditionRequired),
            Failure::UnreadablePrecondition => Self::new(Kind::Malformed)
                .violations(vec![Violation::new(Code::IfMatch).in_parameter("If-Match")]),
            Failure::Internal(why) => Self::new(Kind::Internal).log(why),
        }
    }
}

impl From<Denial> for Problem {
    fn from(denial: Denial) -> Self {
        Self::new(match denial {
            Denial::Forbidden => Kind::Forbidden,
            Denial::Hidden => Kind::NotFound,
            Denial::SignedOut => Kind::NotSignedIn,
        })
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(violations) => {
                Self::new(Kind::Invalid).violations(violations.into_iter().collect())
            }
            Refusal::RequirementsNotMet(violations) => {
                Self::new(Kind::RequirementsNotMet).violations(violations.into_iter().collect())
            }
            Refusal::OutOfReach => Self::new(Kind::Forbidden),
            Refusal::PermitMismatch { .. } | Refusal::ProofOfAnother => {
                Self::new(Kind::Internal).log(refusal.to_string())
            }
            Refusal::IllegalStep { step, state } => Self::new(Kind::IllegalStep)
                .detail(Violation::new(Code::ImpossibleStep).with(step).with(state)),
        }
    }
}
