//! Clients in surroundings that name a proxy. Such names are read when a client is built, and they hold for a whole process;
//! so each test runs its client in a process of its own, and plays the proxy and the server.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::both_clients;
use tests::modes::{Asynchronous, Mode, Synchronous};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::authority::{Authority, HERE};
use crate::helpers::{KEY, QUICKLY, all_texts, builder, page};
use crate::origin::{Origin, PAGE, ok, read_head};
use crate::proxy::{ESTABLISHED, dripping, refusing, silent, tunnel};

both_clients! {
    https_goes_through_a_tunnel,
    a_tunnel_leads_to_the_port_of_the_address,
    the_name_for_all_and_lower_case_names_count_too,
    plain_http_goes_through_a_tunnel_too,
    each_scheme_has_its_own_proxy,
    a_proxy_may_be_of_another_age,
    name_and_password_are_sent_to_the_proxy,
    a_server_behind_a_proxy_is_trusted_no_more_than_another,
    no_proxy_is_respected,
    loopback_is_not_proxied,
    a_proxy_that_refuses_is_no_connection,
    dripping_proxy_times_out,
    proxy_variables_are_read_as_curl_reads_them,
    a_proxy_that_hangs_up_is_no_connection,
    a_proxy_that_is_not_there_is_no_connection,
    a_proxy_that_speaks_no_http_is_no_connection,
    a_proxy_that_says_nothing_uses_up_the_attempt,
    a_proxy_that_says_nothing_uses_up_the_time_to_connect,
    invalid_proxy_is_refused_without_its_credentials,
}

/// A name that nobody here can resolve, but the proxy can.
const NAME: &str = "api.test.example";

/// Calls of each client.
const CALLS: usize = 2;

/// How long the client's process gives an attempt, or else a connection.
const LIMIT: Duration = Duration::from_millis(1500);

// What the client's process is told, and by what its answer is found.
const CLIENT: &str = "TEST_OF_PROXIES_CLIENT";
const URL: &str = "TEST_OF_PROXIES_URL";
const LIMITED: &str = "TEST_OF_PROXIES_LIMITED";
const ROOTS: &str = "TEST_OF_PROXIES_ROOTS";
const ANSWER: &str = "answer: ";

/// What became of the client in its process.
#[derive(Debug)]
struct Outcome {
    /// Of the error, unless all calls gave a page.
    kind: Option<String>,
    retryable: bool,
    /// All that the client and the error show.
    shown: String,
    took: Duration,
}

#[tokio::test]
#[ignore = "the other tests here run it, each in a process of its own"]
async fn the_client() {
    // Unless it is run by itself.
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

fn answer(error: Option<&elevenlabs_voices::Error>, shown: String, start: Instant) -> Value {
    let kind = error.map(|error| format!("{:?}", error.kind()));
    let shown = shown + &error.map(all_texts).unwrap_or_default();
    let retryable = error.is_some_and(elevenlabs_voices::Error::is_retryable);
    json!({ "kind": kind, "retryable": retryable, "shown": shown, "millis": u64::try_from(start.elapsed().as_millis()).ok() })
}

/// Runs a client in a process with these proxies, and no others.
async fn run<M: Mode>(url: &str, roots: &str, proxies: &[(&str, &str)]) -> Outcome {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "proxied::the_client", "--ignored", "--nocapture"]);
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
        retryable: found["retryable"].as_bool().expect("a truth value"),
        shown: found["shown"].as_str().expect("text").to_owned(),
        took: Duration::from_millis(found["millis"].as_u64().expect("a number")),
    }
}

/// Waits for the end of a process, and reads what it has said. That is too little to fill a pipe.
async fn finish(mut child: Child) -> (String, String) {
    let deadline = Instant::now() + 2 * QUICKLY;
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

fn at(proxy: &Origin) -> String {
    format!("http://127.0.0.1:{}", proxy.port)
}

/// An authority, and a server behind a proxy that it vouches for.
fn behind() -> (Authority, Origin) {
    let authority = Authority::new("One");
    let origin = Origin::polite(authority.server(&[NAME]));
    (authority, origin)
}

fn assert_success(outcome: &Outcome) {
    assert_eq!(outcome.kind, None, "{outcome:?}");
}

/// Fails the test unless the client asked the proxy once for a tunnel there, and the server for a page through it.
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

async fn https_goes_through_a_tunnel<M: Mode>() {
    let (authority, origin) = behind();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let url = format!("https://{NAME}");
    let outcome = run::<M>(&url, &authority.pem(), &[("HTTPS_PROXY", &at(&proxy))]).await;
    assert_success(&outcome);
    assert_tunnelled(&proxy, "api.test.example:443", &origin);
    assert!(!proxy.heads()[0].to_lowercase().contains("proxy-authorization"));
}

async fn a_tunnel_leads_to_the_port_of_the_address<M: Mode>() {
    let (authority, origin) = behind();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let url = format!("https://{NAME}:8443");
    let outcome = run::<M>(&url, &authority.pem(), &[("HTTPS_PROXY", &at(&proxy))]).await;
    assert_success(&outcome);
    assert_tunnelled(&proxy, "api.test.example:8443", &origin);
}

async fn the_name_for_all_and_lower_case_names_count_too<M: Mode>() {
    let (authority, origin) = behind();
    let [used, unused] = [tunnel(ESTABLISHED, origin.port), tunnel(ESTABLISHED, origin.port)];
    let (used_at, unused_at) = (format!("localhost:{}", used.port), at(&unused));
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
            log.remember(&head);
            tcp.write_all(ok(PAGE).as_bytes()).await.expect("a client");
        }
    })
}

