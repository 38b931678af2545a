//! Building a client: what is accepted, and what is refused at once.

use std::time::Duration;

use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
use elevenlabs_voices::{Client, Error, ErrorKind, blocking};
use tests::modes::{Asynchronous, Mode};

use crate::helpers::{KEY, SETTINGS, VOICE, builder, ok, serve};
use crate::script::{far_away, response, scripted};

tests::both_clients! {
    without waiting:
    debug_never_shows_the_key,
    invalid_key_is_refused,
    a_missing_key_is_an_error_that_names_the_variable,
    plain_http_is_for_this_machine_alone_unless_asked_for,
    invalid_base_url_is_refused,
    a_base_url_is_shown_without_query_and_credentials,
    a_key_in_quotes_or_a_placeholder_is_refused,
    an_unusable_key_in_the_environment_is_an_error_that_names_the_variable,
    a_base_url_with_a_port_that_cannot_be_one_is_refused,
}

fn debug_never_shows_the_key<M: Mode>() {
    let builder = builder::<M>("https://api.example.com");
    let shown = format!("{builder:?} {builder:#?}");
    let client = M::build(builder).expect("a client");
    let request = client.list_voices().search("warm").with_header("x-team", "t");
    let shown = format!("{shown} {client:?} {client:#?} {request:?} {request:#?}");
    assert!(!shown.contains(KEY), "{shown}");
    assert!(shown.contains("list_voices"), "{shown}");
}

fn invalid_key_is_refused<M: Mode>() {
    for key in [
        "",
        " \t\n",
        "sk_hidden\nx",
        "sk_hidden\r\nhost: x",
        "sk_hidden x",
        "sk_hidden\0",
        "sk_hiddén",
        "sk_hidden\u{a0}x",
    ] {
        let error = M::new(key).expect_err(key);
        assert_eq!(error.kind(), ErrorKind::Configuration, "{key:?}");
        // It may be the key but for a slip of the hand.
        assert!(!format!("{error} {error:?}").contains("sk_hid"), "{error:?}");
    }
}

fn a_missing_key_is_an_error_that_names_the_variable<M: Mode>() {
    // The environment cannot be changed safely: where the variable is set, there is nothing to see.
    if std::env::var_os("ELEVENLABS_API_KEY").is_some() {
        return;
    }
    for result in [M::from_env(), M::build(M::builder())] {
        let error = result.expect_err("there is no key");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("ELEVENLABS_API_KEY"), "{error}");
    }
}

fn plain_http_is_for_this_machine_alone_unless_asked_for<M: Mode>() {
    for url in [
        "http://api.example.com",
        "HTTP://10.0.0.1:80",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
    ] {
        let error = M::build(builder::<M>(url)).expect_err(url);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("allow_plain_http"), "{error}");
        M::build(builder::<M>(url).allow_plain_http(true)).expect(url);
    }
    for url in ["http://localhost:8000", "http://127.0.0.1", "http://127.8.8.8:1", "http://[::1]:8000"] {
        M::build(builder::<M>(url)).expect(url);
    }
}

fn invalid_base_url_is_refused<M: Mode>() {
    for url in [
        "",
        "api.example.com",
        "/v1",
        "ftp://example.com",
        "https://",
        "https://example.com?a=b",
        "https://exa mple.com",
    ] {
        assert_eq!(M::build(builder::<M>(url)).expect_err(url).kind(), ErrorKind::Configuration);
    }
    let error = M::build(builder::<M>("http://127.0.0.1:hunter2@example.com")).expect_err("credentials");
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}

fn a_base_url_with_a_port_that_cannot_be_one_is_refused<M: Mode>() {
    for url in ["https://example.com:99999", "https://example.com:65536/v1", "http://127.0.0.1:99999"] {
        assert_eq!(M::build(builder::<M>(url)).expect_err(url).kind(), ErrorKind::Configuration);
    }
}

fn a_base_url_is_shown_without_query_and_credentials<M: Mode>() {
    for url in [
        "https://example.com/v1?token=hunter2",
        "https://example.com/v1#hunter2",
        "exa mple.com?token=hunter2",
        "https://me:pass?hunter2@example.com",
        "https://example.com/v1?mail=me@example.com&token=hunter2",
        "ftp://example.com?hunter2",
    ] {
        let error = M::build(builder::<M>(url)).expect_err(url);
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
    let error = M::build(builder::<M>("https://example.com/v1?a=b")).expect_err("a query");
    assert!(error.to_string().contains("`https://example.com/v1` has a query"), "{error}");
    let error = M::build(builder::<M>("ftp://exa\u{1b}mple.com\nforged")).expect_err("no URL");
    assert!(error.to_string().contains("exa\\u{1b}mple.com\\nforged"), "{error}");
    let error = M::build(builder::<M>(format!("ftp://{KEY}"))).expect_err("no URL");
    assert!(error.to_string().contains("`ftp://[redacted]`"), "{error}");
}

fn a_key_in_quotes_or_a_placeholder_is_refused<M: Mode>() {
    for (key, why) in [
        ("\"sk_hidden\"", "quotes"),
        ("'sk_hidden'", "quotes"),
        ("${API_KEY}", "placeholder"),
        ("$(cat_key)", "placeholder"),
        ("{{API_KEY}}", "placeholder"),
    ] {
        let error = M::new(key).expect_err(key);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(why) && !error.to_string().contains(key), "{error}");
    }
    M::new("sk_\"quo\"ted${x}").expect("a key");
}

