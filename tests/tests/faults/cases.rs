//! The fault cases: the actions of the server and the expected outcome.

use std::io::Write;
use std::ops::RangeInclusive;
use std::time::Duration;

use elevenlabs_voices::ErrorKind::{self, Connect, Decode, Timeout, TooLarge, Transport};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::canary::KEY;
use crate::server::{Action, Script};
use crate::table::MAX_BYTES;

/// A placeholder in scripts for the URL of another server.
pub(crate) const OTHER_SERVER: &str = "{other_server}";

pub(crate) const SETTINGS: &str =
    r#"{"stability": 0.25, "similarity_boost": 1, "use_speaker_boost": true, "speed": 0.9}"#;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Value,
    Error(ErrorKind),
    /// An error that the server reports.
    Status(u16),
}

pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// One script per connection; without scripts, connections are refused.
    pub(crate) scripts: Vec<Script>,
    pub(crate) outcome: Outcome,
    /// The expected number of requests.
    pub(crate) requests: RangeInclusive<usize>,
}

/// All cases. The client may retry once.
pub(crate) fn cases() -> Vec<Case> {
    [
        connections(),
        times(),
        lengths(),
        chunks(),
        encodings(),
        bodies(),
        informational(),
        redirects(),
        retries(),
        waits(),
        heads(),
        endless(),
        echoes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn case(name: &'static str, scripts: Vec<Script>, outcome: Outcome, requests: usize) -> Case {
    Case { name, scripts, outcome, requests: requests..=requests }
}

/// The server answers every request with this response and closes the connection.
fn always(name: &'static str, answer: impl Into<Vec<u8>>, outcome: Outcome, requests: usize) -> Case {
    case(name, vec![answering(answer)], outcome, requests)
}

/// A transport error, which is retried and fails again.
fn transport_error(name: &'static str, answer: impl Into<Vec<u8>>) -> Case {
    always(name, answer, Outcome::Error(Transport), 2)
}

/// An error that is not retried.
fn permanent_error(name: &'static str, answer: impl Into<Vec<u8>>, kind: ErrorKind) -> Case {
    always(name, answer, Outcome::Error(kind), 1)
}

/// A valid response at the first attempt.
fn success(name: &'static str, answer: impl Into<Vec<u8>>) -> Case {
    always(name, answer, Outcome::Value, 1)
}

/// The first attempt fails, and the second succeeds.
fn transient(name: &'static str, first: Script) -> Case {
    case(name, vec![first, answering(ok(SETTINGS))], Outcome::Value, 2)
}

fn answering(answer: impl Into<Vec<u8>>) -> Script {
    vec![Action::Read, Action::Send(answer.into())]
}

fn ok(body: &str) -> Vec<u8> {
    answer("200 OK", "", body)
}

/// Each header ends with a line break.
fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head =
        format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A head without `content-length`, and the bytes after it.
fn after_head(headers: &str, rest: impl AsRef<[u8]>) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{headers}\r\n").as_bytes(), rest.as_ref()].concat()
}

/// A truncated response, with a closed and with a reset connection.
fn truncated(names: [&'static str; 2], answer: &str) -> [Case; 2] {
    let sent = || vec![Action::Read, Action::Send(answer.into())];
    let outcome = Outcome::Error(Transport);
    [
        case(names[0], vec![sent()], outcome, 2),
        case(names[1], vec![[sent(), vec![Action::Reset]].concat()], outcome, 2),
    ]
}

fn connections() -> Vec<Case> {
    let mut cases = vec![
        case("connection refused", vec![], Outcome::Error(Connect), 0),
        case("closed before reading the request", vec![vec![]], Outcome::Error(Transport), 0),
        case("reset before reading the request", vec![vec![Action::Reset]], Outcome::Error(Transport), 0),
        transient("closed after the request, once", vec![Action::Read]),
        transient("reset after the request, once", vec![Action::Read, Action::Reset]),
        transient(
            "reset in the body, once",
            vec![Action::Read, Action::Send(after_head("content-length: 500\r\n", "{")), Action::Reset],
        ),
    ];
    cases.extend(truncated(["closed  before the headers", "reset  before the headers"], ""));
    cases.extend(truncated(["closed  in the status line", "reset  in the status line"], "HTTP/1.1 20"));
    cases.extend(truncated(
        ["closed  in the headers", "reset  in the headers"],
        "HTTP/1.1 200 OK\r\ncontent-le",
    ));
    cases.extend(truncated(
        ["closed  after the headers", "reset  after the headers"],
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n",
    ));
    cases.extend(truncated(
        ["closed  in the body", "reset  in the body"],
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"stability\": 0.2",
    ));
    cases.extend(truncated(
        ["closed  between chunks", "reset  between chunks"],
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n    \r\n",
    ));
    cases
}

fn times() -> Vec<Case> {
    let slow = Duration::from_secs(1);
    let timeout = Outcome::Error(Timeout);
    vec![
        case("the request is never read", vec![vec![Action::Wait]], timeout, 0),
        case("no response", vec![vec![Action::Read, Action::Wait]], timeout, 2),
        transient("no response, once", vec![Action::Read, Action::Wait]),
        case(
            "headers at one byte per second",
            vec![vec![Action::Read, Action::Drip(ok(SETTINGS), slow)]],
            timeout,
            2,
        ),
        case(
            "a body at one byte per second",
            vec![vec![
                Action::Read,
                Action::Send(after_head("content-length: 500\r\n", "{")),
                Action::Drip(vec![b' '; 499], slow),
            ]],
            timeout,
            2,
        ),
        case(
            "a stalled body",
            vec![vec![Action::Read, Action::Send(after_head("content-length: 500\r\n", "{")), Action::Wait]],
            timeout,
            2,
        ),
        case(
            "a slow response within the timeout",
            vec![vec![Action::Read, Action::Drip(ok(SETTINGS), Duration::from_millis(1))]],
            Outcome::Value,
            1,
        ),
    ]
}

fn lengths() -> Vec<Case> {
    let with = |length: &str| after_head(&format!("content-length: {length}\r\n"), SETTINGS);
    let exact = SETTINGS.len().to_string();
    vec![
        success("a body that ends with the connection", after_head("", SETTINGS)),
        success("a body with its content-length", with(&exact)),
        success("bytes after the body", [ok(SETTINGS), b"and more".to_vec()].concat()),
        success("a second answer follows the first", [ok(SETTINGS), ok("{}")].concat()),
        success(
            "the same length twice",
            after_head(&format!("content-length: {exact}\r\n").repeat(2), SETTINGS),
        ),
        transport_error("a body shorter than content-length", with("5000")),
        transport_error(
            "two different content-lengths",
            after_head("content-length: 5\r\ncontent-length: 7\r\n", SETTINGS),
        ),
        transport_error("a content-length that is not a number", with("many")),
        transport_error("a negative content-length", with("-1")),
        transport_error("a content-length above u64", with("18446744073709551616")),
        permanent_error("a content-length above the limit", with("100001"), TooLarge),
        permanent_error("a content-length of half of u64", with("9223372036854775806"), TooLarge),
        permanent_error("a body truncated by content-length", with("1"), Decode),
    ]
}

fn chunks() -> Vec<Case> {
    let chunked = |body: &str| after_head("transfer-encoding: chunked\r\n", body);
    let size = SETTINGS.len();
    let whole = format!("{size:x}\r\n{SETTINGS}\r\n0\r\n\r\n");
    let single = SETTINGS.chars().map(|char| format!("1\r\n{char}\r\n")).collect::<Vec<_>>().concat();
    vec![
        success("one chunk", chunked(&whole)),
        success("a chunk for each byte", chunked(&(single + "0\r\n\r\n"))),
        success("chunks with extensions", chunked(&whole.replacen("\r\n", ";name=\"value\"\r\n", 1))),
        success("a trailer after the chunks", chunked(&whole.replace("0\r\n\r\n", "0\r\nx-sum: 1\r\n\r\n"))),
        transport_error("a chunk size that is not a number", chunked("many\r\nand more\r\n0\r\n\r\n")),
        transport_error("a negative chunk size", chunked("-1\r\n{}\r\n0\r\n\r\n")),
        transport_error("a chunk size above u64", chunked("fffffffffffffffff\r\n{}\r\n0\r\n\r\n")),
        transport_error("a chunk longer than its size", chunked("1\r\n{}\r\n0\r\n\r\n")),
        transport_error("a chunk shorter than its size", chunked("ff\r\n{}\r\n0\r\n\r\n")),
        transport_error("no last chunk", chunked(whole.trim_end_matches("0\r\n\r\n"))),
        transport_error("a last chunk without its line break", chunked(whole.trim_end_matches("\r\n"))),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes it")
}

fn encodings() -> Vec<Case> {
    let encoded =
        |encoding: &str, body: Vec<u8>| answer("200 OK", &format!("content-encoding: {encoding}\r\n"), body);
    let compressed = gzip(SETTINGS.as_bytes());
    let mut damaged = compressed.clone();
    damaged[compressed.len() / 2] ^= 0x55;
    let mut wrong_sum = compressed.clone();
    wrong_sum[compressed.len() - 6] ^= 1;
    let bomb = gzip(&vec![b' '; 50_000_000]);
    assert!(bomb.len() < MAX_BYTES, "the limit applies to the decompressed size");
    let nested = gzip(&bomb);
    vec![
        success("compressed", encoded("gzip", compressed.clone())),
        success("compressed, encoding in upper case", encoded("GZip", compressed.clone())),
        success("labelled identity", encoded("identity", SETTINGS.into())),
        permanent_error("compressed and damaged", encoded("gzip", damaged), Decode),
        permanent_error("compressed, with a wrong checksum", encoded("gzip", wrong_sum), Decode),
        permanent_error(
            "compressed and truncated",
            encoded("gzip", compressed[..compressed.len() - 9].to_vec()),
            Decode,
        ),
        success("compressed, with trailing bytes", encoded("gzip", [&compressed[..], b"more"].concat())),
        permanent_error("labelled gzip but not compressed", encoded("gzip", SETTINGS.into()), Decode),
        permanent_error("compressed but not labelled", answer("200 OK", "", compressed.clone()), Decode),
        permanent_error("compressed empty body", encoded("gzip", gzip(b"")), Decode),
        permanent_error("a decompression bomb", encoded("gzip", bomb), TooLarge),
        permanent_error("a nested bomb, labelled once", encoded("gzip", nested), Decode),
        success("compressed twice", encoded("gzip, gzip", gzip(&compressed))),
        permanent_error(
            "brotli, which was not requested",
            encoded("br", b"\x0b\x02\x80{}\x03".to_vec()),
            Decode,
        ),
        permanent_error("a bomb of brotli", encoded("br", vec![0xff; 60_000]), Decode),
        success("JSON labelled with an unknown encoding", encoded("rot13", SETTINGS.into())),
        permanent_error("an unknown encoding", encoded("rot13", b"{\"n\": ".to_vec()), Decode),
        always(
            "an error response in an encoding that was not requested",
            answer("404 Not Found", "content-encoding: br\r\n", vec![0xff; 600]),
            Outcome::Status(404),
            1,
        ),
        always(
            "an error response that is a bomb",
            answer("404 Not Found", "content-encoding: gzip\r\n", gzip(&vec![b'x'; 5_000_000])),
            Outcome::Status(404),
            1,
        ),
    ]
}

fn bodies() -> Vec<Case> {
    let html = "<!doctype html><title>Sign in to the network</title>";
    let undecodable = |name, body: &[u8]| permanent_error(name, answer("200 OK", "", body), Decode);
    vec![
        permanent_error("204", "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n", Decode),
        undecodable("200 with nothing", b""),
        undecodable("white space", b" \r\n\t "),
        permanent_error("a page of HTML", answer("200 OK", "content-type: text/html\r\n", html), Decode),
        undecodable("not UTF-8", b"{\"stability\": 0.25, \"name\": \"\xff\xfe\"}"),
        undecodable("UTF-16", b"\xff\xfe{\0}\0"),
        undecodable("zeros", &[0; 5000]),
        undecodable("null", b"null"),
        undecodable("a list", b"[]"),
        undecodable("a text", b"\"settings\""),
        undecodable("two values", b"{} {}"),
        undecodable("a value of another type", b"{\"stability\": \"high\"}"),
        undecodable("an unpaired surrogate", b"{\"name\": \"\\ud800\"}"),
        undecodable("a number above all doubles", b"{\"stability\": 1e999}"),
        undecodable("nested too deeply", &[b'['; 90_000]),
        undecodable("an unknown property nested too deeply", &deep()),
        success(
            "a property twice",
            answer("200 OK", "", r#"{"stability": "x", "stability": 0.5}"#.replace("\"x\"", "0.1")),
        ),
        success("no property at all", answer("200 OK", "", "{}")),
        success("labelled as HTML", answer("200 OK", "content-type: text/html\r\n", SETTINGS)),
        success("201", answer("201 Created", "", SETTINGS)),
        success("299", answer("299 Custom", "", SETTINGS)),
    ]
}

fn deep() -> Vec<u8> {
    let (open, close) = ("{\"x\": ".repeat(9_000), "}".repeat(9_000));
    [open, "1".into(), close].concat().into_bytes()
}

fn informational() -> Vec<Case> {
    let before = |head: &str| [head.as_bytes(), &ok(SETTINGS)].concat();
    vec![
        success("100 first", before("HTTP/1.1 100 Continue\r\n\r\n")),
        success("103 first", before("HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n")),
        success("102 twice first", before(&"HTTP/1.1 102 Processing\r\n\r\n".repeat(2))),
        transport_error("100 and nothing more", "HTTP/1.1 100 Continue\r\n\r\n"),
    ]
}

fn redirects() -> Vec<Case> {
    let to = |status: &str, location: &str| answer(status, &format!("location: {location}\r\n"), "");
    let once = |name, location: &str| {
        case(
            name,
            vec![answering(to("307 Temporary Redirect", location)), answering(ok(SETTINGS))],
            Outcome::Value,
            2,
        )
    };
    let never = |name, location: &str| always(name, to("302 Found", location), Outcome::Status(302), 1);
    vec![
        once("to another path", "/elsewhere"),
        once("to a relative path", "elsewhere?a=b#c"),
        never("to another server", &format!("{OTHER_SERVER}/v1/voices/settings/default")),
        never(
            "to another server, without a scheme",
            &OTHER_SERVER.replace("{other_server}", "//localhost:1/"),
        ),
        never("to another server with a user name", &format!("{OTHER_SERVER}@127.0.0.1/")),
        never("to https", "https://127.0.0.1/"),
        never("to a file", "file:///etc/passwd"),
        never("to a script", "javascript:alert(1)"),
        never("to an invalid URL", "http://["),
        never("to an empty location", ""),
        always("without a location", answer("302 Found", "", ""), Outcome::Status(302), 1),
        always(
            "two locations",
            answer("302 Found", &format!("location: /a\r\nlocation: {OTHER_SERVER}\r\n"), ""),
            Outcome::Status(302),
            6,
        ),
        always("a redirect loop", to("302 Found", "/round"), Outcome::Status(302), 6),
        always(
            "round and round for success",
            to("308 Permanent Redirect", "/round"),
            Outcome::Status(308),
            6,
        ),
        always("300, which is not followed", to("300 Multiple Choices", "/a"), Outcome::Status(300), 1),
        always(
            "304 to an unconditional request",
            answer("304 Not Modified", "", ""),
            Outcome::Status(304),
            1,
        ),
        case(
            "another path, then another server",
            vec![answering(to("302 Found", "/a")), answering(to("302 Found", OTHER_SERVER))],
            Outcome::Status(302),
            2,
        ),
    ]
}

fn retries() -> Vec<Case> {
    let now = |status: &str| answering(answer(status, "retry-after: 0\r\n", ""));
    let always_failing = |name, status: &str, code, requests| {
        always(
            name,
            answer(status, "retry-after: 0\r\n", "{\"detail\": \"no\"}"),
            Outcome::Status(code),
            requests,
        )
    };
    vec![
        transient("408 once", now("408 Request Timeout")),
        transient("429 once", now("429 Too Many Requests")),
        transient("500 once", now("500 Internal Server Error")),
        transient("502 once", now("502 Bad Gateway")),
        transient("503 once", now("503 Service Unavailable")),
        transient("504 once", now("504 Gateway Timeout")),
        transient("500 without retry-after, once", answering(answer("500 Internal Server Error", "", ""))),
        always_failing("500 always", "500 Internal Server Error", 500, 2),
        always_failing("429 always", "429 Too Many Requests", 429, 2),
        always_failing("400", "400 Bad Request", 400, 1),
        always_failing("401", "401 Unauthorized", 401, 1),
        always_failing("404", "404 Not Found", 404, 1),
        always_failing("422", "422 Unprocessable Entity", 422, 1),
        always_failing("501", "501 Not Implemented", 501, 1),
        always_failing("an unknown status", "799 Custom", 799, 1),
        always_failing("the highest status", "999 Custom", 999, 1),
    ]
}

fn waits() -> Vec<Case> {
    let waiting = |status: &str, wait: &str| answer(status, &format!("retry-after: {wait}\r\n"), "");
    let busy = "503 Service Unavailable";
    let retried = |name, wait: &str| transient(name, answering(waiting(busy, wait)));
    let not_retried = |name, wait: &str| always(name, waiting(busy, wait), Outcome::Status(503), 1);
    vec![
        retried("retry-after one second", "1"),
        retried("retry-after a date in the past", "Wed, 21 Oct 2015 07:28:00 GMT"),
        retried("malformed retry-after", "soon"),
        retried("negative retry-after", "-7"),
        retried("fractional retry-after", "0.5"),
        retried("empty retry-after", ""),
        not_retried("retry-after above u64", "99999999999999999999999999"),
        not_retried("retry-after one hour", "3600"),
        not_retried("retry-after u64::MAX", "18446744073709551615"),
        not_retried("retry-after a date far in the future", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ]
}

fn heads() -> Vec<Case> {
    let with =
        |header: &str| after_head(&format!("content-length: {}\r\n{header}\r\n", SETTINGS.len()), SETTINGS);
    let many = |count: usize| (0..count).map(|n| format!("x-{n}: {n}\r\n")).collect::<Vec<_>>().concat();
    vec![
        success("HTTP/1.0", format!("HTTP/1.0 200 OK\r\n\r\n{SETTINGS}")),
        success(
            "no reason phrase",
            after_head("", SETTINGS)
                .strip_prefix(b"HTTP/1.1 200 OK")
                .map_or_else(Vec::new, |rest| [b"HTTP/1.1 200", rest].concat()),
        ),
        success("bytes beyond ASCII in a header", with("x-name: \u{fc}mlaut")),
        success("30 more headers", with(many(30).trim_end())),
        transport_error("another protocol", "220 mail.example.com ready\r\n\r\n"),
        transport_error("a TLS record", b"\x16\x03\x01\x00\x05hello".to_vec()),
        transport_error("a future HTTP version", format!("HTTP/7.0 200 OK\r\n\r\n{SETTINGS}")),
        transport_error("a status that is not a number", "HTTP/1.1 two OK\r\n\r\n"),
        transport_error("a status too short", "HTTP/1.1 20 OK\r\n\r\n"),
        transport_error("a status too long", "HTTP/1.1 2000 OK\r\n\r\n"),
        transport_error("a status below 100", "HTTP/1.1 099 OK\r\n\r\n"),
        transport_error("a header without a colon", with("no colon")),
        transport_error("a header without a name", with(": value")),
        transport_error("a zero in a header", with("x-zero: a\0b")),
        success("120 more headers", with(many(120).trim_end())),
        permanent_error("130 more headers", with(many(130).trim_end()), TooLarge),
        permanent_error("a thousand headers", with(many(1_000).trim_end()), TooLarge),
        success("a header of 60 KiB", with(&format!("x-long: {}", "x".repeat(60 * 1024)))),
        permanent_error("a header of 65 KiB", with(&format!("x-long: {}", "x".repeat(65 * 1024))), TooLarge),
        permanent_error(
            "a header of a megabyte",
            with(&format!("x-long: {}", "x".repeat(1_000_000))),
            TooLarge,
        ),
    ]
}

fn endless() -> Vec<Case> {
    let endless_response = |name, head: Vec<u8>, again: &str, outcome, requests| {
        let script = vec![Action::Read, Action::Send(head), Action::Endless(again.into())];
        case(name, vec![script], outcome, requests)
    };
    let endless_error = |name, head, again, kind, requests| {
        endless_response(name, head, again, Outcome::Error(kind), requests)
    };
    let chunked = after_head("transfer-encoding: chunked\r\n", "");
    vec![
        endless_error("a body without an end", after_head("", "{"), "          ", TooLarge, 1),
        endless_error("chunks without an end", chunked.clone(), "4\r\n    \r\n", TooLarge, 1),
        endless_error("a chunk's size without an end", chunked, "fffffffff", Transport, 2),
        endless_error(
            "headers without an end",
            b"HTTP/1.1 200 OK\r\n".to_vec(),
            "x-more: x\r\n",
            TooLarge,
            1,
        ),
        endless_error(
            "a header without an end",
            b"HTTP/1.1 200 OK\r\nx-more: ".to_vec(),
            "xxxxxxxxxx",
            TooLarge,
            1,
        ),
        endless_error("a status line without an end", b"HTTP/1.1 200 ".to_vec(), "OKOKOKOKOK", TooLarge, 1),
        endless_response(
            "an error without an end",
            b"HTTP/1.1 404 Not Found\r\n\r\n".to_vec(),
            "not here ",
            Outcome::Status(404),
            1,
        ),
    ]
}

/// The server echoes the key in every part of a response.
fn echoes() -> Vec<Case> {
    let detail = format!("{{\"detail\": {{\"status\": \"{KEY}\", \"message\": \"no {KEY} here\"}}}}");
    let validation = format!(
        "{{\"detail\": [{{\"loc\": [\"header\", \"{KEY}\"], \"msg\": \"{KEY}\", \"type\": \"{KEY}\"}}]}}"
    );
    let failing = |name, answer: Vec<u8>, status| always(name, answer, Outcome::Status(status), 1);
    vec![
        failing("the key in a message", answer("401 Unauthorized", "", &detail), 401),
        failing(
            "the key in a compressed message",
            answer("401 Unauthorized", "content-encoding: gzip\r\n", gzip(detail.as_bytes())),
            401,
        ),
        failing("the key in a validation error", answer("422 Unprocessable Entity", "", &validation), 422),
        failing("the key in a page of HTML", answer("403 Forbidden", "", format!("<p>{KEY}</p>")), 403),
        failing("the key in a reason phrase", answer(&format!("403 No {KEY}"), "", ""), 403),
        failing(
            "the key in a request id",
            answer("403 Forbidden", &format!("request-id: {KEY}\r\n"), ""),
            403,
        ),
        failing(
            "the key in a location",
            answer("302 Found", &format!("location: http://{KEY}/\r\n"), ""),
            302,
        ),
        permanent_error(
            "the key as a value",
            answer("200 OK", "", format!("{{\"stability\": \"{KEY}\"}}")),
            Decode,
        ),
        permanent_error("the key instead of JSON", answer("200 OK", "", KEY), Decode),
        permanent_error(
            "the key as an encoding",
            answer("200 OK", &format!("content-encoding: {KEY}\r\n"), ""),
            Decode,
        ),
        transport_error("the key instead of HTTP", format!("{KEY}\r\n\r\n")),
        transport_error("the key as a length", after_head(&format!("content-length: {KEY}\r\n"), "")),
        transport_error(
            "the key as a chunk size",
            after_head("transfer-encoding: chunked\r\n", format!("{KEY}\r\n")),
        ),
        success(
            "the key in a header of a success",
            answer("200 OK", &format!("x-echo: {KEY}\r\n"), SETTINGS),
        ),
    ]
}
