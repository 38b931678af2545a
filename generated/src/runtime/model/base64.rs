//! Bytes as text, RFC 4648.

/// The last two characters of an alphabet, and whether the text is padded.
pub(super) type Alphabet = ([char; 2], bool);

pub(super) const STANDARD: Alphabet = (['+', '/'], true);
pub(super) const URL: Alphabet = (['-', '_'], false);

pub(super) fn encode(bytes: &[u8], (last, is_padded): Alphabet) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        let digits = (0..=chunk.len()).map(|index| digit(bits >> (18 - 6 * index) & 63, last));
        text.extend(digits);
        if is_padded {
            text.extend((chunk.len()..3).map(|_| '='));
        }
    }
    text
}

/// The first 62 characters of every alphabet.
const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

fn digit(value: usize, last: [char; 2]) -> char {
    DIGITS.get(value).map_or_else(|| last[value & 1], |digit| char::from(*digit))
}

/// The bytes of text in either alphabet, with or without padding.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.chunks(4) {
        let mut bits = 0;
        for character in chunk {
            bits = bits << 6 | value(*character)?;
        }
        let whole = bits << (6 * (4 - chunk.len()));
        // One character alone has less than a byte.
        let len = chunk.len().checked_sub(1).filter(|len| *len > 0)?;
        bytes.extend_from_slice(&whole.to_be_bytes()[1..=len]);
    }
    Some(bytes)
}

fn value(character: u8) -> Option<u32> {
    let value = match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::{STANDARD, URL, decode, encode};

    #[test]
    fn bytes_of_each_length_round_trip() {
        // RFC 4648, section 10.
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes(), STANDARD), text);
            assert_eq!(encode(bytes.as_bytes(), URL), text.trim_end_matches('='));
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
            assert_eq!(decode(text.trim_end_matches('=')).as_deref(), Some(bytes.as_bytes()));
        }
        let bytes: Vec<u8> = (0..=255).collect();
        for alphabet in [STANDARD, URL] {
            assert_eq!(decode(&encode(&bytes, alphabet)).as_ref(), Some(&bytes));
        }
    }

    #[test]
    fn alphabets_differ_in_the_last_two_characters() {
        assert_eq!(encode(&[0xfb, 0xff], STANDARD), "+/8=");
        assert_eq!(encode(&[0xfb, 0xff], URL), "-_8");
        assert_eq!(decode("+_8"), Some(vec![0xfb, 0xff]));
    }

    #[test]
    fn text_in_another_format_has_no_bytes() {
        for text in ["Z", "Zm9vZ", "Zm 9v", "Zm=v", "Zm9v\n", "é", "Zm9é"] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }
}
