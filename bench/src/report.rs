//! What is printed: the machine, and a table per engine.

use crate::Bench;
use crate::export::Came;
use crate::fill::Took;
use crate::load::Measured;
use odoi_persistence::Engine;
use std::fmt::Write as _;

/// A line of the table.
#[derive(Debug)]
pub(crate) struct Row {
    /// The operation.
    pub(crate) title: &'static str,
    /// Over how many connections.
    pub(crate) connections: usize,
    /// What the server did.
    pub(crate) measured: Measured,
    /// What a bare server did with answers of the same size.
    pub(crate) floor: Measured,
    /// Processor time of the server's process for one request.
    pub(crate) processor_micros: u128,
    /// The most memory that the server has had at once until now (`VmHWM`).
    pub(crate) peak_mib: u64,
}

/// A table.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its lines.
    pub(crate) rows: Vec<Row>,
    /// The files that came.
    pub(crate) files: Vec<Came>,
    /// The server's own memory at the end.
    pub(crate) own_mib: u64,
    /// How long filling it took; nothing where it was filled before.
    pub(crate) took: Took,
}

impl Table {
    /// Requests that were not answered well, by the server or by the bare one.
    pub(crate) fn errors(&self) -> u64 {
        let both = |row: &Row| row.measured.errors + row.floor.errors;
        self.rows.iter().map(both).sum()
    }
}

/// The machine in a line.
pub(crate) fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("?", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "Machine: {} cores ({model}), shared by the server, its database and the load generator. \
         Load average before the run: {}.\n",
        crate::cores(),
        load.split(' ').next().unwrap_or("?")
    )
}

/// How long filling took.
pub(crate) fn filling(bench: &Bench, engine: Engine, took: Took) -> String {
    let seconds = took.saving.as_secs_f64();
    if seconds == 0.0 {
        return "The registry was there already. ".to_owned();
    }
    let count = u32::try_from(bench.enterprises).unwrap_or(u32::MAX);
    format!(
        "The registry was saved in {seconds:.1} s ({:.0} enterprises/s, {}) and its audit trail sealed in {:.1} s. ",
        f64::from(count) / seconds,
        name(engine),
        took.sealing.as_secs_f64()
    )
}

const fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}

/// The table of an engine in Markdown.
pub(crate) fn markdown(bench: &Bench, engine: Engine, table: &Table) -> String {
    let name = name(engine);
    let mut out = format!(
        "### {name}: {} enterprises, {} s an operation\n\n\
         | operation | connections | requests/s | p50 ms | p99 ms | errors | bytes | floor requests/s | ratio to floor | server CPU µs | peak MiB |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        bench.enterprises, bench.seconds
    );
    for row in &table.rows {
        let (measured, floor) = (&row.measured, &row.floor);
        let _never_fails = writeln!(
            out,
            "| {} | {} | {:.0} | {:.2} | {:.2} | {} | {} | {:.0} | {:.3} | {} | {} |",
            row.title,
            row.connections,
            measured.rate(),
            measured.millis(0.5),
            measured.millis(0.99),
            measured.errors + floor.errors,
            measured.bytes_each(),
            floor.rate(),
            measured.rate() / floor.rate().max(1.0),
            row.processor_micros,
            row.peak_mib,
        );
    }
    let _never_fails = writeln!(
        out,
        "\n{}CPU is the server's for each request; peak is the most memory it has had until then \
         (VmHWM), mapped files included; of it {} MiB were the server's own at the end (RssAnon).{}",
        filling(bench, engine, table.took),
        table.own_mib,
        match engine {
            Engine::Sqlite => "",
            Engine::Postgres => " PostgreSQL's own processes count in neither.",
        }
    );
    for file in &table.files {
        let seconds = file.took.as_secs_f64();
        let count = u32::try_from(file.lines).unwrap_or(u32::MAX);
        let _never_fails = writeln!(
            out,
            "\nThe whole registry as {}: {} lines, {} MiB in {seconds:.1} s ({:.0} rows/s); the server's own memory then: {} MiB.",
            file.format,
            file.lines,
            file.bytes / 1_048_576,
            f64::from(count) / seconds.max(0.001),
            file.own_mib
        );
    }
    for row in &table.rows {
        for (who, measured) in [("", &row.measured), (" (floor)", &row.floor)] {
            if let Some(example) = &measured.example {
                let _never_fails = writeln!(out, "\nError of {}{who}: {example}", row.title);
            }
        }
    }
    out
}
