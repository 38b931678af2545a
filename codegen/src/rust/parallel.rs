//! Maps the elements of a slice on all processors.
//!
//! On one thread, on an idle machine with two processors, the real spec would take 11 ms and 500 copies of it
//! 6 s, where the bounds are 10 ms and 4 s (`cargo xtask bench generate`): parsing the tokens of the templates is 40 % of it.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// For fewer elements, starting a thread takes longer than it saves.
const MIN_PER_THREAD: usize = 4;

/// The results, in no particular order.
pub(super) fn map<T: Sync, U: Send>(elements: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = processors.min(elements.len() / MIN_PER_THREAD).max(1);
    let run = &|first| elements.iter().skip(first).step_by(threads).map(&f).collect::<Vec<_>>();
    thread::scope(|scope| {
        // The share of a thread that the system refuses to start is done by this one.
        let start =
            |first| thread::Builder::new().spawn_scoped(scope, move || run(first)).map_err(|_| run(first));
        let others: Vec<_> = (1..threads).map(start).collect();
        let mut results = run(0);
        for other in others {
            results.extend(match other {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(results) => results,
            });
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn each_element_is_mapped_once() {
        for count in [0, 1, 7, 8, 9, 10_000] {
            let elements: Vec<usize> = (0..count).collect();
            let mut results = map(&elements, |element| element * 2);
            results.sort_unstable();
            assert_eq!(results, elements.iter().map(|element| element * 2).collect::<Vec<_>>());
        }
    }
}
