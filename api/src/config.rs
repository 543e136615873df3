//! The typed configuration: every flag is also an environment variable, and `--help` tells both.

use clap::Args;
use clap::builder::RangedU64ValueParser;
use std::net::SocketAddr;

/// How the server serves.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// The address to listen on.
    #[arg(long, env = "ODOI_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The URL under which callers reach the server: the issuer of its tokens. Default: the address.
    #[arg(long, env = "ODOI_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Production: refuses to start with unsafe settings, and says which.
    #[arg(long, env = "ODOI_PRODUCTION", value_parser = clap::builder::BoolishValueParser::new())]
    pub production: bool,
    /// Load the demonstration on start: Kerala's clusters, institutions and schemes, invented
    /// enterprises, and one sign-in per role. Refused in production.
    #[arg(long, env = "ODOI_DEMO", value_parser = clap::builder::BoolishValueParser::new())]
    pub demo: bool,
    /// Origins of web frontends that may call from a browser, separated by commas. `*` (any origin,
    /// without credentials) is refused in production.
    #[arg(long, env = "ODOI_CORS_ORIGINS", value_delimiter = ',')]
    pub cors_origins: Vec<String>,
    /// Addresses of proxies whose X-Forwarded-For is believed, separated by commas.
    #[arg(long, env = "ODOI_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Addresses that may read /metrics besides this machine, separated by commas.
    #[arg(long, env = "ODOI_METRICS_FROM", value_delimiter = ',')]
    pub metrics_from: Vec<std::net::IpAddr>,
    /// Whom to tell of a weakness, separated by commas: mailto:…, tel:… or https://…, published in
    /// /.well-known/security.txt.
    #[arg(long, env = "ODOI_SECURITY_CONTACT", value_delimiter = ',')]
    pub security_contact: Vec<String>,
    /// Threads that serve HTTP. Default: one per core.
    #[arg(long, env = "ODOI_WORKERS", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub workers: Option<u16>,
    /// PostgreSQL connections.
    #[arg(long, env = "ODOI_CONNECTIONS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub connections: u32,
    /// Requests per minute and caller; also the burst.
    #[arg(long, env = "ODOI_REQUESTS_PER_MINUTE", default_value_t = 1200, value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub requests_per_minute: u32,
    /// Tries of a password per minute, account and network; a network may make six times as many.
    #[arg(long, env = "ODOI_SIGN_INS_PER_MINUTE", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub sign_ins_per_minute: u32,
    /// Answers per minute and account that say yes or no about a masked fact.
    #[arg(long, env = "ODOI_GUESSES_PER_MINUTE", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub guesses_per_minute: u32,
    /// The largest body in bytes.
    #[arg(long, env = "ODOI_BODY_LIMIT", default_value_t = 1_048_576, value_parser = RangedU64ValueParser::<usize>::new().range(16_384..=16_777_216))]
    pub body_limit: usize,
    /// The largest document of a proposal in bytes.
    #[arg(long, env = "ODOI_DOCUMENT_LIMIT", default_value_t = 10_485_760, value_parser = RangedU64ValueParser::<usize>::new().range(65_536..=104_857_600))]
    pub document_limit: usize,
    /// How many bytes the documents may have together that one account attaches.
    #[arg(long, env = "ODOI_ACCOUNT_DOCUMENT_LIMIT", default_value_t = 1_073_741_824, value_parser = clap::value_parser!(i64).range(65_536..))]
    pub account_document_limit: i64,
    /// Seconds within which a body, or a document, must have arrived.
    #[arg(long, env = "ODOI_BODY_SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=300))]
    pub body_seconds: u64,
    /// Seconds after which an answer is given up.
    #[arg(long, env = "ODOI_REQUEST_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=300))]
    pub request_seconds: u64,
    /// Seconds that requests in flight have to end when the server stops.
    #[arg(long, env = "ODOI_SHUTDOWN_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub shutdown_seconds: u64,
    /// What is logged: a level, or directives such as `info,odoi::access=debug`. Default: `info`; as text, requests that
    /// fail alone.
    #[arg(long, env = "ODOI_LOG")]
    pub log: Option<String>,
    /// Logs as lines of text for people, or of JSON for machines.
    #[arg(long, env = "ODOI_LOG_FORMAT", value_enum, default_value = "text")]
    pub log_format: LogFormat,
}

