//! The wait before a retry: exponential backoff with full jitter, or the server's `Retry-After`.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Maximum backoff before the first retry: long enough for a restarting server, short enough for a user who waits. It doubles with
/// each retry.
const INITIAL_BACKOFF: Duration = Duration::from_millis(500);

/// Maximum backoff: longer ones would use up the default timeout of a call, 60 s.
const MAX_BACKOFF: Duration = Duration::from_secs(8);

/// Maximum `Retry-After` that is respected: the default timeout of a call. If the server requests a longer wait, the call fails,
/// and the caller decides.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// A random backoff before retry number `retry`, counted from 0.
pub(super) fn backoff(retry: u32) -> Duration {
    let max = INITIAL_BACKOFF.saturating_mul(2_u32.saturating_pow(retry)).min(MAX_BACKOFF);
    max.mul_f64(fastrand::f64())
}

/// Parses `Retry-After`: seconds or a date. A number that overflows a `Duration` becomes `Duration::MAX`.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let seconds: f64 = text.parse().ok()?;
        return Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    // Relative to the server's `Date` if there is one, because the local clock may differ.
    let sent = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    Some(date.duration_since(sent.unwrap_or(now)).unwrap_or_default())
}

/// The wait before a retry. `None` if it is longer than [`MAX_RETRY_AFTER`], or not shorter than the time `left`.
pub(super) fn delay(retry: u32, requested: Option<Duration>, left: Duration) -> Option<Duration> {
    let delay = match requested {
        Some(requested) if requested > MAX_RETRY_AFTER => return None,
        Some(requested) => requested + jitter(requested, left),
        None => backoff(retry),
    };
    (delay < left).then_some(delay)
}

/// Random jitter of up to 10 % of a requested wait, within the time left, so that callers with the same `Retry-After` do not all
/// retry at once.
fn jitter(requested: Duration, left: Duration) -> Duration {
    let max = (requested / 10).min(left.saturating_sub(requested) / 2);
    max.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use http::header::{DATE, RETRY_AFTER};
    use http::{HeaderMap, HeaderValue};

    use super::{MAX_BACKOFF, MAX_RETRY_AFTER, backoff, delay, retry_after};

    const FOREVER: Duration = Duration::from_secs(1_000_000);
    const HALF_A_MINUTE: Duration = Duration::from_secs(30);

    fn requested(headers: &[(http::HeaderName, &'static str)]) -> Option<Duration> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        retry_after(&headers.collect::<HeaderMap>(), UNIX_EPOCH + Duration::from_secs(1_445_412_480 - 60))
    }

    #[test]
    fn seconds_and_dates_are_parsed() {
        let requested = |text| requested(&[(RETRY_AFTER, text)]);
        assert_eq!(requested("7"), Some(Duration::from_secs(7)));
        assert_eq!(requested(" 1.5 "), Some(Duration::from_millis(1500)));
        assert_eq!(requested("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::from_secs(60)));
        assert_eq!(requested("Wed, 21 Oct 2009 07:28:00 GMT"), Some(Duration::ZERO));
        for text in ["soon", "-1", "1.5.2", ".", "", "inf", "1e3", "+1"] {
            assert_eq!(requested(text), None, "{text}");
        }
    }

    #[test]
    fn retry_after_overflow_is_too_long() {
        for text in ["18446744073709551615", "18446744073709551616", "99999999999999999999999999.5"] {
            let requested = requested(&[(RETRY_AFTER, text)]);
            assert!(requested > Some(MAX_RETRY_AFTER), "{text}");
            assert_eq!(delay(0, requested, FOREVER), None, "{text}");
        }
        let digits: &'static str = "9".repeat(1000).leak();
        assert_eq!(requested(&[(RETRY_AFTER, digits)]), Some(Duration::MAX));
    }

    #[test]
    fn retry_after_date_is_relative_to_the_response_date() {
        let later = (RETRY_AFTER, "Wed, 21 Oct 2015 07:28:00 GMT");
        let with_date = |date| requested(&[later.clone(), (DATE, date)]);
        assert_eq!(with_date("Wed, 21 Oct 2015 07:27:57 GMT"), Some(Duration::from_secs(3)));
        assert_eq!(with_date("Wed, 21 Oct 2015 07:28:57 GMT"), Some(Duration::ZERO));
        assert_eq!(with_date("today"), Some(Duration::from_secs(60)));
    }

    #[test]
    fn backoff_grows_up_to_its_maximum() {
        for retry in [0, 1, 5, 40, u32::MAX] {
            assert!(backoff(retry) <= MAX_BACKOFF);
        }
        let longest = |retry| (0..200).map(|_| backoff(retry)).max();
        assert!(longest(0) <= Some(Duration::from_millis(500)));
        assert!(longest(3) > Some(Duration::from_millis(500)));
    }

    #[test]
    fn retry_after_above_max_is_not_waited() {
        assert!(delay(0, Some(MAX_RETRY_AFTER), FOREVER).is_some());
        assert_eq!(delay(0, Some(MAX_RETRY_AFTER + Duration::from_nanos(1)), FOREVER), None);
    }

    #[test]
    fn retry_after_gets_up_to_10_percent_of_jitter() {
        let requested = HALF_A_MINUTE;
        let delays = [(); 200].map(|()| delay(0, Some(requested), FOREVER).expect("a wait"));
        assert!(delays.iter().all(|delay| (requested..requested + requested / 10).contains(delay)));
        assert!(delays.iter().any(|delay| *delay > requested + requested / 20));
        assert_eq!(delay(0, Some(Duration::ZERO), FOREVER), Some(Duration::ZERO));
    }

    #[test]
    fn jitter_is_within_the_time_left() {
        let nanosecond = Duration::from_nanos(1);
        for _ in 0..200 {
            assert!(delay(0, Some(HALF_A_MINUTE), HALF_A_MINUTE + nanosecond).is_some());
            assert_eq!(delay(0, Some(HALF_A_MINUTE), HALF_A_MINUTE), None);
        }
    }
}
