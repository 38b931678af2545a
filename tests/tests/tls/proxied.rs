//! Proxies from environment variables. The variables apply to the whole process and are read when a client is built, so each test
//! runs its client in a separate process, and the test is the proxy and the server.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::both_clients;
use tests::modes::{Asynchronous, Mode, Synchronous};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::authority::{Authority, LOOPBACK_NAMES};
use crate::helpers::{KEY, TEST_LIMIT, all_texts, builder, page};
use crate::origin::{Origin, PAGE, ok, read_head};
use crate::proxy::{ESTABLISHED, dripping, refusing, silent, tunnel};

both_clients! {
    https_is_tunnelled,
    tunnel_target_has_the_port_of_the_url,
    all_proxy_and_lower_case_variables_are_respected,
    plain_http_is_tunnelled,
    each_scheme_has_a_separate_proxy,
    http_1_0_proxy_is_accepted,
    credentials_are_sent_to_the_proxy,
    untrusted_server_behind_a_proxy_is_rejected,
    no_proxy_is_respected,
    loopback_is_not_proxied,
    proxy_error_status_is_a_connect_error,
    dripping_proxy_times_out,
    proxy_variables_are_read_as_curl_reads_them,
    proxy_that_closes_the_connection_is_a_connect_error,
    unreachable_proxy_is_a_connect_error,
    proxy_without_http_is_a_connect_error,
    silent_proxy_exceeds_the_attempt_timeout,
    silent_proxy_exceeds_the_connect_timeout,
    invalid_proxy_error_omits_the_credentials,
    proxy_of_the_builder_takes_precedence_over_the_environment,
    proxy_of_the_builder_is_used_for_loopback,
    no_proxy_of_the_builder_ignores_the_environment,
    invalid_proxy_of_the_builder_is_an_error_without_its_credentials,
}

/// A host name that only the proxy resolves.
const NAME: &str = "api.test.example";

/// The number of calls per client.
const CALLS: usize = 2;

/// The attempt timeout, or the connect timeout, of the client's process.
const LIMIT: Duration = Duration::from_millis(1500);

// The environment variables of the client's process, and the prefix of its output.
const CLIENT: &str = "TEST_OF_PROXIES_CLIENT";
const URL: &str = "TEST_OF_PROXIES_URL";
const LIMITED: &str = "TEST_OF_PROXIES_LIMITED";
const BUILDER: &str = "TEST_OF_PROXIES_BUILDER";
const ROOTS: &str = "TEST_OF_PROXIES_ROOTS";
const ANSWER: &str = "answer: ";

/// The result of the client's process.
#[derive(Debug)]
struct Outcome {
    /// The kind of the error; `None` if all calls succeeded.
    kind: Option<String>,
    retryable: bool,
    /// Everything that the client and the error display.
    displayed: String,
    took: Duration,
}

#[tokio::test]
#[ignore = "the other tests run it in a separate process"]
async fn client_process() {
    // Without the variable, it is not run by another test.
    let Ok(client) = std::env::var(CLIENT) else { return };
    let answer = if client == Asynchronous::NAME {
        make_calls::<Asynchronous>().await
    } else {
        make_calls::<Synchronous>().await
    };
    println!("\n{ANSWER}{answer}");
}

async fn make_calls<M: Mode>() -> Value {
    let [url, roots] = [URL, ROOTS].map(|name| std::env::var(name).expect("the test sets it"));
    let builder = builder::<M>(&url).allow_plain_http(true);
    let mut builder = match std::env::var(LIMITED) {
        Ok(_) => builder.connect_timeout(LIMIT),
        Err(_) => builder.attempt_timeout(LIMIT),
    };
    builder = match std::env::var(BUILDER) {
        Ok(none) if none.is_empty() => builder.no_proxy(),
        Ok(url) => builder.proxy(url),
        Err(_) => builder,
    };
    if !roots.is_empty() {
        builder = builder.root_certificate_pem(roots);
    }
    let start = Instant::now();
    let client = match M::build(builder) {
        Ok(client) => client,
        Err(error) => return answer(Some(&error), String::new(), start),
    };
    for _ in 0..CALLS {
        if let Err(error) = page::<M>(&client).await {
            return answer(Some(&error), format!("{client:?}"), start);
        }
    }
    answer(None, format!("{client:?}"), start)
}

