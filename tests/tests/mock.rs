//! The in-process mock server: it returns the configured voices and replies in the format of the API, and records requests.

use std::time::{Duration, Instant};

use elevenlabs_voices::http::StatusCode;
use elevenlabs_voices::http::header::RETRY_AFTER;
use elevenlabs_voices::mock::{Mock, Reply};
use elevenlabs_voices::operations::{GetDefaultVoiceSettings, GetVoice, ListVoices};
use elevenlabs_voices::{
    ErrorKind, Operation, Request, SortDirection, TimeLimit, Voice, VoiceCategory, VoiceSettings, VoiceSort,
};
use tests::modes::Mode;

tests::both_clients! {
    voices_are_listed_page_by_page,
    page_size_is_respected,
    page_size_below_one_fails,
    voices_are_searched_and_filtered,
    get_voice_returns_a_listed_voice,
    configured_voice_takes_precedence_over_listed_voices,
    unknown_voice_is_a_not_found_error,
    id_with_reserved_characters_is_found,
    settings_default_to_the_fixture,
    items_can_be_replaced_between_calls,
    enqueued_replies_are_returned_once_in_order,
    error_replies_have_the_format_of_the_api,
    invalid_argument_reply_has_validation_errors,
    connection_replies_have_their_error_kinds,
    unknown_properties_are_kept,
    requests_are_recorded,
    key_is_redacted,
    mock_key_is_not_redacted_from_replies,
    unknown_page_token_is_rejected,
    search_covers_only_the_documented_properties,
    filter_is_exact,
    voices_are_sorted_by_a_property_in_both_directions,
    absent_values_are_sorted_last,
    unknown_sort_key_or_direction_is_an_error,
    direction_without_a_sort_key_is_an_error,
    total_is_omitted_if_it_is_not_requested,
    parameter_of_unknown_effect_is_an_error_that_names_it,
    default_value_of_a_parameter_has_no_effect,
    parameter_of_unknown_effect_is_accepted_with_a_configured_response,
    reply_for_an_operation_is_kept_for_it,
    sticky_reply_is_used_after_replies_to_one_request,
    last_sticky_reply_takes_precedence,
    client_of_a_mock_retries_only_if_requested,
    wait_before_a_retry_is_skipped,
    delay_within_the_timeouts_is_skipped,
    delay_beyond_a_timeout_is_a_timeout,
    skipped_time_counts_for_the_timeout_of_the_call,
    timeout_reply_lasts_until_the_timeout_of_the_attempt,
    wrapped_mock_skips_waits,
    unused_replies_are_reported,
    used_replies_are_not_reported,
}

/// The names of the voices that a request returns.
async fn names_of<M: Mode>(request: ListRequest<M>) -> Vec<String> {
    M::send(request).await.expect("a page").into_iter().map(|voice| voice.name).collect()
}

type ListRequest<M> = Request<ListVoices, <M as Mode>::Backend>;

fn mock_of<const N: usize>(voices: [Voice; N]) -> Mock {
    let mock = Mock::new();
    mock.list_voices(voices);
    mock
}

fn named(name: &str) -> Voice {
    Voice::fixture().with(|voice| name.clone_into(&mut voice.name))
}

async fn search_covers_only_the_documented_properties<M: Mode>() {
    let plain =
        || Voice::default().with(|voice| (voice.name, voice.category) = ("Plain".into(), "cloned".into()));
    let described = plain().with(|voice| voice.description = Some("A needle in hay".into()));
    let labelled = plain().with(|voice| drop(voice.labels.insert("tone".into(), "NEEDLE".into())));
    let elsewhere = plain().with(|voice| {
        voice.voice_id = "needle".into();
        voice.preview_url = Some("https://example.com/needle".into());
        voice.labels.insert("needle".into(), "key".into());
    });
    let client = M::mock_client(&mock_of([described, elsewhere, labelled, named("Needles"), plain()]));
    assert_eq!(names_of::<M>(client.list_voices().search("needle")).await, ["Plain", "Plain", "Needles"]);
    assert_eq!(names_of::<M>(client.list_voices().search("CLONED")).await.len(), 4);
}

