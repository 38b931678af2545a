//! The spec language has four descriptions that must agree: the generator, the JSON Schema for editors, the page that documents it, and
//! the specs that use it.

use std::collections::BTreeSet;
use std::fs;

use boon::{Compiler, Schemas};
use codegen::{Diagnostic, Rule};
use codegen::{Generated, Source};
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value as Yaml};

const PAGE: &str = "spec/README.md";

/// All rules that a spec violates.
fn broken(text: &str) -> BTreeSet<Rule> {
    let source = Source { name: "spec.yaml", text };
    let report = codegen::generate(source).map_or_else(|report| report, |generated| generated.warnings);
    report.diagnostics().iter().map(Diagnostic::rule).collect()
}

fn schema() -> Json {
    serde_json::from_str(&codegen::spec_schema()).expect("the JSON Schema is JSON")
}

/// The violations of the JSON Schema; `None` for a text that is not YAML or has a duplicate key.
fn objections(text: &str) -> Option<Vec<String>> {
    let spec: Yaml = serde_yaml::from_str(text).ok()?;
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("schema.json", schema()).expect("a name");
    let index = compiler.compile("schema.json", &mut schemas).expect("the JSON Schema is one");
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
        assert_eq!(objections(&text), Some(Vec::new()), "{}", path.display());
    }
}

