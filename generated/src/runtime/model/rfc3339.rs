//! Points in time as text, RFC 3339.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_PER_DAY: i64 = 86_400;

/// The start of a day in UTC.
pub(super) fn date(text: &str) -> Option<SystemTime> {
    to_system_time(days(text.as_bytes())? * SECONDS_PER_DAY, 0)
}

/// A point in time, such as `2024-04-27T08:00:00.5+02:00`.
pub(super) fn date_time(text: &str) -> Option<SystemTime> {
    let (day, time) = text.as_bytes().split_at_checked(10)?;
    let (clock, rest) = time.split_at_checked(9)?;
    if !matches!(clock[0], b'T' | b't' | b' ') {
        return None;
    }
    let [hour, minute] = [number(&clock[1..3], 23)?, number(&clock[4..6], 59)?];
    // A leap second is the first one of the next minute.
    let second = number(&clock[7..], 60)?;
    if (clock[3], clock[6]) != (b':', b':') {
        return None;
    }
    let (nanoseconds, offset) = fraction(rest)?;
    let of_day = hour * 3600 + minute * 60 + second;
    to_system_time(days(day)? * SECONDS_PER_DAY + of_day - offset_seconds(offset)?, nanoseconds)
}

/// The nanoseconds of a fraction, if there is one, and the rest. Further digits are cut off.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let Some(text) = text.strip_prefix(b".") else { return Some((0, text)) };
    let len = text.iter().take_while(|digit| digit.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(len);
    let padded = digits.iter().chain(&[b'0'; 9]).take(9);
    let nanoseconds = padded.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    (len > 0).then_some((nanoseconds, rest))
}

/// How many seconds the clock is ahead of UTC.
fn offset_seconds(text: &[u8]) -> Option<i64> {
    let (sign, hour, minute) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (1, [*h1, *h2], [*m1, *m2]),
        [b'-', h1, h2, b':', m1, m2] => (-1, [*h1, *h2], [*m1, *m2]),
        _ => return None,
    };
    Some(sign * (number(&hour, 23)? * 3600 + number(&minute, 59)? * 60))
}

/// The days from 1970-01-01 to a date.
fn days(text: &[u8]) -> Option<i64> {
    if text.len() != 10 || (text[4], text[7]) != (b'-', b'-') {
        return None;
    }
    let year = number(&text[..4], 9999)?;
    let month = number(&text[5..7], 12).filter(|month| *month > 0)?;
    let day = number(&text[8..], 31).filter(|day| *day > 0)?;
    let days = days_before(year, month) + day - 1;
    // The 31st of a shorter month is a day of the next one.
    (from_days(days) == (year, month, day)).then_some(days)
}

/// A number of digits alone, up to a maximum.
fn number(digits: &[u8], max: i64) -> Option<i64> {
    let add = |sum: i64, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0'));
    digits.iter().try_fold(0, add).filter(|number| *number <= max)
}

/// The days from 1970-01-01 to the start of a month. Years are counted from March, so that a leap day is the last day of one.
fn days_before(year: i64, month: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 - DAYS_BEFORE_1970
}

/// From the 1st of March of the year 0.
const DAYS_BEFORE_1970: i64 = 719_468;

/// The year, month and day, so many days after 1970-01-01.
fn from_days(days: i64) -> (i64, i64, i64) {
    const DAYS_OF_400_YEARS: i64 = 146_097;
    let days = days + DAYS_BEFORE_1970;
    let (era, day) = (days.div_euclid(DAYS_OF_400_YEARS), days.rem_euclid(DAYS_OF_400_YEARS));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (year * 365 + year / 4 - year / 100);
    let month = (day * 5 + 2) / 153;
    let day = day - (month * 153 + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next_year, month, day)
}

fn to_system_time(seconds: i64, nanoseconds: u32) -> Option<SystemTime> {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let whole = if seconds < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) };
    whole?.checked_add(Duration::from_nanos(nanoseconds.into()))
}

/// The seconds since 1970, rounded down, and the nanoseconds after them. A time too far away for 64 bits is the last one that is not.
fn from_system_time(time: SystemTime) -> (i64, u32) {
    let seconds = |distance: Duration| i64::try_from(distance.as_secs()).unwrap_or(i64::MAX / 2);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (seconds(after), after.subsec_nanos()),
        Err(error) => match (seconds(error.duration()), error.duration().subsec_nanos()) {
            (seconds, 0) => (-seconds, 0),
            (seconds, nanoseconds) => (-seconds - 1, 1_000_000_000 - nanoseconds),
        },
    }
}

