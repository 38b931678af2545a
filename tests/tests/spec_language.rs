//! The spec language, said in four places that have to agree: what the generator reads, the JSON Schema for editors, the page that
//! documents it, and the specs that use it.

use std::collections::BTreeSet;
use std::fs;

use boon::{Compiler, Schemas};
use codegen::{Diagnostic, Rule};
use codegen::{Generated, Source};
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value as Yaml};

const PAGE: &str = "spec/README.md";

/// All rules that a spec breaks.
fn broken(text: &str) -> BTreeSet<Rule> {
    let source = Source { name: "spec.yaml", text };
    let report = codegen::generate(source).map_or_else(|report| report, |generated| generated.warnings);
    report.diagnostics().iter().map(Diagnostic::rule).collect()
}

fn schema() -> Json {
    serde_json::from_str(&codegen::spec_schema()).expect("the JSON Schema is JSON")
}

/// What the JSON Schema says against a spec; nothing can be said of one that is not YAML, or has a key twice.
fn objections(text: &str) -> Option<Vec<String>> {
    let spec: Yaml = serde_yaml::from_str(text).ok()?;
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("schema.json", schema()).expect("a name");
    let index = compiler.compile("schema.json", &mut schemas).expect("the JSON Schema is one");
    Some(schemas.validate(&json(&spec), index).err().iter().map(ToString::to_string).collect())
}

/// As editors see it: in JSON every key is text.
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
fn the_schema_in_the_repository_is_the_generators() {
    let stale = tests::read("spec/voices.schema.json") != codegen::spec_schema();
    assert!(!stale, "spec/voices.schema.json is stale: run `cargo xtask gen`");
    let first = tests::read("spec/voices.yaml").lines().next().map(str::to_owned);
    assert_eq!(first.as_deref(), Some("# yaml-language-server: $schema=voices.schema.json"));
}

#[test]
fn good_specs_conform_to_the_schema() {
    let cases = tests::cases().into_iter().map(|(_, folder)| folder.join("spec.yaml"));
    for path in cases.chain([tests::root().join("spec/voices.yaml")]) {
        let text = fs::read_to_string(&path).expect("a spec");
        assert_eq!(objections(&text), Some(Vec::new()), "{}", path.display());
    }
}

#[test]
fn the_schema_objects_to_every_mistake_of_shape() {
    for rule in Rule::ALL.iter().filter(|rule| rule.is_of_shape()) {
        let text = tests::read(&format!("tests/diagnostics/{}/spec.yaml", rule.id()));
        let objections = objections(&text).unwrap_or_else(|| panic!("{rule:?}"));
        assert!(!objections.is_empty(), "{rule:?}");
    }
}

#[test]
fn the_schema_objects_to_nothing_else() {
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

/// A row of a table of the page: its cells.
type Row = Vec<String>;

/// The rows of the tables under a heading, without their heads.
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

/// What stands between backticks.
fn code(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The sections of the page that list keys, and the mappings of the language that they document.
const KEYS: [(&str, &[&str]); 8] = [
    ("`api`", &["Api"]),
    ("`endpoints`", &["Endpoint"]),
    ("`paging`", &["Paging"]),
    ("Parameters and properties", &["Field"]),
    ("`schemas`", &["Schema"]),
    ("`enums`", &["Enum"]),
    ("A value of an enum", &["ValueAttributes"]),
    ("`known_differences`", &["KnownDifference"]),
];

#[test]
fn the_page_documents_every_key_and_no_other() {
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

/// A spec in which every example of the page has what it speaks of.
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
enums:
  Species: { description: Kinds., values: { fox: Barks at night. } }
";

/// Puts an example's keys into a mapping of the store. What the example cannot stand beside goes.
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

/// Holds that a spec can be used, by the generator and by the JSON Schema.
fn assert_works(text: &str, example: &str) -> Generated {
    assert_eq!(objections(text), Some(Vec::new()), "{example}");
    let source = Source { name: "spec.yaml", text };
    codegen::generate(source).unwrap_or_else(|report| panic!("{example}\n{}", report.render(source, false)))
}

#[test]
fn the_examples_of_the_page_work() {
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
fn the_types_of_the_page_become_what_it_says() {
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
                // The page names types as users would; `use` lines shorten them.
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
fn the_whole_specs_of_the_page_work() {
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
fn editors_show_what_each_key_means() {
    let schema = schema();
    for (name, definition) in schema["definitions"].as_object().expect("definitions") {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            let about = property["description"].as_str().unwrap_or_default();
            assert!(about.ends_with('.'), "{name}.{key}: {about:?}");
        }
        assert_eq!(definition["additionalProperties"], false, "{name}");
    }
}
