//! Health, the document, its explorer, the documentation of problems, and the figures.

use crate::Service;
use crate::openapi::problems;
use crate::problem::{Kind, Problem};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_swagger_ui::{Config as SwaggerConfig, SwaggerUi};

/// Whether the server is healthy.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    #[schema(max_length = 16, pattern = "^[a-z]+$")]
    pub status: &'static str,
}

const OK: Health = Health { status: "ok" };

/// Whether the process is alive
///
/// Answers while the process is alive. Restart the process if this fails.
#[utoipa::path(get, path = "/health/live", tag = "site", responses((status = 200, description = "Alive.", body = Health)))]
pub(crate) async fn is_alive() -> HttpResponse {
    HttpResponse::Ok().json(OK)
}

/// Whether the server takes requests
///
/// 200 while the database answers and the server is not stopping; otherwise 503.
#[utoipa::path(get, path = "/health/ready", tag = "site", responses((status = 200, description = "Ready.", body = Health)))]
pub(crate) async fn is_ready(service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    if service.is_draining() {
        return Err(Problem::new(Kind::Unavailable).retry_after(5));
    }
    service.application.read(|repo| repo.ping().map_err(Problem::from)).await?;
    Ok(HttpResponse::Ok().json(OK))
}

/// A `security.txt` is not to be believed for longer (RFC 9116 advises less than a year).
const CONTACT_DAYS: u64 = 180;

/// The contacts, as text.
#[derive(ToSchema)]
#[schema(max_length = 100_000)]
pub(crate) struct SecurityTxt(String);

/// Whom to tell of a weakness
///
/// Contacts by RFC 9116. Where the operator has named none, there is no such file.
#[utoipa::path(
    get, path = "/.well-known/security.txt", tag = "site",
    responses((status = 200, description = "The contacts.", body = inline(SecurityTxt), content_type = "text/plain",
        example = "Contact: mailto:security@example.org\nExpires: 2027-05-20T00:00:00Z\nPreferred-Languages: en, ml\n")),
    security(())
)]
pub(crate) async fn get_security_txt(service: web::Data<Service>) -> Result<HttpResponse, Problem> {
    let lines = security_lines(&service).ok_or(Problem::new(Kind::NotFound))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .body(SecurityTxt(lines.join("\n") + "\n").0))
}

/// The lines of `security.txt` (RFC 9116); `None` where nobody can be reached.
fn security_lines(service: &Service) -> Option<Vec<String>> {
    let config = &service.config;
    let contacts = config.contacts();
    let mut lines: Vec<String> = contacts.map(|contact| format!("Contact: {contact}")).collect();
    lines.first()?;
    // Of the day, so that the file is the same until tomorrow.
    let until = service.application.now().day().after(CONTACT_DAYS);
    lines.push(format!("Expires: {until}T00:00:00Z"));
    lines.push("Preferred-Languages: en, ml".to_owned());
    let url = config.public_url.as_deref();
    if let Some(url) = url.filter(|url| url.starts_with("https://")) {
        let root = url.trim_end_matches('/');
        lines.push(format!("Canonical: {root}/.well-known/security.txt"));
    }
    Some(lines)
}

/// Only what is ours, no inline script, nothing from elsewhere; the explorer styles inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

pub(crate) fn configure(router: &mut web::ServiceConfig) {
    let get = |path: &str| {
        web::resource(path).default_service(super::super::wrong_method("GET, HEAD".to_owned()))
    };
    router
        .service(get("/").route(super::super::route(actix_web::http::Method::GET).to(home)))
        .service(get("/docs").route(super::super::route(actix_web::http::Method::GET).to(home)))
        .service(
            get("/openapi.json")
                .route(super::super::route(actix_web::http::Method::GET).to(document)),
        )
        .service(
            get("/problems")
                .route(super::super::route(actix_web::http::Method::GET).to(all_problems)),
        )
        .service(
            get("/problems/{slug}")
                .route(super::super::route(actix_web::http::Method::GET).to(one_problem)),
        )
        .service(
            get("/metrics").route(super::super::route(actix_web::http::Method::GET).to(metrics)),
        )
        .service(
            web::scope("/docs")
                .default_service(super::super::wrong_method("GET, HEAD".to_owned()))
                .wrap(
                    actix_web::middleware::DefaultHeaders::new()
                        .add((CONTENT_SECURITY_POLICY, POLICY)),
                )
                .service(
                    SwaggerUi::new("/{_:.*}").config(
                        SwaggerConfig::from("/openapi.json")
                            .try_it_out_enabled(true)
                            .persist_authorization(true)
                            .display_request_duration(true)
                            .doc_expansion("none")
                            .filter(true)
                            .validator_url("none"),
                    ),
                ),
        );
}

async fn home() -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, "/docs/")).finish()
}

async fn document(service: web::Data<Service>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CACHE_CONTROL, "public, max-age=60"))
        .body(service.document.clone())
}

async fn all_problems() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/markdown; charset=utf-8"))
        .body(problems::all())
}

async fn one_problem(slug: web::Path<String>) -> Result<HttpResponse, Problem> {
    let kind =
        Kind::ALL.iter().find(|kind| kind.slug() == *slug).ok_or(Problem::new(Kind::NotFound))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/markdown; charset=utf-8"))
        .body(problems::one(*kind)))
}

/// The figures are for a monitor on the same machine: to everybody else they do not exist.
async fn metrics(
    request: HttpRequest,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    // What came through a proxy came from elsewhere, even where the proxy runs on this machine.
    let is_forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
        .iter()
        .any(|name| request.headers().contains_key(*name));
    let here = !is_forwarded
        && request.peer_addr().is_some_and(|peer| {
            peer.ip().is_loopback() || service.config.metrics_from.contains(&peer.ip())
        });
    if !here {
        return Err(Problem::new(Kind::NotFound));
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; version=0.0.4"))
        .body(service.metrics.text()))
}
