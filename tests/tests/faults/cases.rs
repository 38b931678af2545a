//! The table: what the server does, and what is promised for it.

use std::io::Write;
use std::ops::RangeInclusive;
use std::time::Duration;

use elevenlabs_voices::ErrorKind::{self, Connect, Decode, Timeout, TooLarge, Transport};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::canary::KEY;
use crate::server::{Act, Script};
use crate::table::MAX_BYTES;

/// Where a script wants the address of another server.
pub(crate) const ELSEWHERE: &str = "{elsewhere}";

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
    /// One a connection; nobody listens if there is none.
    pub(crate) scripts: Vec<Script>,
    pub(crate) outcome: Outcome,
    /// How many requests the server is to see.
    pub(crate) requests: RangeInclusive<usize>,
}

/// All of them. The client may retry once.
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

/// The server answers everything so, and hangs up after each.
fn always(name: &'static str, answer: impl Into<Vec<u8>>, outcome: Outcome, requests: usize) -> Case {
    case(name, vec![answering(answer)], outcome, requests)
}

/// What goes wrong on the way is tried again, and fails again.
fn broken(name: &'static str, answer: impl Into<Vec<u8>>) -> Case {
    always(name, answer, Outcome::Error(Transport), 2)
}

/// What has come is asked for no more.
fn refused(name: &'static str, answer: impl Into<Vec<u8>>, kind: ErrorKind) -> Case {
    always(name, answer, Outcome::Error(kind), 1)
}

/// Good for the value, at once.
fn good(name: &'static str, answer: impl Into<Vec<u8>>) -> Case {
    always(name, answer, Outcome::Value, 1)
}

/// It fails once, and the second attempt is answered as it should be.
fn passing(name: &'static str, first: Script) -> Case {
    case(name, vec![first, answering(ok(SETTINGS))], Outcome::Value, 2)
}

fn answering(answer: impl Into<Vec<u8>>) -> Script {
    vec![Act::Read, Act::Send(answer.into())]
}

fn ok(body: &str) -> Vec<u8> {
    answer("200 OK", "", body)
}

/// Headers end with a line break each.
fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head =
        format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A head that says nothing of a length, and what follows it.
fn after_head(headers: &str, rest: impl AsRef<[u8]>) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{headers}\r\n").as_bytes(), rest.as_ref()].concat()
}