async fn filter_is_exact<M: Mode>() {
    let client =
        M::mock_client(&mock_of([voice("a", "A", "cloned".into()), voice("b", "B", "clone".into())]));
    assert_eq!(names_of::<M>(client.list_voices().category("clone")).await, ["B"]);
    let text = "clone".to_owned();
    assert_eq!(names_of::<M>(client.list_voices().category(&text)).await, ["B"]);
    assert_eq!(names_of::<M>(client.list_voices().category("null")).await.len(), 0);
}

async fn voices_are_sorted_by_a_property_in_both_directions<M: Mode>() {
    let made = |name, time| named(name).with(|voice| voice.created_at_unix = Some(time));
    let client = M::mock_client(&mock_of([made("b", 10), made("c", 9), made("a", 100)]));
    let sorted = |sort, direction| {
        let request = client.list_voices().sort(sort);
        names_of::<M>(request.when_some(direction, Request::sort_direction))
    };
    assert_eq!(sorted(VoiceSort::Name, None).await, ["a", "b", "c"]);
    assert_eq!(sorted(VoiceSort::Name, Some(SortDirection::Asc)).await, ["a", "b", "c"]);
    assert_eq!(sorted(VoiceSort::Name, Some(SortDirection::Desc)).await, ["c", "b", "a"]);
    assert_eq!(sorted(VoiceSort::CreatedAtUnix, None).await, ["c", "b", "a"]);
    assert_eq!(sorted(VoiceSort::CreatedAtUnix, Some(SortDirection::Desc)).await, ["a", "b", "c"]);
    let pages = M::pages(client.list_voices().sort(VoiceSort::Name).page_size(2), None).await;
    let names: Vec<_> = pages.into_iter().flat_map(|result| result.page.expect("a page")).collect();
    assert_eq!(names.iter().map(|voice| voice.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
}

async fn absent_values_are_sorted_last<M: Mode>() {
    let made = |name, time| named(name).with(|voice| voice.created_at_unix = time);
    let client =
        M::mock_client(&mock_of([made("none", None), made("late", Some(2)), made("early", Some(1))]));
    let by_time = || client.list_voices().sort(VoiceSort::CreatedAtUnix);
    assert_eq!(names_of::<M>(by_time()).await, ["early", "late", "none"]);
    assert_eq!(names_of::<M>(by_time().sort_direction("desc")).await, ["late", "early", "none"]);
}

/// The message of a call that the mock cannot respond to: not retried, and with what to do.
async fn unknown_effect<M: Mode, Op: Operation>(request: Request<Op, M::Backend>) -> String {
    let error = M::send(request.with_max_retries(3)).await.err().expect("an unknown effect");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 1), "{error}");
    assert!(error.message().contains("set the response with `Mock::enqueue_reply`"), "{error}");
    error.message().to_owned()
}

async fn unknown_sort_key_or_direction_is_an_error<M: Mode>() {
    let client = M::mock_client(&mock_with_25_voices());
    let message = unknown_effect::<M, _>(client.list_voices().sort("popularity")).await;
    assert!(message.contains("how to sort by `popularity`"), "{message}");
    let message = unknown_effect::<M, _>(client.list_voices().sort("name").sort_direction("down")).await;
    assert!(message.contains("the sort direction `down`"), "{message}");
}

async fn direction_without_a_sort_key_is_an_error<M: Mode>() {
    let client = M::mock_client(&mock_with_25_voices());
    let message = unknown_effect::<M, _>(client.list_voices().sort_direction(SortDirection::Desc)).await;
    assert!(message.contains("which property to sort by"), "{message}");
}

async fn total_is_omitted_if_it_is_not_requested<M: Mode>() {
    let client = M::mock_client(&mock_with_25_voices());
    for (is_requested, expected) in [(None, Some(25)), (Some(true), Some(25)), (Some(false), None)] {
        let request = client.list_voices().when_some(is_requested, Request::include_total_count);
        assert_eq!(M::send(request).await.expect("a page").total_count, expected);
    }
}

