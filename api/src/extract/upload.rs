//! A file that is sent as the body: its name in the query, its type in `Content-Type`, its content received
//! piece by piece within a size and a time.
//!
//! Nothing of it is received before the handler has asked whether its sender may attach it. What has come is
//! held in memory until it is kept, so there is room for a few files of the largest size; room is taken by what
//! has come and not by what may come, so that whoever sends slowly keeps nobody else out.

use super::body::{apart, declared, service, too_large};
use super::pairs::read_pairs;
use crate::Service;
use crate::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use odoi_domain::Code;
use odoi_domain::kernel::id::AccountId;
use odoi_domain::programme::attachment::{Content, FileName, MediaType, PIECE, Upload};
use odoi_domain::{Violation, Word};
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

/// How long an upload waits for room.
const TURN: Duration = Duration::from_secs(3);
/// Files of the largest size that there is room for.
const ROOM: usize = 4;
/// Files that one account sends at once: half of the room at most.
const AT_ONCE: usize = 2;

/// What is held of files until they are kept.
pub(crate) struct Uploads {
    /// A permit for each piece.
    room: Arc<Semaphore>,
    senders: Arc<Mutex<HashMap<AccountId, usize>>>,
}

impl Uploads {
    /// Room for files of at most so many bytes.
    pub(crate) fn new(largest: usize) -> Self {
        let pieces = largest.div_ceil(PIECE).max(1).saturating_mul(ROOM);
        Self {
            room: Arc::new(Semaphore::new(pieces.min(Semaphore::MAX_PERMITS))),
            senders: Arc::default(),
        }
    }

    /// Lets an account begin another file, if it is not sending as many as it may.
    fn begin(&self, account: AccountId) -> Result<Sending, Problem> {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        let count = senders.entry(account).or_default();
        if *count >= AT_ONCE {
            return Err(Problem::new(Kind::TooManyRequests)
                .detail(Violation::new(Code::MostUploads).with(AT_ONCE.to_string()))
                .retry_after(5));
        }
        *count += 1;
        Ok(Sending { senders: self.senders.clone(), account, room: None })
    }

    /// Room for one more piece.
    async fn more(&self, sending: &mut Sending) -> Result<(), Problem> {
        let room = tokio::time::timeout(TURN, self.room.clone().acquire_owned()).await;
        let Ok(Ok(room)) = room else {
            return Err(Problem::new(Kind::Unavailable).retry_after(5).log("no room for uploads"));
        };
        match &mut sending.room {
            Some(held) => held.merge(room),
            None => sending.room = Some(room),
        }
        Ok(())
    }
}

/// A file on its way, and the room that it takes: given back when it ends, however it ends.
struct Sending {
    senders: Arc<Mutex<HashMap<AccountId, usize>>>,
    account: AccountId,
    room: Option<OwnedSemaphorePermit>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = senders.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                senders.remove(&self.account);
            }
        }
    }
}

/// A file that is announced: nothing of it has been read.
pub struct Incoming {
    service: Arc<Service>,
    name: FileName,
    media_type: MediaType,
    payload: Payload,
}

/// A file that has come whole and is what it says.
pub struct Uploaded {
    /// Its name.
    pub name: FileName,
    /// Its content.
    pub content: Content,
    /// Held as long as the content is in memory.
    _sending: Sending,
}

impl Uploaded {
    /// What an idempotency key is bound to, besides the URL: the type and the digest of the content.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        format!("{}\n{}", self.content.media_type, self.content.sha256).into_bytes()
    }
}

impl Incoming {
    /// Receives the file for an account that may send it.
    pub async fn receive(mut self, account: AccountId) -> Result<Uploaded, Problem> {
        let service = self.service;
        let limit = service.config.document_limit;
        let mut sending = service.uploads.begin(account)?;
        let read = async {
            let mut upload = Upload::new(limit);
            while let Some(chunk) = self.payload.next().await {
                let chunk =
                    chunk.map_err(|error| Problem::new(Kind::Malformed).log(error.to_string()))?;
                for _ in 0..upload.more_pieces(chunk.len()) {
                    service.uploads.more(&mut sending).await?;
                }
                if !upload.take(&chunk) {
                    return Err(too_large(limit));
                }
            }
            Ok(upload)
        };
        let time = Duration::from_secs(service.config.body_seconds);
        let upload = tokio::time::timeout(time, read)
            .await
            .map_err(|_late| Problem::new(Kind::TooSlow))??;
        let content = apart(&service, move || upload.finish(self.media_type)).await?;
        let invalid = |violation| Problem::new(Kind::Invalid).violations(vec![(violation)]);
        Ok(Uploaded { name: self.name, content: content.map_err(invalid)?, _sending: sending })
    }
}

/// The declared type, if it is one of those that are taken.
fn media_type(request: &HttpRequest) -> Result<MediaType, Problem> {
    let given = request.headers().get(CONTENT_TYPE);
    let given = given.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim();
    MediaType::parse(&kind.to_ascii_lowercase()).map_err(|_unknown| {
        let wanted: Vec<&str> = MediaType::ALL.iter().map(|kind| kind.text()).collect();
        Problem::new(Kind::WrongContentType)
            .detail(Violation::new(Code::WantedType).with(wanted.join(", ")))
    })
}

/// The name of the file, which ends as its type demands.
fn name(request: &HttpRequest, media_type: MediaType) -> Result<FileName, Problem> {
    let today = service(request)?.application.now().day();
    let name: Option<FileName> = read_pairs(request.query_string(), today, |pairs| {
        let text = pairs.once("name").unwrap_or_default();
        let read = match text.as_str() {
            "" => Err(Violation::new(Code::Required)),
            text => FileName::parse(text),
        };
        let ends = |name: &FileName| {
            let lower = name.as_str().to_lowercase();
            media_type.endings().iter().any(|ending| lower.ends_with(ending))
        };
        match read {
            Ok(name) if ends(&name) => Some(name),
            Ok(_) => {
                let violation =
                    Violation::new(Code::FileEnding).with(media_type.endings().join(", "));
                pairs.wrong("name", violation, None)
            }
            Err(violation) => pairs.wrong("name", violation, None),
        }
    })?;
    name.ok_or(Problem::new(Kind::Malformed))
}

impl FromRequest for Incoming {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut announced = || {
            let service = service(request)?;
            let media_type = media_type(request)?;
            let name = name(request, media_type)?;
            declared(request, service.config.document_limit)?;
            Ok(Self { service, name, media_type, payload: payload.take() })
        };
        ready(announced())
    }
}

impl utoipa::IntoParams for Incoming {
    fn into_params(_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let name = ParameterBuilder::new()
            .name("name")
            .parameter_in(ParameterIn::Query)
            .required(utoipa::openapi::Required::True)
            .description(Some(
                "The name of the file. Its ending must match its type (.pdf, .png, .jpg, .jpeg, .docx, .xlsx, .odt, .ods).",
            ))
            .schema(Some(FileName::schema()))
            .build();
        vec![name]
    }
}
