//! What decoding allocates, beside serde's derive on the same fields, and what a walk through a list holds at once.

use allocation_counter::{AllocationInfo, measure};
use bench::derived;
use bench::page::Page;
use elevenlabs_voices::{ListVoicesResponse, Voice};
use tests::modes::{Mode, Synchronous};

/// What is allocated, and how large the most is that is held at once, until the value that it gives is dropped.
fn counted<T>(work: impl FnOnce() -> T) -> (T, AllocationInfo) {
    let mut value = None;
    let info = measure(|| value = Some(work()));
    (value.expect("it was worked out"), info)
}

fn boxes(voice: &Voice) -> u64 {
    let attempts = voice.fine_tuning.iter().flat_map(|tuning| tuning.verification_attempts.iter().flatten());
    let there = [
        voice.fine_tuning.is_some(),
        voice.fine_tuning.as_ref().is_some_and(|tuning| tuning.manual_verification.is_some()),
        voice.settings.is_some(),
        voice.sharing.is_some(),
        voice.sharing.as_ref().is_some_and(|sharing| sharing.moderation_check.is_some()),
        voice.voice_verification.is_some(),
    ];
    let recordings = attempts.filter(|attempt| attempt.recording.is_some()).count();
    let samples = voice.samples.iter().flatten().filter(|sample| sample.speaker_separation.is_some()).count();
    (there.into_iter().filter(|there| *there).count() + recordings + samples) as u64
}

fn decode(page: Page) -> (u64, u64, u64) {
    let text = page.text();
    let (ours, our_count) = counted(|| ListVoicesResponse::from_json(&text).expect("a page"));
    let (theirs, their_count) =
        counted(|| serde_json::from_slice::<derived::ListVoicesResponse>(text.as_bytes()).expect("a page"));
    assert_eq!((ours.voices.len(), theirs.voices.len()), (page.voices, page.voices));
    assert!(ours.rejected.is_empty());
    let boxes = ours.voices.iter().map(boxes).sum::<u64>();
    let extra = counted(|| ours.voices.iter().map(|voice| voice.extra.clone()).collect::<Vec<_>>());
    // The list that they are collected in is one more.
    let extra = extra.1.count_total - 1;
    let (ours, theirs) = (our_count.count_total, their_count.count_total);
    println!(
        "{page:?}: {ours} allocations, {boxes} of them boxes and {extra} unknown properties; by derive {theirs}"
    );
    (ours, theirs + boxes, extra)
}

#[test]
fn decoding_allocates_no_more_than_derive_and_a_box_an_object() {
    let (ours, most, extra) = decode(Page { unknown: false, ..Page::FULL });
    assert_eq!(extra, 0);
    assert!(ours <= most, "{ours} allocations; {most} are expected at most");
}

#[test]
fn unknown_properties_cost_what_they_hold() {
    let (ours, most, extra) = decode(Page::FULL);
    assert!(extra > 0);
    assert!(ours <= most + extra, "{ours} allocations; {most} and {extra} are expected at most");
}

/// The most that a walk through so many pages holds at once.
fn walked(pages: usize) -> u64 {
    const VOICES: usize = 5;
    let builder = Synchronous::builder().api_key("only-for-tests").base_url("https://api.example.com");
    let builder = Synchronous::through(builder, move |attempt| {
        let query = attempt.request.uri().query().unwrap_or_default();
        let token = query.split('&').find_map(|pair| pair.strip_prefix("next_page_token="));
        let number: usize = token.map_or(1, |token| token.parse().expect("one of our tokens"));
        let next = (number < pages).then_some(number + 1);
        Ok(http::Response::new(Page { voices: VOICES, next, ..Page::FULL }.text().into_bytes()))
    });
    let client = Synchronous::build(builder).expect("a client");
    let (voices, info) = counted(|| {
        let items = client.list_voices().items();
        items.map(|voice| voice.expect("a voice")).filter(|voice| !voice.voice_id.is_empty()).count()
    });
    assert_eq!(voices, pages * VOICES);
    println!("{pages} pages of {VOICES} voices: at most {} bytes at once", info.bytes_max);
    info.bytes_max
}

#[test]
fn a_thousand_pages_are_walked_in_the_memory_of_a_few() {
    /// What may be remembered of each page, so that no page is asked for twice.
    const A_PAGE: u64 = 64;
    let few = walked(3);
    let thousand = walked(1000);
    assert!(thousand <= few + 1000 * A_PAGE, "{few} bytes for few, {thousand} for a thousand");
}