fn answer(error: Option<&elevenlabs_voices::Error>, displayed: String, start: Instant) -> Value {
    let kind = error.map(|error| format!("{:?}", error.kind()));
    let displayed = displayed + &error.map(all_texts).unwrap_or_default();
    let retryable = error.is_some_and(elevenlabs_voices::Error::is_retryable);
    json!({ "kind": kind, "retryable": retryable, "displayed": displayed, "millis": u64::try_from(start.elapsed().as_millis()).ok() })
}

/// Runs a client in a process with only these proxy variables.
async fn run<M: Mode>(url: &str, roots: &str, proxies: &[(&str, &str)]) -> Outcome {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "proxied::client_process", "--ignored", "--nocapture"]);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase()).env_remove("REQUEST_METHOD");
    }
    command.env(CLIENT, M::NAME).env(URL, url).env(ROOTS, roots).envs(proxies.iter().copied());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a process");
    let (stdout, stderr) = finish(child).await;
    let found = stdout.lines().find_map(|line| line.strip_prefix(ANSWER));
    let found: Value = found
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_else(|| panic!("no answer in {stdout:?} and {stderr:?}"));
    Outcome {
        kind: found["kind"].as_str().map(str::to_owned),
        retryable: found["retryable"].as_bool().expect("a boolean"),
        displayed: found["displayed"].as_str().expect("text").to_owned(),
        took: Duration::from_millis(found["millis"].as_u64().expect("a number")),
    }
}

