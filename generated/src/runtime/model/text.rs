//! Reads JSON text into whatever asks for it, as fast as may be, and says where it stopped.
//!
//! It knows objects, lists, strings, small whole numbers and literals, which is nearly all that an API sends; other numbers and
//! rarer escapes it hands to `serde_json`, piece by piece. What is wrong with a text that is not JSON is for `serde_json` to say
//! as well: see [`json`](super::json).

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::ops::Range;

use serde_core::de::{
    self, DeserializeSeed, Deserializer, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::de::StrRead;

/// How deep objects and lists may nest; `serde_json` stops there as well.
const DEEPEST: u8 = 127;

/// A JSON text and how far it has been read.
pub(super) struct Text<'de> {
    whole: &'de str,
    /// How many bytes have been read.
    at: usize,
    /// How many objects and lists are open.
    depth: u8,
}

/// Why reading stopped. Boxed, since nearly always there is none.
#[derive(Debug)]
pub(super) struct Stop(Box<Reason>);

#[derive(Debug)]
struct Reason {
    /// What was expected and what was found.
    message: String,
    /// The place, from the innermost property or position to the outermost.
    path: Vec<Step>,
}

/// A step on the way to a place.
#[derive(Debug)]
pub(super) enum Step {
    Property(String),
    Position(usize),
}

impl Stop {
    /// The place, such as `items[3].name`; `.` for the whole.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.path.iter().rev() {
            match step {
                Step::Property(name) if path.is_empty() => path.push_str(name),
                Step::Property(name) => path.extend([".", name]),
                Step::Position(position) => path.extend(["[", &position.to_string(), "]"]),
            }
        }
        if path.is_empty() { ".".to_owned() } else { path }
    }

    /// What was expected and what was found.
    pub(super) fn message(&self) -> &str {
        &self.0.message
    }

    /// It stopped inside of that.
    #[cold]
    pub(super) fn inside(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }
}

impl Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Stop {}

impl de::Error for Stop {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Self(Box::new(Reason { message: message.to_string(), path: Vec::new() }))
    }

    /// As serde has it, but in JSON's words.
    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            Unexpected::Unit => Self::custom(format_args!("invalid type: null, expected {expected}")),
            found => Self::custom(format_args!("invalid type: {found}, expected {expected}")),
        }
    }
}

/// `serde_json` has better words for it.
#[cold]
fn not_json() -> Stop {
    de::Error::custom("this is not JSON")
}

impl<'de> Text<'de> {
    /// From that byte on.
    pub(super) fn new(text: &'de str, at: usize) -> Self {
        Self { whole: text, at, depth: 0 }
    }

    /// How many bytes have been read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The names of the properties of the object that is next, and where their values begin.
    pub(super) fn places_of_properties(&mut self) -> Result<Vec<(Cow<'de, str>, usize)>, Stop> {
        let mut properties = Vec::new();
        self.open(b'{', &"an object")?;
        let mut inside = Inside::new(self, b'}');
        while inside.another()? {
            let name = inside.from.expected_string(&"a property's name")?;
            inside.from.expect(b':')?;
            properties.push((name, inside.from.skip()?.start));
        }
        self.close(b'}')?;
        self.end().map(|()| properties)
    }

    /// Where the items of the list that is next stand; null is an empty one.
    pub(super) fn places_of_items(&mut self) -> Result<Vec<Range<usize>>, Stop> {
        let mut items = Vec::new();
        if !self.null()? {
            self.open(b'[', &"a list")?;
            let mut inside = Inside::new(self, b']');
            while inside.another()? {
                items.push(inside.from.skip()?);
            }
            self.close(b']')?;
        }
        Ok(items)
    }

    /// Goes past any value, however deep it nests; says where it stands.
    fn skip(&mut self) -> Result<Range<usize>, Stop> {
        self.next_byte();
        let start = self.at;
        let rest = self.whole.get(start..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        if !matches!(values.next(), Some(Ok(_))) {
            return Err(not_json());
        }
        self.at += values.byte_offset();
        Ok(start..self.at)
    }

    /// Nothing may follow.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        if self.next_byte().is_none() { Ok(()) } else { Err(not_json()) }
    }

