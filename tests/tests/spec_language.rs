//! The spec language is defined in four places that must agree: the generator, the JSON Schema for editors, the page that documents
//! it, and the specs that use it.

use std::collections::BTreeSet;
use std::fs;

use boon::{Compiler, Schemas};
use codegen::{Diagnostic, Rule};
use codegen::{Generated, Source};
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value as Yaml};

const PAGE: &str = "spec/README.md";

/// All rules that a spec violates.
fn violated_rules(text: &str) -> BTreeSet<Rule> {
    let source = Source { name: "spec.yaml", text };
    let report = codegen::generate(source).map_or_else(|report| report, |generated| generated.warnings);
    report.diagnostics().iter().map(Diagnostic::rule).collect()
}

fn schema() -> Json {
    serde_json::from_str(&codegen::spec_schema()).expect("the JSON Schema is JSON")
}

/// The violations of the JSON Schema; `None` for a text that is not YAML or has a duplicate key.
fn schema_errors(text: &str) -> Option<Vec<String>> {
    let spec: Yaml = serde_yaml::from_str(text).ok()?;
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("schema.json", schema()).expect("a name");
    let index = compiler.compile("schema.json", &mut schemas).expect("the JSON Schema is valid");
    Some(schemas.validate(&json(&spec), index).err().iter().map(ToString::to_string).collect())
}

/// Converts YAML to JSON as editors do: every key becomes text.
fn json(yaml: &Yaml) -> Json {
    match yaml {
        Yaml::Mapping(pairs) => {
            let key = |key: &Yaml| match key {
                Yaml::String(text) => text.clone(),
                other => serde_yaml::to_string(other).expect("a scalar").trim().to_owned(),
            };
            Json::Object(pairs.iter().map(|(name, value)| (key(name), json(value))).collect())
        }
        Yaml::Sequence(items) => items.iter().map(json).collect(),
        other => serde_json::to_value(other).expect("a scalar"),
    }
}

#[test]
fn schema_in_the_repository_is_up_to_date() {
    let stale = tests::read("spec/voices.schema.json") != codegen::spec_schema();
    assert!(!stale, "spec/voices.schema.json is stale: run `cargo xtask gen`");
    let first = tests::read("spec/voices.yaml").lines().next().map(str::to_owned);
    assert_eq!(first.as_deref(), Some("# yaml-language-server: $schema=voices.schema.json"));
}

#[test]
fn valid_specs_conform_to_the_schema() {
    let cases = tests::cases().into_iter().map(|(_, folder)| folder.join("spec.yaml"));
    for path in cases.chain([tests::root().join("spec/voices.yaml")]) {
        let text = fs::read_to_string(&path).expect("a spec");
        assert_eq!(schema_errors(&text), Some(Vec::new()), "{}", path.display());
    }
}

#[test]
fn schema_rejects_every_structural_error() {
    for rule in Rule::ALL.iter().filter(|rule| rule.is_structural()) {
        let text = tests::read(&format!("tests/diagnostics/{}/spec.yaml", rule.id()));
        let schema_errors = schema_errors(&text).unwrap_or_else(|| panic!("{rule:?}"));
        assert!(!schema_errors.is_empty(), "{rule:?}");
    }
}

#[test]
fn schema_accepts_other_errors() {
    let folders = fs::read_dir(tests::root().join("tests/diagnostics")).expect("the cases");
    let files = folders.flat_map(|folder| fs::read_dir(folder.expect("a folder").path()).expect("a case"));
    let specs = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"));
    for path in specs {
        let text = fs::read_to_string(&path).expect("a spec");
        // YAML errors stop the check, and whether unquoted text violates the JSON Schema depends on the YAML parser.
        let structural =
            |rule: &Rule| rule.is_structural() || *rule < Rule::UnknownKey || *rule == Rule::UnquotedText;
        if let Some(schema_errors) = schema_errors(&text)
            && !violated_rules(&text).iter().any(structural)
        {
            assert_eq!(schema_errors, Vec::<String>::new(), "{}", path.display());
        }
    }
}

/// The cells of a table row of the page.
type Row = Vec<String>;

