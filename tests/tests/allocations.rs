//! Allocations of decoding, compared with serde's derive on the same fields, the peak memory of pagination, and the peak memory
//! for responses designed to exhaust it.

use std::io::Write;

use allocation_counter::{AllocationInfo, measure};
use bench::derived;
use bench::page::Page;
use elevenlabs_voices::{Error, ListVoicesResponse, Voice};
use flate2::Compression;
use flate2::write::GzEncoder;
use tests::modes::{Asynchronous, Mode, Synchronous};

/// Runs the closure and returns its value with its allocations: their number and the peak memory.
fn count_allocations<T>(work: impl FnOnce() -> T) -> (T, AllocationInfo) {
    let mut value = None;
    let info = measure(|| value = Some(work()));
    (value.expect("the closure ran"), info)
}

fn boxes(voice: &Voice) -> u64 {
    let attempts = voice.fine_tuning.iter().flat_map(|tuning| tuning.verification_attempts.iter().flatten());
    let boxed = [
        voice.fine_tuning.is_some(),
        voice.fine_tuning.as_ref().is_some_and(|tuning| tuning.manual_verification.is_some()),
        voice.settings.is_some(),
        voice.sharing.is_some(),
        voice.sharing.as_ref().is_some_and(|sharing| sharing.moderation_check.is_some()),
        voice.voice_verification.is_some(),
    ];
    let recordings = attempts.filter(|attempt| attempt.recording.is_some()).count();
    let samples = voice.samples.iter().flatten().filter(|sample| sample.speaker_separation.is_some()).count();
    (boxed.into_iter().filter(|boxed| *boxed).count() + recordings + samples) as u64
}

fn decode(page: Page) -> (u64, u64, u64) {
    let text = page.text();
    let (own, own_count) = count_allocations(|| ListVoicesResponse::from_json(&text).expect("a page"));
    let (derived, derived_count) = count_allocations(|| {
        serde_json::from_slice::<derived::ListVoicesResponse>(text.as_bytes()).expect("a page")
    });
    assert_eq!((own.voices.len(), derived.voices.len()), (page.voices, page.voices));
    assert!(own.rejected.is_empty());
    let boxes = own.voices.iter().map(boxes).sum::<u64>();
    let extra = count_allocations(|| own.voices.iter().map(|voice| voice.extra.clone()).collect::<Vec<_>>());
    // The vector of them is one more allocation.
    let extra = extra.1.count_total - 1;
    let (own, derived) = (own_count.count_total, derived_count.count_total);
    println!(
        "{page:?}: {own} allocations, {boxes} of them boxes and {extra} unknown properties; by derive {derived}"
    );
    (own, derived + boxes, extra)
}

#[test]
fn decoding_allocates_as_derive_plus_one_box_per_object() {
    let (own, max, extra) = decode(Page { unknown: false, ..Page::FULL });
    assert_eq!(extra, 0);
    assert!(own <= max, "{own} allocations; {max} are expected at most");
}

#[test]
fn unknown_properties_allocate_only_their_contents() {
    let (own, max, extra) = decode(Page::FULL);
    assert!(extra > 0);
    assert!(own <= max + extra, "{own} allocations; {max} and {extra} are expected at most");
}

/// The peak memory of paginating through this number of pages.
fn peak_of_pages(pages: usize) -> u64 {
    const VOICES: usize = 5;
    let builder = Synchronous::builder().api_key("only-for-tests").base_url("https://api.example.com");
    let builder = Synchronous::with_transport(builder, move |attempt| {
        let query = attempt.request.uri().query().unwrap_or_default();
        let token = query.split('&').find_map(|pair| pair.strip_prefix("next_page_token="));
        let number: usize = token.map_or(1, |token| token.parse().expect("a token of this server"));
        let next = (number < pages).then_some(number + 1);
        Ok(http::Response::new(Page { voices: VOICES, next, ..Page::FULL }.text().into_bytes()))
    });
    let client = Synchronous::build(builder).expect("a client");
    let (voices, info) = count_allocations(|| {
        let items = client.list_voices().items();
        items.map(|voice| voice.expect("a voice")).filter(|voice| !voice.voice_id.is_empty()).count()
    });
    assert_eq!(voices, pages * VOICES);
    println!("{pages} pages of {VOICES} voices: peak {} bytes", info.bytes_max);
    info.bytes_max
}

#[test]
fn memory_of_pagination_does_not_grow_with_the_number_of_pages() {
    /// The maximum memory per page for the seen tokens, which detect cycles.
    const MAX_PER_PAGE: u64 = 64;
    let small = peak_of_pages(3);
    let large = peak_of_pages(1000);
    assert!(large <= small + 1000 * MAX_PER_PAGE, "{small} bytes for 3 pages, {large} for 1000");
}

/// The limit on responses in these tests.
const LIMIT: usize = 512 * 1024;

/// The maximum memory of a call, including its response, as documented by `max_response_bytes`.
const MAX_MEMORY: usize = 12 * LIMIT + 4 * 1024 * 1024;

/// A body with as many units as fit within the limit.
fn filled(open: &str, unit: &str, close: &str) -> String {
    let count = (LIMIT - open.len() - close.len()) / unit.len();
    let text = [open, &unit.repeat(count), close].concat();
    // JSON allows no trailing comma.
    text.replacen(&format!(",{close}"), close, 1)
}

/// The start of a body: units up to `percent` of the limit, then the start of a string where none is expected.
fn partial(open: &str, unit: &str, percent: usize) -> String {
    let units = unit.repeat(LIMIT * percent / 100 / unit.len());
    format!("{open}{units}0],\"labels\": \"")
}

