//! Timing in turn: on a machine that others use too, only what ran side by side can be compared.

use std::time::{Duration, Instant};

/// The shortest time of each piece of work, all of them run in turn that many times. The shortest is the one that others
/// disturbed least.
pub fn shortest<const N: usize>(rounds: usize, mut work: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut shortest = [Duration::MAX; N];
    for _ in 0..rounds {
        for (work, shortest) in work.iter_mut().zip(&mut shortest) {
            let start = Instant::now();
            work();
            *shortest = start.elapsed().min(*shortest);
        }
    }
    shortest
}

/// How many times longer the first is than the second.
#[must_use]
pub fn ratio(longer: Duration, shorter: Duration) -> f64 {
    longer.as_secs_f64() / shorter.as_secs_f64()
}

/// In a unit that leaves few digits before the point.
#[must_use]
pub fn shown(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 0.001 => format!("{:.0} µs", seconds * 1e6),
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{seconds:.1} s"),
    }
}
