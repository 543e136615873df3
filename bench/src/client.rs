//! One keep-alive HTTP/1.1 connection.

use crate::Failed;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ETAG, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;

/// No answer takes longer; the server gives up before.
const LIMIT: Duration = Duration::from_secs(40);

/// What is sent.
pub(crate) type Asked = Request<Full<Bytes>>;

/// What is answered.
#[derive(Debug)]
pub(crate) struct Answered {
    /// The status.
    pub(crate) status: StatusCode,
    /// The entity tag.
    pub(crate) etag: Option<String>,
    /// The body.
    pub(crate) body: Bytes,
}

/// The connection.
#[derive(Debug)]
pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    /// Connects.
    pub(crate) async fn connect(at: SocketAddr) -> Result<Self, Failed> {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // It ends with its sender; what goes wrong is told to who waits for the answer.
        tokio::spawn(async move {
            let _ended = connection.await;
        });
        Ok(Self { sender })
    }

    /// Sends a request and reads all of the answer.
    pub(crate) async fn ask(&mut self, asked: Asked) -> Result<Answered, Failed> {
        let exchange = async {
            self.sender.ready().await?;
            let answer = self.sender.send_request(asked).await?;
            let (head, body) = answer.into_parts();
            let etag = head.headers.get(ETAG).and_then(|tag| tag.to_str().ok());
            Ok::<_, Failed>(Answered {
                status: head.status,
                etag: etag.map(str::to_owned),
                body: body.collect().await?.to_bytes(),
            })
        };
        tokio::time::timeout(LIMIT, exchange).await?
    }

    /// Sends a request and hands on its answer part by part; any status but 2xx is an error, and so is an
    /// answer that breaks off.
    pub(crate) async fn stream(
        &mut self,
        asked: Asked,
        mut part: impl FnMut(&[u8]),
    ) -> Result<(), Failed> {
        self.sender.ready().await?;
        let mut answer = self.sender.send_request(asked).await?;
        if !answer.status().is_success() {
            return Err(answer.status().to_string().into());
        }
        while let Some(frame) = answer.frame().await {
            if let Some(data) = frame?.data_ref() {
                part(data);
            }
        }
        Ok(())
    }

    /// The same, where any status but 2xx is an error.
    pub(crate) async fn expect(&mut self, asked: Asked) -> Result<Answered, Failed> {
        let what = format!("{} {}", asked.method(), asked.uri());
        let answer = self.ask(asked).await?;
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(format!("{what}: {}", shown(&answer)).into())
        }
    }
}

/// An answer in a line.
pub(crate) fn shown(answer: &Answered) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let start: String = text.chars().take(300).collect();
    format!("{} {start}", answer.status)
}

/// The beginning of a request, with the header that HTTP/1.1 demands.
pub(crate) fn request(method: &str, host: &str, path: &str) -> hyper::http::request::Builder {
    Request::builder().method(method).uri(path).header(HOST, host)
}

/// A JSON body.
pub(crate) fn json(value: &serde_json::Value) -> Full<Bytes> {
    Full::new(Bytes::from(value.to_string()))
}

/// No body.
pub(crate) fn nothing() -> Full<Bytes> {
    Full::new(Bytes::new())
}
