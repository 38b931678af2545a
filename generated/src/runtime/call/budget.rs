//! How many retries a client affords, over all its calls and clones: so that many tasks do not hammer a server that fails.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a client starts with, and the most it can have.
const FULL: u32 = 100;

/// What a retry costs.
const RETRY: u32 = 5;

/// What an answer brings back.
const ANSWER: u32 = 1;

/// Full, it affords twenty retries in a row; one call in six may then fail for ever.
#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    /// Pays for a retry, if there is enough.
    pub(super) fn spend(&self) -> bool {
        let pay = |left: u32| left.checked_sub(RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// The server has answered as one that is alive: with a success, or with an error that no retry changes.
    pub(super) fn earn(&self) {
        let earn = |left: u32| (left < FULL).then_some(left + ANSWER);
        // It fails when there is nothing to earn.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    fn spend_all(budget: &Budget) -> usize {
        (0..1000).take_while(|_| budget.spend()).count()
    }

    #[test]
    fn it_runs_out_and_successes_fill_it_again() {
        let budget = Budget::default();
        assert_eq!(spend_all(&budget), 20);
        (0..4).for_each(|_| budget.earn());
        assert_eq!(spend_all(&budget), 0);
        budget.earn();
        assert_eq!(spend_all(&budget), 1);
        (0..1000).for_each(|_| budget.earn());
        assert_eq!(spend_all(&budget), 20);
        // Nothing is left over from more successes than count.
        (0..4).for_each(|_| budget.earn());
        assert_eq!(spend_all(&budget), 0);
    }
}
