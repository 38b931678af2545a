//! Work on many things at the same time.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// So many things have to be there for each thread: for fewer, starting it takes longer than it saves.
const WORTH_A_THREAD: usize = 8;

/// What becomes of each of them, in no particular order.
pub(crate) fn map<T: Sync, U: Send>(things: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let next = AtomicUsize::new(0);
    let work_on = || {
        let mut done = Vec::new();
        while let Some(thing) = things.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(work(thing));
        }
        done
    };
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let helpers = processors.min(things.len() / WORTH_A_THREAD).saturating_sub(1);
    thread::scope(|scope| {
        // A helper that cannot be started is not needed: what it would have done, others do.
        let start = |_| thread::Builder::new().spawn_scoped(scope, work_on).ok();
        let helpers: Vec<_> = (0..helpers).filter_map(start).collect();
        let mut done = work_on();
        for helper in helpers {
            done.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn everything_is_done_once() {
        for count in [0, 1, 7, 100, 10_000] {
            let things: Vec<usize> = (0..count).collect();
            let mut done = map(&things, |thing| thing * 2);
            done.sort_unstable();
            assert_eq!(done, things.iter().map(|thing| thing * 2).collect::<Vec<_>>());
        }
    }
}
