//! Runs the requested benchmarks, or all of them, and prints a table: `cargo xtask bench [NAME...]`.

mod builds;
mod calls;
mod consumer;
mod decode;
mod generate;
mod packaged;
mod sizes;

use std::io::{self, Write};
use std::process::ExitCode;

use bench::progress::progress;
use bench::table::{HEAD, Row};

/// A benchmark: its name and its function.
type Group = (&'static str, fn() -> Vec<Row>);

const GROUPS: [Group; 5] = [
    ("decode", decode::rows),
    ("generate", generate::rows),
    ("calls", calls::rows),
    ("builds", builds::rows),
    ("sizes", sizes::rows),
];

fn main() -> ExitCode {
    let requested: Vec<String> = std::env::args().skip(1).collect();
    if requested == [generate::PEAK] {
        generate::print_peak();
        return ExitCode::SUCCESS;
    }
    let known = |name: &String| GROUPS.iter().any(|(group, _)| group == name);
    if let Some(unknown) = requested.iter().find(|name| !known(name)) {
        let names: Vec<_> = GROUPS.iter().map(|(name, _)| *name).collect();
        eprintln!("error: unknown benchmark `{unknown}`; choose from {}", names.join(", "));
        return ExitCode::from(2);
    }
    match measure(&requested) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress(&format!("error: cannot write to the standard output: {error}"));
            ExitCode::from(2)
        }
    }
}

/// Prints each row as soon as it is measured.
fn measure(requested: &[String]) -> io::Result<()> {
    let mut table = io::stdout().lock();
    writeln!(table, "{HEAD}")?;
    let mut missed = 0;
    let is_requested =
        |name: &str| requested.is_empty() || requested.iter().any(|requested| requested == name);
    let groups: Vec<_> = GROUPS.into_iter().filter(|(name, _)| is_requested(name)).collect();
    for (done, (name, rows)) in groups.iter().enumerate() {
        progress(&format!("measuring {name} ({} of {})", done + 1, groups.len()));
        for row in rows() {
            missed += usize::from(row.is_met() == Some(false));
            writeln!(table, "{row}")?;
        }
    }
    if missed > 0 {
        progress(&format!("{missed} {} missed", if missed == 1 { "target was" } else { "targets were" }));
    }
    Ok(())
}
