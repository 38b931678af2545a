//! Generating in process, from the real spec and from hundreds of copies of it.

use std::hint::black_box;
use std::process::Command;
use std::time::Duration;

use bench::large::copies;
use bench::table::{Row, Target};
use bench::timing::{format_duration, ratio, shortest};
use codegen::Source;

const SPEC: &str = include_str!("../../../spec/voices.yaml");

/// The argument with which this program runs itself, to measure the memory for the copies.
pub(crate) const PEAK: &str = "--peak-of-generate";

const MANY: usize = 500;

pub(crate) fn rows() -> Vec<Row> {
    let real = time(SPEC, 200);
    let some = time(&copies(SPEC, MANY / 10), 5);
    let all = time(&copies(SPEC, MANY), 3);
    let mut rows = vec![
        Row::figure("generate the real spec, in process", format_duration(real))
            .value(real.as_secs_f64() * 1e3)
            .target(Target::AtMost(10.0)),
        Row::figure(
            format!("generate {MANY} copies of it: 8,500 schemas, 5,500 enums"),
            format_duration(all),
        )
        .against(format!("a tenth of them: {}", format_duration(some)), all.as_secs_f64())
        .target(Target::AtMost(4.0)),
        Row::figure("time for ten times as many copies", format_duration(all))
            .against(format!("{MANY} copies are ten times {}", MANY / 10), ratio(all, some))
            .target(Target::AtMost(12.0)),
    ];
    rows.extend(peak());
    rows
}

fn generate(spec: &str) {
    let source = Source { name: "spec/voices.yaml", text: black_box(spec) };
    let generated = codegen::generate(source);
    black_box(generated.unwrap_or_else(|report| panic!("{}", report.render(source, false))));
}

fn time(spec: &str, rounds: usize) -> Duration {
    let [time] = shortest(rounds, [&mut || generate(spec)]);
    time
}

/// The peak memory of a process that does nothing else, if the system reports it.
fn peak() -> Option<Row> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new(program).arg(PEAK).output().ok()?;
    let megabytes = String::from_utf8(output.stdout).ok()?.trim().parse::<f64>().ok()? / 1e3;
    let row = Row::figure(format!("peak memory for the {MANY} copies"), format!("{megabytes:.0} MB"));
    Some(row.value(megabytes).target(Target::AtMost(400.0)))
}

/// Generates from the copies and prints the peak memory of the process in kilobytes.
pub(crate) fn print_peak() {
    generate(&copies(SPEC, MANY));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.unwrap_or_default().trim().trim_end_matches(" kB"));
}