/// Waits for the end of a process and reads its output, which is too short to fill a pipe.
async fn finish(mut child: Child) -> (String, String) {
    let deadline = Instant::now() + 2 * TEST_LIMIT;
    while child.try_wait().expect("a process").is_none() {
        if Instant::now() > deadline {
            let _ = child.kill();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let (mut stdout, mut stderr) = (String::new(), String::new());
    child.stdout.expect("a pipe").read_to_string(&mut stdout).expect("text");
    child.stderr.expect("a pipe").read_to_string(&mut stderr).expect("text");
    (stdout, stderr)
}

fn proxy_url(proxy: &Origin) -> String {
    format!("http://127.0.0.1:{}", proxy.port)
}

/// An authority, and a server proxied_server a proxy with its certificate.
fn proxied_server() -> (Authority, Origin) {
    let authority = Authority::new("CA 1");
    let origin = Origin::serving_pages(authority.server(&[NAME]));
    (authority, origin)
}

fn assert_success(outcome: &Outcome) {
    assert_eq!(outcome.kind, None, "{outcome:?}");
}

/// Asserts that the client requested one tunnel to `to`, and sent its requests to the server run_with_proxy it.
fn assert_tunnelled(proxy: &Origin, to: &str, origin: &Origin) {
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1, "{heads:?}");
    assert!(heads[0].starts_with(&format!("CONNECT {to} HTTP/1.1\r\n")), "{heads:?}");
    assert!(heads[0].to_lowercase().contains(&format!("\r\nhost: {to}\r\n")), "{heads:?}");
    assert!(!heads[0].contains(KEY) && !heads[0].contains("voices"), "{heads:?}");
    assert_eq!(origin.heads().len(), CALLS);
    for head in origin.heads() {
        assert!(head.starts_with("GET /v2/voices HTTP/1.1\r\n") && head.contains(KEY), "{head}");
    }
}

async fn proxy_of_the_builder_takes_precedence_over_the_environment<M: Mode>() {
    let (authority, origin) = proxied_server();
    let [used, unused] = [tunnel(ESTABLISHED, origin.port), tunnel(ESTABLISHED, origin.port)];
    let (used_at, unused_at) = (with_password(&used), proxy_url(&unused));
    let proxies = [(BUILDER, used_at.as_str()), ("HTTPS_PROXY", &unused_at), ("NO_PROXY", "*")];
    let outcome = run::<M>(&format!("https://{NAME}"), &authority.pem(), &proxies).await;
    assert_success(&outcome);
    assert_no_password(&outcome);
    assert_tunnelled(&used, "api.test.example:443", &origin);
    assert!(used.heads()[0].contains(CREDENTIALS));
    assert_eq!(unused.connections(), 0);
}

async fn proxy_of_the_builder_is_used_for_loopback<M: Mode>() {
    let origin = plain();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let url = format!("http://127.0.0.1:{}", origin.port);
    assert_success(&run::<M>(&url, "", &[(BUILDER, &proxy_url(&proxy))]).await);
    assert_tunnelled(&proxy, &format!("127.0.0.1:{}", origin.port), &origin);
}

/// The host name is too long for DNS, so that no resolver is queried.
async fn no_proxy_of_the_builder_ignores_the_environment<M: Mode>() {
    let origin = plain();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let url = format!("http://{}.test.example", "a".repeat(64));
    let outcome = run::<M>(&url, "", &[("HTTP_PROXY", &proxy_url(&proxy)), (BUILDER, "")]).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    assert_eq!(proxy.connections(), 0);
}

async fn invalid_proxy_of_the_builder_is_an_error_without_its_credentials<M: Mode>() {
    let outcome =
        run::<M>(&format!("https://{NAME}"), "", &[(BUILDER, "socks5://us:s3cret@127.0.0.1:1080")]).await;
    assert_eq!(outcome.kind.as_deref(), Some("Configuration"), "{outcome:?}");
    assert!(outcome.displayed.contains("the proxy is not the URL of an HTTP proxy"), "{outcome:?}");
    assert_no_password(&outcome);
}

async fn https_is_tunnelled<M: Mode>() {
    let (authority, origin) = proxied_server();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let url = format!("https://{NAME}");
    let outcome = run::<M>(&url, &authority.pem(), &[("HTTPS_PROXY", &proxy_url(&proxy))]).await;
    assert_success(&outcome);
    assert_tunnelled(&proxy, "api.test.example:443", &origin);
    assert!(!proxy.heads()[0].to_lowercase().contains("proxy-authorization"));
}

async fn tunnel_target_has_the_port_of_the_url<M: Mode>() {
    let (authority, origin) = proxied_server();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let url = format!("https://{NAME}:8443");
    let outcome = run::<M>(&url, &authority.pem(), &[("HTTPS_PROXY", &proxy_url(&proxy))]).await;
    assert_success(&outcome);
    assert_tunnelled(&proxy, "api.test.example:8443", &origin);
}

async fn all_proxy_and_lower_case_variables_are_respected<M: Mode>() {
    let (authority, origin) = proxied_server();
    let [used, unused] = [tunnel(ESTABLISHED, origin.port), tunnel(ESTABLISHED, origin.port)];
    let (used_at, unused_at) = (format!("localhost:{}", used.port), proxy_url(&unused));
    let proxies = [("all_proxy", used_at.as_str()), ("ALL_PROXY", &unused_at), ("HTTP_PROXY", &unused_at)];
    let outcome = run::<M>(&format!("https://{NAME}"), &authority.pem(), &proxies).await;
    assert_success(&outcome);
    assert_tunnelled(&used, "api.test.example:443", &origin);
    assert_eq!(unused.connections(), 0);
}

/// A server without TLS.
fn plain() -> Origin {
    Origin::tcp(|mut tcp: TcpStream, _, log| async move {
        while let Some(head) = read_head(&mut tcp).await {
            log.record(&head);
            tcp.write_all(ok(PAGE).as_bytes()).await.expect("a client");
        }
    })
}

async fn plain_http_is_tunnelled<M: Mode>() {
    let origin = plain();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let outcome = run::<M>(&format!("http://{NAME}"), "", &[("HTTP_PROXY", &proxy_url(&proxy))]).await;
    assert_success(&outcome);
    assert_tunnelled(&proxy, "api.test.example:80", &origin);
}

async fn each_scheme_has_a_separate_proxy<M: Mode>() {
    let origin = plain();
    let [used, unused] = [tunnel(ESTABLISHED, origin.port), tunnel(ESTABLISHED, origin.port)];
    let proxies = [
        ("HTTP_PROXY", proxy_url(&used)),
        ("HTTPS_PROXY", proxy_url(&unused)),
        ("ALL_PROXY", proxy_url(&unused)),
    ];
    let proxies = proxies.each_ref().map(|(name, url)| (*name, url.as_str()));
    assert_success(&run::<M>(&format!("http://{NAME}:8080"), "", &proxies).await);
    assert_tunnelled(&used, "api.test.example:8080", &origin);
    assert_eq!(unused.connections(), 0);
}

async fn http_1_0_proxy_is_accepted<M: Mode>() {
    let (authority, origin) = proxied_server();
    let established = "HTTP/1.0 200 OK\r\nVia: 1.0 gate\r\nProxy-Agent: old/1.0\r\n\r\n";
    let proxy = tunnel(established, origin.port);
    let url = format!("https://{NAME}");
    assert_success(&run::<M>(&url, &authority.pem(), &[("HTTPS_PROXY", &proxy_url(&proxy))]).await);
    assert_tunnelled(&proxy, "api.test.example:443", &origin);
}

/// The URL of a proxy with the user name `us@er` and the password `s3cr:t+ä`.
fn with_password(proxy: &Origin) -> String {
    format!("http://us%40er:s3cr%3At+%C3%A4@127.0.0.1:{}", proxy.port)
}

/// The credentials in Base64.
const CREDENTIALS: &str = "dXNAZXI6czNjcjp0K8Ok";

fn assert_no_password(outcome: &Outcome) {
    for secret in ["s3cr", CREDENTIALS, KEY] {
        assert!(!outcome.displayed.contains(secret), "{outcome:?}");
    }
}

async fn credentials_are_sent_to_the_proxy<M: Mode>() {
    let (authority, origin) = proxied_server();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let url = format!("https://{NAME}");
    let outcome = run::<M>(&url, &authority.pem(), &[("HTTPS_PROXY", &with_password(&proxy))]).await;
    assert_success(&outcome);
    assert_no_password(&outcome);
    assert_tunnelled(&proxy, "api.test.example:443", &origin);
    let head = &proxy.heads()[0];
    let values = head.lines().filter_map(|line| line.split_once(": "));
    let values: Vec<_> =
        values.filter(|(name, _)| name.eq_ignore_ascii_case("proxy-authorization")).collect();
    assert_eq!(values.len(), 1, "{head}");
    assert_eq!(values[0].1, format!("Basic {CREDENTIALS}"));
    // The server must not receive the credentials.
    assert!(origin.heads().iter().all(|head| !head.contains(CREDENTIALS)));
}

async fn untrusted_server_behind_a_proxy_is_rejected<M: Mode>() {
    let (_, origin) = proxied_server();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let proxies = [("HTTPS_PROXY", with_password(&proxy))];
    let proxies = proxies.each_ref().map(|(name, url)| (*name, url.as_str()));
    let outcome = run::<M>(&format!("https://{NAME}"), &Authority::new("CA 2").pem(), &proxies).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    assert_no_password(&outcome);
    assert_eq!((proxy.connections(), origin.heads().len()), (1, 0));
}

/// A host name with a label that is too long for DNS, so that no resolver is queried; the proxy accepts it.
async fn no_proxy_is_respected<M: Mode>() {
    let name = format!("{}.test.example", "a".repeat(64));
    let origin = plain();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let (url, proxy_at) = (format!("http://{name}"), proxy_url(&proxy));
    let proxies = [("HTTP_PROXY", proxy_at.as_str()), ("NO_PROXY", "other.example, .test.example")];
    let outcome = run::<M>(&url, "", &proxies).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    assert_eq!(proxy.connections(), 0);
    assert_success(&run::<M>(&url, "", &[("HTTP_PROXY", &proxy_at), ("NO_PROXY", "other.example")]).await);
    assert_tunnelled(&proxy, &format!("{name}:80"), &origin);
}

async fn loopback_is_not_proxied<M: Mode>() {
    let authority = Authority::new("CA 1");
    let (origin, plain) = (Origin::serving_pages(authority.server(LOOPBACK_NAMES)), plain());
    let proxy = refusing("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    let proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, proxy_url(&proxy)));
    let proxies = proxies.each_ref().map(|(name, url)| (*name, url.as_str()));
    assert_success(&run::<M>(&origin.url(), &authority.pem(), &proxies).await);
    assert_success(&run::<M>(&format!("http://127.0.0.1:{}", plain.port), "", &proxies).await);
    assert_eq!((proxy.connections(), origin.heads().len(), plain.heads().len()), (0, CALLS, CALLS));
}

/// The result of a client with this proxy.
async fn run_with_proxy<M: Mode>(proxy: &Origin) -> Outcome {
    let url = format!("https://{NAME}");
    let outcome = run::<M>(&url, "", &[("HTTPS_PROXY", &with_password(proxy))]).await;
    assert_no_password(&outcome);
    outcome
}

/// Asserts a connect error that mentions the proxy.
fn assert_proxy_error(outcome: &Outcome) {
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    let mentions_proxy =
        ["proxy", "tunnel"].iter().any(|word| outcome.displayed.lines().any(|line| line.contains(word)));
    assert!(mentions_proxy, "{outcome:?}");
    assert!(outcome.took < LIMIT, "{outcome:?}");
}

async fn proxy_error_status_is_a_connect_error<M: Mode>() {
    for (answer, status, is_retried) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno",
            "407",
            false,
        ),
        ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "403", false),
        ("HTTP/1.1 302 Found\r\nLocation: https://other.example\r\n\r\n", "302", false),
        ("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "502", true),
    ] {
        let proxy = refusing(answer);
        let outcome = run_with_proxy::<M>(&proxy).await;
        assert_proxy_error(&outcome);
        assert!(outcome.displayed.contains(&format!("status {status}")), "{outcome:?}");
        assert_eq!(outcome.retryable, is_retried, "{outcome:?}");
        assert_eq!(proxy.heads().len(), 1);
    }
}

