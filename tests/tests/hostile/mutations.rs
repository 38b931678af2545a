//! Random inputs, and mutations of specs.

use fastrand::Rng;

/// Tokens of YAML and of the spec language, and tokens that are invalid in either.
const TOKENS: &[&str] = &[
    "api",
    "endpoints",
    "schemas",
    "enums",
    "title",
    "description",
    "base_url",
    "regions",
    "key",
    "header",
    "environment",
    "get",
    "post",
    "path",
    "query",
    "headers",
    "body",
    "response",
    "errors",
    "paging",
    "items",
    "more",
    "next",
    "token",
    "type",
    "unit",
    "default",
    "min",
    "max",
    "deprecated",
    "documented",
    "because",
    "rust_name",
    "properties",
    "values",
    "string",
    "integer",
    "double",
    "boolean",
    "any",
    "optional",
    "list of",
    "map of",
    "Pet",
    "Species",
    "get_pet",
    "/v1/pets/{id}",
    "https://pets.example",
    "x-key",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    ",",
    "\n",
    "\n  ",
    "\n    ",
    "\n      ",
    "\"",
    "'",
    "|",
    ">",
    "|-\n  ",
    "#",
    "&a",
    "*a",
    "<<",
    "!t",
    "!!str",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "~",
    "null",
    "true",
    "NO",
    "on",
    "1.0",
    ".nan",
    "-.inf",
    "1e400",
    "9007199254740993",
    "-9223372036854775809",
    "18446744073709551616",
    "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
    "-1",
    "9223372036854775808",
    ".nan",
    "1e400",
    "0x10",
    "404",
    "\t",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "\u{7f}",
    "é",
    "e\u{301}",
    "犬",
    "🐕\u{200d}🦺",
    "\u{202e}",
    "\u{200b}",
    "\\",
    "`",
    "@",
    "self",
    "Self",
    "r#type",
    "Option",
    "_",
    "0",
    " ",
    "  ",
];

/// Random bytes, converted to text lossily.
pub(crate) fn bytes(rng: &mut Rng) -> String {
    let bytes: Vec<u8> = (0..rng.usize(0..400)).map(|_| rng.u8(..)).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Random tokens.
pub(crate) fn tokens(rng: &mut Rng) -> String {
    (0..rng.usize(0..80)).map(|_| token(rng)).collect()
}

fn token(rng: &mut Rng) -> &'static str {
    TOKENS[rng.usize(..TOKENS.len())]
}

fn seed<'a>(rng: &mut Rng, seeds: &'a [String]) -> &'a str {
    &seeds[rng.usize(..seeds.len())]
}

/// A random character boundary.
fn boundary(rng: &mut Rng, text: &str) -> usize {
    let offset = rng.usize(..=text.len());
    (offset..=text.len()).find(|offset| text.is_char_boundary(*offset)).unwrap_or(text.len())
}

/// A truncated spec.
pub(crate) fn truncated(rng: &mut Rng, seeds: &[String]) -> String {
    let text = seed(rng, seeds);
    text[..boundary(rng, text)].to_owned()
}

/// A spec with a few mutations.
pub(crate) fn mutated(rng: &mut Rng, seeds: &[String]) -> String {
    let mut text = seed(rng, seeds).to_owned();
    for _ in 0..rng.usize(1..5) {
        text = match rng.u8(0..9) {
            0 => splice(rng, &text, seeds),
            1 => {
                let (from, to) = (token(rng), token(rng));
                text.replacen(from, to, rng.usize(1..4))
            }
            2 => text.replace('\n', ["\r\n", "\r", "\n\n", "\n\t"][rng.usize(..4)]),
            3 => lines(rng, &text, |rng, lines| {
                let (one, other) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
                lines.swap(one, other);
            }),
            4 => lines(rng, &text, |rng, lines| {
                let line = lines[rng.usize(..lines.len())];
                lines.insert(rng.usize(..=lines.len()), line);
            }),
            5 => lines(rng, &text, |rng, lines| {
                let _ = lines.remove(rng.usize(..lines.len()));
            }),
            6 => words(rng, &text),
            _ => piece(rng, &text),
        };
    }
    text
}

/// Replaces a random range of at most a few characters with a token.
fn piece(rng: &mut Rng, text: &str) -> String {
    let start = boundary(rng, text);
    let removed: usize = text[start..].chars().take(rng.usize(0..4)).map(char::len_utf8).sum();
    [&text[..start], token(rng), &text[start + removed..]].concat()
}

/// The start of one spec and the end of another.
fn splice(rng: &mut Rng, text: &str, seeds: &[String]) -> String {
    let other = seed(rng, seeds);
    [&text[..boundary(rng, text)], &other[boundary(rng, other)..]].concat()
}

fn lines(rng: &mut Rng, text: &str, change: impl Fn(&mut Rng, &mut Vec<&str>)) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if !lines.is_empty() {
        change(rng, &mut lines);
    }
    lines.concat()
}

/// Replaces a word with another word.
fn words(rng: &mut Rng, text: &str) -> String {
    let words: Vec<&str> = text.split_inclusive([' ', '\n', ':', ',']).collect();
    if words.is_empty() {
        return String::new();
    }
    let (from, to) = (rng.usize(..words.len()), rng.usize(..words.len()));
    let mut changed = words.clone();
    changed[to] = words[from];
    changed.concat()
}
