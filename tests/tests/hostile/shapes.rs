//! Deep nesting, alias bombs, unusual characters and line ends.

use std::fmt::Write;
use std::thread;

use tests::hostile::{Outcome, check_invariants};

/// Half of Rust's default stack of a spawned thread (2 MiB).
const SMALL_STACK: usize = 1 << 20;

/// Runs the generator on a small stack.
fn check_on_a_small_stack(text: String) -> Outcome {
    let thread = thread::Builder::new().stack_size(SMALL_STACK);
    thread.spawn(move || check_invariants(&text)).expect("a thread").join().expect("no panic")
}

fn nested(open: &str, close: &str) -> String {
    format!("api: {}{}", open.repeat(10_000), close.repeat(10_000))
}

#[test]
fn nesting_ten_thousand_deep_is_rejected() {
    let blocks = (0..3_000).map(|depth| format!("{}a:\n", " ".repeat(depth)));
    let texts = [
        nested("[", "]"),
        nested("{a: ", "}"),
        nested("[", ""),
        nested("{", ""),
        nested("- ", ""),
        nested("\n- ", ""),
        format!("{}x", "- ".repeat(10_000)),
        format!("{}x", "? ".repeat(10_000)),
        blocks.collect::<Vec<_>>().concat(),
        nested("{? ", "}"),
        nested("[{", "}]"),
        nested("\"", ""),
        nested("!t ", ""),
        nested("&a ", ""),
        nested("'", "'"),
    ];
    for text in texts {
        let start: String = text.chars().take(40).collect();
        assert_eq!(check_on_a_small_stack(text), Outcome::Rejected, "{start}");
    }
}

#[test]
fn type_nested_ten_thousand_deep_is_rejected() {
    for word in ["list of ", "optional ", "map of "] {
        let ty = format!("{}string", word.repeat(10_000));
        assert_eq!(check_on_a_small_stack(with_type(&ty)), Outcome::Rejected);
    }
    let foreign = format!("\"{}string{}\"", "List<".repeat(10_000), ">".repeat(10_000));
    assert_eq!(check_on_a_small_stack(with_type(&foreign)), Outcome::Rejected);
}

fn with_type(ty: &str) -> String {
    format!("{HEAD}schemas: {{ Pet: {{ properties: {{ a: {{ type: {ty} }} }} }} }}\n")
}

#[test]
fn numbers_at_the_ends_of_their_ranges_do_not_panic() {
    let rejected =
        [".nan", ".NaN", ".inf", "-.inf", "1e400", "-1e400", "9223372036854775808", "-9223372036854775809"];
    let large = ["18446744073709551615", "18446744073709551616", "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"];
    let accepted = ["9223372036854775807", "-9223372036854775808", "0x7FFFFFFFFFFFFFFF", "-0", "0"];
    let doubles = ["1.7976931348623157e308", "5e-324", "1e-400", "-0.0", "9223372036854775808.0"];
    let with = |ty: &str, keys: &str| {
        // `any` is not allowed in a query.
        let query = if ty == "any" {
            String::new()
        } else {
            format!("query: {{ q: {{ type: optional {ty}, {keys} }} }}")
        };
        format!(
            "{HEAD}endpoints:\n  get_all:\n    get: /all\n    response: Pet\n    \
             {query}\n\
             schemas: {{ Pet: {{ properties: {{ a: {{ type: optional {ty}, {keys} }} }} }} }}\n"
        )
    };
    for key in ["default", "example", "min", "max"] {
        for ty in ["integer", "double", "any", "string", "boolean"] {
            let check_number = |number: &str| check_invariants(&with(ty, &format!("{key}: {number}")));
            for number in rejected.iter().chain(&large) {
                assert_eq!(check_number(number), Outcome::Rejected, "{ty} {key} {number}");
            }
            let is_number = ty == "double" || (ty == "any" && !key.starts_with('m'));
            for number in doubles {
                let expected = if is_number { Outcome::Accepted } else { Outcome::Rejected };
                assert_eq!(check_number(number), expected, "{ty} {key} {number}");
            }
            for number in accepted {
                let expected =
                    if is_number || ty == "integer" { Outcome::Accepted } else { Outcome::Rejected };
                assert_eq!(check_number(number), expected, "{ty} {key} {number}");
            }
        }
        for unit in ["unix seconds", "unix milliseconds"] {
            for number in accepted {
                let keys = format!("{key}: {number}, unit: {unit}");
                assert_eq!(check_invariants(&with("integer", &keys)), Outcome::Accepted, "{keys}");
            }
            let _ =
                check_invariants(&with("double", &format!("{key}: 1.7976931348623157e308, unit: {unit}")));
        }
    }
    for status in rejected.iter().chain(&large) {
        let text = format!("{HEAD}endpoints:\n  get_all: {{ get: /all, errors: {{ {status}: Wrong. }} }}\n");
        assert_eq!(check_invariants(&text), Outcome::Rejected, "{status}");
    }
}

