//! `from_json` reads a text with a reader of our own; `Deserialize` goes through `serde_json` alone. On every text, whole or
//! broken, they come to the same.

use std::fmt::Debug;

use elevenlabs_voices::{Error, Voice, VoiceSettings};
use fastrand::Rng;
use serde::de::DeserializeOwned;

use crate::bodies;

/// Compares the two; says whether the text was decoded.
fn agree<T: DeserializeOwned + Debug + PartialEq>(text: &str, ours: Result<T, Error>) -> bool {
    match (ours, serde_json::from_str::<T>(text)) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours, theirs, "{text}");
            true
        }
        (Err(_), Err(_)) => false,
        (ours, theirs) => panic!("{text}\nfrom_json: {ours:?}\nserde_json: {theirs:?}"),
    }
}

fn voice(text: &str) -> bool {
    agree(text, Voice::from_json(text))
}

fn settings(text: &str) -> bool {
    agree(text, VoiceSettings::from_json(text))
}

/// Pieces that a scanner of JSON may stumble over.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    " ",
    "\n",
    "\t",
    "\r",
    "\u{b}",
    "\u{0}",
    "\u{1f}",
    "\u{7f}",
    "\u{a0}",
    "\u{2028}",
    "é",
    "日",
    "🎙",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u0041",
    "\\ud83c\\udf99",
    "\\ud83c",
    "\\u12",
    "\\x",
    "0",
    "1",
    "9",
    "-",
    "+",
    ".",
    "e",
    "E",
    "00",
    "-0",
    "0.0",
    "1.0",
    "1e3",
    "1E-3",
    "1.",
    ".5",
    "1e",
    "-1",
    "1e400",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "999999999999999999",
    "1000000000000000000",
    "0.1234567890123456789",
    "123456789012345678901234567890",
    "true",
    "false",
    "null",
    "nul",
    "NaN",
    "Infinity",
    "{}",
    "[]",
    "[1,]",
    "{\"a\":1,}",
    "{\"a\"}",
    "{,}",
    "[,]",
    "\"\"",
    "\"a\"",
    "'a'",
    "//",
    "/* */",
    "\u{feff}",
];

/// A text with a few changes made by chance, at places where a character begins.
fn changed(random: &mut Rng, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..random.usize(1..4) {
        let place = |random: &mut Rng, text: &str| {
            let at = random.usize(0..=text.len());
            (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
        };
        let start = place(random, &text);
        let end = place(random, &text).clamp(start, text.len()).min(start + random.usize(0..8));
        let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        match random.u8(0..8) {
            0 => text.truncate(start),
            1 => text.replace_range(start..end, ""),
            _ => text.replace_range(start..end, random.choice(PIECES).unwrap_or(&"")),
        }
    }
    text
}

/// A JSON value made by chance, with odd spacing and odd pieces in it.
fn made_up(random: &mut Rng, depth: usize) -> String {
    let space = |random: &mut Rng| [" ", "\n\t", "", "", "", ""][random.usize(0..6)].to_owned();
    let inside = |random: &mut Rng, part: &dyn Fn(&mut Rng) -> String| {
        let parts: Vec<String> =
            (0..random.usize(0..4)).map(|_| space(random) + &part(random) + &space(random)).collect();
        parts.join(",")
    };
    match random.u8(0..if depth == 0 { 3 } else { 5 }) {
        0 => (*random.choice(PIECES).unwrap_or(&"")).to_owned(),
        1 => random.i64(-1_000_000..1_000_000).to_string(),
        2 => format!("\"{}\"", "plain ".repeat(random.usize(0..9)) + random.choice(PIECES).unwrap_or(&"")),
        3 => format!("[{}]", inside(random, &|random| made_up(random, depth - 1))),
        _ => format!(
            "{{{}}}",
            inside(random, &|random| format!("\"{}\" :{}", random.u8(..), made_up(random, depth - 1)))
        ),
    }
}

/// How many texts of each kind are tried; more of them with `TWO_WAYS_INPUTS`.
fn inputs() -> u64 {
    std::env::var("TWO_WAYS_INPUTS").map_or(4_000, |inputs| inputs.parse().expect("a number of inputs"))
}

/// Both kinds, decoded and not, have to occur often enough for the test to mean something.
fn often(what: &str, decoded: u64) {
    println!("{what}: {} texts, {decoded} of them decoded", inputs());
    assert!(decoded > inputs() / 20, "only {decoded} were decoded");
    assert!(decoded < inputs() - inputs() / 20, "{decoded} were decoded");
}

#[test]
fn of_changed_bodies() {
    let body = bodies::voice().to_string();
    let decoded = (0..inputs()).filter(|seed| voice(&changed(&mut Rng::with_seed(*seed), &body))).count();
    often("changed bodies", decoded as u64);
}

#[test]
fn of_made_up_values() {
    let decoded = (0..inputs()).filter(|seed| {
        let random = &mut Rng::with_seed(*seed);
        let name = random.choice(["new", "stability", "use_speaker_boost", "n\\u0065w"]).unwrap_or("new");
        settings(&format!("{{\"{name}\":{}}}", made_up(random, 4)))
    });
    often("made-up values", decoded.count() as u64);
}

#[test]
fn of_every_piece_in_every_place() {
    for piece in PIECES {
        for text in [
            format!("{piece}{{}}"),
            format!("{{{piece}}}"),
            format!("{{}}{piece}"),
            format!("{{\"new\"{piece}:1}}"),
            format!("{{\"new\":{piece}}}"),
            format!("{{\"new\":{piece} }}"),
            format!("{{\"new\":\"{piece}\"}}"),
            format!("{{\"new{piece}\":1}}"),
            format!("{{\"new\":[1{piece}2]}}"),
            format!("{{\"new\":[1,{piece}]}}"),
            format!("{{\"new\":-{piece}}}"),
            format!("{{\"speed\":{piece}}}"),
            format!("{{\"speed\":1{piece}}}"),
            format!("{{\"use_speaker_boost\":{piece}}}"),
            format!("{{\"use_speaker_boost\":true{piece}}}"),
            format!("{{\"new\":1{piece}\"speed\":2}}"),
        ] {
            settings(&text);
        }
    }
}

#[test]
fn of_a_string_that_ends_anywhere() {
    for piece in PIECES {
        for length in 0..40 {
            let plain = "a".repeat(length);
            settings(&format!("{{\"new\":\"{plain}{piece}{plain}\"}}"));
            settings(&format!("{{\"new\":\"{plain}{piece}"));
        }
    }
}

#[test]
fn of_any_two_pieces_in_a_string() {
    for (first, second) in PIECES.iter().flat_map(|first| PIECES.iter().map(move |second| (first, second))) {
        for text in [
            format!("{{\"new\":\"{first}{second}\"}}"),
            format!("{{\"new\":\"a{first}b{second}c\"}}"),
            format!("{{\"{first}{second}\":1}}"),
        ] {
            settings(&text);
        }
    }
}

#[test]
fn of_values_that_nest_ever_deeper() {
    let nested = |open: &str, close: &str, depth| {
        format!("{{\"new\":{}1{}}}", open.repeat(depth), close.repeat(depth))
    };
    let mut decoded = 0;
    for depth in (0..200).chain([100_000]) {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            decoded += usize::from(settings(&nested(open, close, depth)));
        }
    }
    assert!((200..500).contains(&decoded), "{decoded} were decoded");
}