    /// What has not been read.
    #[inline]
    fn rest(&self) -> &'de [u8] {
        self.whole.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is no white space, left unread.
    #[inline]
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            let byte = *self.whole.as_bytes().get(self.at)?;
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
        Err(not_json())
    }

    #[inline]
    fn word(&mut self, word: &str) -> Result<(), Stop> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(not_json())
    }

    /// A string, which is next.
    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>, Stop> {
        let start = self.at + 1;
        self.at = start;
        let end = start + plain_length(self.rest());
        match self.whole.as_bytes().get(end) {
            Some(b'"') => {
                self.at = end + 1;
                self.whole.get(start..end).map(Cow::Borrowed).ok_or_else(not_json)
            }
            Some(b'\\') => self.escaped(start, end).map(Cow::Owned),
            _ => Err(not_json()),
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
        // Not after white space, of which only the plain kind may stand in a string.
        if self.rest().first() != Some(&b'"') {
            return Err(not_json());
        }
        self.at += 1;
        let text = self.whole.get(start..end).ok_or_else(not_json)?;
        if text.contains("\\u") {
            let quoted = self.whole.get(start - 1..=end).ok_or_else(not_json)?;
            return serde_json::from_str(quoted).map_err(|_| not_json());
        }
        unescaped(text).ok_or_else(not_json)
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
    #[cold]
    fn number(&mut self, expected: &dyn Expected) -> Result<serde_json::Deserializer<StrRead<'de>>, Stop> {
        match self.next_byte() {
            Some(b'0'..=b'9' | b'-') => self.digits().map(serde_json::Deserializer::from_str),
            _ => Err(self.unexpected(expected)),
        }
    }

    /// The text of the number that is next.
    fn digits(&mut self) -> Result<&'de str, Stop> {
        let part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let end = self.at + self.rest().iter().take_while(part).count();
        let digits = self.whole.get(self.at..end).ok_or_else(not_json)?;
        self.at = end;
        serde_json::from_str::<IgnoredAny>(digits).map(|_| digits).map_err(de::Error::custom)
    }

    /// Opens the object or list that is to be next.
    #[inline]
    fn open(&mut self, bracket: u8, expected: &dyn Expected) -> Result<(), Stop> {
        if self.next_byte() != Some(bracket) {
            return Err(self.unexpected(expected));
        }
        if self.depth == DEEPEST {
            let message = format_args!("recursion limit exceeded: it nests deeper than {DEEPEST} levels");
            return Err(de::Error::custom(message));
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    /// Closes it.
    #[inline]
    fn close(&mut self, bracket: u8) -> Result<(), Stop> {
        self.depth -= 1;
        self.expect(bracket)
    }

    /// The string that is to be next.
    #[inline]
    fn expected_string(&mut self, expected: &dyn Expected) -> Result<Cow<'de, str>, Stop> {
        if self.next_byte() == Some(b'"') { self.string() } else { Err(self.unexpected(expected)) }
    }

    /// The literal that is to be next.
    #[inline]
    fn expected_bool(&mut self, expected: &dyn Expected) -> Result<bool, Stop> {
        match self.next_byte() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.unexpected(expected)),
        }
    }

    /// Goes past a null, if that is next.
    #[inline]
    fn null(&mut self) -> Result<bool, Stop> {
        if self.next_byte() == Some(b'n') { self.word("null").map(|()| true) } else { Ok(false) }
    }

    /// What is next is not what was expected.
    #[cold]
    fn unexpected(&mut self, expected: &dyn Expected) -> Stop {
        let is = |found: Unexpected<'_>| de::Error::invalid_type(found, expected);
        let found = match self.next_byte() {
            Some(b'"') => self.string().map(|text| is(Unexpected::Str(&text))),
            Some(b'0'..=b'9' | b'-') => self.digits().map(|digits| is(kind_of_number(digits))),
            Some(b'{') => Ok(is(Unexpected::Map)),
            Some(b'[') => Ok(is(Unexpected::Seq)),
            Some(b't') => Ok(is(Unexpected::Bool(true))),
            Some(b'f') => Ok(is(Unexpected::Bool(false))),
            Some(b'n') => Ok(is(Unexpected::Unit)),
            _ => Ok(not_json()),
        };
        found.unwrap_or_else(|stop| stop)
    }
}

