//! The time of a call. A mock advances it instead of waiting, so that tests do not wait for retries and delays.

#[cfg(feature = "mock")]
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// About thirty years. Adding longer durations can overflow an `Instant`.
pub(super) const FAR_FUTURE: Duration = Duration::from_secs(1_000_000_000);

/// Adds a duration of any length to an instant, without overflow.
pub(super) fn after(now: Instant, duration: Duration) -> Instant {
    now + duration.min(FAR_FUTURE)
}

/// Subtracts a duration of any length from an instant. Without effect if the system's clock cannot represent the result.
pub(super) fn before(now: Instant, duration: Duration) -> Instant {
    now.checked_sub(duration).unwrap_or(now)
}

/// How far the time of a call is ahead of the clock. Each attempt shares it with its call.
#[derive(Clone, Debug, Default)]
pub(crate) struct SkippedTime {
    /// `None` until a mock responds: all waits are real.
    #[cfg(feature = "mock")]
    total: Arc<Mutex<Option<Duration>>>,
}

#[cfg(feature = "mock")]
impl SkippedTime {
    /// Skips this time, and all waits of the call from now on.
    pub(crate) fn start(&self, time: Duration) {
        self.change(|total| Some(sum(total.unwrap_or_default(), time)));
    }

    /// Skips a wait. `false` if it is a real one.
    pub(super) fn skip(&self, wait: Duration) -> bool {
        self.change(|total| total.map(|total| sum(total, wait))).is_some()
    }

    /// Takes back time that was skipped beyond a deadline, and returns how much. Real time cannot be taken back.
    pub(super) fn take_back(&self, time: Duration) -> Duration {
        let taken = time.min(self.total());
        self.change(|total| total.map(|total| total.saturating_sub(taken)));
        taken
    }

    /// The skipped time.
    pub(super) fn total(&self) -> Duration {
        self.change(|total| total).unwrap_or_default()
    }

    fn change(&self, change: impl FnOnce(Option<Duration>) -> Option<Duration>) -> Option<Duration> {
        let mut total = self.total.lock().unwrap_or_else(PoisonError::into_inner);
        *total = change(*total);
        *total
    }
}

#[cfg(feature = "mock")]
fn sum(total: Duration, time: Duration) -> Duration {
    total.saturating_add(time).min(FAR_FUTURE)
}

#[cfg(not(feature = "mock"))]
#[expect(clippy::unused_self, reason = "the feature `mock` uses it")]
impl SkippedTime {
    pub(super) fn skip(&self, _: Duration) -> bool {
        false
    }

    pub(super) fn take_back(&self, _: Duration) -> Duration {
        Duration::ZERO
    }

    pub(super) fn total(&self) -> Duration {
        Duration::ZERO
    }
}