/// The rows of the tables under a heading, without their headers.
fn rows(section: &str) -> Vec<Row> {
    let page = tests::read(PAGE);
    let start = format!("\n## {section}\n");
    let (_, text) = page.split_once(&start).unwrap_or_else(|| panic!("no section {section}"));
    let text = text.split("\n## ").next().unwrap_or_default();
    let lines = text.lines().filter(|line| line.starts_with('|')).skip(2);
    lines
        .map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// The code spans of a cell.
fn code(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The sections of the page that list keys, and the mappings of the language that they document.
const KEYS: [(&str, &[&str]); 11] = [
    ("`api`", &["Api"]),
    ("`endpoints`", &["Endpoint"]),
    ("An error", &["ErrorAttributes"]),
    ("`paging`", &["Paging"]),
    ("Parameters and properties", &["Field"]),
    ("`schemas`", &["Schema"]),
    ("`unions`", &["Union"]),
    ("A variant of a union", &["VariantAttributes"]),
    ("`enums`", &["Enum"]),
    ("A value of an enum", &["ValueAttributes"]),
    ("`known_differences`", &["KnownDifference"]),
];

#[test]
fn page_documents_exactly_the_keys_of_the_language() {
    let schema = schema();
    for (section, mappings) in KEYS {
        let documented: BTreeSet<String> =
            rows(section).iter().flat_map(|row| code(&row[0])).map(str::to_owned).collect();
        let properties = mappings.iter().flat_map(|mapping| {
            schema["definitions"][*mapping]["properties"].as_object().expect("a mapping").keys()
        });
        assert_eq!(documented, properties.cloned().collect(), "{section}");
    }
}

/// A spec with everything that the examples of the page refer to.
const STORE: &str = "
api:
  title: Pet Store
  base_url: https://api.pets.example
  key: { header: x-pet-key, environment: PET_STORE_KEY }
endpoints:
  find_pets:
    get: /v1/pets
    description: Finds pets.
    query:
      page_token: { type: optional string, description: Token of the next page. }
      page_size: { type: optional integer, description: Pets per page. }
      page: { type: optional integer, description: Number of the page. }
      skip: { type: optional integer, description: Number of pets before the page. }
      search: { type: optional string, description: Text to search for. }
      sort: { type: optional string, description: Sort key. }
      sort_direction: { type: optional string, description: Sort direction. }
      with_total: { type: optional boolean, description: Whether to count. }
    response: PetList
  add_pet:
    post: /v1/pets
    description: Adds a pet.
    response: Pet
  example:
    get: /v1/example
    description: The subject of the example.
schemas:
  PetList:
    description: Some pets.
    properties:
      pets: { type: list of Pet, description: The pets. }
      has_more: { type: boolean, description: Whether there is another page. }
      next_token: { type: optional string, description: Token of the next page. }
      total_count: { type: optional integer, description: How many there are. }
      page_count: { type: optional integer, description: How many pages there are. }
      subject: { type: optional integer, description: The subject of the example. }
  Pet:
    description: A pet.
    properties:
      subject: { type: Species, description: Species of the pet. }
      name: { type: string, description: Its name. }
      tags: { type: list of string, description: Its tags. }
  NewPet: { description: A new pet., properties: {} }
unions:
  Keeper: { description: A union., tag: kind, variants: { new: NewPet } }
enums:
  Species: { description: Kinds., values: { fox: Nocturnal. } }
";

/// Inserts the keys of an example into a mapping of the spec, and removes keys that conflict with it.
fn insert_example(path: &[&str], example: &str, without: &[&str], other_keys: &str) -> String {
    let mut store: Yaml = serde_yaml::from_str(STORE).expect("the store");
    let mut node = &mut store;
    for key in path {
        node = node.get_mut(key).unwrap_or_else(|| panic!("the store has {path:?}"));
    }
    let mapping = node.as_mapping_mut().expect("a mapping");
    mapping.retain(|key, _| !without.iter().any(|name| key.as_str() == Some(*name)));
    for text in [other_keys, example] {
        let keys: Mapping = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        mapping.extend(keys);
    }
    serde_yaml::to_string(&store).expect("YAML")
}

/// Asserts that a spec is valid for the generator and for the JSON Schema.
fn assert_valid(text: &str, example: &str) -> Generated {
    assert_eq!(schema_errors(text), Some(Vec::new()), "{example}");
    let source = Source { name: "spec.yaml", text };
    codegen::generate(source).unwrap_or_else(|report| panic!("{example}\n{}", report.render(source, false)))
}

#[test]
fn examples_of_the_page_are_valid() {
    let mut ran = 0;
    for (section, _) in KEYS {
        for row in rows(section) {
            let [keys, _, example] = &row[..] else { panic!("three cells: {row:?}") };
            for example in code(example) {
                assert_valid(&spec_with_example(section, code(keys)[0], example), example);
                ran += 1;
            }
        }
    }
    assert!(ran >= 44, "{ran} examples ran");
}

/// The spec of the page with the example of a key, and with the keys that it requires.
fn spec_with_example(section: &str, key: &str, example: &str) -> String {
    match section {
        "`api`" => insert_example(&["api"], example, &[], "{}"),
        "`endpoints`" => endpoint_example(key, example),
        "`paging`" => paging_example(key, example),
        "An error" => {
            let errors = format!("errors: {{ 404: {{ {example} }} }}");
            insert_example(&["endpoints", "find_pets"], &errors, &["errors"], "{}")
        }
        "Parameters and properties" if key == "style" => {
            let parameter = ["endpoints", "find_pets", "query", "search"];
            insert_example(&parameter, example, &["type"], "type: optional list of string")
        }
        "Parameters and properties" => {
            let other_keys = match key {
                "because" => "documented: integer",
                "documented" => "because: Older pets have null.",
                _ => "{}",
            };
            insert_example(&["schemas", "PetList", "properties", "subject"], example, &[], other_keys)
        }
        "`schemas`" => insert_example(&["schemas", "NewPet"], example, &[], "{}"),
        "`unions`" => insert_example(&["unions", "Keeper"], example, &[], "{}"),
        "A variant of a union" => {
            let ty = if key == "type" { "" } else { "type: NewPet, " };
            let variant = format!("other: {{ {ty}{example} }}");
            insert_example(&["unions", "Keeper", "variants"], &variant, &[], "{}")
        }
        "`enums`" => insert_example(&["enums", "Species"], example, &[], "{}"),
        "`known_differences`" => {
            let differences = format!("known_differences: {{ Pet.subject: {{ {example} }} }}");
            insert_example(&[], &differences, &[], "{}")
        }
        _ => {
            let value = format!("fox: {{ {example} }}");
            insert_example(&["enums", "Species", "values"], &value, &[], "{}")
        }
    }
}

fn endpoint_example(key: &str, example: &str) -> String {
    let (endpoint, replaced, other_keys): (_, &[&str], _) = match key {
        "paging" => ("find_pets", &[], "{}"),
        "body" => ("add_pet", &[], "{}"),
        "content_type" => ("add_pet", &[], "body: NewPet"),
        "accept" => ("add_pet", &["response"], "response: string"),
        "path" => ("example", &[], "get: /v1/pets/{pet_id}"),
        "get" => ("example", &["get"], "path: { pet_id: { type: string, description: Its id. } }"),
        _ => ("example", &[], "{}"),
    };
    insert_example(&["endpoints", endpoint], example, replaced, other_keys)
}

fn paging_example(key: &str, example: &str) -> String {
    let form = match key {
        "page" | "pages" => "page: page",
        "offset" | "link" => "size: page_size",
        _ => "next: next_token, token: page_token",
    };
    let others =
        format!("items: pets, more: has_more, {form}, search: search, sort: sort, total: total_count");
    let others = others.split(", ").filter(|other| !other.starts_with(&format!("{key}:")));
    let paging = others.chain([example]).collect::<Vec<_>>().join(", ");
    insert_example(&["endpoints", "find_pets"], &format!("paging: {{ {paging} }}"), &[], "{}")
}

#[test]
fn types_of_the_page_generate_the_documented_rust() {
    let mut ran = 0;
    for row in rows("Types") {
        let (types, rust) = (code(&row[0]), code(&row[1]));
        for (n, ty) in types.iter().enumerate() {
            let path = ["schemas", "PetList", "properties", "subject"];
            let text = insert_example(&path, &format!("type: {ty}"), &[], "{}");
            let files = assert_valid(&text, ty).files;
            let list =
                files.iter().find(|file| file.path.ends_with("schemas/pet_list.rs")).expect("the struct");
            if let Some(rust) = rust.get(n) {
                // The page has short type names, as with `use` declarations.
                let rust = rust.rsplit("::").next().unwrap_or_default();
                assert!(
                    list.text.contains(&format!("pub subject: {rust},\n")),
                    "{ty} as {rust} in\n{}",
                    list.text
                );
                ran += 1;
            }
        }
    }
    assert!(ran >= 9, "{ran} types were compared");
}

#[test]
fn complete_specs_of_the_page_are_valid() {
    let page = tests::read(PAGE);
    let blocks: Vec<_> =
        page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let complete: Vec<_> = blocks.into_iter().filter(|block| block.starts_with("api:")).collect();
    assert_eq!(complete.len(), 1);
    for block in complete {
        let Generated { warnings, .. } = assert_valid(block, block);
        assert!(warnings.is_empty(), "{}", warnings.render(Source { name: PAGE, text: block }, false));
    }
}

#[test]
fn schema_describes_each_key() {
    let schema = schema();
    for (name, definition) in schema["definitions"].as_object().expect("definitions") {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            let description = property["description"].as_str().unwrap_or_default();
            assert!(description.ends_with('.'), "{name}.{key}: {description:?}");
        }
        assert_eq!(definition["additionalProperties"], false, "{name}");
    }
}
