//! The retry budget of a client, which its calls and clones share, so that many tasks do not overload a failing server.

use std::sync::atomic::{AtomicU32, Ordering};

/// The initial and maximum number of tokens: twenty retries in a row.
const CAPACITY: u32 = 100;

/// The tokens that a retry withdraws.
const RETRY_COST: u32 = 5;

/// The tokens that a call without a transient failure deposits: 0.2 of a retry.
const DEPOSIT: u32 = 1;

/// A token bucket: five calls without a transient failure pay for one retry.
#[derive(Debug)]
pub(super) struct RetryBudget(AtomicU32);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl RetryBudget {
    /// Withdraws the cost of a retry. `false` if the budget is exhausted.
    pub(super) fn withdraw(&self) -> bool {
        let withdraw = |tokens: u32| tokens.checked_sub(RETRY_COST);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, withdraw).is_ok()
    }

    /// Refunds a part of a retry, after a success or an error that is not transient: the server is working.
    pub(super) fn deposit(&self) {
        let deposit = |tokens: u32| (tokens < CAPACITY).then_some(tokens + DEPOSIT);
        // It fails if the budget is full.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, deposit);
    }
}

#[cfg(test)]
mod tests {
    use super::RetryBudget;

    fn withdraw_all(budget: &RetryBudget) -> usize {
        (0..1000).take_while(|_| budget.withdraw()).count()
    }

    #[test]
    fn budget_is_exhausted_and_refilled() {
        let budget = RetryBudget::default();
        assert_eq!(withdraw_all(&budget), 20);
        (0..4).for_each(|_| budget.deposit());
        assert_eq!(withdraw_all(&budget), 0);
        budget.deposit();
        assert_eq!(withdraw_all(&budget), 1);
        (0..1000).for_each(|_| budget.deposit());
        assert_eq!(withdraw_all(&budget), 20);
        // Deposits to a full budget have no effect.
        (0..4).for_each(|_| budget.deposit());
        assert_eq!(withdraw_all(&budget), 0);
    }
}
