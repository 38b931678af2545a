//! What parameters become in the query.

use std::collections::BTreeSet;

use elevenlabs_voices::operations::ListVoices;
use elevenlabs_voices::{
    ErrorKind, FineTuningStateFilter, Request, SortDirection, VoiceCategory, VoiceSort, VoiceType,
};
use tests::modes::Mode;

use crate::helpers::{NO_VOICES, client, ok, only_request, requests, serve};

type ListRequest<M> = Request<ListVoices, <M as Mode>::Kind>;
type MakeListRequest<M> = fn(ListRequest<M>) -> ListRequest<M>;

tests::both_clients! {
    each_parameter_is_sent_alone_under_its_wire_name,
    all_parameters_are_sent_together,
    both_booleans_are_sent,
    enum_values_from_text_are_sent_known_or_not,
    values_arrive_as_they_were_given,
    enum_values_and_unknown_parameters_are_encoded_too,
    spaces_and_plus_signs_read_alike_to_strict_and_to_form_decoding_servers,
    setting_a_parameter_twice_replaces_it,
    unknown_parameters_are_added_beside_all_others,
    a_page_size_over_the_limit_is_refused,
    a_later_value_makes_up_for_a_refused_one,
    with_query_does_not_replace_a_setter_of_that_name,
}

/// Each parameter of list_voices with the query that it comes to.
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

/// The query that the server sees of such a call.
async fn query_of<M: Mode>(make: impl FnOnce(ListRequest<M>) -> ListRequest<M>) -> String {
    let server = serve(ok(NO_VOICES)).await;
    M::send(make(client::<M>(&server).list_voices())).await.expect("a page");
    only_request(&server).await.url.query().unwrap_or_default().to_owned()
}

/// The same, decoded.
async fn pairs_of<M: Mode>(make: impl FnOnce(ListRequest<M>) -> ListRequest<M>) -> Vec<(String, String)> {
    let server = serve(ok(NO_VOICES)).await;
    M::send(make(client::<M>(&server).list_voices())).await.expect("a page");
    only_request(&server).await.url.query_pairs().into_owned().collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

async fn each_parameter_is_sent_alone_under_its_wire_name<M: Mode>() {
    for (expected, make) in each_parameter::<M>() {
        assert_eq!(query_of::<M>(make).await, expected);
    }
}

async fn all_parameters_are_sent_together<M: Mode>() {
    let all = each_parameter::<M>();
    let query = query_of::<M>(|call| all.iter().fold(call, |call, (_, make)| make(call))).await;
    assert_eq!(query.split('&').count(), 10, "{query}");
    // In whatever order.
    let expected: BTreeSet<_> = all.iter().map(|(expected, _)| *expected).collect();
    assert_eq!(query.split('&').collect::<BTreeSet<_>>(), expected);
}

async fn both_booleans_are_sent<M: Mode>() {
    assert_eq!(query_of::<M>(|call| call.include_total_count(true)).await, "include_total_count=true");
    assert_eq!(query_of::<M>(|call| call.include_total_count(false)).await, "include_total_count=false");
}

async fn enum_values_from_text_are_sent_known_or_not<M: Mode>() {
    assert_eq!(query_of::<M>(|call| call.voice_type("non-default")).await, "voice_type=non-default");
    assert_eq!(query_of::<M>(|call| call.sort("popularity")).await, "sort=popularity");
    assert_eq!(query_of::<M>(|call| call.sort_direction("asc")).await, "sort_direction=asc");
    assert_eq!(query_of::<M>(|call| call.category("Premade")).await, "category=Premade");
    assert_eq!(
        query_of::<M>(|call| call.fine_tuning_state("paused".to_owned())).await,
        "fine_tuning_state=paused"
    );
}

async fn values_arrive_as_they_were_given<M: Mode>() {
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

async fn enum_values_and_unknown_parameters_are_encoded_too<M: Mode>() {
    assert_eq!(pairs_of::<M>(|call| call.category("a&b=c#d")).await, [pair("category", "a&b=c#d")]);
    assert_eq!(pairs_of::<M>(|call| call.with_query("x&y=", "ä+ z")).await, [pair("x&y=", "ä+ z")]);
}

async fn spaces_and_plus_signs_read_alike_to_strict_and_to_form_decoding_servers<M: Mode>() {
    let query = query_of::<M>(|call| call.search("1 + 1")).await;
    assert!(!query.contains('+'), "{query}");
}

async fn setting_a_parameter_twice_replaces_it<M: Mode>() {
    let query = query_of::<M>(|call| call.search("first").page_size(3).search("second").page_size(4)).await;
    let mut sent: Vec<_> = query.split('&').collect();
    sent.sort_unstable();
    assert_eq!(sent, ["page_size=4", "search=second"]);
}

async fn unknown_parameters_are_added_beside_all_others<M: Mode>() {
    let pairs =
        pairs_of::<M>(|call| call.search("x").with_query("voice_ids", "a").with_query("voice_ids", "b"))
            .await;
    assert_eq!(pairs, [pair("search", "x"), pair("voice_ids", "a"), pair("voice_ids", "b")]);
}

async fn a_page_size_over_the_limit_is_refused<M: Mode>() {
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

async fn a_later_value_makes_up_for_a_refused_one<M: Mode>() {
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