/// The environment cannot be changed safely, so this test runs itself once more for each value.
#[cfg(unix)]
fn an_unusable_key_in_the_environment_is_an_error_that_names_the_variable<M: Mode>() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;
    use std::process::Command;

    if std::env::var_os("KEY_IS_UNUSABLE").is_some() {
        let error = M::from_env().expect_err("the key is unusable");
        println!("<{error}> <{error:?}>");
        return;
    }
    let test = std::thread::current().name().expect("the name of the test").to_owned();
    let values: [(&OsStr, &str); 6] = [
        ("".as_ref(), "is empty"),
        (" ".as_ref(), "is empty"),
        (OsStr::from_bytes(b"sk_hidden\xff"), "is not Unicode"),
        ("\"sk_hidden\"".as_ref(), "is in quotes"),
        ("${sk_hidden}".as_ref(), "is a placeholder"),
        ("sk_hidden x".as_ref(), "white space"),
    ];
    for (value, why) in values {
        let mut again = Command::new(std::env::current_exe().expect("this test"));
        again.args([OsString::from("--exact"), test.clone().into(), "--nocapture".into()]);
        let output = again.env("KEY_IS_UNUSABLE", "1").env("ELEVENLABS_API_KEY", value).output();
        let shown = String::from_utf8(output.expect("it runs").stdout).expect("text");
        assert!(shown.contains("<the API key in ELEVENLABS_API_KEY ") && shown.contains(why), "{shown}");
        assert!(!shown.contains("sk_hidden"), "{shown}");
    }
}

#[test]
fn clients_and_calls_can_be_shared_between_threads() {
    fn shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn movable<T: Send + 'static>(_: &T) {}
    let client = Client::new(KEY).expect("a client");
    shareable(&client);
    movable(&client.list_voices());
    movable(&client.list_voices().send());
    movable(&client.get_voice("v").send_raw());
    movable(&client.get_default_voice_settings().send());
    let client = blocking::Client::new(KEY).expect("a client");
    shareable(&client);
    movable(&client.list_voices());
}

#[test]
fn without_a_runtime_an_async_call_fails_and_does_not_panic() {
    let client = Client::builder().api_key(KEY).base_url("http://127.0.0.1:9").build().expect("a client");
    let mut call = std::pin::pin!(client.get_voice("v1").send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(result) = call.as_mut().poll(&mut context) else {
        panic!("there is nothing to wait for")
    };
    let error = result.expect_err("there is no runtime");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("Tokio"), "{error}");
}

/// The error of a call in a runtime that lacks something.
fn error_in(runtime: &mut tokio::runtime::Builder, client: &Client) -> Error {
    let runtime = runtime.build().expect("a runtime");
    runtime
        .block_on(client.get_voice("v1").with_max_retries(3).send())
        .expect_err("the runtime lacks something")
}

#[test]
fn a_runtime_without_timers_or_io_is_a_configuration_error() {
    let client = Client::builder().api_key(KEY).base_url("http://127.0.0.1:9").build().expect("a client");
    let error = error_in(tokio::runtime::Builder::new_current_thread().enable_io(), &client);
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains("timers"), "{error}");
    let error = error_in(tokio::runtime::Builder::new_current_thread().enable_time(), &client);
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains("IO is disabled"), "{error}");
}

/// The clock that decides when a call is over is the one that its timers go by.
#[tokio::test(start_paused = true)]
async fn a_paused_clock_is_the_calls_clock() {
    tokio::time::advance(Duration::from_secs(3_600)).await;
    let delay = Duration::from_secs(20);
    let (client, sent) = scripted::<Asynchronous>(far_away::<Asynchronous>(), |_| Ok(response(503, "")));
    let start = tokio::time::Instant::now();
    let error = client.get_voice("v1").send().await.expect_err("never well");
    assert_eq!((error.kind(), sent.count()), (ErrorKind::Status, 3), "{error}");
    assert!(start.elapsed() < Duration::from_secs(2));
    let client = Client::builder().api_key(KEY).attempt_timeout(2 * delay).transport(Slow(delay)).build();
    client.expect("a client").get_voice("v1").send().await.expect("it is in time");
    let client =
        Client::builder().api_key(KEY).attempt_timeout(delay / 2).max_retries(0).transport(Slow(delay));
    let error = client.build().expect("a client").get_voice("v1").send().await.expect_err("it is late");
    assert!(error.is_timeout(), "{error}");
}

/// A transport that answers after a while.
struct Slow(Duration);

impl Transport for Slow {
    fn send(&self, _: Attempt) -> TransportFuture<'_> {
        Box::pin(async {
            tokio::time::sleep(self.0).await;
            Ok(response(200, VOICE))
        })
    }
}

#[test]
fn without_a_runtime_a_blocking_call_succeeds() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime for the server alone");
    let server = runtime.block_on(serve(ok(SETTINGS)));
    let client = blocking::Client::builder().api_key(KEY).base_url(server.uri()).build().expect("a client");
    let settings = client.get_default_voice_settings().send().expect("settings");
    assert_eq!(settings.speed, Some(0.9));
}
