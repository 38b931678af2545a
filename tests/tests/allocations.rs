//! Allocations of decoding, compared with serde's derive on the same fields, and the peak memory of pagination.

use allocation_counter::{AllocationInfo, measure};
use bench::derived;
use bench::page::Page;
use elevenlabs_voices::{ListVoicesResponse, Voice};
use tests::modes::{Mode, Synchronous};

/// Runs the closure and returns its value with its allocations: their number and the peak memory.
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
    // One more allocation for the list of them.
    let extra = extra.1.count_total - 1;
    let (ours, theirs) = (our_count.count_total, their_count.count_total);
    println!(
        "{page:?}: {ours} allocations, {boxes} of them boxes and {extra} unknown properties; by derive {theirs}"
    );
    (ours, theirs + boxes, extra)
}

#[test]
fn decoding_allocates_as_derive_plus_one_box_per_object() {
    let (ours, most, extra) = decode(Page { unknown: false, ..Page::FULL });
    assert_eq!(extra, 0);
    assert!(ours <= most, "{ours} allocations; {most} are expected at most");
}

#[test]
fn unknown_properties_allocate_only_their_contents() {
    let (ours, most, extra) = decode(Page::FULL);
    assert!(extra > 0);
    assert!(ours <= most + extra, "{ours} allocations; {most} and {extra} are expected at most");
}

/// The peak memory of paginating through this number of pages.
fn peak_of_pages(pages: usize) -> u64 {
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
fn thousand_pages_use_the_memory_of_a_few() {
    /// The maximum memory per page for the seen tokens, which detect cycles.
    const A_PAGE: u64 = 64;
    let few = peak_of_pages(3);
    let thousand = peak_of_pages(1000);
    assert!(thousand <= few + 1000 * A_PAGE, "{few} bytes for few, {thousand} for a thousand");
}