const HEAD: &str =
    "api:\n  title: Pets\n  base_url: https://pets.example\n  key: { header: x-key, environment: KEY }\n";

#[test]
fn schemas_in_a_long_chain_or_cycle_do_not_overflow_the_stack() {
    for last in ["string", "S0"] {
        let mut text = format!("{HEAD}endpoints:\n  get_all: {{ get: /all, response: S0 }}\nschemas:\n");
        for n in 0..5_000 {
            let next = if n == 4_999 { last.to_owned() } else { format!("S{}", n + 1) };
            let _ = writeln!(text, "  S{n}: {{ properties: {{ next: {{ type: {next} }} }} }}");
        }
        let expected = if last == "S0" { Outcome::Rejected } else { Outcome::Accepted };
        assert_eq!(check_on_a_small_stack(text), expected);
    }
}

#[test]
fn alias_bomb_is_rejected_before_expansion() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..30 {
        let last = format!("*a{}, ", n - 1).repeat(10);
        let _ = writeln!(text, "a{n}: &a{n} [{last}]");
    }
    assert_eq!(check_invariants(&text), Outcome::Rejected);
}

#[test]
fn unusual_starts_and_line_ends_do_not_panic() {
    let good = format!("{HEAD}endpoints:\n  get_all: {{ get: /all, description: All. }}\n");
    for end in ["\r\n", "\n\n", "\n# é\n"] {
        assert_eq!(check_invariants(&good.replace('\n', end)), Outcome::Accepted, "{end:?}");
    }
    let unusual = [
        "",
        " ",
        "\n",
        "#",
        "# only a comment\n",
        "---",
        "---\n",
        "...",
        "...\n...\n",
        "%YAML 9.9\n---\n",
        "%TAG ! x\n",
        "\u{feff}",
        "\u{feff}\u{feff}",
        "\0",
        "\t",
        "\r",
        "\u{85}",
        "\u{2028}\u{2029}",
        "~",
        "null",
        "1",
        "[]",
        "{}",
        "- -",
        "?",
        ":",
        "&",
        "*",
        "!",
        "|",
        ">",
        "\"",
        "'",
        "@",
        "`",
        "%",
        "api",
        "api:",
        "api: \u{202e}rtl\u{202c}",
        "e\u{301}\u{301}: \u{200b}",
        "👩‍👩‍👧‍👦: {",
        "犬: [",
        "\u{10ffff}",
    ];
    for text in unusual {
        assert_eq!(check_invariants(text), Outcome::Rejected, "{text:?}");
        let _ = check_invariants(&format!("{text}{good}"));
        assert_eq!(check_invariants(&format!("{good}{text}\n: [")), Outcome::Rejected, "{text:?}");
        // Before an error on the same line: its column is counted in characters.
        let _ = check_invariants(&good.replace("All.", &format!("All {text}., oops: 1")));
    }
    for end in ["\r", "\u{85}", "\u{2028}", "\0", "\t\n"] {
        let _ = check_invariants(&good.replace('\n', end));
    }
}
