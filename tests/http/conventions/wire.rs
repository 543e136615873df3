//! What only a real connection shows: bodies that must not be there, and requests that are none.

use crate::app::App;
use crate::harness::site::Engine;
use crate::http::conventions::exports::add_codes;
use crate::http_tests;
use actix_web::HttpServer;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends bytes to a server of the application and reads all that it answers.
async fn exchange(app: &App, request: &str) -> String {
    let service = app.service.clone();
    let server =
        HttpServer::new(move || odoi_api::build(service.clone())).workers(1).disable_signals().bind("127.0.0.1:0").expect("a port");
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // A server that has heard enough may close before it has read all.
    let _sent = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let in_time = tokio::time::timeout(Duration::from_secs(20), reading).await;
    assert!(in_time.is_ok(), "no end of the answer to {:?}", request.get(..60));
    handle.stop(false).await;
    let _ended = serving.await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn body_of(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").expect("an end of the headers").1
}

http_tests![
    head_has_the_headers_of_get_and_no_body,
    a_body_that_is_announced_too_long_is_not_waited_for,
    what_is_no_http_is_turned_away,
    an_export_that_breaks_off_does_not_look_complete
];

async fn head_has_the_headers_of_get_and_no_body(app: App) {
    for path in ["/health/live", "/v1/clusters", "/problems/stale"] {
        let ask = async |method: &str| exchange(&app, &format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).await;
        let (get, head) = (ask("GET").await, ask("HEAD").await);
        assert!(!body_of(&get).is_empty());
        assert_eq!(body_of(&head), "", "{path}");
        let first = |answer: &str| answer.lines().next().unwrap().to_owned();
        assert_eq!(first(&get), first(&head));
    }
}

async fn a_body_that_is_announced_too_long_is_not_waited_for(app: App) {
    let answer = exchange(&app, "POST /v1/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n{").await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(body_of(&answer).contains("/problems/too-large"), "{answer}");
}

async fn what_is_no_http_is_turned_away(app: App) {
    let long = format!("GET /v1/clusters?q={} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "a".repeat(100_000));
    let fat = format!("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Fat: {}\r\nConnection: close\r\n\r\n", "a".repeat(300_000));
    for request in [
        "GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /v1/clusters HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/clusters HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST /v1/clusters HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\nConnection: close\r\n\r\nZZ\r\n",
        &long,
        &fat,
    ] {
        let answer = exchange(&app, request).await;
        let line = answer.lines().next().unwrap_or_default();
        assert!(answer.is_empty() || line.starts_with("HTTP/1.1 4"), "{:?}: {line}", &request[..request.len().min(50)]);
    }
    let alive = exchange(&app, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(alive.starts_with("HTTP/1.1 200"), "{alive}");
}

async fn an_export_that_breaks_off_does_not_look_complete(app: App) {
    let token = app.officer().await.authorization();
    add_codes(&app, 20_000, 21_199);
    let path = "/v1/activities?version=nic_2025&format=csv";
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n");
    let whole = exchange(&app, &request).await;
    assert!(whole.starts_with("HTTP/1.1 200") && whole.to_lowercase().contains("transfer-encoding: chunked"), "{}", &whole[..300]);
    assert!(whole.ends_with("\r\n0\r\n\r\n"));
    // A row of the third page that cannot be read.
    let unchecked = match app.site.engine {
        Engine::Sqlite => "PRAGMA ignore_check_constraints = ON",
        Engine::Postgres => "ALTER TABLE activities DROP CONSTRAINT IF EXISTS activities_level_check",
    };
    let spoil = |code: &str| app.site.sql(&format!("{unchecked}; UPDATE activities SET level = 'unknown' WHERE code = '{code}'"));
    spoil("21100");
    let half = exchange(&app, &request).await;
    // What was not sent yet when it broke is dropped with the connection.
    assert!(half.starts_with("HTTP/1.1 200") && !half.contains("21199"));
    assert!(!half.ends_with("\r\n0\r\n\r\n"), "no end of the answer");
    // One of the first page is a problem like any other.
    spoil("20000");
    let none = exchange(&app, &request).await;
    assert!(none.starts_with("HTTP/1.1 500") && none.contains("/problems/internal"), "{none}");
    app.site.sql("DELETE FROM activities WHERE level = 'unknown'");
}
