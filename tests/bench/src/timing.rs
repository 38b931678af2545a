//! Interleaved timing: on a shared machine, only measurements that ran side by side are comparable.

use std::time::{Duration, Instant};

/// The shortest time of each piece of work; all of them run in turn, `rounds` times. The shortest time is the least disturbed one.
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

/// The ratio of the first time to the second.
#[must_use]
pub fn ratio(longer: Duration, shorter: Duration) -> f64 {
    longer.as_secs_f64() / shorter.as_secs_f64()
}

/// Formats a duration in the unit with the fewest digits before the point.
#[must_use]
pub fn format_duration(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 0.001 => format!("{:.0} µs", seconds * 1e6),
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{seconds:.1} s"),
    }
}
