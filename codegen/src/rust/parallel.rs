//! Work on the elements of a slice on all processors.
//!
//! On one thread, the real spec took 10.2 ms and 500 copies of it 4.3 s, where the bounds are 10 ms and 4 s.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// For fewer elements, starting a thread takes longer than it saves.
const MIN_PER_THREAD: usize = 4;

/// The results, in the order of the elements.
pub(super) fn map<T: Sync, U: Send>(elements: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let per_thread = elements.len().div_ceil(threads).max(MIN_PER_THREAD);
    let map = &|part: &[T]| part.iter().map(&f).collect::<Vec<_>>();
    if elements.len() <= per_thread {
        return map(elements);
    }
    thread::scope(|scope| {
        // The work of a thread that the system refuses to start is done here.
        let start =
            |part| thread::Builder::new().spawn_scoped(scope, move || map(part)).map_err(|_| map(part));
        let parts: Vec<_> = elements.chunks(per_thread).map(start).collect();
        let done = parts.into_iter().map(|part| match part {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(results) => results,
        });
        done.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_have_the_order_of_the_elements() {
        for count in [0, 1, 4, 5, 9, 10_000] {
            let elements: Vec<usize> = (0..count).collect();
            assert_eq!(map(&elements, |element| element * 2), (0..count).map(|n| n * 2).collect::<Vec<_>>());
        }
    }
}
