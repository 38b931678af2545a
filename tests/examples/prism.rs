//! Calls Prism with both clients: a mock server that validates each request against our OpenAPI document and generates responses
//! from it. `.ci/openapi` runs this; the first argument is the server's address.

use elevenlabs_voices::{
    ApiClient, ErrorKind, FineTuningStateFilter, ListVoicesResponse, SortDirection, Voice, VoiceCategory,
    VoiceSort, VoiceType,
};
use tests::modes::{Asynchronous, Mode, Synchronous};

/// The number of calls per endpoint: in its dynamic mode the server generates a different response for each.
const TIMES: usize = 50;

#[tokio::main]
async fn main() {
    let address = std::env::args().nth(1).expect("the address of the server");
    let calls = [both::<Asynchronous>(&address).await, both::<Synchronous>(&address).await];
    println!("{} calls to {address} were answered and decoded", calls.iter().sum::<usize>());
}

#[expect(deprecated, reason = "the document has the deprecated parameter")]
async fn both<M: Mode>(address: &str) -> usize {
    let client = M::build(M::builder().api_key("key").base_url(address).max_retries(0)).expect("a client");
    let mut calls = 0;
    for n in 0..TIMES {
        page(&M::send(list::<M>(&client, n)).await.expect("a page"));
        let request = client.get_voice("21m00/Tcm4 TlvDq8ikWAM");
        let request = if n % 2 == 0 { request } else { request.with_settings(n % 4 == 1) };
        voice(&M::send(request).await.expect("a voice"));
        let settings = M::send(client.get_default_voice_settings()).await.expect("settings");
        assert!(settings.extra.is_empty(), "{:?}", settings.extra);
        calls += 3;
    }
    check_invalid_requests::<M>(&client).await;
    calls
}

/// A request with different parameters for each `n`.
fn list<M: Mode>(
    client: &ApiClient<M::Backend>,
    n: usize,
) -> elevenlabs_voices::Request<elevenlabs_voices::operations::ListVoices, M::Backend> {
    let request = client.list_voices();
    match n % 5 {
        0 => request,
        1 => request.page_size(100).search("warm & slow").include_total_count(false),
        2 => {
            request.sort(VoiceSort::CreatedAtUnix).sort_direction(SortDirection::Desc).next_page_token("t/=+")
        }
        3 => request.voice_type(VoiceType::Workspace).category(VoiceCategory::HighQuality),
        _ => request
            .fine_tuning_state(FineTuningStateFilter::FineTuned)
            .collection_id("ä")
            .include_total_count(true),
    }
}

/// Checks that the client knows all properties and values of the page.
fn page(page: &ListVoicesResponse) {
    assert!(page.rejected.is_empty(), "{:?}", page.rejected);
    assert!(page.extra.is_empty(), "{:?}", page.extra);
    page.voices.iter().for_each(voice);
}

fn voice(voice: &Voice) {
    assert!(voice.extra.is_empty(), "{:?}", voice.extra);
    assert!(voice.category.is_known(), "{:?}", voice.category);
    let encoded = serde_json::to_string(voice).expect("JSON");
    assert_eq!(Voice::from_json(&encoded).expect("a voice"), *voice);
}

/// Checks that the server validates requests against the document.
async fn check_invalid_requests<M: Mode>(client: &ApiClient<M::Backend>) {
    for (name, value) in
        [("page_size", "many"), ("page_size", "500"), ("sort", "loudness"), ("include_total_count", "7")]
    {
        let result = M::send(client.list_voices().with_query(name, value)).await;
        let error = result.expect_err("the value violates the document");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(422), "{name}={value}: {error}");
        assert_eq!(error.kind(), ErrorKind::Status, "{error}");
    }
}
