//! Encoding of query parameters.

use std::collections::BTreeSet;

use elevenlabs_voices::operations::ListVoices;
use elevenlabs_voices::{
    ErrorKind, FineTuningStateFilter, Request, SortDirection, VoiceCategory, VoiceSort, VoiceType,
};
use tests::modes::Mode;

use crate::helpers::{NO_VOICES, client, ok, only_request, requests, serve};

type ListRequest<M> = Request<ListVoices, <M as Mode>::Backend>;
type MakeListRequest<M> = fn(ListRequest<M>) -> ListRequest<M>;

tests::both_clients! {
    each_parameter_is_sent_under_its_wire_name,
    all_parameters_are_sent_together,
    both_booleans_are_sent,
    known_and_unknown_enum_values_are_sent,
    values_are_received_unchanged,
    enum_values_and_unknown_parameters_are_encoded,
    spaces_and_plus_signs_are_percent_encoded,
    second_value_of_a_parameter_replaces_the_first,
    unknown_parameters_are_appended,
    page_size_above_the_limit_is_rejected,
    valid_value_clears_the_error_of_an_invalid_one,
    with_query_does_not_replace_a_setter_of_that_name,
}

/// Each parameter of list_voices with the expected query.
fn each_parameter<M: Mode>() -> Vec<(&'static str, MakeListRequest<M>)> {
    vec![
        ("next_page_token=t0ken", |call| call.next_page_token("t0ken")),
        ("page_size=100", |call| call.page_size(100)),
        ("search=warm", |call| call.search("warm")),
        ("sort=created_at_unix", |call| call.sort(VoiceSort::CreatedAtUnix)),
        ("sort_direction=desc", |call| call.sort_direction(SortDirection::Desc)),
        ("voice_type=community", |call| call.voice_type(VoiceType::Community)),
        ("category=high_quality", |call| call.category(VoiceCategory::HighQuality)),
        ("fine_tuning_state=not_verified", |call| call.fine_tuning_state(FineTuningStateFilter::NotVerified)),
        ("collection_id=c9", |call| call.collection_id("c9")),
        ("include_total_count=false", |call| call.include_total_count(false)),
    ]
}

/// The query that the server receives.
async fn query_of<M: Mode>(make: impl FnOnce(ListRequest<M>) -> ListRequest<M>) -> String {
    let server = serve(ok(NO_VOICES)).await;
    M::send(make(client::<M>(&server).list_voices())).await.expect("a page");
    only_request(&server).await.url.query().unwrap_or_default().to_owned()
}

/// The decoded query that the server receives.
async fn pairs_of<M: Mode>(make: impl FnOnce(ListRequest<M>) -> ListRequest<M>) -> Vec<(String, String)> {
    let server = serve(ok(NO_VOICES)).await;
    M::send(make(client::<M>(&server).list_voices())).await.expect("a page");
    only_request(&server).await.url.query_pairs().into_owned().collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

async fn each_parameter_is_sent_under_its_wire_name<M: Mode>() {
    for (expected, make) in each_parameter::<M>() {
        assert_eq!(query_of::<M>(make).await, expected);
    }
}

async fn all_parameters_are_sent_together<M: Mode>() {
    let all = each_parameter::<M>();
    let query = query_of::<M>(|call| all.iter().fold(call, |call, (_, make)| make(call))).await;
    assert_eq!(query.split('&').count(), 10, "{query}");
    // The order is not specified.
    let expected: BTreeSet<_> = all.iter().map(|(expected, _)| *expected).collect();
    assert_eq!(query.split('&').collect::<BTreeSet<_>>(), expected);
}

async fn both_booleans_are_sent<M: Mode>() {
    assert_eq!(query_of::<M>(|call| call.include_total_count(true)).await, "include_total_count=true");
    assert_eq!(query_of::<M>(|call| call.include_total_count(false)).await, "include_total_count=false");
}

async fn known_and_unknown_enum_values_are_sent<M: Mode>() {
    assert_eq!(query_of::<M>(|call| call.voice_type("non-default")).await, "voice_type=non-default");
    assert_eq!(query_of::<M>(|call| call.sort("popularity")).await, "sort=popularity");
    assert_eq!(query_of::<M>(|call| call.sort_direction("asc")).await, "sort_direction=asc");
    assert_eq!(query_of::<M>(|call| call.category("Premade")).await, "category=Premade");
    assert_eq!(
        query_of::<M>(|call| call.fine_tuning_state("paused".to_owned())).await,
        "fine_tuning_state=paused"
    );
}

async fn values_are_received_unchanged<M: Mode>() {
    for value in [
        "",
        " ",
        "a b",
        "a&sort=name",
        "a=b",
        "1+1",
        "50%",
        "%20",
        "#1",
        "größe 声 🎙",
        "a\u{a0}b",
        "?/\\;,\"'\n",
    ] {
        assert_eq!(pairs_of::<M>(|call| call.search(value)).await, [pair("search", value)]);
    }
}

async fn enum_values_and_unknown_parameters_are_encoded<M: Mode>() {
    assert_eq!(pairs_of::<M>(|call| call.category("a&b=c#d")).await, [pair("category", "a&b=c#d")]);
    assert_eq!(pairs_of::<M>(|call| call.with_query("x&y=", "ä+ z")).await, [pair("x&y=", "ä+ z")]);
}

async fn spaces_and_plus_signs_are_percent_encoded<M: Mode>() {
    let query = query_of::<M>(|call| call.search("1 + 1")).await;
    assert!(!query.contains('+'), "{query}");
}

async fn second_value_of_a_parameter_replaces_the_first<M: Mode>() {
    let query = query_of::<M>(|call| call.search("first").page_size(3).search("second").page_size(4)).await;
    let mut sent: Vec<_> = query.split('&').collect();
    sent.sort_unstable();
    assert_eq!(sent, ["page_size=4", "search=second"]);
}

async fn unknown_parameters_are_appended<M: Mode>() {
    let pairs =
        pairs_of::<M>(|call| call.search("x").with_query("voice_ids", "a").with_query("voice_ids", "b"))
            .await;
    assert_eq!(pairs, [pair("search", "x"), pair("voice_ids", "a"), pair("voice_ids", "b")]);
}

async fn page_size_above_the_limit_is_rejected<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    for page_size in [101, i64::MAX] {
        let error =
            M::send(client::<M>(&server).list_voices().page_size(page_size)).await.expect_err("too large");
        assert_eq!(error.kind(), ErrorKind::Argument);
        assert!(error.message().contains("page_size"), "{error}");
        assert!(error.message().split(|c: char| !c.is_ascii_digit()).any(|word| word == "100"), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

async fn valid_value_clears_the_error_of_an_invalid_one<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    let call = client::<M>(&server).list_voices().page_size(101).page_size(50);
    M::send(call).await.expect("50 is within the limit");
    assert_eq!(only_request(&server).await.url.query(), Some("page_size=50"));
}

async fn with_query_does_not_replace_a_setter_of_that_name<M: Mode>() {
    let server = serve(ok(NO_VOICES)).await;
    let call = client::<M>(&server).list_voices().with_query("search", "one").search("two").search("three");
    M::send(call).await.expect("an answer");
    assert_eq!(only_request(&server).await.url.query(), Some("search=one&search=three"));
}