async fn plain_http_goes_through_a_tunnel_too<M: Mode>() {
    let origin = plain();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let outcome = run::<M>(&format!("http://{NAME}"), "", &[("HTTP_PROXY", &at(&proxy))]).await;
    assert_success(&outcome);
    assert_tunnelled(&proxy, "api.test.example:80", &origin);
}

async fn each_scheme_has_its_own_proxy<M: Mode>() {
    let origin = plain();
    let [used, unused] = [tunnel(ESTABLISHED, origin.port), tunnel(ESTABLISHED, origin.port)];
    let proxies = [("HTTP_PROXY", at(&used)), ("HTTPS_PROXY", at(&unused)), ("ALL_PROXY", at(&unused))];
    let proxies = proxies.each_ref().map(|(name, url)| (*name, url.as_str()));
    assert_success(&run::<M>(&format!("http://{NAME}:8080"), "", &proxies).await);
    assert_tunnelled(&used, "api.test.example:8080", &origin);
    assert_eq!(unused.connections(), 0);
}

async fn a_proxy_may_be_of_another_age<M: Mode>() {
    let (authority, origin) = behind();
    let words = "HTTP/1.0 200 OK\r\nVia: 1.0 gate\r\nProxy-Agent: an old one\r\n\r\n";
    let proxy = tunnel(words, origin.port);
    let url = format!("https://{NAME}");
    assert_success(&run::<M>(&url, &authority.pem(), &[("HTTPS_PROXY", &at(&proxy))]).await);
    assert_tunnelled(&proxy, "api.test.example:443", &origin);
}

/// The address of a proxy with the name `us@er` and the password `s3cr:t+ä`.
fn with_password(proxy: &Origin) -> String {
    format!("http://us%40er:s3cr%3At+%C3%A4@127.0.0.1:{}", proxy.port)
}

/// The two in Base64, as they are sent.
const CREDENTIALS: &str = "dXNAZXI6czNjcjp0K8Ok";

fn assert_no_password(outcome: &Outcome) {
    for secret in ["s3cr", CREDENTIALS, KEY] {
        assert!(!outcome.shown.contains(secret), "{outcome:?}");
    }
}

async fn name_and_password_are_sent_to_the_proxy<M: Mode>() {
    let (authority, origin) = behind();
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
    // It is not the server's business.
    assert!(origin.heads().iter().all(|head| !head.contains(CREDENTIALS)));
}

async fn a_server_behind_a_proxy_is_trusted_no_more_than_another<M: Mode>() {
    let (_, origin) = behind();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let proxies = [("HTTPS_PROXY", with_password(&proxy))];
    let proxies = proxies.each_ref().map(|(name, url)| (*name, url.as_str()));
    let outcome = run::<M>(&format!("https://{NAME}"), &Authority::new("Two").pem(), &proxies).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    assert_no_password(&outcome);
    assert_eq!((proxy.connections(), origin.heads().len()), (1, 0));
}

/// A name that is longer than any can be, so that nobody is asked for it; the proxy does not mind.
async fn no_proxy_is_respected<M: Mode>() {
    let name = format!("{}.test.example", "a".repeat(64));
    let origin = plain();
    let proxy = tunnel(ESTABLISHED, origin.port);
    let (url, proxy_at) = (format!("http://{name}"), at(&proxy));
    let excepted = [("HTTP_PROXY", proxy_at.as_str()), ("NO_PROXY", "other.example, .test.example")];
    let outcome = run::<M>(&url, "", &excepted).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    assert_eq!(proxy.connections(), 0);
    assert_success(&run::<M>(&url, "", &[("HTTP_PROXY", &proxy_at), ("NO_PROXY", "other.example")]).await);
    assert_tunnelled(&proxy, &format!("{name}:80"), &origin);
}

