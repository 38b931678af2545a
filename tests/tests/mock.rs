//! The in-process mock server: it returns the configured voices and replies in the format of the API, and records requests.

use elevenlabs_voices::http::StatusCode;
use elevenlabs_voices::http::header::RETRY_AFTER;
use elevenlabs_voices::mock::{Mock, Reply};
use elevenlabs_voices::{ErrorKind, Voice, VoiceCategory, VoiceSettings};
use tests::modes::Mode;

tests::both_clients! {
    voices_are_listed_page_by_page,
    page_size_is_respected,
    page_size_zero_returns_one_item,
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

async fn page_size_zero_returns_one_item<M: Mode>() {
    let mock = mock_with_25_voices();
    let page = M::send(M::mock_client(&mock).list_voices().page_size(0)).await.expect("a page");
    assert_eq!((page.voices.len(), page.has_more), (1, true));
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
    assert!(M::send(client.list_voices()).await.is_ok(), "it is retried");
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
