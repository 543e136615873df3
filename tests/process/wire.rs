//! HTTP by hand over a socket, so that a test decides when which byte is sent.

use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A kept-alive connection.
pub struct Wire {
    reader: BufReader<TcpStream>,
}

/// What was answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// The status line and the headers.
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }
}

impl Wire {
    pub fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        stream.set_nodelay(true)?;
        Ok(Self { reader: BufReader::new(stream) })
    }

    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.reader.get_mut().write_all(bytes)
    }

    pub fn reply(&mut self) -> io::Result<Reply> {
        let broken = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.reader.read_line(&mut head)? == 0 {
                return Err(broken());
            }
        }
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(broken)?;
        let length =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body)?;
        Ok(Reply { status, head, body: String::from_utf8_lossy(&body).into_owned() })
    }

    pub fn ask(&mut self, method: &str, path: &str, token: &str, body: &str) -> io::Result<Reply> {
        self.send(request(method, path, token, body).as_bytes())?;
        self.reply()
    }
}

/// A request; without a token where that is empty, and without a body where that is.
pub fn request(method: &str, path: &str, token: &str, body: &str) -> String {
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
    if !token.is_empty() {
        text += &format!("Authorization: Bearer {token}\r\n");
    }
    if !body.is_empty() {
        text += "Content-Type: application/json\r\n";
    }
    text + &format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// An access token by name and password.
pub fn sign_in(address: &str, name: &str, password: &str) -> String {
    let body = json!({"name": name, "password": password}).to_string();
    let reply = Wire::open(address).expect("a connection").ask("POST", "/v1/auth/sign-in", "", &body).expect("an answer");
    let token = reply.expect(200).json()["access_token"].clone();
    token.as_str().expect("a token").to_owned()
}

/// An enterprise of Ernakulam.
pub fn enterprise(called: &str) -> String {
    json!({
        "name": {"en": called}, "kind": "firm", "district": "555",
        "activities": [{"version": "nic_2008", "code": "10612"}],
    })
    .to_string()
}
