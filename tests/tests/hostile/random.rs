//! Random inputs from a fixed seed. `HOSTILE_INPUTS` sets their number.

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};

use fastrand::Rng;
use tests::hostile::{Outcome, check_invariants};

use crate::mutations;

/// The default number of inputs. Each takes some milliseconds in a development build.
const DEFAULT_INPUTS: u64 = 3_000;

fn inputs() -> u64 {
    let count = std::env::var("HOSTILE_INPUTS").ok();
    count.map_or(DEFAULT_INPUTS, |count| count.parse().expect("HOSTILE_INPUTS is a number"))
}

/// The specs that are mutated.
fn seeds() -> Vec<String> {
    let cases = tests::cases().into_iter().map(|(_, folder)| folder.join("spec.yaml"));
    let invalid = files_below(&tests::root().join("tests/diagnostics"));
    let real = tests::root().join("spec/voices.yaml");
    let texts = cases.chain(invalid).map(|path| std::fs::read_to_string(path).expect("a spec"));
    // The real spec is by far the largest. A part of it is as useful, and ten times as fast.
    let real = std::fs::read_to_string(real).expect("the spec");
    let head: String = real.split_inclusive('\n').take(90).collect();
    texts.chain([head, real]).collect()
}

fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] });
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    files.sort();
    files
}

/// The input of that number.
fn input(number: u64, seeds: &[String]) -> String {
    let mut rng = Rng::with_seed(number);
    match number % 8 {
        0 => mutations::bytes(&mut rng),
        1 => mutations::tokens(&mut rng),
        2 => mutations::truncated(&mut rng, seeds),
        _ => mutations::mutated(&mut rng, seeds),
    }
}

#[test]
fn random_inputs_are_accepted_or_rejected() {
    let (count, seeds) = (inputs(), seeds());
    let (next, accepted) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed) as u64;
            if number >= count {
                break;
            }
            let text = input(number, &seeds);
            let outcome = catch_unwind(|| check_invariants(&text)).ok();
            let outcome = outcome.unwrap_or_else(|| panic!("input {number} violates an invariant:\n{text}"));
            accepted.fetch_add(usize::from(outcome == Outcome::Accepted), Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        for worker in workers {
            worker.join().expect("no panic");
        }
    });
    let accepted = accepted.into_inner();
    println!("hostile inputs: {count} tried, {accepted} accepted");
    // If nothing or everything were accepted, the test would be vacuous.
    let count = usize::try_from(count).expect("a number");
    assert!(accepted > count / 200 && accepted < count / 2, "{accepted} of {count} accepted");
}
