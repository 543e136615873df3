//! What is known of a request before its handler runs.

use crate::auth::network::Network;
use crate::auth::token::Claims;
use crate::language::Language;
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, HeaderName};
use std::net::{IpAddr, SocketAddr};
use uuid::Uuid;

/// Who the request says that it comes from.
#[derive(Debug, Clone)]
pub enum Identity {
    /// It brings no token.
    Nobody,
    /// It brings a good token.
    Signed(Claims),
    /// It brings a token that is no good.
    Refused,
}

/// What is known of a request before its handler runs.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// Its id, for the log, the audit trail and the caller.
    pub request_id: String,
    /// The language of messages.
    pub language: Language,
    /// Where it comes from.
    pub address: Option<IpAddr>,
    /// Who it comes from.
    pub identity: Identity,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

impl RequestContext {
    /// Reads the headers of a request.
    #[must_use]
    pub fn of(request: &ServiceRequest, service: &crate::Service) -> Self {
        let headers = request.headers();
        let now = service.application.now();
        let identity = match headers.get(AUTHORIZATION) {
            None => Identity::Nobody,
            Some(value) => value
                .to_str()
                .ok()
                .and_then(|text| text.split_once(' '))
                .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
                .and_then(|(_, token)| service.tokens.verify(token.trim(), now))
                .map_or(Identity::Refused, Identity::Signed),
        };
        Self {
            request_id: request_id(headers),
            language: Language::preferred(text(headers, ACCEPT_LANGUAGE)),
            address: address(request, &service.config.trusted_proxies),
            identity,
        }
    }

    /// Where it comes from, as it is counted.
    #[must_use]
    pub fn network(&self) -> Option<Network> {
        self.address.map(Network::of)
    }
}

/// The caller's own id where it is a harmless one, else a new one.
fn request_id(headers: &HeaderMap) -> String {
    let given = text(headers, REQUEST_ID).filter(|id| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    });
    given.map_or_else(|| Uuid::now_v7().to_string(), str::to_owned)
}

/// The nearest address that is not one of our own proxies: `X-Forwarded-For` is believed from those
/// alone, and read from its end, where they wrote.
fn address(request: &ServiceRequest, trusted: &[IpAddr]) -> Option<IpAddr> {
    let is_trusted = |ip: &IpAddr| trusted.iter().any(|known| known.to_canonical() == *ip);
    let mut nearest = request.peer_addr()?.ip().to_canonical();
    // What a caller wrote before the proxy appended may be no text; what the proxy wrote is still read.
    let lines = request.headers().get_all(FORWARDED_FOR);
    let hops: Vec<&[u8]> =
        lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).collect();
    for hop in hops.iter().rev() {
        if !is_trusted(&nearest) {
            break;
        }
        let hop = std::str::from_utf8(hop).ok();
        match hop.and_then(|hop| parsed(hop.trim())) {
            Some(ip) => nearest = ip.to_canonical(),
            None => break,
        }
    }
    Some(nearest)
}

/// The address that a proxy wrote, with or without the port that some add.
fn parsed(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port)
}
