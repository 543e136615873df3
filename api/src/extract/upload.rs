//! A file that is sent as the body: its name in the query, its type in `Content-Type`, its content
//! received piece by piece within a size and a time.

use super::body::service;
use super::query::read_pairs;
use crate::problem::{Fault, Kind, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use odoi_domain::attachment::{Content, FileName, MediaType, Upload};
use odoi_domain::{Flaw, Word};
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

/// How long an upload waits for its turn.
const TURN: Duration = Duration::from_secs(3);

/// A file that has come whole and is what it says.
pub struct Uploaded {
    /// Its name.
    pub name: FileName,
    /// Its content.
    pub content: Content,
    /// Held as long as the content is in memory.
    _turn: OwnedSemaphorePermit,
}

impl Uploaded {
    /// What an idempotency key is bound to, besides the URL: the type and the digest of the content.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        format!("{}\n{}", self.content.media_type, self.content.sha256).into_bytes()
    }
}

/// The declared type, if it is one of those that are taken.
fn declared(request: &HttpRequest) -> Result<MediaType, Problem> {
    let given = request.headers().get(CONTENT_TYPE);
    let given = given
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim();
    MediaType::parse(&kind.to_ascii_lowercase()).map_err(|_unknown| {
        let wanted: Vec<&str> = MediaType::ALL.iter().map(|kind| kind.text()).collect();
        Problem::new(Kind::WrongContentType)
            .detail(Flaw::new("wanted_type").with(wanted.join(", ")))
    })
}

/// The name of the file, which ends as its type demands.
fn name(request: &HttpRequest, media_type: MediaType) -> Result<FileName, Problem> {
    let today = service(request)?.store.now().day();
    let name: Option<FileName> = read_pairs(request.query_string(), today, |pairs| {
        let text = pairs.once("name").unwrap_or_default();
        let read = match text.as_str() {
            "" => Err(Flaw::new("required")),
            text => FileName::parse(text),
        };
        let ends = |name: &FileName| {
            let lower = name.as_str().to_lowercase();
            media_type
                .endings()
                .iter()
                .any(|ending| lower.ends_with(ending))
        };
        match read {
            Ok(name) if ends(&name) => Some(name),
            Ok(_) => {
                let flaw = Flaw::new("file_ending").with(media_type.endings().join(", "));
                pairs.wrong("name", flaw, None)
            }
            Err(flaw) => pairs.wrong("name", flaw, None),
        }
    })?;
    name.ok_or(Problem::new(Kind::Malformed))
}

fn too_large(limit: usize) -> Problem {
    Problem::new(Kind::TooLarge).detail(Flaw::new("most_bytes").with(limit.to_string()))
}

async fn receive(request: HttpRequest, mut payload: Payload) -> Result<Uploaded, Problem> {
    let service = service(&request)?;
    let media_type = declared(&request)?;
    let name = name(&request, media_type)?;
    let limit = service.config.document_limit;
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<usize>().ok());
    if length.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    // What has come is held in memory until it is kept, so only a few come at once.
    let turn = tokio::time::timeout(TURN, service.uploads.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else {
        return Err(Problem::new(Kind::Unavailable)
            .retry_after(5)
            .log("too many uploads"));
    };
    let read = async {
        let mut upload = Upload::new(limit);
        while let Some(chunk) = payload.next().await {
            let chunk =
                chunk.map_err(|error| Problem::new(Kind::Malformed).log(error.to_string()))?;
            if !upload.take(&chunk) {
                return Err(too_large(limit));
            }
        }
        Ok(upload)
    };
    let time = Duration::from_secs(service.config.request_seconds);
    let upload = tokio::time::timeout(time, read)
        .await
        .map_err(|_late| Problem::new(Kind::TooSlow))??;
    // To look through a file takes a while; the workers have others to answer.
    let content = tokio::task::spawn_blocking(move || upload.finish(media_type))
        .await
        .map_err(|error| Problem::new(Kind::Internal).log(error.to_string()))?
        .map_err(|flaw| Problem::new(Kind::Invalid).faults(vec![Fault::from(flaw)]))?;
    Ok(Uploaded {
        name,
        content,
        _turn: turn,
    })
}

impl FromRequest for Uploaded {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Box::pin(receive(request.clone(), payload.take()))
    }
}

impl utoipa::IntoParams for Uploaded {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let name = ParameterBuilder::new()
            .name("name")
            .parameter_in(ParameterIn::Query)
            .required(utoipa::openapi::Required::True)
            .description(Some(
                "The name of the file; it ends as its type demands (.pdf, .png, .jpg, .jpeg, .docx, .xlsx, .odt, .ods).",
            ))
            .schema(Some(FileName::schema()))
            .build();
        vec![name]
    }
}
