//! When to try again: exponential backoff with full jitter, unless the server says how long to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// The backoff before the first retry is up to this long; before each further one, up to twice as long.
const INITIAL_BACKOFF: Duration = Duration::from_millis(500);

/// No backoff is longer than this.
const MAX_BACKOFF: Duration = Duration::from_secs(8);

/// A server that asks for more patience than this gets none.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// How long to wait before retry number `retry`, counted from 0.
pub(super) fn backoff(retry: u32) -> Duration {
    let most = INITIAL_BACKOFF.saturating_mul(2_u32.saturating_pow(retry)).min(MAX_BACKOFF);
    most.mul_f64(fastrand::f64())
}

/// How long the server asks to wait: seconds, or a date.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => {
            let date = httpdate::parse_http_date(text).ok()?;
            Some(date.duration_since(now).unwrap_or_default())
        }
    }
}

/// How long to wait before that retry, or nothing if it is not worth it.
pub(super) fn delay(retry: u32, asked: Option<Duration>) -> Option<Duration> {
    match asked {
        Some(asked) if asked > MAX_RETRY_AFTER => None,
        Some(asked) => Some(asked),
        None => Some(backoff(retry)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use http::{HeaderMap, HeaderValue};

    use super::{MAX_BACKOFF, MAX_RETRY_AFTER, backoff, delay, retry_after};

    fn asked(text: &'static str) -> Option<Duration> {
        let headers = HeaderMap::from_iter([(http::header::RETRY_AFTER, HeaderValue::from_static(text))]);
        retry_after(&headers, UNIX_EPOCH + Duration::from_secs(1_445_412_480 - 60))
    }

    #[test]
    fn both_forms_of_retry_after_are_read() {
        assert_eq!(asked("7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::from_secs(60)));
        assert_eq!(asked("Wed, 21 Oct 2009 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(asked("soon"), None);
        assert_eq!(asked("-1"), None);
    }

    #[test]
    fn a_backoff_grows_up_to_its_limit() {
        for retry in [0, 1, 5, 40, u32::MAX] {
            assert!(backoff(retry) <= MAX_BACKOFF);
        }
        let longest = |retry| (0..200).map(|_| backoff(retry)).max();
        assert!(longest(0) <= Some(Duration::from_millis(500)));
        assert!(longest(3) > Some(Duration::from_millis(500)));
    }

    #[test]
    fn retry_after_above_max_is_not_waited() {
        assert_eq!(delay(0, Some(Duration::from_secs(3))), Some(Duration::from_secs(3)));
        assert_eq!(delay(0, Some(MAX_RETRY_AFTER)), Some(MAX_RETRY_AFTER));
        assert_eq!(delay(0, Some(MAX_RETRY_AFTER + Duration::from_nanos(1))), None);
    }
}
