//! The examples of the crate: each runs without a key and without a network, and prints the expected output.

use std::ffi::OsStr;
use std::fs;
use std::process::{Command, Output};
use std::sync::LazyLock;

use elevenlabs_voices::{ListVoicesResponse, Voice};
use tests::built::Build;
use wiremock::matchers::{header, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The arguments of each run of each example; every file in the folder must be listed here.
const RUNS: &[(&str, &[&[&str]])] = &[
    ("axum", &[&["--once"]]),
    ("blocking", &[&[], &["Zo3eMt5wRb9XhJ2fUk7C"], &["unknown-id"]]),
    ("by_label", &[&[], &["gender=female", "use_case=NEWS"]]),
    ("export", &[&["csv"], &["jsonl"], &["yaml"]]),
    ("table", &[&[], &["audiobooks"], &["no match"]]),
    ("tour", &[&[]]),
    ("tracing", &[&[]]),
    ("watch", &[&[]]),
];

static BUILD: LazyLock<Build> = LazyLock::new(|| Build::new(env!("CARGO_TARGET_TMPDIR")));

/// A command that runs an example without a key.
fn command(example: &str, arguments: &[&str]) -> Command {
    let program = BUILD.example(example).unwrap_or_else(|| panic!("{example} has not been built"));
    let mut command = Command::new(program);
    command.args(arguments).env_remove("ELEVENLABS_API_KEY").env_remove("ELEVENLABS_BASE_URL");
    command
}

fn run(example: &str, arguments: &[&str]) -> Output {
    command(example, arguments).output().expect("the example runs")
}

fn stdout(example: &str, arguments: &[&str]) -> String {
    let output = run(example, arguments);
    assert!(output.status.success(), "{example}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// Deterministic output is compared with a snapshot: both output streams of each run, and whether it succeeded.
#[test]
fn example_output_matches_snapshots() {
    let folder = fs::read_dir(tests::root().join("generated/examples")).expect("generated/examples exists");
    let files = folder.map(|entry| entry.expect("an entry").path());
    let sources = files.filter(|path| path.extension() == Some(OsStr::new("rs")));
    let mut names: Vec<_> = sources.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    assert_eq!(
        names,
        RUNS.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        "the files in the folder, and those listed in RUNS"
    );

    for (name, runs) in RUNS.iter().filter(|(name, _)| *name != "axum") {
        let transcripts: Vec<_> = runs.iter().map(|arguments| transcript(name, arguments)).collect();
        insta::assert_snapshot!(format!("example_{name}"), transcripts.join("\n"));
    }
}

fn transcript(name: &str, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = run(name, arguments);
    let line = [&[name], arguments].concat().join(" ");
    let stdout = text(&stdout);
    // Complete voices are too long to review.
    let cut: Vec<_> = stdout.lines().map(|line| line.chars().take(160).collect::<String>()).collect();
    let code = status.code().unwrap_or(-1);
    format!("$ {line}\n{}{}\n(exit code {code})\n", text(&stderr), cut.join("\n"))
}

#[test]
fn export_is_complete() {
    let lines = stdout("export", &["jsonl"]);
    let voices: Vec<Voice> =
        lines.lines().map(|line| Voice::from_json(line).expect("a voice in each line")).collect();
    assert_eq!(voices.len(), 12);
    let Voice { settings, sharing, created_at_unix, .. } = Voice::fixture();
    assert!(voices.iter().all(|voice| voice.settings == settings && voice.sharing == sharing));
    assert!(voices.iter().any(|voice| voice.created_at_unix == created_at_unix));
}

#[test]
fn app_answers_in_json() {
    let answer = stdout("axum", &["--once"]);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with("HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n"), "{head}");
    let page = ListVoicesResponse::from_json(body).expect("a page");
    let names: Vec<_> = page.into_iter().map(|voice| voice.name).collect();
    assert_eq!(names, ["Adam", "Олена", "Priya"]);
}

/// Columns are aligned on a terminal, where some characters of these names are two columns wide.
#[test]
fn table_columns_are_aligned() {
    let table = stdout("table", &[]);
    let column_of = |line: &str, word: &str| {
        let before = line.split(word).next().expect("a start").chars();
        before.map(|c| if ('\u{1100}'..='\u{ffff}').contains(&c) { 2 } else { 1 }).sum::<usize>()
    };
    let lines: Vec<_> = table.lines().collect();
    let line = |name: &str| *lines.iter().find(|line| line.contains(name)).expect(name);
    let column = column_of(lines[0], "CATEGORY");
    assert_eq!(column_of(line("美咲"), "professional"), column);
    assert_eq!(column_of(line("지우"), "generated"), column);
    assert_eq!(column_of(line("Søren"), "cloned"), column);
}

#[tokio::test(flavor = "multi_thread")]
async fn example_with_a_key_calls_the_configured_api() {
    let server = MockServer::start().await;
    let page = serde_json::json!({
        "voices": [{
            "voice_id": "1", "name": "Remote voice", "category": "premade", "created_at_unix": i64::MAX
        }],
        "has_more": false,
        "total_count": 1,
    });
    Mock::given(path("/v2/voices"))
        .and(header("xi-api-key", "key-of-a-test"))
        .and(query_param("search", "remote"))
        .respond_with(ResponseTemplate::new(200).set_body_json(page))
        .expect(1)
        .mount(&server)
        .await;
    let uri = server.uri();
    let task = tokio::task::spawn_blocking(move || {
        let mut command = command("table", &["remote"]);
        command.env("ELEVENLABS_API_KEY", "key-of-a-test").env("ELEVENLABS_BASE_URL", uri).output()
    });
    let output = task.await.expect("no panic").expect("the example runs");
    assert!(text(&output.stdout).contains("Remote voice"), "{output:?}");
    assert!(text(&output.stderr).contains("Using http://127.0.0.1"), "{output:?}");
}
