//! Emitted code compiles without warnings of rustc, Clippy and rustdoc, for any valid spec. The lints are those of the workspace.

use std::fmt::Write;
use std::fs;

use tests::built::Build;

use super::copy::{assert_succeeds, copy_of_the_sources, emit_into, write};
use super::{API, WITHOUT_TLS};

#[test]
fn names_of_std_and_of_the_runtime_do_not_warn() {
    assert_no_warnings(&format!("{API}{}", names_everywhere()));
}

#[test]
fn names_numbers_and_prose_of_any_style_do_not_warn() {
    let spec = tests::read("tests/warnings/styles.yaml");
    assert_no_warnings(&format!("{spec}{}", many_properties()));
}

#[test]
fn any_type_in_any_position_does_not_warn() {
    assert_no_warnings(&format!("{API}{}", every_type_everywhere()));
}

#[test]
fn everything_deprecated_does_not_warn() {
    assert_no_warnings(&tests::read("tests/warnings/deprecated.yaml"));
}

#[test]
fn lists_in_every_form_of_pagination_do_not_warn() {
    assert_no_warnings(&tests::read("tests/cases/paging_forms/spec.yaml"));
}

/// Runs Clippy on the emitted code, with all features and for the models only, and then rustdoc.
fn assert_no_warnings(spec: &str) {
    let build = Build::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = copy_of_the_sources();
    emit_into(folder.path(), tests::generate_text(spec));
    let library = folder.path().join("src/lib.rs");

    for features in [WITHOUT_TLS, &[]] {
        let mut clippy = build.tool("clippy-driver", features.iter().copied());
        clippy.args(lints());
        clippy.args(["--crate-name", "elevenlabs_voices", "--crate-type", "rlib", "--emit", "metadata"]);
        assert_succeeds(
            clippy.args(["-D", "warnings"]).arg(&library).arg("-o").arg(folder.path().join("metadata")),
        );
    }
    // The crate documentation and the guides link to items of the real API, which do not exist here.
    let text = fs::read_to_string(&library).expect("src/lib.rs exists");
    write(&library, &text.replace("allow(rustdoc::", "warn(rustdoc::"));
    let mut rustdoc = build.tool("rustdoc", WITHOUT_TLS.iter().copied());
    rustdoc.args(["--crate-name", "elevenlabs_voices"]).arg(&library);
    let output = rustdoc.arg("-o").arg(folder.path().join("doc")).output().expect("rustdoc runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !stderr.contains("src/emitted"), "{stderr}");
}

/// The arguments for the lints of the workspace, in order of priority.
fn lints() -> Vec<String> {
    let manifest = tests::read("Cargo.toml");
    let mut lints = Vec::new();
    for (section, prefix) in [("rust", ""), ("clippy", "clippy::")] {
        let start = format!("[workspace.lints.{section}]\n");
        let (_, rest) = manifest.split_once(&start).expect("the manifest has the section");
        let entries = rest.lines().take_while(|line| !line.starts_with('['));
        for (name, level) in entries.filter_map(|line| line.split_once(" = ")) {
            let flag = ["allow", "warn", "forbid"].into_iter().find(|word| level.contains(word));
            let flag = format!("--{}={prefix}{name}", flag.expect("a known level"));
            lints.push((!level.contains("priority"), flag));
        }
    }
    lints.sort_by_key(|(has_priority, _)| *has_priority);
    lints.into_iter().map(|(_, flag)| flag).collect()
}

/// Names of types in std, in the prelude, in the runtime, and in its dependencies.
const SCHEMAS: &str = "Debug, Default, Ok, ApiKey, Blocking, IntoIterator, Copy, Clone, PartialEq, Hash, Ord, Drop, \
    ToOwned, Serialize, Deserialize, JsonValue, Response, Route, Answer, Mod, Self, Crate, Type, \
    Schemas, Operations, D, S, Item, Output, Formatter, Secret, DecodeError, Attempt, Transport, \
    Backend, Serializer, Duration, Send, Sync, Key, Path, Test, Eq, Add";

const ENUMS: &str = "Err, Unknown, From, Into, AsRef, Iterator, ToString, FromStr, Display, Fmt, Std, Core, List, \
    Super, Match, Enums, Fixtures, Infallible, API, JsonPath, Api2, Deserializer, Future, Static, \
    Derive, Allow, PartialOrd, Not";

const UNIONS: &str = "Cow, Any, Visitor, Members, Tag, Mismatch, Tagged, Borrow, Unions, Number";

const METHODS: &str = "iterator, copy, send, from, into, into_iterator, as_ref, static_str, sized, match, self, \
    super, crate, type, mod, fn, async, gen, drop, into_iter, to_string, fmt, option, result, \
    string, vec, box, some, ok, err, std, core, operations, request, method, operation, \
    api_client, error, raw, fixture, default, poll, next, everything, api, config, inner, shared, \
    k, len, is_empty, iter, add, not";

const PROPERTIES: &str = "from, into, as_ref, iter, into_iter, to_string, copy, eq, hash, ord, cmp, drop, to_owned, str, \
    fmt, std, self, super, crate, fn, type, gen, default, fixture, clone, read, write, name, \
    value, required, property, map, vec, string, option, some, none, r, w, k, object, page, \
    rejected, next_token, $ref, a b, 9lives, +1, -1, petId, PetName, _id, __typename, HTTPStatus";

const VALUES: &str = "known, default, self, err, ok, some, none, error, item, output, clone, option, , +1, -1, 1, \
    1.5, 15, 2x, +, -, <=, <, created_at, -created_at, type";

fn names(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(", ")
}

/// A spec whose names are all also names in Rust, in std or in the runtime.
fn names_everywhere() -> String {
    let types: Vec<_> = names(SCHEMAS).chain(names(ENUMS)).chain(names(UNIONS)).collect();
    let field = |name: &str, ty: &str| format!("\"{name}\": {{ type: {ty}, description: A. }}");
    let endpoint = |name: &str, route: String, rest: String| {
        format!("  {name}: {{ {route}, description: A., {rest} }}\n")
    };

    let methods = names(METHODS).zip(types.iter().cycle()).enumerate().map(|(n, (name, ty))| {
        let path = field("a", "string");
        let query =
            format!("{}, {}", field("b", "optional list of string"), field("self", "optional string"));
        let rest = format!("path: {{ {path} }}, query: {{ {query} }}, body: {ty}, response: list of {ty}");
        endpoint(name, format!("post: \"/m/{n}/{{a}}\""), rest)
    });
    let responses = types
        .iter()
        .enumerate()
        .map(|(n, ty)| endpoint(&format!("value_{n}"), format!("get: /v/{n}"), format!("response: {ty}")));
    let parameters = names(ENUMS).chain(["Values", "Integers"]).enumerate().map(|(n, ty)| {
        let fields =
            [field("q", ty), field("r", &format!("optional list of {ty}")), field("s", "optional string")];
        endpoint(&format!("find_{n}"), format!("get: /f/{n}"), format!("query: {{ {} }}", fields.join(", ")))
    });
    let lists = ["Item", "IntoIterator"].map(|item| {
        let paging = "paging: { items: page, more: rejected_, next: extra_, token: page }";
        let rest =
            format!("query: {{ {} }}, response: {item}Page, {paging}", field("page", "optional string"));
        endpoint(&format!("list_{}", item.to_lowercase()), format!("get: /l/{item}"), rest)
    });
    let everything = endpoint("find_everything", "get: /e".to_owned(), "response: Everything".to_owned());
    let endpoints: String =
        methods.chain(responses).chain(parameters).chain(lists).chain([everything]).collect();

    let schema = |name: &str, fields: &[String]| {
        format!("  {name}: {{ description: A., properties: {{ {} }} }}\n", fields.join(", "))
    };
    let pages = ["Item", "IntoIterator"].map(|item| {
        let fields = [
            ("page", format!("list of {item}")),
            ("rejected_", "boolean".into()),
            ("extra_", "optional string".into()),
        ];
        schema(&format!("{item}Page"), &fields.map(|(name, ty)| field(name, &ty)))
    });
    let time = |name: &str| {
        format!("{name}_unix: {{ type: optional integer, unit: unix seconds, description: A. }}")
    };
    let times = ["type", "clone", "into_iter", "add", "deref", "extra", "fixture"].map(time);
    let properties = names(PROPERTIES).map(|name| field(name, "string"));
    let references = types.iter().enumerate().flat_map(|(n, ty)| {
        [field(&format!("p{n}"), ty), field(&format!("o{n}"), &format!("optional map of list of {ty}"))]
    });
    let everything = schema("Everything", &properties.chain(references).chain(times).collect::<Vec<_>>());
    let schemas: String =
        names(SCHEMAS).map(|name| schema(name, &[field("self", "string"), time("at")])).collect();

    let enums = names(ENUMS).map(|name| format!("  {name}: {{ description: A., values: {{ a: A. }} }}\n"));
    let values: Vec<_> = names(VALUES).map(|value| format!("\"{value}\": A.")).collect();
    let integers = "  Integers: { description: A., type: integer, values: { 0: A., -1: A., 100000: A. } }\n";
    let values = format!("{integers}  Values: {{ description: A., values: {{ {} }} }}\n", values.join(", "));
    let union_def = |name: &str, rest: String| format!("  {name}: {{ description: A., {rest} }}\n");
    let variants: Vec<_> = names(VALUES).zip(types.iter().take(30)).collect();
    let tagged: Vec<_> = variants.iter().map(|(value, ty)| format!("\"{value}\": {ty}")).collect();
    let tagged = format!("tag: self, variants: {{ {} }}", tagged.join(", "));
    let untagged =
        "variants: { from: From, ok: Ok, values: list of Into, string: string, box: list of Any, rest: any }";
    let unions = names(UNIONS).enumerate();
    let unions = unions
        .map(|(n, name)| union_def(name, if n % 2 == 0 { tagged.clone() } else { untagged.to_owned() }));
    format!(
        "endpoints:\n{endpoints}schemas:\n{everything}{}{schemas}unions:\n{}enums:\n{}{values}",
        pages.concat(),
        unions.collect::<String>(),
        enums.collect::<String>()
    )
}

/// Types of every kind, including nested ones.
fn types() -> Vec<String> {
    let simple = ["string", "integer", "double", "boolean", "any", "Color", "Pet", "Animal", "Mode", "Level"];
    let nested = ["list of ", "map of ", "list of optional ", "map of list of optional map of "];
    let nested = nested.iter().flat_map(|outer| simple.map(|inner| format!("{outer}{inner}")));
    simple.iter().map(|&ty| ty.to_owned()).chain(nested).collect()
}

/// A spec with each type as response, body, property and parameter, required and optional.
fn every_type_everywhere() -> String {
    let (mut endpoints, mut properties) = (String::new(), String::new());
    for (n, ty) in types().iter().enumerate() {
        for (presence, optional) in [("", ""), ("optional_", "optional ")] {
            let response = format!("response: {optional}{ty}");
            let body = if optional.is_empty() { format!("body: {ty}, ") } else { String::new() };
            writeln!(
                endpoints,
                "  {presence}call_{n}: {{ post: /{presence}{n}, description: A., {body}{response} }}"
            )
            .expect("text");
            writeln!(properties, "      {presence}property_{n}: {{ type: {optional}{ty}, description: A. }}")
                .expect("text");
        }
    }
    let scalars = ["string", "integer", "double", "boolean", "Color", "Mode", "Level"];
    let fields = |optional: &str, list: bool| -> String {
        let types = scalars.iter().map(|ty| if list { format!("list of {ty}") } else { (*ty).to_owned() });
        let name = |n| format!("{}_{list}_{n}", if optional.is_empty() { "a" } else { "o" });
        let field = |(n, ty)| format!("      {}: {{ type: {optional}{ty}, description: A. }}\n", name(n));
        types.enumerate().map(field).collect()
    };
    let path: Vec<_> = (0..scalars.len()).map(|n| format!("/{{a_false_{n}}}")).collect();
    format!(
        "endpoints:\n{endpoints}  in_path:\n    get: {}\n    description: A.\n    path:\n{}  query_param:\n    get: /query\n    \
         description: A.\n    query:\n{}{}{}{}  header_param:\n    get: /header\n    description: A.\n    headers:\n{}{}\
         schemas:\n  Pet:\n    description: A.\n    properties:\n      name: {{ type: string, description: A. }}\n  Holder:\n    \
         description: A.\n    properties:\n{properties}unions:\n  Animal: {{ description: A., tag: kind, variants: {{ pet: Pet, holder: Holder }} }}\n  Mode: {{ \
         description: A., variants: {{ color: Color, flag: boolean, integer: integer, double: double, text: string }} }}\n\
         enums:\n  Color: {{ description: A., values: {{ red: A. }} }}\n  Level: {{ description: A., type: integer, values: {{ 1: A., \
         -100000: A. }} }}\n",
        path.concat(),
        fields("", false),
        fields("", false),
        fields("", true),
        fields("optional ", false),
        fields("optional ", true),
        fields("", false),
        fields("optional ", false),
    )
    .replace("  in_path:", "  get_holder: { get: /holder, description: A., response: Holder }\n  in_path:")
}

/// Five hundred properties for the last schema.
fn many_properties() -> String {
    let mut properties = String::new();
    for n in 0..500 {
        let ty = ["string", "boolean", "optional integer", "optional list of Large"][n % 4];
        writeln!(properties, "      property_{n}: {{ type: {ty}, description: A. }}").expect("text");
    }
    properties
}
