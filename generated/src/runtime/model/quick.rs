//! The quick way through a JSON text: half of decoding's speed, and none of its judgement.
//!
//! It knows objects, lists, strings without escapes, small whole numbers and literals, which is nearly all that an API
//! sends; every other piece it hands to `serde_json`, and at whatever is not as it should be it stops without a word.
//! Whoever called it then decodes again by `serde_json` alone, which has the last word and says what is wrong.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess, Unexpected, Visitor};

/// How deep objects and lists may nest; `serde_json` stops there as well.
const DEEPEST: u8 = 127;

/// Decodes the whole text and nothing but it, or stops.
pub(super) fn quick<'de, T>(
    text: &'de str,
    read: impl FnOnce(&mut Quick<'de>) -> Result<T, Stop>,
) -> Option<T> {
    let mut from = Quick { text, at: 0, depth: 0 };
    let value = read(&mut from).ok()?;
    from.next_byte().is_none().then_some(value)
}

/// Something was not as it should be.
#[derive(Debug)]
pub(super) struct Stop;

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl std::error::Error for Stop {}

impl de::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    // What serde provides would write a message that nobody reads.

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }
}

pub(super) struct Quick<'de> {
    text: &'de str,
    /// How many bytes have been read.
    at: usize,
    /// How many objects and lists are open.
    depth: u8,
}

impl<'de> Quick<'de> {
    /// What has not been read.
    #[inline]
    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is no white space, left unread.
    #[inline]
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), Stop> {
        if self.next_byte() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(Stop)
    }

    #[inline]
    fn word(&mut self, word: &str) -> Result<(), Stop> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(Stop)
    }

    #[inline]
    fn string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Stop> {
        self.expect(b'"')?;
        let start = self.at;
        let end = start + plain_length(self.rest());
        match self.text.as_bytes().get(end) {
            Some(b'"') => {
                self.at = end + 1;
                visitor.visit_borrowed_str(self.text.get(start..end).ok_or(Stop)?)
            }
            Some(b'\\') => visitor.visit_string(self.escaped(start, end)?),
            _ => Err(Stop),
        }
    }

    /// A string that begins there and has its first escape there.
    #[cold]
    fn escaped(&mut self, start: usize, escape: usize) -> Result<String, Stop> {
        self.at = escape;
        while self.rest().first() == Some(&b'\\') {
            self.at += 2;
            self.at += plain_length(self.rest());
        }
        let end = self.at;
        self.expect(b'"')?;
        let text = self.text.get(start..end).ok_or(Stop)?;
        if text.contains("\\u") {
            let quoted = self.text.get(start - 1..=end).ok_or(Stop)?;
            return serde_json::from_str(quoted).map_err(|_| Stop);
        }
        unescaped(text).ok_or(Stop)
    }

    /// A whole number small enough to need no thought, if that is what follows.
    #[inline]
    fn small_number(&mut self) -> Option<u64> {
        self.next_byte();
        let rest = self.rest();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let whole = !matches!(rest.get(digits), Some(b'.' | b'e' | b'E'));
        let small = digits == 1 || ((2..=18).contains(&digits) && rest[0] != b'0');
        (whole && small).then(|| {
            self.at += digits;
            rest[..digits].iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
        })
    }

    /// Any other number: where it ends is found here, what it says is `serde_json`'s business.
    fn number<T>(
        &mut self,
        read: impl FnOnce(&mut serde_json::Deserializer<serde_json::de::StrRead<'de>>) -> serde_json::Result<T>,
    ) -> Result<T, Stop> {
        let part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let end = self.at + self.rest().iter().take_while(part).count();
        let mut number = serde_json::Deserializer::from_str(self.text.get(self.at..end).ok_or(Stop)?);
        self.at = end;
        let value = read(&mut number).map_err(|_| Stop)?;
        number.end().map(|()| value).map_err(|_| Stop)
    }

    /// What stands between two brackets.
    #[inline]
    fn nested<T>(
        &mut self,
        [open, close]: [u8; 2],
        read: impl FnOnce(Inside<'_, 'de>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.expect(open)?;
        if self.depth == DEEPEST {
            return Err(Stop);
        }
        self.depth += 1;
        let value = read(Inside { from: self, close, first: true })?;
        self.depth -= 1;
        self.expect(close)?;
        Ok(value)
    }
}

/// Without escapes, of which there are none by number. One allocation, where `serde_json` would need a buffer as well.
fn unescaped(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        plain.push(match char {
            '\\' => match chars.next()? {
                char @ ('"' | '\\' | '/') => char,
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                _ => return None,
            },
            char => char,
        });
    }
    Some(plain)
}

/// How many of the bytes belong to a string, before a quote, an escape or something that may not stand in one.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const STEP: usize = 16;
    let mut length = 0;
    // A whole step at once: names and most values end in the first, which makes it easy to foresee.
    for step in bytes.chunks_exact(STEP) {
        let [low, high] =
            [step.first_chunk(), step.last_chunk()].map(|half| half.map_or(0, |half| specials(*half)));
        if low | high != 0 {
            let bits = if low == 0 { 64 + high.trailing_zeros() } else { low.trailing_zeros() };
            return length + bits as usize / 8;
        }
        length += STEP;
    }
    let special = |byte: u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    length + bytes[length..].iter().take_while(|byte| !special(**byte)).count()
}

/// The highest bit of each of eight bytes that ends the plain part of a string, and perhaps of bytes after it.
#[inline]
fn specials(bytes: [u8; 8]) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHEST: u64 = ONES << 7;
    let word = u64::from_le_bytes(bytes);
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (is(b'"') | is(b'\\') | below(word, b' ')) & HIGHEST
}

impl<'de> Deserializer<'de> for &mut Quick<'de> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.next_byte() {
            Some(b'"') => self.string(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => match self.small_number() {
                Some(number) => visitor.visit_u64(number),
                None => self.number(|number| number.deserialize_any(visitor)),
            },
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.next_byte() {
            Some(b't') => self.word("true").and_then(|()| visitor.visit_bool(true)),
            _ => self.word("false").and_then(|()| visitor.visit_bool(false)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.small_number() {
            Some(number) => visitor.visit_u64(number),
            None => self.number(|number| number.deserialize_i64(visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.small_number() {
            Some(number) => visitor.visit_u64(number),
            None => self.number(|number| number.deserialize_f64(visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if self.next_byte() == Some(b'n') {
            return self.word("null").and_then(|()| visitor.visit_none());
        }
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.nested(*b"[]", |items| visitor.visit_seq(items))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.nested(*b"{}", |entries| visitor.visit_map(entries))
    }

    // Nothing that is emitted asks for these.
    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct
        struct enum identifier ignored_any
    }
}

/// What is left of a list or an object.
struct Inside<'a, 'de> {
    from: &'a mut Quick<'de>,
    close: u8,
    first: bool,
}

impl Inside<'_, '_> {
    /// Whether anything follows before the closing bracket, which is left unread.
    #[inline]
    fn another(&mut self) -> Result<bool, Stop> {
        match self.from.next_byte() {
            Some(byte) if byte == self.close => Ok(false),
            Some(_) if std::mem::take(&mut self.first) => Ok(true),
            Some(b',') => {
                self.from.at += 1;
                Ok(true)
            }
            _ => Err(Stop),
        }
    }
}

impl<'de> SeqAccess<'de> for Inside<'_, 'de> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        if self.another()? { seed.deserialize(&mut *self.from).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Inside<'_, 'de> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        if self.another()? { seed.deserialize(&mut *self.from).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        self.from.expect(b':')?;
        seed.deserialize(&mut *self.from)
    }
}