async fn parameter_of_unknown_effect_is_an_error_that_names_it<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    for (name, request) in [
        ("voice_type", client.list_voices().voice_type("personal")),
        ("collection_id", client.list_voices().collection_id("c1")),
        ("fine_tuning_state", client.list_voices().fine_tuning_state("draft")),
        ("mood", client.list_voices().with_query("mood", "sunny")),
    ] {
        let message = unknown_effect::<M, _>(request).await;
        assert!(message.contains(&format!("what the parameter `{name}` does")), "{message}");
    }
    let message = unknown_effect::<M, _>(client.get_voice("id-1").with_query("mood", "sunny")).await;
    assert!(message.contains("`mood`"), "{message}");
    assert_eq!(mock.received_requests().len(), 5, "they are recorded");
}

async fn default_value_of_a_parameter_has_no_effect<M: Mode>() {
    let client = M::mock_client(&mock_with_25_voices());
    let page = M::send(client.list_voices().page_size(10).include_total_count(true)).await.expect("a page");
    assert_eq!((page.len(), page.total_count), (10, Some(25)));
    M::send(client.get_voice("id-1").with_query("with_settings", "true")).await.expect("a voice");
    unknown_effect::<M, _>(client.get_voice("id-1").with_query("with_settings", "false")).await;
}

async fn parameter_of_unknown_effect_is_accepted_with_a_configured_response<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    mock.enqueue_reply(Reply::text(StatusCode::OK, r#"{ "voices": [], "has_more": false }"#));
    assert!(M::send(client.list_voices().collection_id("c1")).await.expect("the reply").is_empty());
    mock.get_voice(&named("Any"));
    M::send(client.get_voice("id-1").with_query("with_settings", "false")).await.expect("a voice");
}

fn failure(code: &str) -> Reply {
    Reply::error(StatusCode::INTERNAL_SERVER_ERROR, code, "A failure.")
}

/// The error code of a call; `None` if it succeeds.
async fn code_of<M: Mode, Op: Operation>(request: Request<Op, M::Backend>) -> Option<String> {
    M::send(request).await.err().and_then(|error| error.code().map(str::to_owned))
}

async fn reply_for_an_operation_is_kept_for_it<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    mock.enqueue_reply(failure("get").for_operation::<GetVoice>());
    mock.enqueue_reply(failure("any"));
    assert_eq!(code_of::<M, _>(client.list_voices()).await.as_deref(), Some("any"));
    assert_eq!(code_of::<M, _>(client.list_voices()).await, None);
    assert_eq!(code_of::<M, _>(client.get_voice("id-1")).await.as_deref(), Some("get"));
    assert_eq!(code_of::<M, _>(client.get_voice("id-1")).await, None);
}

async fn sticky_reply_is_used_after_replies_to_one_request<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    mock.enqueue_reply(failure("always").for_operation::<GetVoice>().always());
    mock.enqueue_reply(failure("once"));
    for expected in ["once", "always", "always"] {
        assert_eq!(code_of::<M, _>(client.get_voice("id-1")).await.as_deref(), Some(expected));
    }
    assert_eq!(code_of::<M, _>(client.list_voices()).await, None);
}

async fn last_sticky_reply_takes_precedence<M: Mode>() {
    let mock = mock_with_25_voices();
    mock.enqueue_reply(failure("first").always());
    mock.enqueue_reply(failure("second").always());
    let client = M::mock_client(&mock);
    assert_eq!(code_of::<M, _>(client.list_voices()).await.as_deref(), Some("second"));
}

async fn client_of_a_mock_retries_only_if_requested<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    mock.enqueue_reply(failure("one"));
    let error = M::send(client.list_voices()).await.expect_err("not retried");
    assert_eq!((error.code(), error.attempts(), error.is_retryable()), (Some("one"), 1, true));
    mock.enqueue_reply(failure("two"));
    M::send(client.list_voices().with_max_retries(1)).await.expect("retried");
}

