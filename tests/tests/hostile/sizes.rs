//! Large texts. The time for them must grow linearly. `HOSTILE_KILOBYTES` sets their size.

use std::time::{Duration, Instant};

use tests::hostile::{Outcome, check_invariants};

fn bytes() -> usize {
    let kilobytes = std::env::var("HOSTILE_KILOBYTES").ok();
    kilobytes.map_or(256, |count| count.parse().expect("HOSTILE_KILOBYTES is a number")) << 10
}

/// Far more than a loaded machine needs for a megabyte in a development build, and far less than quadratic time.
const MAX_PER_MEGABYTE: Duration = Duration::from_secs(30);

fn assert_bounded(name: &str, text: &str, outcome: Outcome) {
    let start = Instant::now();
    assert_eq!(check_invariants(text), outcome, "{name}");
    let (took, megabytes) = (start.elapsed(), u32::try_from(text.len() >> 20).expect("a number").max(1));
    println!("{name}: {} KiB in {took:?}", text.len() >> 10);
    assert!(took < MAX_PER_MEGABYTE * megabytes, "{name} took {took:?}");
}

/// Repeats a pattern and numbers its placeholders.
fn filled(start: &str, pattern: &str) -> String {
    let mut text = start.to_owned();
    let mut number = 0;
    while text.len() < bytes() {
        number += 1;
        text += &pattern.replace("%N", &number.to_string());
    }
    text
}

const HEAD: &str =
    "api:\n  title: Pets\n  base_url: https://pets.example\n  key: { header: x-key, environment: KEY }\n";

#[test]
fn large_spec_is_accepted() {
    let pattern = "  Pet%N:\n    description: A pet.\n    properties:\n      name: { type: string, description: Its name. }\n      \
                   friend: { type: optional Pet%N, description: Its friend. }\n";
    // The emitted code is ten times as large as the spec, and the test parses it again, so a fraction of the size is enough.
    let text = filled(&format!("{HEAD}schemas:\n"), pattern);
    let end = text[..text.len() / 8].rfind("  Pet").expect("a schema");
    assert_bounded("schemas", &text[..end], Outcome::Accepted);
}

#[test]
fn large_repetitive_texts_are_rejected_in_bounded_time() {
    let kinds = [
        ("opening brackets", "", "["),
        ("opening braces", "", "{a: "),
        ("lists in lists", "", "- "),
        ("keys on one line", "", "a: "),
        ("complex keys", "", "? "),
        ("quotes", "", "\""),
        ("tabs", "", "\t"),
        ("one word", "", "word"),
        ("one line", "a: [", "b, "),
        ("empty lines", "", "\n"),
        ("comments", "", "# comment\n"),
        ("list items", "", "- a\n"),
        ("characters of four bytes", "", "🐕"),
        ("documents", "", "---\na\n"),
        ("anchors", "", "- &a%N x\n"),
        ("a block of text", "a: |\n", "  text\n"),
    ];
    for (name, start, pattern) in kinds {
        assert_bounded(name, &filled(start, pattern), Outcome::Rejected);
    }
}

#[test]
fn large_specs_with_an_error_in_every_line_are_rejected_in_bounded_time() {
    let schemas = format!("{HEAD}schemas:\n");
    let fields = format!("{schemas}  Pet:\n    properties:\n");
    let enums = format!("{HEAD}enums:\n  Species:\n    values:\n");
    let kinds = [
        ("unknown sections", HEAD, "key%N: 1\n"),
        ("duplicate sections", HEAD, "api: 1\n"),
        ("duplicate schemas", &schemas, "  Pet: {}\n"),
        ("sections in a section", &schemas, "  enums: {}\n"),
        ("sections and entries in a section", &schemas, "  enums:\n  Pet%N: {}\n"),
        ("sections and sections in sections", HEAD, "key%N: { enums: {} }\n"),
        ("schemas of one file", &schemas, "  P_et%N: { properties: {} }\n"),
        ("unknown types", &fields, "      a%N: { type: Pett%N }\n"),
        ("broken types", &fields, "      a%N: { type: array of List<%N> }\n"),
        ("fields without a type", &fields, "      a%N: { }\n"),
        ("fields of one name", &fields, "      a_-%N: { type: string, rust_name: a }\n"),
        ("infinite schemas", &schemas, "  A%N: { properties: { a: { type: A%N } } }\n"),
        ("values of one name", &enums, "      \"+%N\": { rust_name: Plus }\n"),
        ("endpoints of one route", &format!("{HEAD}endpoints:\n"), "  get_a_%N: { get: /a }\n"),
        (
            "missing descriptions and one error",
            &format!("{fields}      x: 1\n"),
            "      a%N: { type: string }\n",
        ),
    ];
    for (name, start, pattern) in kinds {
        assert_bounded(name, &filled(start, pattern), Outcome::Rejected);
    }
}
