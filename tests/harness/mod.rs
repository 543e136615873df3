//! The runner: every test on every engine that there is, and closing lines that say which ran.

mod catalogue;
mod directory;
pub mod postgres;
pub mod site;

use libtest_mimic::{Arguments, Failed, Trial};
use site::{Engine, Site};
use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

pub type Run = Pin<Box<dyn Future<Output = ()>>>;

/// What a test is given.
pub enum Body {
    /// An application on a database of its own with the demonstration in it.
    App(fn(crate::app::App) -> Run),
    /// An empty place for a database of its own.
    Site(fn(Site) -> Run),
    /// The same, once, and a browser is needed.
    Browser(fn(Site) -> Run),
}

/// A test.
pub struct Case {
    pub room: &'static str,
    pub name: &'static str,
    pub body: Body,
}

inventory::collect!(Case);

/// Registers tests: `http_tests![a_sentence, another_one];`, each an `async fn a_sentence(app: App)`.
#[macro_export]
macro_rules! http_tests {
    ($($name:ident),+ $(,)?) => { $crate::register!(App: $($name),+); };
}

/// Registers tests of a database without an application.
#[macro_export]
macro_rules! site_tests {
    ($($name:ident),+ $(,)?) => { $crate::register!(Site: $($name),+); };
}

/// Registers tests that need a browser.
#[macro_export]
macro_rules! browser_tests {
    ($($name:ident),+ $(,)?) => { $crate::register!(Browser: $($name),+); };
}

/// What the three have in common: a function that is not registered is dead code, which clippy refuses.
#[macro_export]
macro_rules! register {
    ($Body:ident: $($name:ident),+) => {$(
        inventory::submit! { $crate::harness::Case {
            room: module_path!(),
            name: stringify!($name),
            body: $crate::harness::Body::$Body(|given| Box::pin($name(given))),
        } }
    )+};
}

static RAN: [AtomicUsize; 3] = [AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)];

/// How long each test took, by name.
static TOOK: Mutex<Vec<(Duration, String)>> = Mutex::new(Vec::new());

/// The first argument that makes this binary be the program under test, for tests of processes.
pub const AS_ODOI: &str = "as-odoi";

pub fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().collect();
    if words.get(1).is_some_and(|word| word == AS_ODOI) {
        words.remove(1);
        return odoi_program::cli::run(<odoi_program::cli::Cli as clap::Parser>::parse_from(words));
    }
    let arguments = Arguments::from_args();
    let engines = [(Engine::Sqlite, Ok(())), (Engine::Postgres, postgres::available())];
    let browser = crate::http::browser::available();
    let trials = trials(&engines, &browser);
    if arguments.list {
        return libtest_mimic::run(&arguments, trials).exit_code();
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    site::clean_up();
    say_which_were_slow();
    let mut code = conclusion.exit_code();
    let required = std::env::var("ODOI_TEST_REQUIRE").unwrap_or_default();
    let parts =
        [("engine sqlite", "sqlite", Ok(())), ("engine postgres", "postgres", engines[1].1.clone()), ("browser", "browser", browser)];
    for ((title, word, available), ran) in parts.into_iter().zip(&RAN) {
        match available {
            Ok(()) => println!("{title}: {} tests", ran.load(Ordering::Relaxed)),
            Err(why) => {
                println!("{title}: not run: {why}");
                if required.split(',').any(|r| r == word) {
                    println!("{title}: was required (ODOI_TEST_REQUIRE)");
                    code = ExitCode::FAILURE;
                }
            }
        }
    }
    code
}

fn trials(engines: &[(Engine, Result<(), String>)], browser: &Result<(), String>) -> Vec<Trial> {
    let mut all = Vec::new();
    for case in inventory::iter::<Case> {
        let room = case.room.strip_prefix("odoi::").unwrap_or(case.room);
        for (engine, available) in engines {
            let engine = *engine;
            if available.is_err() {
                continue;
            }
            let name = format!("{}::{room}::{}", engine.name(), case.name);
            let title = name.clone();
            match &case.body {
                Body::App(run) => {
                    let run = *run;
                    all.push(Trial::test(name, move || {
                        perform(title, engine as usize, async move {
                            let app = crate::app::App::start(engine).await;
                            let witness = app.witness();
                            run(app).await;
                            witness.testify().await;
                        })
                    }));
                }
                Body::Site(run) => {
                    let run = *run;
                    all.push(Trial::test(name, move || perform(title, engine as usize, run(Site::empty(engine)))));
                }
                Body::Browser(run) if engine == Engine::Sqlite && browser.is_ok() => {
                    let run = *run;
                    all.push(Trial::test(name, move || perform(title, 2, run(Site::empty(engine)))));
                }
                Body::Browser(_) => {}
            }
        }
    }
    all.sort_by(|a, b| a.name().cmp(b.name()));
    all
}

fn perform(name: String, counter: usize, work: impl Future<Output = ()>) -> Result<(), Failed> {
    RAN[counter].fetch_add(1, Ordering::Relaxed);
    let began = Instant::now();
    actix_web::rt::System::new().block_on(work);
    let mut took = TOOK.lock().expect("nobody panicked");
    took.push((began.elapsed(), name));
    Ok(())
}

/// `ODOI_TEST_SLOWEST=20` names the twenty tests that took longest.
fn say_which_were_slow() {
    let wanted = std::env::var("ODOI_TEST_SLOWEST").ok();
    let Some(number) = wanted.and_then(|text| text.parse().ok()) else {
        return;
    };
    let mut took = TOOK.lock().expect("nobody panicked");
    took.sort_unstable_by(|a, b| b.cmp(a));
    for (time, name) in took.iter().take(number) {
        println!("{:>7} ms  {name}", time.as_millis());
    }
}