/// Each byte is received in time, but the response never completes.
async fn dripping_proxy_times_out<M: Mode>() {
    for limited in [false, true] {
        let proxy = dripping("HTTP/1.1 200 Connection established, one byte at a time\r\n\r\n", LIMIT / 5);
        let mut proxies = vec![("HTTPS_PROXY", proxy_url(&proxy))];
        if limited {
            proxies.push((LIMITED, "connecting".to_owned()));
        }
        let proxies: Vec<_> = proxies.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_timed_out(&run::<M>(&format!("https://{NAME}"), "", &proxies).await);
    }
}

async fn proxy_variables_are_read_as_curl_reads_them<M: Mode>() {
    let (authority, origin) = proxied_server();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let (url, used) = (format!("https://{NAME}."), format!("HTTP://127.0.0.1:{}", proxy.port));
    let proxies = [("https_proxy", ""), ("HTTPS_PROXY", used.as_str()), ("NO_PROXY", "api.test.example:80")];
    let outcome = run::<M>(&url.replace("example.", "example"), &authority.pem(), &proxies).await;
    assert_success(&outcome);
    assert_tunnelled(&proxy, "api.test.example:443", &origin);
    let outcome =
        run::<M>(&url, &authority.pem(), &[("ALL_PROXY", &used), ("NO_PROXY", "test.example.")]).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    assert_eq!(proxy.connections(), 1);
}

