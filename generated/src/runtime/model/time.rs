//! Integers that stand for points in time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What a count of seconds since 1970 stands for; nothing if there is none, or if the system's clock does not go that far.
pub fn from_seconds(seconds: impl Into<Option<i64>>) -> Option<SystemTime> {
    let seconds = seconds.into()?;
    since_1970(seconds < 0, Duration::from_secs(seconds.unsigned_abs()))
}

/// Likewise of milliseconds.
pub fn from_milliseconds(milliseconds: impl Into<Option<i64>>) -> Option<SystemTime> {
    let milliseconds = milliseconds.into()?;
    since_1970(milliseconds < 0, Duration::from_millis(milliseconds.unsigned_abs()))
}

fn since_1970(before: bool, distance: Duration) -> Option<SystemTime> {
    if before { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
}