/// Fails if a call of the test has waited.
fn assert_no_wait(start: Instant) {
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

async fn wait_before_a_retry_is_skipped<M: Mode>() {
    let mock = mock_with_25_voices();
    let start = Instant::now();
    mock.enqueue_reply(failure("busy").header(RETRY_AFTER, 40));
    M::send(M::mock_client(&mock).list_voices().with_max_retries(1)).await.expect("a page");
    mock.enqueue_reply(failure("busy").header(RETRY_AFTER, 40));
    let builder = M::with_mock(M::builder().api_key("only-for-tests"), &mock);
    M::send(M::build(builder).expect("a client").list_voices()).await.expect("a page");
    assert_no_wait(start);
}

async fn delay_within_the_timeouts_is_skipped<M: Mode>() {
    let mock = mock_with_25_voices();
    let start = Instant::now();
    mock.enqueue_reply(failure("slow").delay(Duration::from_secs(29)));
    assert_eq!(code_of::<M, _>(M::mock_client(&mock).list_voices()).await.as_deref(), Some("slow"));
    assert_no_wait(start);
}

async fn delay_beyond_a_timeout_is_a_timeout<M: Mode>() {
    let (mock, start) = (mock_with_25_voices(), Instant::now());
    let client = M::mock_client(&mock);
    let [attempt, call] = [30, 5].map(Duration::from_secs);
    for reply in [failure("slow"), Reply::no_connection(), Reply::text(StatusCode::OK, "{}")] {
        mock.enqueue_reply(reply.delay(attempt + Duration::from_millis(1)));
        let error = M::send(client.list_voices()).await.expect_err("a timeout");
        assert_eq!(
            (error.kind(), error.time_limit()),
            (ErrorKind::Timeout, Some(TimeLimit::Attempt(attempt)))
        );
    }
    mock.enqueue_reply(failure("slow").delay(Duration::MAX));
    let error = M::send(client.list_voices().with_timeout(call)).await.expect_err("a timeout");
    assert_eq!(error.time_limit(), Some(TimeLimit::Call(call)));
    assert_no_wait(start);
}

async fn skipped_time_counts_for_the_timeout_of_the_call<M: Mode>() {
    let (mock, start) = (mock_with_25_voices(), Instant::now());
    mock.enqueue_reply(Reply::timeout().always());
    let error = M::send(M::mock_client(&mock).list_voices().with_max_retries(9)).await.expect_err("timeouts");
    // Attempts of 30 s in a call of 60 s: the second one is cut short by the wait before it.
    assert_eq!(error.time_limit(), Some(TimeLimit::Call(Duration::from_secs(60))));
    assert_eq!((error.attempts(), mock.received_requests().len()), (2, 2));
    mock.enqueue_reply(failure("busy").header(RETRY_AFTER, 20).always());
    let request = M::mock_client(&mock).list_voices().with_max_retries(9);
    let error = M::send(request).await.expect_err("always busy");
    assert_eq!((error.code(), error.attempts()), (Some("busy"), 3));
    assert_no_wait(start);
}

async fn timeout_reply_lasts_until_the_timeout_of_the_attempt<M: Mode>() {
    let mock = mock_with_25_voices();
    mock.enqueue_reply(Reply::timeout());
    let error = M::send(M::mock_client(&mock).list_voices()).await.expect_err("a timeout");
    assert_eq!(error.time_limit(), Some(TimeLimit::Attempt(Duration::from_secs(30))));
    mock.enqueue_reply(Reply::timeout());
    M::send(M::mock_client(&mock).list_voices().with_max_retries(1)).await.expect("the second attempt");
}

async fn wrapped_mock_skips_waits<M: Mode>() {
    let (mock, start) = (mock_with_25_voices(), Instant::now());
    let builder = M::with_mock(M::builder().api_key("only-for-tests"), &mock);
    let client = M::build(M::wrap_transport(builder, |_| {}, |_| {})).expect("a client");
    mock.enqueue_reply(failure("busy").header(RETRY_AFTER, 40));
    M::send(client.list_voices()).await.expect("a page");
    assert_no_wait(start);
}

/// The message of the panic about unused replies.
fn unused_replies(mock: &Mock) -> Option<String> {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| mock.assert_replies_used()));
    result.err().map(|panic| *panic.downcast::<String>().expect("a message"))
}

