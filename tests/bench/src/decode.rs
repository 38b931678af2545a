//! Decoding a page of voices, compared with serde's derive on the same fields.

use std::hint::black_box;
use std::str::from_utf8;

use bench::derived;
use bench::page::Page;
use bench::table::{Row, Target};
use bench::timing::{format_duration, ratio, shortest};
use elevenlabs_voices::{ListVoicesResponse, Voice};
use serde::de::IgnoredAny;

const ROUNDS: usize = 300;

pub(crate) fn rows() -> Vec<Row> {
    #[expect(clippy::cast_precision_loss, reason = "the size of a type fits into an f64")]
    let size = size_of::<Voice>() as f64;
    let reference = size_of::<derived::Voice>();
    let known = Page { unknown: false, ..Page::FULL };
    vec![
        page("with unknown properties", Page::FULL),
        page("without unknown properties", known),
        against_scanning(known),
        Row::figure("size of a `Voice`", format!("{size} bytes"))
            .against(format!("derive, nothing boxed: {reference} bytes"), size)
            .target(Target::AtMost(600.0)),
    ]
}

/// Decodes from bytes, as the client does: UTF-8 is validated once.
fn page(kind: &str, page: Page) -> Row {
    let text = page.text();
    let [generated, slice, string] = shortest(
        ROUNDS,
        [
            &mut || {
                let text = from_utf8(black_box(text.as_bytes())).expect("UTF-8");
                black_box(ListVoicesResponse::from_json(text).expect("a page"));
            },
            &mut || {
                let bytes = black_box(text.as_bytes());
                black_box(serde_json::from_slice::<derived::ListVoicesResponse>(bytes).expect("a page"));
            },
            &mut || {
                let text = from_utf8(black_box(text.as_bytes())).expect("UTF-8");
                black_box(serde_json::from_str::<derived::ListVoicesResponse>(text).expect("a page"));
            },
        ],
    );
    #[expect(clippy::cast_precision_loss, reason = "the size of a page fits into an f64")]
    let rate = text.len() as f64 / generated.as_secs_f64() / 1e6;
    Row::figure(
        format!("decode {} voices, {} KB, {kind}", page.voices, text.len() / 1000),
        format!("{} ({rate:.0} MB/s)", format_duration(generated)),
    )
    .against(
        format!("derive, `from_slice`: {} (`from_str`: {:.2})", format_duration(slice), ratio(slice, string)),
        ratio(slice, generated),
    )
    .target(Target::AtLeast(1.5))
}

/// The time relative to only scanning the text.
fn against_scanning(page: Page) -> Row {
    let text = page.text();
    let [generated, ignored] = shortest(
        ROUNDS,
        [
            &mut || {
                black_box(ListVoicesResponse::from_json(black_box(&text)).expect("a page"));
            },
            &mut || {
                black_box(serde_json::from_str::<IgnoredAny>(black_box(&text)).expect("JSON"));
            },
        ],
    );
    Row::figure("the same page, compared with scanning it", format_duration(generated))
        .against(format!("`IgnoredAny`: {}", format_duration(ignored)), ratio(ignored, generated))
}