/// Bodies that would take much more memory than their text if they were decoded without limits, each with a status.
fn greedy_bodies() -> Vec<(&'static str, u16, Vec<u8>)> {
    let page = r#"{"has_more": false, "voices": ["#;
    let unknown = r#"{"has_more": false, "voices": [], "unknown": ["#;
    let item = r#"{"has_more": false, "voices": [{"voice_id": "", "name": "", "category": "", "unknown": ["#;
    let nested = format!("{}0{},", r#"{"a":"#.repeat(100), "}".repeat(100));
    let success = [
        ("numbers as items", filled(page, "0,", "]}")),
        ("lists as items", filled(page, "[0],", "]}")),
        ("empty objects as items", filled(page, "{},", "]}")),
        ("minimal items", filled(page, r#"{"voice_id":"","name":"","category":""},"#, "]}")),
        ("items with an error at the end", filled(page, r#"{"unknown":[0,0,0,0,0,[0],{"a":0}]},"#, "]}")),
        ("unknown numbers", filled(unknown, "0,", "]}")),
        ("unknown lists", filled(unknown, "[0],", "]}")),
        ("unknown objects", filled(unknown, r#"{"a":0},"#, "]}")),
        ("unknown texts", filled(unknown, r#""a","#, "]}")),
        ("unknown nested objects", filled(unknown, &nested, "]}")),
        ("unknown objects in an item", filled(item, r#"{"a":0},"#, "]}]}")),
        (
            "short texts in an item",
            filled(r#"{"has_more": false, "voices": [{"available_for_tiers": ["#, r#""","#, "]}]}"),
        ),
        ("a long string as an item", filled(&format!("{page}\""), "\u{200b}", "\"]}")),
        ("a long string as a page", filled("\"", "\u{200b}", "\"")),
        ("an escaped text", filled(r#"{"has_more": false, "next_page_token": ""#, "\\u20ac", "\"}")),
        ("a long name", filled(r#"{"has_more": false, "voices": [{"labels": {""#, "x", "\": 0}}]}")),
        ("unknown objects and a long text", filled(&partial(item, r#"{"a":0},"#, 5), "\u{200b}", "\"}]}")),
        ("no JSON", filled("", "x", "")),
    ];
    let failure = [
        ("validation errors", filled(r#"{"detail": ["#, r#"{"msg":"a","loc":["a"]},"#, "]}")),
        ("objects as validation errors", filled(r#"{"detail": ["#, r#"{"a":0},"#, "]}")),
        ("a long message", filled(r#"{"detail": {"message": ""#, "x", "\"}}")),
        ("a long text", filled("", "x", "")),
    ];
    let success = success.into_iter().map(|(name, body)| (name, 200, body.into_bytes()));
    let failure = failure.into_iter().map(|(name, body)| (name, 422, body.into_bytes()));
    let binary = [200, 302, 422].map(|status| ("no UTF-8", status, vec![0xff; LIMIT]));
    success.chain(failure).chain(binary).collect()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).expect("writing to memory succeeds");
    encoder.finish().expect("writing to memory succeeds")
}

/// Calls `list_voices` on this thread, with a transport that returns the response.
type Call = fn(http::Response<Vec<u8>>) -> Result<ListVoicesResponse, Error>;

fn client<M: Mode>(response: http::Response<Vec<u8>>) -> elevenlabs_voices::ApiClient<M::Backend> {
    let builder = M::builder().api_key("only-for-tests").base_url("https://api.example.com");
    let builder = M::with_transport(builder.max_response_bytes(LIMIT), move |_| Ok(response.clone()));
    M::build(builder).expect("a client")
}

fn blocking(response: http::Response<Vec<u8>>) -> Result<ListVoicesResponse, Error> {
    client::<Synchronous>(response).list_voices().send()
}

fn asynchronous(response: http::Response<Vec<u8>>) -> Result<ListVoicesResponse, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(client::<Asynchronous>(response).list_voices().send())
}

fn peak_memory(call: Call, status: u16, encoding: &str, body: Vec<u8>) -> usize {
    let mut response = http::Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert("content-encoding", encoding.parse().expect("a value"));
    let (_, info) = count_allocations(|| call(response));
    usize::try_from(info.bytes_max).expect("the peak fits into usize")
}

#[test]
fn memory_of_any_response_is_bounded_by_the_limit() {
    for (name, status, body) in greedy_bodies() {
        assert!(body.len() > LIMIT - 1000 && body.len() <= LIMIT, "{name}: {}", body.len());
        let plain = peak_memory(blocking, status, "identity", body.clone());
        let compressed = peak_memory(asynchronous, status, "gzip", gzip(&body));
        println!("{name}: {plain} bytes, compressed {compressed}");
        assert!(plain.max(compressed) <= MAX_MEMORY, "{name}: {plain} and {compressed} bytes");
    }
}

/// Real pages must stay well below the limit.
#[test]
fn full_page_uses_less_than_the_memory_limit() {
    let text = Page::FULL.text();
    let (page, info) = count_allocations(|| ListVoicesResponse::from_json(&text).expect("a page"));
    let (voices, bytes) = (page.voices.len(), text.len() as u64);
    println!("{voices} voices in {bytes} bytes take {} bytes", info.bytes_max);
    assert!(info.bytes_max < 2 * bytes + bytes / 2, "{} bytes for {bytes}", info.bytes_max);
}
