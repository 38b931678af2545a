//! Small specs, each for one feature: the emitted Rust matches the snapshot beside the spec, compiles, and works against a server.

mod copy;
mod programs;
mod warnings;

use std::fs;
use std::process::Command;

use codegen::File;
use copy::{assert_succeeds, copy_of_the_sources, emit_into, write};
use tempfile::TempDir;
use tests::built::Build;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// The case whose files replace the emitted ones in the copy of the crate; all others become modules of it.
const HOST: &str = "another_api";

fn files(case: &str) -> Vec<File> {
    tests::generate(&format!("tests/cases/{case}/spec.yaml"))
}

#[test]
fn emitted_files_of_each_case_match_snapshot() {
    for (case, folder) in tests::cases() {
        // Files that are the same in every case are in the snapshot of one case only.
        let files = files(&case)
            .into_iter()
            .filter(|f| case == HOST || !f.path.ends_with("mod.rs") && f.path != "api.rs");
        let text: Vec<_> = files.map(|File { path, text }| format!("//// {path}\n\n{text}")).collect();
        insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("emitted", text.join("\n"));
        });
    }
}

/// One copy of the crate has all cases. The host's program then runs against a real server: a POST with a JSON body, another key
/// header, another error format. It is built without TLS.
#[tokio::test(flavor = "multi_thread")]
async fn cases_compile_and_the_program_of_the_host_runs() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;

    let program = tokio::task::spawn_blocking(compile).await.expect("no panic");
    let uri = server.uri();
    let run = move || {
        let mut program = Command::new(program.path().join("program"));
        program
            .env("BASE_URL", uri)
            .env("WORKSHOP_TOKEN", "workshop-key")
            .output()
            .expect("the program starts")
    };
    let output = tokio::task::spawn_blocking(run).await.expect("no panic");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    insta::assert_snapshot!("program_output", String::from_utf8_lossy(&output.stdout));
    let requests = server.received_requests().await.expect("requests are recorded");
    let requests: Vec<_> = requests.iter().map(request_summary).collect();
    insta::assert_snapshot!("program_requests", requests.join("\n"));
}

/// Compiles the copy of the crate, and the host's program with it; warnings are errors.
fn compile() -> TempDir {
    let build = Build::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = copy_of_the_crate();
    let path = |name: &str| folder.path().join(name);

    let mut library = build.rustc_with(WITHOUT_TLS.iter().copied());
    library.args(["--crate-name", "elevenlabs_voices", "--crate-type", "rlib", "-D", "warnings"]);
    library.args([
        "-W",
        "missing_docs",
        "-W",
        "unreachable_pub",
        "-W",
        "rust_2018_idioms",
        "-F",
        "unsafe_code",
    ]);
    assert_succeeds(library.arg(path("src/lib.rs")).arg("-o").arg(path("libelevenlabs_voices.rlib")));

    let mut program = build.rustc();
    let library = format!("elevenlabs_voices={}", path("libelevenlabs_voices.rlib").display());
    program.args(["--crate-name", "program", "-D", "warnings", "--extern", &library]);
    let source = tests::root().join(format!("tests/cases/{HOST}/program.rs"));
    assert_succeeds(program.arg(source).arg("-o").arg(path("program")));
    folder
}

fn answer(request: &Request) -> ResponseTemplate {
    let widget = serde_json::json!({ "id": 7, "name": "mill", "parts": null });
    match (request.method.as_str(), request.url.query()) {
        ("POST", Some(query)) if query.contains("south") => {
            ResponseTemplate::new(503).insert_header("retry-after", "0").set_body_json(
                serde_json::json!({ "error": { "reason": "closed", "text": "Closed until Monday." } }),
            )
        }
        ("DELETE", _) => ResponseTemplate::new(204),
        // The length of the body of GET, above the client's limit.
        ("HEAD", _) => ResponseTemplate::new(200).insert_header("content-length", "100000000"),
        _ => ResponseTemplate::new(200).set_body_json(widget),
    }
}

/// A received request, without headers that depend on the connection or the version.
fn request_summary(request: &Request) -> String {
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .filter(|(name, _)| !["host", "user-agent", "content-length"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap_or("?")))
        .collect();
    headers.sort();
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let body = String::from_utf8_lossy(&request.body);
    format!("{} {}{query}\n{}{body}\n", request.method, request.url.path(), headers.concat())
}