/// An answer that breaks off somewhere, in both ways to break off.
fn breaking(names: [&'static str; 2], answer: &str) -> [Case; 2] {
    let sent = || vec![Act::Read, Act::Send(answer.into())];
    let outcome = Outcome::Error(Transport);
    [
        case(names[0], vec![sent()], outcome, 2),
        case(names[1], vec![[sent(), vec![Act::Reset]].concat()], outcome, 2),
    ]
}

fn connections() -> Vec<Case> {
    let mut cases = vec![
        case("nobody listens", vec![], Outcome::Error(Connect), 0),
        case("it hangs up before it has read anything", vec![vec![]], Outcome::Error(Transport), 0),
        case("it resets before it has read anything", vec![vec![Act::Reset]], Outcome::Error(Transport), 0),
        passing("it hangs up on the request once", vec![Act::Read]),
        passing("it resets on the request once", vec![Act::Read, Act::Reset]),
        passing(
            "it resets in the body once",
            vec![Act::Read, Act::Send(after_head("content-length: 500\r\n", "{")), Act::Reset],
        ),
    ];
    cases.extend(breaking(["it hangs up before the headers", "it resets before the headers"], ""));
    cases.extend(breaking(["it hangs up in the status line", "it resets in the status line"], "HTTP/1.1 20"));
    cases.extend(breaking(
        ["it hangs up in the headers", "it resets in the headers"],
        "HTTP/1.1 200 OK\r\ncontent-le",
    ));
    cases.extend(breaking(
        ["it hangs up after the headers", "it resets after the headers"],
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n",
    ));
    cases.extend(breaking(
        ["it hangs up in the body", "it resets in the body"],
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"stability\": 0.2",
    ));
    cases.extend(breaking(
        ["it hangs up between chunks", "it resets between chunks"],
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n    \r\n",
    ));
    cases
}

fn times() -> Vec<Case> {
    let slow = Duration::from_secs(1);
    let late = Outcome::Error(Timeout);
    vec![
        case("it takes the connection and says nothing", vec![vec![Act::Wait]], late, 0),
        case("it reads and says nothing", vec![vec![Act::Read, Act::Wait]], late, 2),
        passing("it says nothing once", vec![Act::Read, Act::Wait]),
        case("headers drip a byte a second", vec![vec![Act::Read, Act::Drip(ok(SETTINGS), slow)]], late, 2),
        case(
            "a body drips a byte a second",
            vec![vec![
                Act::Read,
                Act::Send(after_head("content-length: 500\r\n", "{")),
                Act::Drip(vec![b' '; 499], slow),
            ]],
            late,
            2,
        ),
        case(
            "a body stops in the middle",
            vec![vec![Act::Read, Act::Send(after_head("content-length: 500\r\n", "{")), Act::Wait]],
            late,
            2,
        ),
        case(
            "an answer drips, but in time",
            vec![vec![Act::Read, Act::Drip(ok(SETTINGS), Duration::from_millis(1))]],
            Outcome::Value,
            1,
        ),
    ]
}

fn lengths() -> Vec<Case> {
    let with = |length: &str| after_head(&format!("content-length: {length}\r\n"), SETTINGS);
    let exact = SETTINGS.len().to_string();
    vec![
        good("the connection's end is the body's", after_head("", SETTINGS)),
        good("a body as long as it says", with(&exact)),
        good("more than the body is sent", [ok(SETTINGS), b"and more".to_vec()].concat()),
        good("a second answer follows the first", [ok(SETTINGS), ok("{}")].concat()),
        good(
            "the same length twice",
            after_head(&format!("content-length: {exact}\r\n").repeat(2), SETTINGS),
        ),
        broken("a body shorter than it says", with("5000")),
        broken("two lengths that differ", after_head("content-length: 5\r\ncontent-length: 7\r\n", SETTINGS)),
        broken("a length that is no number", with("many")),
        broken("a length below nothing", with("-1")),
        broken("a length beyond all numbers", with("18446744073709551616")),
        refused("a length beyond the limit", with("100001"), TooLarge),
        refused("a length beyond all memory", with("9223372036854775806"), TooLarge),
        refused("a body cut short where a value may end", with("1"), Decode),
    ]
}

fn chunks() -> Vec<Case> {
    let chunked = |body: &str| after_head("transfer-encoding: chunked\r\n", body);
    let size = SETTINGS.len();
    let whole = format!("{size:x}\r\n{SETTINGS}\r\n0\r\n\r\n");
    let single = SETTINGS.chars().map(|char| format!("1\r\n{char}\r\n")).collect::<Vec<_>>().concat();
    vec![
        good("one chunk", chunked(&whole)),
        good("a chunk for each byte", chunked(&(single + "0\r\n\r\n"))),
        good("chunks with extensions", chunked(&whole.replacen("\r\n", ";name=\"value\"\r\n", 1))),
        good("a trailer after the chunks", chunked(&whole.replace("0\r\n\r\n", "0\r\nx-sum: 1\r\n\r\n"))),
        broken("a chunk's size that is no number", chunked("many\r\nand more\r\n0\r\n\r\n")),
        broken("a chunk's size below nothing", chunked("-1\r\n{}\r\n0\r\n\r\n")),
        broken("a chunk's size beyond all numbers", chunked("fffffffffffffffff\r\n{}\r\n0\r\n\r\n")),
        broken("a chunk longer than it says", chunked("1\r\n{}\r\n0\r\n\r\n")),
        broken("a chunk shorter than it says", chunked("ff\r\n{}\r\n0\r\n\r\n")),
        broken("no last chunk", chunked(whole.trim_end_matches("0\r\n\r\n"))),
        broken("a last chunk without its end", chunked(whole.trim_end_matches("\r\n"))),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes it")
}

fn encodings() -> Vec<Case> {
    let encoded =
        |encoding: &str, body: Vec<u8>| answer("200 OK", &format!("content-encoding: {encoding}\r\n"), body);
    let packed = gzip(SETTINGS.as_bytes());
    let mut damaged = packed.clone();
    damaged[packed.len() / 2] ^= 0x55;
    let mut wrong_sum = packed.clone();
    wrong_sum[packed.len() - 6] ^= 1;
    let bomb = gzip(&vec![b' '; 50_000_000]);
    assert!(bomb.len() < MAX_BYTES, "it is the unpacked size that counts");
    let nested = gzip(&bomb);
    vec![
        good("packed", encoded("gzip", packed.clone())),
        good("packed, in capitals", encoded("GZip", packed.clone())),
        good("said not to be packed", encoded("identity", SETTINGS.into())),
        refused("packed and damaged", encoded("gzip", damaged), Decode),
        refused("packed, with another checksum", encoded("gzip", wrong_sum), Decode),
        refused("packed and cut", encoded("gzip", packed[..packed.len() - 9].to_vec()), Decode),
        good("packed, and something after it", encoded("gzip", [&packed[..], b"more"].concat())),
        refused("said to be packed and is not", encoded("gzip", SETTINGS.into()), Decode),
        refused("packed and not said to be", answer("200 OK", "", packed.clone()), Decode),
        refused("nothing, packed", encoded("gzip", gzip(b"")), Decode),
        refused("a bomb", encoded("gzip", bomb), TooLarge),
        refused("a bomb in a bomb, said to be one", encoded("gzip", nested), Decode),
        good("packed twice", encoded("gzip, gzip", gzip(&packed))),
        refused("brotli, which nobody asked for", encoded("br", b"\x0b\x02\x80{}\x03".to_vec()), Decode),
        refused("a bomb of brotli", encoded("br", vec![0xff; 60_000]), Decode),
        good("JSON in an encoding that nobody knows", encoded("rot13", SETTINGS.into())),
        refused("an encoding that nobody knows", encoded("rot13", b"{\"n\": ".to_vec()), Decode),
        always(
            "an error in an encoding that nobody asked for",
            answer("404 Not Found", "content-encoding: br\r\n", vec![0xff; 600]),
            Outcome::Status(404),
            1,
        ),
        always(
            "an error that is a bomb",
            answer("404 Not Found", "content-encoding: gzip\r\n", gzip(&vec![b'x'; 5_000_000])),
            Outcome::Status(404),
            1,
        ),
    ]
}

fn bodies() -> Vec<Case> {
    let html = "<!doctype html><title>Sign in to the network</title>";
    let undecodable = |name, body: &[u8]| refused(name, answer("200 OK", "", body), Decode);
    vec![
        refused("204", "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n", Decode),
        undecodable("200 with nothing", b""),
        undecodable("white space", b" \r\n\t "),
        refused("a page of HTML", answer("200 OK", "content-type: text/html\r\n", html), Decode),
        undecodable("not UTF-8", b"{\"stability\": 0.25, \"name\": \"\xff\xfe\"}"),
        undecodable("UTF-16", b"\xff\xfe{\0}\0"),
        undecodable("zeros", &[0; 5000]),
        undecodable("null", b"null"),
        undecodable("a list", b"[]"),
        undecodable("a text", b"\"settings\""),
        undecodable("two values", b"{} {}"),
        undecodable("a value of another type", b"{\"stability\": \"high\"}"),
        undecodable("half a surrogate", b"{\"name\": \"\\ud800\"}"),
        undecodable("a number beyond all doubles", b"{\"stability\": 1e999}"),
        undecodable("deeper than anybody nests", &[b'['; 90_000]),
        undecodable("an unknown property deeper than anybody nests", &deep()),
        good(
            "a property twice",
            answer("200 OK", "", r#"{"stability": "x", "stability": 0.5}"#.replace("\"x\"", "0.1")),
        ),
        good("no property at all", answer("200 OK", "", "{}")),
        good("said to be HTML", answer("200 OK", "content-type: text/html\r\n", SETTINGS)),
        good("201", answer("201 Created", "", SETTINGS)),
        good("299", answer("299 Odd", "", SETTINGS)),
    ]
}

fn deep() -> Vec<u8> {
    let (open, close) = ("{\"x\": ".repeat(9_000), "}".repeat(9_000));
    [open, "1".into(), close].concat().into_bytes()
}

fn informational() -> Vec<Case> {
    let before = |head: &str| [head.as_bytes(), &ok(SETTINGS)].concat();
    vec![
        good("100 first", before("HTTP/1.1 100 Continue\r\n\r\n")),
        good("103 first", before("HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n")),
        good("102 twice first", before(&"HTTP/1.1 102 Processing\r\n\r\n".repeat(2))),
        broken("100 and nothing more", "HTTP/1.1 100 Continue\r\n\r\n"),
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
        once("to a path beside it", "elsewhere?a=b#c"),
        never("to another server", &format!("{ELSEWHERE}/v1/voices/settings/default")),
        never("to another server, without a scheme", &ELSEWHERE.replace("{elsewhere}", "//localhost:1/")),
        never("to another server by way of a name", &format!("{ELSEWHERE}@127.0.0.1/")),
        never("to https", "https://127.0.0.1/"),
        never("to a file", "file:///etc/passwd"),
        never("to a script", "javascript:alert(1)"),
        never("to what is no address", "http://["),
        never("to nothing", ""),
        always("without a place to go", answer("302 Found", "", ""), Outcome::Status(302), 1),
        always(
            "two places to go",
            answer("302 Found", &format!("location: /a\r\nlocation: {ELSEWHERE}\r\n"), ""),
            Outcome::Status(302),
            6,
        ),
        always("round and round", to("302 Found", "/round"), Outcome::Status(302), 6),
        always("round and round for good", to("308 Permanent Redirect", "/round"), Outcome::Status(308), 6),
        always("300, which leads nowhere", to("300 Multiple Choices", "/a"), Outcome::Status(300), 1),
        always("304 to what nobody asked", answer("304 Not Modified", "", ""), Outcome::Status(304), 1),
        case(
            "another path, then another server",
            vec![answering(to("302 Found", "/a")), answering(to("302 Found", ELSEWHERE))],
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
        passing("408 once", now("408 Request Timeout")),
        passing("429 once", now("429 Too Many Requests")),
        passing("500 once", now("500 Internal Server Error")),
        passing("502 once", now("502 Bad Gateway")),
        passing("503 once", now("503 Service Unavailable")),
        passing("504 once", now("504 Gateway Timeout")),
        passing("500 without a wait once", answering(answer("500 Internal Server Error", "", ""))),
        always_failing("500 for ever", "500 Internal Server Error", 500, 2),
        always_failing("429 for ever", "429 Too Many Requests", 429, 2),
        always_failing("400", "400 Bad Request", 400, 1),
        always_failing("401", "401 Unauthorized", 401, 1),
        always_failing("404", "404 Not Found", 404, 1),
        always_failing("422", "422 Unprocessable Entity", 422, 1),
        always_failing("501", "501 Not Implemented", 501, 1),
        always_failing("a status that nobody knows", "799 Odd", 799, 1),
        always_failing("the highest status", "999 Odd", 999, 1),
    ]
}

fn waits() -> Vec<Case> {
    let waiting = |status: &str, wait: &str| answer(status, &format!("retry-after: {wait}\r\n"), "");
    let busy = "503 Service Unavailable";
    let patient = |name, wait: &str| passing(name, answering(waiting(busy, wait)));
    let impatient = |name, wait: &str| always(name, waiting(busy, wait), Outcome::Status(503), 1);
    vec![
        patient("a wait of a second", "1"),
        patient("a wait until a date in the past", "Wed, 21 Oct 2015 07:28:00 GMT"),
        patient("a wait that is malformed", "soon"),
        patient("a wait below nothing", "-7"),
        patient("a wait with a fraction", "0.5"),
        patient("a wait of nothing", ""),
        impatient("a wait beyond all numbers", "99999999999999999999999999"),
        impatient("a wait of an hour", "3600"),
        impatient("the longest wait", "18446744073709551615"),
        impatient("a wait until a date far away", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ]
}

fn heads() -> Vec<Case> {
    let with =
        |header: &str| after_head(&format!("content-length: {}\r\n{header}\r\n", SETTINGS.len()), SETTINGS);
    let many = |count: usize| (0..count).map(|n| format!("x-{n}: {n}\r\n")).collect::<Vec<_>>().concat();
    vec![
        good("the protocol of old", format!("HTTP/1.0 200 OK\r\n\r\n{SETTINGS}")),
        good(
            "no words after the status",
            after_head("", SETTINGS)
                .strip_prefix(b"HTTP/1.1 200 OK")
                .map_or_else(Vec::new, |rest| [b"HTTP/1.1 200", rest].concat()),
        ),
        good("bytes beyond ASCII in a header", with("x-name: \u{fc}mlaut")),
        good("thirty headers more", with(many(30).trim_end())),
        broken("another protocol", "220 mail.example.com ready\r\n\r\n"),
        broken("an answer in TLS", b"\x16\x03\x01\x00\x05hello".to_vec()),
        broken("HTTP of a time to come", format!("HTTP/7.0 200 OK\r\n\r\n{SETTINGS}")),
        broken("a status that is no number", "HTTP/1.1 two OK\r\n\r\n"),
        broken("a status too short", "HTTP/1.1 20 OK\r\n\r\n"),
        broken("a status too long", "HTTP/1.1 2000 OK\r\n\r\n"),
        broken("a status below all", "HTTP/1.1 099 OK\r\n\r\n"),
        broken("a header without a colon", with("nothing of the kind")),
        broken("a header without a name", with(": value")),
        broken("a zero in a header", with("x-zero: a\0b")),
        good("120 headers more", with(many(120).trim_end())),
        refused("130 headers more", with(many(130).trim_end()), TooLarge),
        refused("a thousand headers", with(many(1_000).trim_end()), TooLarge),
        good("a header of 60 KiB", with(&format!("x-long: {}", "x".repeat(60 * 1024)))),
        refused("a header of 65 KiB", with(&format!("x-long: {}", "x".repeat(65 * 1024))), TooLarge),
        refused("a header of a megabyte", with(&format!("x-long: {}", "x".repeat(1_000_000))), TooLarge),
    ]
}

fn endless() -> Vec<Case> {
    let ending = |name, head: Vec<u8>, again: &str, outcome, requests| {
        let script = vec![Act::Read, Act::Send(head), Act::Endless(again.into())];
        case(name, vec![script], outcome, requests)
    };
    let endlessly =
        |name, head, again, kind, requests| ending(name, head, again, Outcome::Error(kind), requests);
    let chunked = after_head("transfer-encoding: chunked\r\n", "");
    vec![
        endlessly("a body without end", after_head("", "{"), "          ", TooLarge, 1),
        endlessly("chunks without end", chunked.clone(), "4\r\n    \r\n", TooLarge, 1),
        endlessly("a chunk's size without end", chunked, "fffffffff", Transport, 2),
        endlessly("headers without end", b"HTTP/1.1 200 OK\r\n".to_vec(), "x-more: x\r\n", TooLarge, 1),
        endlessly("a header without end", b"HTTP/1.1 200 OK\r\nx-more: ".to_vec(), "xxxxxxxxxx", TooLarge, 1),
        endlessly("a status line without end", b"HTTP/1.1 200 ".to_vec(), "OKOKOKOKOK", TooLarge, 1),
        ending(
            "an error without end",
            b"HTTP/1.1 404 Not Found\r\n\r\n".to_vec(),
            "not here ",
            Outcome::Status(404),
            1,
        ),
    ]
}

/// The server says the key wherever it can say something.
fn echoes() -> Vec<Case> {
    let detail = format!("{{\"detail\": {{\"status\": \"{KEY}\", \"message\": \"no {KEY} here\"}}}}");
    let validation = format!(
        "{{\"detail\": [{{\"loc\": [\"header\", \"{KEY}\"], \"msg\": \"{KEY}\", \"type\": \"{KEY}\"}}]}}"
    );
    let failing = |name, answer: Vec<u8>, status| always(name, answer, Outcome::Status(status), 1);
    vec![
        failing("the key in a message", answer("401 Unauthorized", "", &detail), 401),
        failing(
            "the key in a packed message",
            answer("401 Unauthorized", "content-encoding: gzip\r\n", gzip(detail.as_bytes())),
            401,
        ),
        failing("the key in a validation error", answer("422 Unprocessable Entity", "", &validation), 422),
        failing("the key in a page of HTML", answer("403 Forbidden", "", format!("<p>{KEY}</p>")), 403),
        failing("the key in the words after a status", answer(&format!("403 No {KEY}"), "", ""), 403),
        failing(
            "the key in a request's id",
            answer("403 Forbidden", &format!("request-id: {KEY}\r\n"), ""),
            403,
        ),
        failing(
            "the key in a location",
            answer("302 Found", &format!("location: http://{KEY}/\r\n"), ""),
            302,
        ),
        refused("the key as a value", answer("200 OK", "", format!("{{\"stability\": \"{KEY}\"}}")), Decode),
        refused("the key as no JSON", answer("200 OK", "", KEY), Decode),
        refused(
            "the key as an encoding",
            answer("200 OK", &format!("content-encoding: {KEY}\r\n"), ""),
            Decode,
        ),
        broken("the key instead of HTTP", format!("{KEY}\r\n\r\n")),
        broken("the key as a length", after_head(&format!("content-length: {KEY}\r\n"), "")),
        broken(
            "the key as a chunk's size",
            after_head("transfer-encoding: chunked\r\n", format!("{KEY}\r\n")),
        ),
        good("the key in a header of a success", answer("200 OK", &format!("x-echo: {KEY}\r\n"), SETTINGS)),
    ]
}