async fn proxy_that_closes_the_connection_is_a_connect_error<M: Mode>() {
    for answer in ["", "HTTP/1.1 200 Connection"] {
        let proxy = refusing(answer);
        assert_proxy_error(&run_with_proxy::<M>(&proxy).await);
        assert_eq!(proxy.heads().len(), 1);
    }
}

async fn proxy_without_http_is_a_connect_error<M: Mode>() {
    let proxy = refusing("220 mail.test.example\r\n\r\n");
    let outcome = run_with_proxy::<M>(&proxy).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
}

async fn unreachable_proxy_is_a_connect_error<M: Mode>() {
    // Connections to this port are refused.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    drop(listener);
    let url = format!("http://us:s3cret@127.0.0.1:{port}");
    let outcome = run::<M>(&format!("https://{NAME}"), "", &[("HTTPS_PROXY", &url)]).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    assert_no_password(&outcome);
}

async fn silent_proxy_exceeds_the_attempt_timeout<M: Mode>() {
    let proxy = silent();
    assert_timed_out(&run_with_proxy::<M>(&proxy).await);
    assert_eq!(proxy.heads().len(), 1);
}

/// The connect timeout includes the tunnel.
async fn silent_proxy_exceeds_the_connect_timeout<M: Mode>() {
    let proxy = silent();
    let proxies = [("HTTPS_PROXY", proxy_url(&proxy)), (LIMITED, "connecting".to_owned())];
    let proxies = proxies.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_timed_out(&run::<M>(&format!("https://{NAME}"), "", &proxies).await);
}

fn assert_timed_out(outcome: &Outcome) {
    assert_eq!(outcome.kind.as_deref(), Some("Timeout"), "{outcome:?}");
    assert!((LIMIT..LIMIT * 2).contains(&outcome.took), "{outcome:?}");
}

async fn invalid_proxy_error_omits_the_credentials<M: Mode>() {
    for url in [
        "socks5://us:s3cret@127.0.0.1:1080",
        "https://us:s3cret@127.0.0.1:3128",
        "us:s3cret@",
        "http://us:s3cr#t@127.0.0.1:3128",
    ] {
        let outcome = run::<M>(&format!("https://{NAME}"), "", &[("HTTPS_PROXY", url)]).await;
        assert_eq!(outcome.kind.as_deref(), Some("Configuration"), "{outcome:?}");
        assert!(outcome.displayed.contains("HTTPS_PROXY"), "{outcome:?}");
        assert_no_password(&outcome);
        assert!(!outcome.displayed.contains("127.0.0.1"), "{outcome:?}");
    }
}