/// Specs that leave parts of the runtime unused, by the missing part.
const PARTIAL_SPECS: [(&str, &str); 9] = [
    (
        "pagination",
        "
endpoints:
  get_route:
    get: /routes/{route_id}
    description: Returns a route.
    path: { route_id: { type: string, description: Its id. } }
    query: { lists: { type: optional list of List, description: The lists to search. } }
    response: Route
schemas:
  Route: { description: A route., properties: { answer: { type: Answer, description: Its answer. } } }
  Answer: { description: An answer., properties: { list: { type: List, description: Its list. } } }
enums:
  List: { description: Kinds of list., values: { long: Long., short: Short. } }
",
    ),
    (
        "enums",
        "
endpoints:
  list_items:
    get: /items
    description: Lists items.
    query: { cursor: { type: optional string, description: The page. } }
    response: ItemPage
    paging: { items: items, more: more, next: next, token: cursor }
schemas:
  ItemPage:
    description: A page.
    properties:
      items: { type: list of Item, description: The items. }
      more: { type: boolean, description: Whether another page follows. }
      next: { type: optional string, description: The next page. }
  Item: { description: An item., properties: { id: { type: string, description: Its id. } } }
",
    ),
    (
        "tokens of pages",
        "
endpoints:
  list_items:
    get: /items
    description: Lists items.
    response: ItemPage
    paging: { items: data.items, link: { header: link } }
schemas:
  ItemPage: { description: A page., properties: { data: { type: ItemList, description: The items. } } }
  ItemList: { description: Items., properties: { items: { type: list of Item, description: The items. } } }
  Item: { description: An item., properties: { id: { type: string, description: Its id. } } }
",
    ),
    (
        "schemas",
        "
endpoints:
  count_items:
    get: /items/count
    description: Counts the items.
    query: { kind: { type: optional Kind, description: What to count. } }
    response: integer
enums:
  Kind: { description: Kinds of item., values: { long: Long., short: Short. } }
",
    ),
    (
        "a key",
        "
api:
  title: Open items
  base_url: https://items.example
endpoints:
  get_item:
    get: /items/{item_id}
    description: Returns an item.
    path: { item_id: { type: string, description: Its id. } }
    response: any
",
    ),
    (
        "tags",
        "
endpoints:
  get_size:
    get: /size
    description: Returns a size.
    response: Size
unions:
  Size: { description: A size., variants: { number: integer, text: string } }
",
    ),
    (
        "unions without a tag",
        "
endpoints:
  get_item:
    get: /item
    description: Returns an item.
    response: Item
schemas:
  Nail: { description: A nail., properties: {} }
unions:
  Item: { description: An item., tag: kind, variants: { nail: Nail } }
",
    ),
    (
        "enums of text",
        "
endpoints:
  get_level:
    get: /level
    description: Returns a level.
    response: Level
enums:
  Level: { description: A level., type: integer, values: { 1: Low. } }
",
    ),
    (
        "a response",
        "
endpoints:
  delete_everything:
    delete: /items
    description: Deletes all items.
",
    ),
];

pub(crate) const API: &str = "
api:
  title: Widgets
  base_url: https://widgets.example
  key: { header: x-widget-key, environment: WIDGET_KEY }
";

/// Both clients, and the implicit feature of both.
pub(crate) const WITHOUT_TLS: &[&str] = &["_client", "async", "blocking", "mock"];

const FEATURES: [&[&str]; 3] = [&[], &["_client", "async", "mock"], WITHOUT_TLS];

#[test]
fn unused_part_of_the_runtime_does_not_warn() {
    let build = Build::new(env!("CARGO_TARGET_TMPDIR"));
    for (missing, spec) in PARTIAL_SPECS {
        let folder = copy_of_the_sources();
        let api = if spec.starts_with("\napi:") { "" } else { API };
        emit_into(folder.path(), tests::generate_text(&format!("{api}{spec}")));
        for features in FEATURES {
            let mut library = build.rustc_with(features.iter().copied());
            library.args(["--crate-name", "elevenlabs_voices", "--crate-type", "rlib", "--emit", "metadata"]);
            library.args(["-D", "warnings"]).arg(folder.path().join("src/lib.rs"));
            let output = library.arg("-o").arg(folder.path().join("metadata")).output().expect("rustc runs");
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "a spec without {missing}, {features:?}: {stderr}");
        }
    }
}

/// A copy of the crate with all cases: the host's files replace the emitted ones, all others are modules.
fn copy_of_the_crate() -> TempDir {
    let copy = copy_of_the_sources();
    let source = copy.path().join("src");

    let modules: Vec<_> =
        tests::cases().into_iter().map(|(case, _)| case).filter(|case| case != HOST).collect();
    emit_into(copy.path(), files(HOST));
    for case in &modules {
        for File { path, text } in as_module(case, files(case)) {
            write(&source.join("cases").join(case).join(path), &text);
        }
    }
    let list: Vec<_> = modules.iter().map(|case| format!("pub mod {case};\n")).collect();
    // Uses the routes of each case, which are dead code without a mock.
    let routes: Vec<_> = modules.iter().map(|case| format!("{case}::ROUTES")).collect();
    let routes = format!(
        "#[cfg(feature = \"mock\")]\npub fn routes() -> String {{ format!(\"{{:?}}\", [{}]) }}\n",
        routes.join(", ")
    );
    write(
        &source.join("cases/mod.rs"),
        &format!("//! All other cases.\n#![allow(missing_docs)]\n{}{routes}", list.concat()),
    );
    let library = fs::read_to_string(source.join("lib.rs")).expect("src/lib.rs exists");
    write(&source.join("lib.rs"), &(library + "\npub mod cases;\n"));
    copy
}

/// A case as a module, with adjusted `use` paths.
fn as_module(case: &str, files: Vec<File>) -> impl Iterator<Item = File> {
    let own = format!("use crate::cases::{case}::");
    files.into_iter().filter(|file| file.path != "api.rs").map(move |File { path, text }| {
        let text =
            if path == "mod.rs" { without_api(&text) } else { text.replace("use crate::emitted::", &own) };
        File { path, text }
    })
}

/// Removes the `api` module: the crate has only that of the host.
fn without_api(text: &str) -> String {
    let text = text.replace("#[cfg(feature = \"_client\")]\n", "");
    let lines: Vec<_> = text.lines().filter(|line| !line.contains("api") && !line.contains("API")).collect();
    lines.join("\n")
}