async fn unused_replies_are_reported<M: Mode>() {
    let mock = mock_with_25_voices();
    mock.enqueue_reply(failure("used"));
    mock.enqueue_reply(failure("kept").for_operation::<GetVoice>());
    mock.enqueue_reply(Reply::timeout().for_operation::<GetDefaultVoiceSettings>().always());
    M::send(M::mock_client(&mock).list_voices()).await.expect_err("the first reply");
    let expected = "replies of the mock that were not used:\n\
                    - 500 Internal Server Error (kept), for `get_voice`\n\
                    - the mock does not respond, for `get_default_voice_settings`, always";
    assert_eq!(unused_replies(&mock).as_deref(), Some(expected));
}

async fn used_replies_are_not_reported<M: Mode>() {
    let mock = mock_with_25_voices();
    assert_eq!(unused_replies(&mock), None);
    mock.enqueue_reply(failure("once"));
    mock.enqueue_reply(failure("always").always());
    for _ in 0..3 {
        M::send(M::mock_client(&mock).list_voices()).await.expect_err("a reply");
    }
    assert_eq!(unused_replies(&mock), None);
}

fn voice(id: &str, name: &str, category: VoiceCategory) -> Voice {
    let mut voice = Voice::fixture();
    voice.voice_id = id.into();
    voice.name = name.into();
    voice.category = category;
    voice
}

/// A mock with 25 voices; every fifth is premade.
fn mock_with_25_voices() -> Mock {
    let mock = Mock::new();
    mock.list_voices((0..25).map(|n| {
        let category = if n % 5 == 0 { VoiceCategory::Premade } else { VoiceCategory::Cloned };
        voice(&format!("id-{n}"), &format!("Voice {n}"), category)
    }));
    mock
}

async fn voices_are_listed_page_by_page<M: Mode>() {
    let mock = mock_with_25_voices();
    let pages = M::pages(M::mock_client(&mock).list_voices(), None).await;
    let pages: Vec<_> = pages.into_iter().map(|result| result.page.expect("a page")).collect();
    assert_eq!(pages.iter().map(|page| page.voices.len()).collect::<Vec<_>>(), [10, 10, 5]);
    assert_eq!(pages.iter().map(|page| page.has_more).collect::<Vec<_>>(), [true, true, false]);
    assert!(pages.iter().all(|page| page.total_count == Some(25) && page.extra.is_empty()));
    let ids: Vec<_> = pages.into_iter().flatten().map(|voice| voice.voice_id).collect();
    assert_eq!(ids, (0..25).map(|n| format!("id-{n}")).collect::<Vec<_>>());
}

async fn page_size_is_respected<M: Mode>() {
    let mock = mock_with_25_voices();
    let page = M::send(M::mock_client(&mock).list_voices().page_size(7)).await.expect("a page");
    assert_eq!((page.voices.len(), page.has_more), (7, true));
    let all = M::send(M::mock_client(&mock).list_voices().page_size(25)).await.expect("a page");
    assert_eq!((all.voices.len(), all.has_more, all.next_page_token), (25, false, None));
}

async fn page_size_below_one_fails<M: Mode>() {
    let mock = mock_with_25_voices();
    for size in [0, -3] {
        let error = M::send(M::mock_client(&mock).list_voices().page_size(size)).await.expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.message().contains(&format!("how to paginate by {size} items")), "{error}");
    }
}

async fn voices_are_searched_and_filtered<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    let names = |page: elevenlabs_voices::ListVoicesResponse| -> Vec<_> {
        page.into_iter().map(|voice| voice.name).collect()
    };
    let found = M::send(client.list_voices().search("VOICE 2").page_size(100)).await.expect("a page");
    assert_eq!(found.total_count, Some(6));
    assert_eq!(names(found), ["Voice 2", "Voice 20", "Voice 21", "Voice 22", "Voice 23", "Voice 24"]);
    let found = M::send(client.list_voices().search("voice 2").category(VoiceCategory::Premade)).await;
    assert_eq!(names(found.expect("a page")), ["Voice 20"]);
    let found = M::send(client.list_voices().search("no match")).await.expect("a page");
    assert_eq!((found.voices.len(), found.has_more, found.total_count), (0, false, Some(0)));
}