#[test]
fn schema_rejects_every_structural_error() {
    for rule in Rule::ALL.iter().filter(|rule| rule.is_of_shape()) {
        let text = tests::read(&format!("tests/diagnostics/{}/spec.yaml", rule.id()));
        let objections = objections(&text).unwrap_or_else(|| panic!("{rule:?}"));
        assert!(!objections.is_empty(), "{rule:?}");
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
        // What is left out of YAML is not read further, and of unquoted text a JSON Schema sees what its YAML reader lets it see.
        let of_shape =
            |rule: &Rule| rule.is_of_shape() || *rule < Rule::UnknownKey || *rule == Rule::UnquotedText;
        if let Some(objections) = objections(&text)
            && !broken(&text).iter().any(of_shape)
        {
            assert_eq!(objections, Vec::<String>::new(), "{}", path.display());
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
const KEYS: [(&str, &[&str]); 10] = [
    ("`api`", &["Api"]),
    ("`endpoints`", &["Endpoint"]),
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
      page_token: { type: optional string, description: Where to go on. }
      page_size: { type: optional integer, description: Pets on a page. }
      search: { type: optional string, description: What to look for. }
    response: PetList
  add_pet:
    post: /v1/pets
    description: Adds a pet.
    response: Pet
  example:
    get: /v1/example
    description: The one that the example is about.
schemas:
  PetList:
    description: Some pets.
    properties:
      pets: { type: list of Pet, description: The pets. }
      has_more: { type: boolean, description: Whether there are more. }
      next_token: { type: optional string, description: Where to go on. }
      total_count: { type: optional integer, description: How many there are. }
      it: { type: optional integer, description: The one that the example is about. }
  Pet: { description: A pet., properties: { it: { type: Species, description: Its kind. } } }
  NewPet: { description: A pet to be., properties: {} }
unions:
  Keeper: { description: One or the other., tag: kind, variants: { new: NewPet } }
enums:
  Species: { description: Kinds., values: { fox: Barks at night. } }
";

/// Inserts the keys of an example into a mapping of the spec, and removes keys that conflict with it.
fn put(path: &[&str], example: &str, without: &[&str], beside: &str) -> String {
    let mut store: Yaml = serde_yaml::from_str(STORE).expect("the store");
    let mut place = &mut store;
    for key in path {
        place = place.get_mut(key).unwrap_or_else(|| panic!("the store has {path:?}"));
    }
    let mapping = place.as_mapping_mut().expect("a mapping");
    mapping.retain(|key, _| !without.iter().any(|name| key.as_str() == Some(*name)));
    for text in [beside, example] {
        let keys: Mapping = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        mapping.extend(keys);
    }
    serde_yaml::to_string(&store).expect("YAML")
}

/// Asserts that a spec is valid for the generator and for the JSON Schema.
fn assert_works(text: &str, example: &str) -> Generated {
    assert_eq!(objections(text), Some(Vec::new()), "{example}");
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
                let key = code(keys)[0];
                let text = match section {
                    "`api`" => put(&["api"], example, &[], "{}"),
                    "`endpoints`" if key == "paging" => put(&["endpoints", "find_pets"], example, &[], "{}"),
                    "`paging`" => {
                        let all = "items: pets, more: has_more, next: next_token, token: page_token";
                        let others = all.split(", ").filter(|other| !other.starts_with(key));
                        let paging = others.chain([example]).collect::<Vec<_>>().join(", ");
                        put(&["endpoints", "find_pets"], &format!("paging: {{ {paging} }}"), &[], "{}")
                    }
                    "`endpoints`" if key == "body" => put(&["endpoints", "add_pet"], example, &[], "{}"),
                    "`endpoints`" if key == "path" => {
                        put(&["endpoints", "example"], example, &[], "get: /v1/pets/{pet_id}")
                    }
                    "`endpoints`" if key == "get" => {
                        let path = "path: { pet_id: { type: string, description: Its id. } }";
                        put(&["endpoints", "example"], example, &["get"], path)
                    }
                    "`endpoints`" => put(&["endpoints", "example"], example, &[], "{}"),
                    "Parameters and properties" => {
                        let beside = match key {
                            "because" => "documented: integer",
                            "documented" => "because: Older pets answer null.",
                            _ => "{}",
                        };
                        put(&["schemas", "PetList", "properties", "it"], example, &[], beside)
                    }
                    "`schemas`" => put(&["schemas", "NewPet"], example, &[], "{}"),
                    "`unions`" => put(&["unions", "Keeper"], example, &[], "{}"),
                    "A variant of a union" => {
                        let ty = if key == "type" { "" } else { "type: NewPet, " };
                        put(
                            &["unions", "Keeper", "variants"],
                            &format!("other: {{ {ty}{example} }}"),
                            &[],
                            "{}",
                        )
                    }
                    "`enums`" => put(&["enums", "Species"], example, &[], "{}"),
                    "`known_differences`" => {
                        put(&[], &format!("known_differences: {{ Pet.it: {{ {example} }} }}"), &[], "{}")
                    }
                    _ => put(&["enums", "Species", "values"], &format!("fox: {{ {example} }}"), &[], "{}"),
                };
                assert_works(&text, example);
                ran += 1;
            }
        }
    }
    assert!(ran >= 44, "{ran} examples ran");
}

#[test]
fn types_of_the_page_generate_the_documented_rust() {
    let mut ran = 0;
    for row in rows("Types") {
        let (types, rust) = (code(&row[0]), code(&row[1]));
        for (n, ty) in types.iter().enumerate() {
            let it = ["schemas", "PetList", "properties", "it"];
            let text = put(&it, &format!("type: {ty}"), &[], "{}");
            let files = assert_works(&text, ty).files;
            let list =
                files.iter().find(|file| file.path.ends_with("schemas/pet_list.rs")).expect("the struct");
            if let Some(rust) = rust.get(n) {
                // The page has short type names, as with `use` declarations.
                let rust = rust.rsplit("::").next().unwrap_or_default();
                assert!(
                    list.text.contains(&format!("pub it: {rust},\n")),
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
    let whole: Vec<_> = blocks.into_iter().filter(|block| block.starts_with("api:")).collect();
    assert_eq!(whole.len(), 1);
    for block in whole {
        let Generated { warnings, .. } = assert_works(block, block);
        assert!(warnings.is_empty(), "{}", warnings.render(Source { name: PAGE, text: block }, false));
    }
}

#[test]
fn schema_describes_each_key() {
    let schema = schema();
    for (name, definition) in schema["definitions"].as_object().expect("definitions") {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            let about = property["description"].as_str().unwrap_or_default();
            assert!(about.ends_with('.'), "{name}.{key}: {about:?}");
        }
        assert_eq!(definition["additionalProperties"], false, "{name}");
    }
}
