//! Swagger UI in a real browser: sign in, try an operation, and nothing from elsewhere.

use crate::browser_tests;
use crate::harness::site::Site;
use crate::process::program::Program;
use crate::process::wire::Wire;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// Whether Chromium and its driver are there, or which is missing.
pub fn available() -> Result<(), String> {
    match (find("chromedriver"), chromium()) {
        (Some(_), Some(_)) => Ok(()),
        (None, _) => Err("chromedriver is not in the PATH".to_owned()),
        (_, None) => Err("Chromium is not in the PATH".to_owned()),
    }
}

fn chromium() -> Option<PathBuf> {
    find("chromium").or_else(|| find("google-chrome"))
}

fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|place| place.join(name)).find(|file| Path::exists(file))
}

/// The driver of the browser; ends with the test, and its browser with it.
struct Driver {
    child: Child,
    address: String,
    /// The session and the process of the browser, once there is one.
    browser: OnceLock<(String, u64)>,
}

impl Driver {
    fn start() -> Self {
        let mut child = Command::new(find("chromedriver").expect("chromedriver"))
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("chromedriver says its port");
        // Read to the end, so that it never waits for somebody to read.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: format!("127.0.0.1:{port}"), browser: OnceLock::new() }
    }

    async fn open(&self, site: &Site) -> Client {
        let profile = site.path().join("browser");
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1280,1600",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let wanted = json!({
            "goog:chromeOptions": { "binary": chromium().expect("a browser"), "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let Value::Object(wanted) = wanted else { unreachable!("an object") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://{}", self.address))
            .await
            .expect("the browser starts");
        let session = client.session_id().await.expect("the session").expect("an id");
        let process = client.capabilities().and_then(|known| known.get("goog:processID")?.as_u64()).unwrap_or_default();
        self.browser.set((session, process)).expect("one browser");
        client
    }

    /// What the browser has logged since it was last asked.
    fn log(&self, kind: &str) -> Vec<Value> {
        let (session, _) = self.browser.get().expect("a browser");
        let mut wire = Wire::open(&self.address).expect("the driver answers");
        let body = json!({ "type": kind }).to_string();
        let reply = wire.ask("POST", &format!("/session/{session}/se/log"), "", &body).expect("an answer").expect(200);
        reply.json()["value"].as_array().expect("a log").clone()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The session ends the browser. Where the driver no longer answers, its process is ended.
        if let Some((session, process)) = self.browser.get() {
            let path = format!("/session/{session}");
            let asked = Wire::open(&self.address).and_then(|mut wire| wire.ask("DELETE", &path, "", ""));
            if asked.is_err() && *process > 1 {
                let _gone = Command::new("kill").args(["-KILL", &process.to_string()]).status();
            }
        }
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// A person at the page.
struct Person {
    browser: Client,
}

impl Person {
    async fn see(&self, what: Locator<'_>) -> fantoccini::elements::Element {
        let wait = self.browser.wait().at_most(Duration::from_secs(60));
        wait.for_element(what).await.unwrap_or_else(|error| panic!("{what:?} is not there: {error}"))
    }

    async fn press(&self, what: Locator<'_>) {
        let button = self.see(what).await;
        button.click().await.unwrap_or_else(|error| panic!("{what:?} cannot be pressed: {error}"));
    }

    async fn fill(&self, what: Locator<'_>, text: &str) {
        let field = self.see(what).await;
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{what:?} cannot be filled: {error}"));
    }

    async fn read(&self, what: Locator<'_>) -> String {
        self.see(what).await.text().await.expect("text")
    }

    /// For a person who wants to see the page of a failed test: ODOI_TEST_SCREENSHOTS names a directory.
    async fn picture(&self, name: &str) {
        if let Some(directory) = std::env::var_os("ODOI_TEST_SCREENSHOTS") {
            let image = self.browser.screenshot().await.expect("a picture");
            std::fs::write(Path::new(&directory).join(name), image).expect("written");
        }
    }
}

/// What was asked of the network, the browser's own pages left out.
fn asked(performance: &[Value]) -> Vec<String> {
    let mut urls = Vec::new();
    for entry in performance {
        let text = entry["message"].as_str().expect("a message");
        let message: Value = serde_json::from_str(text).expect("JSON");
        let (method, params) = (&message["message"]["method"], &message["message"]["params"]);
        if method == "Network.requestWillBeSent" {
            urls.push(params["request"]["url"].as_str().expect("a URL").to_owned());
        }
    }
    urls.retain(|url| !["data:", "blob:", "chrome:", "chrome-untrusted:", "about:"].iter().any(|own| url.starts_with(own)));
    urls
}

const CLUSTERS: &str = "#operations-clusters-list_clusters";

browser_tests![a_person_signs_in_and_tries_an_operation_in_the_explorer];

async fn a_person_signs_in_and_tries_an_operation_in_the_explorer(site: Site) {
    let program = Program::serve_demo(&site, &[]);
    let origin = format!("http://{}/", program.address);
    let driver = Driver::start();
    let person = Person { browser: driver.open(&site).await };
    person.browser.goto(&format!("{origin}docs/")).await.expect("the page");
    let title = person.read(Locator::Css(".info .title")).await;
    assert!(title.contains("ODOI"), "{title}");
    person.see(Locator::Css("#operations-tag-clusters")).await;

    person.press(Locator::Css(".auth-wrapper .btn.authorize")).await;
    person.fill(Locator::Css("#oauth_username"), "convenor.ernakulam").await;
    person.fill(Locator::Css("#oauth_password"), odoi_program::demo::PASSWORD).await;
    person.picture("sign-in.png").await;
    let form = "//input[@id='oauth_username']/ancestor::div[contains(@class, 'auth-container')]";
    person.press(Locator::XPath(&format!("{form}//button[contains(@class, 'authorize')]"))).await;
    person.see(Locator::XPath("//div[contains(@class, 'auth-container')]//button[text()='Logout']")).await;
    person.press(Locator::Css(".dialog-ux .btn-done")).await;

    person.press(Locator::Css("#operations-tag-clusters")).await;
    person.press(Locator::Css(&format!("{CLUSTERS} .opblock-summary-control"))).await;
    person.press(Locator::Css(&format!("{CLUSTERS} .btn.execute"))).await;
    let status = person.read(Locator::Css(&format!("{CLUSTERS} .live-responses-table tr.response .response-col_status"))).await;
    let answer = person.read(Locator::Css(&format!("{CLUSTERS} .live-responses-table tr.response .response-col_description"))).await;
    let show = format!("document.querySelector('{CLUSTERS} .live-responses-table').scrollIntoView()");
    person.browser.execute(&show, Vec::new()).await.expect("scrolled");
    person.picture("answer.png").await;
    assert!(status.starts_with("200"), "{status}: {answer}");
    assert!(answer.contains("Kalady"), "{answer}");

    let severe: Vec<Value> = driver.log("browser").into_iter().filter(|entry| entry["level"] == "SEVERE").collect();
    assert_eq!(severe, Vec::<Value>::new(), "the console is free of errors");
    let urls = asked(&driver.log("performance"));
    assert!(urls.iter().any(|url| url.ends_with("/openapi.json")), "the log was read: {urls:?}");
    let elsewhere: Vec<&String> = urls.iter().filter(|url| !url.starts_with(&origin)).collect();
    assert_eq!(elsewhere, Vec::<&String>::new(), "nothing comes from elsewhere");
}