async fn get_voice_returns_a_listed_voice<M: Mode>() {
    let mock = mock_with_25_voices();
    let found = M::send(M::mock_client(&mock).get_voice("id-7")).await.expect("a voice");
    assert_eq!(found, voice("id-7", "Voice 7", VoiceCategory::Cloned));
}

async fn configured_voice_takes_precedence_over_listed_voices<M: Mode>() {
    let mock = mock_with_25_voices();
    let other = voice("other", "Other", VoiceCategory::Famous);
    mock.get_voice(&other);
    assert_eq!(M::send(M::mock_client(&mock).get_voice("id-7")).await.expect("a voice"), other);
}

async fn unknown_voice_is_a_not_found_error<M: Mode>() {
    let error = M::send(M::mock_client(&Mock::new()).get_voice("id-7")).await.expect_err("no voice");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, Some("voice_not_found")));
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}

async fn id_with_reserved_characters_is_found<M: Mode>() {
    let mock = Mock::new();
    for id in ["a/b", "settings", "50%", "{voice_id}", "日本", "a b+c"] {
        mock.list_voices([voice(id, "Reserved", VoiceCategory::Famous)]);
        let found = M::send(M::mock_client(&mock).get_voice(id)).await.expect(id);
        assert_eq!(found.voice_id, id);
    }
}

async fn settings_default_to_the_fixture<M: Mode>() {
    let mock = Mock::new();
    let client = M::mock_client(&mock);
    let settings = M::send(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!(settings, VoiceSettings::fixture());
    let mut other = VoiceSettings::default();
    other.speed = Some(1.1);
    mock.get_default_voice_settings(&other);
    assert_eq!(M::send(client.get_default_voice_settings()).await.expect("settings"), other);
}

async fn items_can_be_replaced_between_calls<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    mock.clone().list_voices([voice("new", "New", VoiceCategory::Generated)]);
    let page = M::send(client.list_voices()).await.expect("a page");
    assert_eq!(page.voices.len(), 1);
    assert!(M::send(client.get_voice("id-7")).await.is_err());
}

async fn enqueued_replies_are_returned_once_in_order<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    mock.enqueue_reply(Reply::text(StatusCode::OK, "{\"speed\": 0.9}"));
    mock.enqueue_reply(Reply::error(StatusCode::NOT_FOUND, "gone", "The voice was deleted."));
    let settings = M::send(client.get_default_voice_settings()).await.expect("settings");
    assert_eq!(settings.speed, Some(0.9));
    let error = M::send(client.get_voice("id-1")).await.expect_err("a 404");
    assert_eq!(error.code(), Some("gone"));
    assert_eq!(M::send(client.get_voice("id-1")).await.expect("a voice").voice_id, "id-1");
}

async fn error_replies_have_the_format_of_the_api<M: Mode>() {
    let mock = mock_with_25_voices();
    let busy = Reply::error(StatusCode::TOO_MANY_REQUESTS, "system_busy", "Come back later.");
    mock.enqueue_reply(busy.clone().header(RETRY_AFTER, 0));
    let client = M::mock_client(&mock);
    assert!(M::send(client.list_voices().with_max_retries(1)).await.is_ok(), "it is retried");
    mock.enqueue_reply(busy.header(RETRY_AFTER, 7));
    let error = M::send(client.list_voices().with_max_retries(0)).await.expect_err("a 429");
    assert_eq!((error.code(), error.message()), (Some("system_busy"), "Come back later."));
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(7));
    assert!(error.is_retryable());
    assert_eq!(mock.received_requests().len(), 3);
}

