//! Building a client: valid and invalid configurations.

use std::time::Duration;

use elevenlabs_voices::transport::{Attempt, Transport, TransportFuture};
use elevenlabs_voices::{Client, Error, ErrorKind, blocking};
use tests::modes::{Asynchronous, Mode};

use crate::helpers::{KEY, SETTINGS, VOICE, builder, ok, serve};
use crate::script::{offline, response, scripted};

tests::both_clients! {
    sync:
    debug_does_not_reveal_the_key,
    invalid_key_is_rejected,
    missing_key_error_names_the_variable,
    plain_http_requires_loopback_or_opt_in,
    invalid_base_url_is_rejected,
    base_url_error_omits_query_and_credentials,
    quoted_key_or_placeholder_is_rejected,
    invalid_key_in_the_environment_is_an_error_that_names_the_variable,
    base_url_with_an_invalid_port_is_rejected,
}

fn debug_does_not_reveal_the_key<M: Mode>() {
    let builder = builder::<M>("https://api.example.com");
    let rendered = format!("{builder:?} {builder:#?}");
    let client = M::build(builder).expect("a client");
    let request = client.list_voices().search("warm").with_header("x-team", "t");
    let rendered = format!("{rendered} {client:?} {client:#?} {request:?} {request:#?}");
    assert!(!rendered.contains(KEY), "{rendered}");
    assert!(rendered.contains("list_voices"), "{rendered}");
}

fn invalid_key_is_rejected<M: Mode>() {
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
        // An invalid key may be a mistyped one.
        assert!(!format!("{error} {error:?}").contains("sk_hid"), "{error:?}");
    }
}

fn missing_key_error_names_the_variable<M: Mode>() {
    // The environment cannot be changed safely, so the test is skipped if the variable is set.
    if std::env::var_os("ELEVENLABS_API_KEY").is_some() {
        return;
    }
    for result in [M::from_env(), M::build(M::builder())] {
        let error = result.expect_err("there is no key");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("ELEVENLABS_API_KEY"), "{error}");
    }
}

fn plain_http_requires_loopback_or_opt_in<M: Mode>() {
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

fn invalid_base_url_is_rejected<M: Mode>() {
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

fn base_url_with_an_invalid_port_is_rejected<M: Mode>() {
    for url in ["https://example.com:99999", "https://example.com:65536/v1", "http://127.0.0.1:99999"] {
        assert_eq!(M::build(builder::<M>(url)).expect_err(url).kind(), ErrorKind::Configuration);
    }
}

fn base_url_error_omits_query_and_credentials<M: Mode>() {
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

fn quoted_key_or_placeholder_is_rejected<M: Mode>() {
    for (key, reason) in [
        ("\"sk_hidden\"", "quotes"),
        ("'sk_hidden'", "quotes"),
        ("${API_KEY}", "placeholder"),
        ("$(cat_key)", "placeholder"),
        ("{{API_KEY}}", "placeholder"),
    ] {
        let error = M::new(key).expect_err(key);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(reason) && !error.to_string().contains(key), "{error}");
    }
    M::new("sk_\"quo\"ted${x}").expect("a key");
}

/// The environment cannot be changed safely, so this test starts itself as a process for each value.
#[cfg(unix)]
fn invalid_key_in_the_environment_is_an_error_that_names_the_variable<M: Mode>() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;
    use std::process::Command;

    if std::env::var_os("KEY_IS_INVALID").is_some() {
        let error = M::from_env().expect_err("the key is invalid");
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
    for (value, reason) in values {
        let mut process = Command::new(std::env::current_exe().expect("this test"));
        process.args([OsString::from("--exact"), test.clone().into(), "--nocapture".into()]);
        let output = process.env("KEY_IS_INVALID", "1").env("ELEVENLABS_API_KEY", value).output();
        let rendered = String::from_utf8(output.expect("the process starts").stdout).expect("text");
        assert!(
            rendered.contains("<the API key in ELEVENLABS_API_KEY ") && rendered.contains(reason),
            "{rendered}"
        );
        assert!(!rendered.contains("sk_hidden"), "{rendered}");
    }
}

#[test]
fn clients_and_calls_can_be_shared_between_threads() {
    fn assert_shareable<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn assert_movable<T: Send + 'static>(_: &T) {}
    let client = Client::new(KEY).expect("a client");
    assert_shareable(&client);
    assert_movable(&client.list_voices());
    assert_movable(&client.list_voices().send());
    assert_movable(&client.get_voice("v").send_raw());
    assert_movable(&client.get_default_voice_settings().send());
    let client = blocking::Client::new(KEY).expect("a client");
    assert_shareable(&client);
    assert_movable(&client.list_voices());
}

#[test]
fn async_call_without_a_runtime_is_an_error() {
    let client = Client::builder().api_key(KEY).base_url("http://127.0.0.1:9").build().expect("a client");
    let mut call = std::pin::pin!(client.get_voice("v1").send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(result) = call.as_mut().poll(&mut context) else {
        panic!("the call is pending")
    };
    let error = result.expect_err("there is no runtime");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("Tokio"), "{error}");
}

/// The error of a call in a runtime without timers or IO.
fn error_in(runtime: &mut tokio::runtime::Builder, client: &Client) -> Error {
    let runtime = runtime.build().expect("a runtime");
    runtime
        .block_on(client.get_voice("v1").with_max_retries(3).send())
        .expect_err("the runtime has no timers or no IO")
}

#[test]
fn runtime_without_timers_or_io_is_a_configuration_error() {
    let client = Client::builder().api_key(KEY).base_url("http://127.0.0.1:9").build().expect("a client");
    let error = error_in(tokio::runtime::Builder::new_current_thread().enable_io(), &client);
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains("timers"), "{error}");
    let error = error_in(tokio::runtime::Builder::new_current_thread().enable_time(), &client);
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains("IO is disabled"), "{error}");
}

/// Deadlines and timers use the same clock.
#[tokio::test(start_paused = true)]
async fn timeouts_use_the_paused_clock() {
    tokio::time::advance(Duration::from_secs(3_600)).await;
    let delay = Duration::from_secs(20);
    let (client, sent) = scripted::<Asynchronous>(offline::<Asynchronous>(), |_| Ok(response(503, "")));
    let start = tokio::time::Instant::now();
    let error = client.get_voice("v1").send().await.expect_err("always 503");
    assert_eq!((error.kind(), sent.count()), (ErrorKind::Status, 3), "{error}");
    assert!(start.elapsed() < Duration::from_secs(2));
    let client = Client::builder().api_key(KEY).attempt_timeout(2 * delay).transport(Slow(delay)).build();
    client.expect("a client").get_voice("v1").send().await.expect("within the timeout");
    let client =
        Client::builder().api_key(KEY).attempt_timeout(delay / 2).max_retries(0).transport(Slow(delay));
    let error = client.build().expect("a client").get_voice("v1").send().await.expect_err("a timeout");
    assert!(error.is_timeout(), "{error}");
}

/// A transport that responds after a delay.
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
fn blocking_call_without_a_runtime_succeeds() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime for the server");
    let server = runtime.block_on(serve(ok(SETTINGS)));
    let client = blocking::Client::builder().api_key(KEY).base_url(server.uri()).build().expect("a client");
    let settings = client.get_default_voice_settings().send().expect("settings");
    assert_eq!(settings.speed, Some(0.9));
}