/// A number where something else was expected.
#[cold]
fn kind_of_number(digits: &str) -> Unexpected<'static> {
    match serde_json::from_str::<serde_json::Number>(digits) {
        Ok(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), _, _) => Unexpected::Unsigned(number),
            (None, Some(number), _) => Unexpected::Signed(number),
            (None, None, Some(number)) => Unexpected::Float(number),
            (None, None, None) => Unexpected::Other("number"),
        },
        Err(_) => Unexpected::Other("number"),
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

impl<'de> Deserializer<'de> for &mut Text<'de> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.next_byte() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => {
                self.word("null")?;
                visitor.visit_unit()
            }
            _ => match self.small_number() {
                Some(number) => visitor.visit_u64(number),
                None => self.number(&visitor)?.deserialize_any(visitor).map_err(de::Error::custom),
            },
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let value = self.expected_bool(&visitor)?;
        visitor.visit_bool(value)
    }

    #[inline]
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.small_number() {
            Some(number) => visitor.visit_u64(number),
            None => self.number(&visitor)?.deserialize_i64(visitor).map_err(de::Error::custom),
        }
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.small_number() {
            Some(number) => visitor.visit_u64(number),
            None => self.number(&visitor)?.deserialize_f64(visitor).map_err(de::Error::custom),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.expected_string(&visitor)? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if self.null()? { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.open(b'[', &visitor)?;
        let value = visitor.visit_seq(Inside::new(self, b']'))?;
        self.close(b']')?;
        Ok(value)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.open(b'{', &visitor)?;
        let value = visitor.visit_map(Inside::new(self, b'}'))?;
        self.close(b'}')?;
        Ok(value)
    }

    // Nothing that is emitted asks for these.
    serde_core::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct
        struct enum identifier ignored_any
    }
}

/// What is left of a list or an object.
struct Inside<'a, 'de> {
    from: &'a mut Text<'de>,
    close: u8,
    /// How many items or properties there have been.
    position: usize,
    /// Where the name of the last property stands in the text, quotes and all.
    name: Range<usize>,
}

impl<'a, 'de> Inside<'a, 'de> {
    fn new(from: &'a mut Text<'de>, close: u8) -> Self {
        Self { from, close, position: 0, name: 0..0 }
    }

    /// Whether anything follows before the closing bracket, which is left unread.
    #[inline]
    fn another(&mut self) -> Result<bool, Stop> {
        match self.from.next_byte() {
            Some(byte) if byte == self.close => return Ok(false),
            Some(_) if self.position == 0 => {}
            Some(b',') => self.from.at += 1,
            _ => return Err(not_json()),
        }
        self.position += 1;
        Ok(true)
    }

    /// A property begins.
    #[inline]
    fn begin_name(&mut self) -> Result<(), Stop> {
        if self.from.next_byte() != Some(b'"') {
            return Err(not_json());
        }
        self.name.start = self.from.at;
        Ok(())
    }

    /// The last property.
    #[cold]
    fn property(&self) -> Step {
        let name = self.from.whole.get(self.name.clone()).unwrap_or_default();
        Step::Property(serde_json::from_str(name).unwrap_or_default())
    }
}

impl<'de> SeqAccess<'de> for Inside<'_, 'de> {
    type Error = Stop;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        if !self.another()? {
            return Ok(None);
        }
        match seed.deserialize(&mut *self.from) {
            Ok(item) => Ok(Some(item)),
            Err(stop) => Err(stop.inside(Step::Position(self.position - 1))),
        }
    }
}

impl<'de> MapAccess<'de> for Inside<'_, 'de> {
    type Error = Stop;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        if !self.another()? {
            return Ok(None);
        }
        self.begin_name()?;
        let name = seed.deserialize(&mut *self.from)?;
        self.name.end = self.from.at;
        Ok(Some(name))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        self.from.expect(b':')?;
        match seed.deserialize(&mut *self.from) {
            Ok(value) => Ok(value),
            Err(stop) => Err(stop.inside(self.property())),
        }
    }
}
