//! Timestamps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Converts seconds since 1970-01-01 00:00 UTC. `None` if there is no value, or if `SystemTime` cannot represent it.
pub fn from_seconds(seconds: impl Into<Option<i64>>) -> Option<SystemTime> {
    let seconds = seconds.into()?;
    since_1970(seconds < 0, Duration::from_secs(seconds.unsigned_abs()))
}

/// Converts milliseconds since 1970-01-01 00:00 UTC. `None` if there is no value, or if `SystemTime` cannot represent it.
pub fn from_milliseconds(milliseconds: impl Into<Option<i64>>) -> Option<SystemTime> {
    let milliseconds = milliseconds.into()?;
    since_1970(milliseconds < 0, Duration::from_millis(milliseconds.unsigned_abs()))
}

fn since_1970(before: bool, distance: Duration) -> Option<SystemTime> {
    if before { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
}
