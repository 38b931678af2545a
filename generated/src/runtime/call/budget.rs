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
pub(super) struct RetryBudget(AtomicU32);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl RetryBudget {
    /// Pays for a retry, if there is enough.
    pub(super) fn withdraw(&self) -> bool {
        let pay = |left: u32| left.checked_sub(RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// The server has answered as one that is alive: with a success, or with an error that no retry changes.
    pub(super) fn deposit(&self) {
        let earn = |left: u32| (left < FULL).then_some(left + ANSWER);
        // It fails when there is nothing to earn.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}

#[cfg(test)]
mod tests {
    use super::RetryBudget;

    fn spend_all(budget: &RetryBudget) -> usize {
        (0..1000).take_while(|_| budget.withdraw()).count()
    }

    #[test]
    fn budget_is_exhausted_and_refilled_by_answers() {
        let budget = RetryBudget::default();
        assert_eq!(spend_all(&budget), 20);
        (0..4).for_each(|_| budget.deposit());
        assert_eq!(spend_all(&budget), 0);
        budget.deposit();
        assert_eq!(spend_all(&budget), 1);
        (0..1000).for_each(|_| budget.deposit());
        assert_eq!(spend_all(&budget), 20);
        // Nothing is left over from more answers than count.
        (0..4).for_each(|_| budget.deposit());
        assert_eq!(spend_all(&budget), 0);
    }
}
