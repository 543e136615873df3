//! The parts of a PostgreSQL URL, divided as libpq divides it; what it would divide otherwise than was meant is
//! refused, for then a piece of the password stands where the host or the port belongs, and libpq repeats it.

use std::fmt;

/// The parts of a PostgreSQL URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostgresUrl<'a> {
    user: Option<&'a str>,
    password: Option<&'a str>,
    /// Hosts with their ports, and the name of the database.
    place: &'a str,
    /// Parameters, the password not among them.
    parameters: Vec<&'a str>,
}

impl<'a> PostgresUrl<'a> {
    /// Of a text; `None` where it cannot be what was meant.
    pub(crate) fn read(url: &'a str) -> Option<Self> {
        let (_, rest) = url.split_once("://")?;
        let (who, rest) = match rest.split_once('@') {
            Some((who, rest)) => (who, rest),
            None => ("", rest),
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let hosts = place.split_once('/').map_or(place, |(hosts, _)| hosts);
        let is_odd = |c: char| c == '@' || c.is_whitespace() || c.is_control();
        if who.contains('/') || rest.contains(is_odd) || !hosts.split(',').all(is_host) {
            return None;
        }
        let (user, password) =
            who.split_once(':').map_or((who, None), |(user, password)| (user, Some(password)));
        let (mut parameters, mut asked) = (Vec::new(), None);
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter.split_once('=')? {
                ("password", password) => asked = Some(password),
                _ => parameters.push(parameter),
            }
        }
        Some(Self {
            user: Some(user).filter(|user| !user.is_empty()),
            password: asked.or(password),
            place,
            parameters,
        })
    }

    /// The URL without its password.
    #[cfg(any(feature = "postgres", test))]
    pub(crate) fn without_password(&self) -> String {
        let who = self.user.map(|user| format!("{user}@")).unwrap_or_default();
        let query = self.parameters.join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        format!("postgres://{who}{}{mark}{query}", self.place)
    }

    /// The URL with what libpq shall do where the other side falls silent, as far as it does not say that itself: a host
    /// that is gone is noticed after half a minute, and the connection is given up.
    #[cfg(any(feature = "postgres", test))]
    pub(crate) fn with_deadlines(url: &str) -> String {
        const DEADLINES: &[(&str, &str)] = &[
            ("connect_timeout", "10"),
            ("keepalives_idle", "15"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
        ];
        let mut out = url.to_owned();
        for (name, value) in DEADLINES {
            if !url.contains(&format!("{name}=")) {
                let mark = if out.contains('?') { '&' } else { '?' };
                out += &format!("{mark}{name}={value}");
            }
        }
        out
    }

    /// The password as it is meant; an error where it is no UTF-8.
    #[cfg(any(feature = "postgres", test))]
    pub(crate) fn password(&self) -> Result<Option<String>, std::string::FromUtf8Error> {
        let decoded = self.password.map(|text| String::from_utf8(decoded(text)));
        decoded.transpose()
    }
}

/// Hosts and the name of the database alone, for people.
impl fmt::Display for PostgresUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgres://{}", self.place)
    }
}

/// A name, an IPv4 address, an IPv6 address in brackets or a directory with every `/` as `%2F`; with or without a port.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((host, port)) => (host, port),
            None => return false,
        },
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let is_part = |c: char| c.is_alphanumeric() || ".-_%:".contains(c);
    let port = port.strip_prefix(':').unwrap_or(port);
    host.chars().all(is_part) && port.bytes().all(|b| b.is_ascii_digit())
}

/// Takes `%XX` back.
#[cfg(any(feature = "postgres", test))]
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().iter();
    let mut out = Vec::with_capacity(text.len());
    while let Some(&byte) = bytes.next() {
        let rest = bytes.as_slice();
        let code = rest.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = code.and_then(|two| u8::from_str_radix(two, 16).ok());
        match code.filter(|_| byte == b'%') {
            Some(meant) => {
                out.push(meant);
                bytes.nth(1);
            }
            None => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_added_where_the_url_does_not_say_them() {
        let url = PostgresUrl::with_deadlines("postgres://h/n?tcp_user_timeout=9");
        assert!(url.starts_with("postgres://h/n?tcp_user_timeout=9&connect_timeout=10&"));
        assert_eq!(url.matches("tcp_user_timeout").count(), 1);
        assert!(PostgresUrl::with_deadlines("postgres://h/n").contains("/n?connect_timeout=10&"));
    }

    #[test]
    fn a_url_is_divided_as_libpq_divides_it() {
        let url =
            PostgresUrl::read("postgres://odoi:s3c%2Fr%40t@db:5432/odoi?sslmode=require").unwrap();
        assert_eq!(url.to_string(), "postgres://db:5432/odoi");
        assert_eq!(url.without_password(), "postgres://odoi@db:5432/odoi?sslmode=require");
        assert_eq!(url.password().unwrap().as_deref(), Some("s3c/r@t"));
        let url = PostgresUrl::read("postgresql://db/odoi?password=a%20b&sslmode=require&user=me")
            .unwrap();
        assert_eq!(url.without_password(), "postgres://db/odoi?sslmode=require&user=me");
        assert_eq!(url.password().unwrap().as_deref(), Some("a b"));
        for good in [
            "postgres:///odoi",
            "postgres://db",
            "postgres://odoi@[::1]:5433/odoi",
            "postgres://a:1,b:2/odoi",
            "postgres://%2Ftmp/odoi",
            "postgres://odoi:a?b#c:d@db/odoi",
            "postgres://odoi:@db/odoi",
        ] {
            assert!(PostgresUrl::read(good).is_some(), "{good}");
        }
    }

    #[test]
    fn what_would_put_a_piece_of_the_password_elsewhere_is_refused() {
        for bad in [
            "postgres://odoi:s3c/ret@db/odoi",
            "postgres://odoi:s3c@ret@db/odoi",
            "postgres://odoi:s3cret",
            "postgres://odoi:s3cret/odoi",
            "postgres://db/odoi?password=s3c@ret",
            "postgres://db/odoi?s3cret",
            "postgres://odoi:x@db:s3cret/odoi",
            "postgres://odoi@[::1/odoi",
            "postgres://odoi:x@db/odoi name",
        ] {
            assert!(PostgresUrl::read(bad).is_none(), "{bad}");
        }
    }
}