/// The date of a point in time in UTC.
pub(super) fn date_text(time: SystemTime) -> String {
    let (seconds, _) = from_system_time(time);
    let (year, month, day) = from_days(seconds.div_euclid(SECONDS_PER_DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// A point in time in UTC.
pub(super) fn date_time_text(time: SystemTime) -> String {
    let (seconds, nanoseconds) = from_system_time(time);
    let of_day = seconds.rem_euclid(SECONDS_PER_DAY);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let fraction = if nanoseconds == 0 { String::new() } else { format!(".{nanoseconds:09}") };
    let fraction = fraction.trim_end_matches('0');
    format!("{}T{hour:02}:{minute:02}:{second:02}{fraction}Z", date_text(time))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::{date, date_text, date_time, date_time_text, days, from_days};

    fn unix(seconds: i64, nanoseconds: u32) -> SystemTime {
        let distance = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance };
        whole + Duration::from_nanos(nanoseconds.into())
    }

    #[test]
    fn date_time_is_a_point_in_time() {
        for (text, seconds, nanoseconds) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("2024-04-27T08:00:00Z", 1_714_204_800, 0),
            ("2024-04-27t08:00:00z", 1_714_204_800, 0),
            ("2024-04-27 08:00:00.25Z", 1_714_204_800, 250_000_000),
            ("2024-04-27T10:00:00.1234567899+02:00", 1_714_204_800, 123_456_789),
            ("2024-04-27T00:30:00-07:30", 1_714_204_800, 0),
            ("1969-12-31T23:59:59.5Z", -1, 500_000_000),
            ("1990-12-31T23:59:60Z", 662_688_000, 0),
            ("0000-01-01T00:00:00Z", -62_167_219_200, 0),
            ("9999-12-31T23:59:59Z", 253_402_300_799, 0),
        ] {
            assert_eq!(date_time(text), Some(unix(seconds, nanoseconds)), "{text}");
        }
    }

    #[test]
    fn text_in_another_format_is_no_point_in_time() {
        for text in [
            "",
            "2024-04-27",
            "2024-04-27T08:00:00",
            "2024-04-27T08:00Z",
            "2024-04-27T24:00:00Z",
            "2024-04-27T08:60:00Z",
            "2024-04-27T08:00:61Z",
            "2024-04-27T08-00-00Z",
            "2024-04-27T08:00:00.Z",
            "2024-04-27T08:00:00+0200",
            "2024-04-27T08:00:00+24:00",
            "2024-04-27T08:00:00Zulu",
            "2024-02-30T08:00:00Z",
            "+024-04-27T08:00:00Z",
            "é024-04-27T08:00:00Z",
            "Sat, 27 Apr 2024 08:00:00 GMT",
        ] {
            assert_eq!(date_time(text), None, "{text}");
        }
        for text in
            ["2023-02-29", "1900-02-29", "2024-00-01", "2024-13-01", "2024-04-31", "2024-04-00", "24-4-1"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn each_day_of_800_years_round_trips() {
        let mut expected = days(b"1600-01-01").expect("a date");
        for year in 1600..2400 {
            let is_leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
            for (month, len) in
                [31, 28 + i64::from(is_leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter().enumerate()
            {
                for day in 1..=len {
                    let month = i64::try_from(month).expect("a small number") + 1;
                    assert_eq!(from_days(expected), (year, month, day));
                    let text = format!("{year}-{month:02}-{day:02}");
                    assert_eq!(days(text.as_bytes()), Some(expected));
                    expected += 1;
                }
            }
        }
    }

    #[test]
    fn points_in_time_round_trip_through_text() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2024-02-29T23:59:59.000000001Z",
            "1969-12-31T23:59:59.5Z",
            "0000-01-01T00:00:00Z",
        ] {
            let time = date_time(text).expect("a point in time");
            assert_eq!(date_time_text(time), text);
            assert_eq!(date_text(time), text[..10]);
        }
        assert_eq!(date("2024-04-27"), Some(unix(1_714_176_000, 0)));
    }
}