async fn invalid_argument_reply_has_validation_errors<M: Mode>() {
    let mock = mock_with_25_voices();
    mock.enqueue_reply(Reply::invalid(&["query", "sort"], "not a property", "enum"));
    let error =
        M::send(M::mock_client(&mock).list_voices().sort("age")).await.expect_err("a validation error");
    let [error] = error.validation_errors() else { panic!("{error:?}") };
    assert_eq!((error.loc.len(), error.msg.as_str(), error.kind.as_str()), (2, "not a property", "enum"));
}

async fn connection_replies_have_their_error_kinds<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    for (reply, kind) in [
        (Reply::no_connection(), ErrorKind::Connect),
        (Reply::timeout(), ErrorKind::Timeout),
        (Reply::broken_connection(), ErrorKind::Transport),
    ] {
        mock.enqueue_reply(reply);
        let error = M::send(client.list_voices().with_max_retries(0)).await.expect_err("a connection error");
        assert_eq!(error.kind(), kind);
    }
}

async fn unknown_properties_are_kept<M: Mode>() {
    let mock = Mock::new();
    let mut voice = voice("new", "New", "holographic".into());
    voice.extra.insert("is_bookmarked".to_owned(), true.into());
    mock.list_voices([voice.clone()]);
    assert_eq!(M::send(M::mock_client(&mock).get_voice("new")).await.expect("a voice"), voice);
    let page = M::send(M::mock_client(&mock).list_voices().category("holographic")).await.expect("a page");
    assert_eq!(page.voices, [voice]);
}

async fn requests_are_recorded<M: Mode>() {
    let mock = mock_with_25_voices();
    let client = M::mock_client(&mock);
    M::send(client.list_voices().search("a & b").with_header("x-trace", "7")).await.expect("a page");
    M::send(client.get_voice("id/1")).await.expect_err("no such voice");
    let recorded = mock.received_requests();
    let [list, get] = recorded.as_slice() else { panic!("{recorded:?}") };
    assert_eq!(
        (list.operation(), list.method().as_str(), list.path()),
        (Some("list_voices"), "GET", "/v2/voices")
    );
    assert_eq!(list.query(), [("search".to_owned(), "a & b".to_owned())]);
    assert_eq!((list.parameter("search"), list.parameter("sort")), (Some("a & b"), None));
    assert_eq!(list.headers()["x-trace"], "7");
    assert_eq!(list.body(), "");
    assert_eq!((get.operation(), get.path()), (Some("get_voice"), "/v1/voices/id%2F1"));
}

async fn key_is_redacted<M: Mode>() {
    const KEY: &str = "sk_only_for_tests";
    let mock = mock_with_25_voices();
    mock.enqueue_reply(Reply::error(
        StatusCode::UNAUTHORIZED,
        "invalid_api_key",
        &format!("{KEY} is unknown"),
    ));
    let client = M::build(M::with_mock(M::builder().api_key(KEY), &mock)).expect("a client");
    let error = M::send(client.list_voices()).await.expect_err("the key is unknown");
    let rendered =
        format!("{mock:?} {:?} {:#?} {error:?} {error}", mock.received_requests(), mock.received_requests());
    assert!(!rendered.contains(KEY), "{rendered}");
    assert_eq!(mock.received_requests()[0].headers()["xi-api-key"], KEY, "headers() returns it");
}

async fn mock_key_is_not_redacted_from_replies<M: Mode>() {
    let mock = Mock::new();
    let client = M::mock_client(&mock);
    let error = M::send(client.get_voice("mock")).await.expect_err("no voice");
    assert_eq!(error.message(), "the mock has no item whose voice_id is mock");
}

async fn unknown_page_token_is_rejected<M: Mode>() {
    let mock = mock_with_25_voices();
    for token in ["", "after-", "after-x", "7", "after--1"] {
        let error =
            M::send(M::mock_client(&mock).list_voices().next_page_token(token)).await.expect_err(token);
        assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST), "{token}");
    }
    let beyond =
        M::send(M::mock_client(&mock).list_voices().next_page_token("after-99")).await.expect("a page");
    assert_eq!((beyond.voices.len(), beyond.has_more), (0, false));
}