/// In production nobody tries a password more often.
const GUESSES_PER_MINUTE: u32 = 100;

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Config {
    /// The issuer and audience of the tokens.
    #[must_use]
    pub fn issuer(&self) -> String {
        let default = || format!("http://{}", self.listen);
        self.public_url.as_ref().map_or_else(default, |url| url.trim_end_matches('/').to_owned())
    }

    /// The origins that may call from a browser.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        self.cors_origins.iter().map(|origin| origin.trim()).filter(|origin| !origin.is_empty())
    }

    /// Whom to tell of a weakness.
    pub fn contacts(&self) -> impl Iterator<Item = &str> {
        self.security_contact
            .iter()
            .map(|contact| contact.trim())
            .filter(|contact| !contact.is_empty())
    }

    /// A contact that is none by RFC 9116.
    #[must_use]
    pub fn wrong_contact(&self) -> Option<&str> {
        let is_contact = |text: &str| {
            let rest =
                ["mailto:", "tel:", "https://"].iter().find_map(|scheme| text.strip_prefix(scheme));
            rest.is_some_and(|rest| !rest.is_empty()) && text.chars().all(|c| c.is_ascii_graphic())
        };
        self.contacts().find(|contact| !is_contact(contact))
    }

    /// An origin that no browser would send.
    #[must_use]
    pub fn wrong_origin(&self) -> Option<&str> {
        let is_origin = |text: &str| {
            let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '*']))
        };
        self.origins().find(|origin| *origin != "*" && !is_origin(origin))
    }

    /// A public URL that names no server.
    #[must_use]
    pub fn wrong_url(&self) -> Option<&str> {
        let is_address = |text: &str| {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            let host = rest.and_then(|rest| rest.split('/').next());
            host.is_some_and(|host| !host.is_empty() && !host.starts_with(':'))
                && !text.contains(['?', '#', '@', '\\', '"', '<', '>'])
                && text.chars().all(|c| c.is_ascii_graphic())
        };
        self.public_url.as_deref().filter(|url| !is_address(url))
    }

    /// What makes these settings unsafe in production; each sentence says what to do.
    #[must_use]
    pub fn objections(&self) -> Vec<&'static str> {
        if !self.production {
            return Vec::new();
        }
        let mut found = Vec::new();
        if self.demo {
            found
                .push("--demo opens accounts with a published password: leave it out (ODOI_DEMO).");
        }
        if self.origins().any(|origin| origin == "*") {
            found.push("--cors-origins * lets every web site call: name the frontends' origins (ODOI_CORS_ORIGINS).");
        }
        if self.origins().any(|origin| origin.starts_with("http://")) {
            found.push("--cors-origins names an origin without TLS, which anybody on the way can be: use https://… (ODOI_CORS_ORIGINS).");
        }
        if self.sign_ins_per_minute > GUESSES_PER_MINUTE {
            found.push("--sign-ins-per-minute lets passwords be guessed: 100 at most (ODOI_SIGN_INS_PER_MINUTE).");
        }
        if self.guesses_per_minute > GUESSES_PER_MINUTE {
            found.push("--guesses-per-minute lets masked facts be guessed: 100 at most (ODOI_GUESSES_PER_MINUTE).");
        }
        match &self.public_url {
            None => found.push("--public-url is missing: tokens need a stable issuer; set https://… (ODOI_PUBLIC_URL)."),
            Some(url) if !url.starts_with("https://") => {
                found.push("--public-url is not https: passwords would travel in the clear (ODOI_PUBLIC_URL).");
            }
            Some(_) => {}
        }
        found
    }
}

/// The settings of a server that is told nothing.
impl Default for Config {
    fn default() -> Self {
        #[derive(clap::Parser)]
        struct Alone {
            #[command(flatten)]
            config: Config,
        }
        <Alone as clap::Parser>::parse_from(["odoi"]).config
    }
}