async fn loopback_is_not_proxied<M: Mode>() {
    let authority = Authority::new("One");
    let (origin, plain) = (Origin::polite(authority.server(HERE)), plain());
    let proxy = refusing("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    let proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, at(&proxy)));
    let proxies = proxies.each_ref().map(|(name, url)| (*name, url.as_str()));
    assert_success(&run::<M>(&origin.url(), &authority.pem(), &proxies).await);
    assert_success(&run::<M>(&format!("http://127.0.0.1:{}", plain.port), "", &proxies).await);
    assert_eq!((proxy.connections(), origin.heads().len(), plain.heads().len()), (0, CALLS, CALLS));
}

/// What becomes of a client whose proxy is this one.
async fn through<M: Mode>(proxy: &Origin) -> Outcome {
    let url = format!("https://{NAME}");
    let outcome = run::<M>(&url, "", &[("HTTPS_PROXY", &with_password(proxy))]).await;
    assert_no_password(&outcome);
    outcome
}

/// Fails the test unless the error says that it is the proxy's fault.
fn assert_blames_the_proxy(outcome: &Outcome) {
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    let says_so =
        ["proxy", "tunnel"].iter().any(|word| outcome.shown.lines().any(|line| line.contains(word)));
    assert!(says_so, "{outcome:?}");
    assert!(outcome.took < LIMIT, "{outcome:?}");
}

async fn a_proxy_that_refuses_is_no_connection<M: Mode>() {
    for (answer, status, is_retried) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno",
            "407",
            false,
        ),
        ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "403", false),
        ("HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example\r\n\r\n", "302", false),
        ("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "502", true),
    ] {
        let proxy = refusing(answer);
        let outcome = through::<M>(&proxy).await;
        assert_blames_the_proxy(&outcome);
        assert!(outcome.shown.contains(&format!("status {status}")), "{outcome:?}");
        assert_eq!(outcome.retryable, is_retried, "{outcome:?}");
        assert_eq!(proxy.heads().len(), 1);
    }
}

/// Each byte comes in time, and the whole never does.
async fn dripping_proxy_times_out<M: Mode>() {
    for limited in [false, true] {
        let proxy =
            dripping("HTTP/1.1 200 Connection established, in a manner of speaking\r\n\r\n", LIMIT / 5);
        let mut proxies = vec![("HTTPS_PROXY", at(&proxy))];
        if limited {
            proxies.push((LIMITED, "connecting".to_owned()));
        }
        let proxies: Vec<_> = proxies.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_late(&run::<M>(&format!("https://{NAME}"), "", &proxies).await);
    }
}

async fn proxy_variables_are_read_as_curl_reads_them<M: Mode>() {
    let (authority, origin) = behind();
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

async fn a_proxy_that_hangs_up_is_no_connection<M: Mode>() {
    for answer in ["", "HTTP/1.1 200 Connection"] {
        let proxy = refusing(answer);
        assert_blames_the_proxy(&through::<M>(&proxy).await);
        assert_eq!(proxy.heads().len(), 1);
    }
}

async fn a_proxy_that_speaks_no_http_is_no_connection<M: Mode>() {
    let proxy = refusing("220 mail.test.example\r\n\r\n");
    let outcome = through::<M>(&proxy).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
}

async fn a_proxy_that_is_not_there_is_no_connection<M: Mode>() {
    // A port where nobody listens any more.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    drop(listener);
    let url = format!("http://us:s3cret@127.0.0.1:{port}");
    let outcome = run::<M>(&format!("https://{NAME}"), "", &[("HTTPS_PROXY", &url)]).await;
    assert_eq!(outcome.kind.as_deref(), Some("Connect"), "{outcome:?}");
    assert_no_password(&outcome);
}

async fn a_proxy_that_says_nothing_uses_up_the_attempt<M: Mode>() {
    let proxy = silent();
    assert_late(&through::<M>(&proxy).await);
    assert_eq!(proxy.heads().len(), 1);
}

/// A connection is made only when it leads to the server.
async fn a_proxy_that_says_nothing_uses_up_the_time_to_connect<M: Mode>() {
    let proxy = silent();
    let proxies = [("HTTPS_PROXY", at(&proxy)), (LIMITED, "connecting".to_owned())];
    let proxies = proxies.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_late(&run::<M>(&format!("https://{NAME}"), "", &proxies).await);
}

fn assert_late(outcome: &Outcome) {
    assert_eq!(outcome.kind.as_deref(), Some("Timeout"), "{outcome:?}");
    assert!((LIMIT..LIMIT * 2).contains(&outcome.took), "{outcome:?}");
}

async fn invalid_proxy_is_refused_without_its_credentials<M: Mode>() {
    for url in [
        "socks5://us:s3cret@127.0.0.1:1080",
        "https://us:s3cret@127.0.0.1:3128",
        "us:s3cret@",
        "http://us:s3cr#t@127.0.0.1:3128",
    ] {
        let outcome = run::<M>(&format!("https://{NAME}"), "", &[("HTTPS_PROXY", url)]).await;
        assert_eq!(outcome.kind.as_deref(), Some("Configuration"), "{outcome:?}");
        assert!(outcome.shown.contains("HTTPS_PROXY"), "{outcome:?}");
        assert_no_password(&outcome);
        assert!(!outcome.shown.contains("127.0.0.1"), "{outcome:?}");
    }
}
