//! `--into` and the default: additions to a spec that exists.

use serde_json::{Value, json};

use super::{STORE, TestDir, document};

/// A spec that has one endpoint of the document, and a type of it under another name.
const MINE: &str = "\
# My spec.
api: { title: Store, base_url: https://store.example, key: { header: x-pet-key, environment: STORE_KEY } }

endpoints:
  find_pets: # renamed
    get: /pets
    description: Finds pets.
    query:
      limit: { type: optional integer, default: 20, min: 1, max: 100, description: Page size. }
    response: list of Animal # an animal

schemas:
  Animal:
    description: An animal.
    properties:
      name: { type: string, description: Its name. } # as given

  # A person.
  Keeper:
    description: A person.
    properties:
      name: { type: string, description: Full name. }
      type: { type: optional string, description: Kind of keeper. }
# The end of the schemas.

known_differences:
  Keeper.name: { type: It is one. }
";

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn addition_leaves_every_line_of_the_spec_as_it_was() {
    let folder = TestDir::new();
    folder.write("mine.yaml", MINE);
    let run = folder.import(&["store.json", "--all", "--into", "mine.yaml"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let text = folder.read("mine.yaml");
    let mut added = lines(&text).into_iter();
    for line in lines(MINE) {
        assert!(added.any(|it| it == line), "`{line}` is missing in\n{text}");
    }
    let expected_order =
        ["find_pets:", "add_pet:", "delete_pet:", "schemas:", "Keeper:", "NewPet:", "# The end", "enums:"];
    let positions: Vec<_> =
        expected_order.iter().map(|it| text.find(it).unwrap_or_else(|| panic!("{it}\n{text}"))).collect();
    assert!(positions[..6].is_sorted(), "{positions:?}\n{text}");
    assert!(run.stderr.contains("1 already in the spec"), "{}", run.stderr);
}

#[test]
fn types_of_the_spec_are_reused_under_their_names() {
    let folder = TestDir::new();
    folder.write("mine.yaml", MINE);
    let run = folder.import(&["store.json", "add_pet_pets_post", "--spec", "mine.yaml"]);
    // `Animal` corresponds to `Pet` by the operation that both have, and `Keeper` to `Owner` by its shape.
    assert!(run.stdout.contains("    response: Animal\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("\n  Pet:"), "{}", run.stdout);
    let mut store: Value = serde_json::from_str(STORE).expect("JSON");
    store["components"]["schemas"]["NewPet"]["properties"]["owner"] =
        json!({ "$ref": "#/components/schemas/Owner" });
    folder.write("store.json", &store.to_string());
    let run = folder.import(&["store.json", "add_pet_pets_post", "--spec", "mine.yaml"]);
    assert!(run.stdout.contains("owner: { type: optional Keeper, description: \"\" }"), "{}", run.stdout);
    assert!(
        !run.stdout.contains("Owner:") && run.stderr.contains("2 types of the spec reused"),
        "{}",
        run.stderr
    );
}

#[test]
fn second_import_of_the_same_operation_changes_nothing() {
    let folder = TestDir::new();
    folder.write("mine.yaml", MINE);
    folder.import(&["store.json", "--all", "--into", "mine.yaml"]);
    let once = folder.read("mine.yaml");
    let run = folder.import(&["store.json", "deletePet", "listPets", "--into", "mine.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(folder.read("mine.yaml"), once);
}

#[test]
fn indentation_of_the_spec_is_kept() {
    let folder = TestDir::new();
    let four = MINE.lines().map(|line| match line.strip_prefix("  ") {
        Some(rest) => format!("    {rest}\n"),
        None => format!("{line}\n"),
    });
    let four: Vec<_> = four.collect();
    folder.write("mine.yaml", &four.concat());
    let run = folder.import(&["store.json", "deletePet", "--into", "mine.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(folder.read("mine.yaml").contains("\n\n    delete_pet:\n"), "{}", folder.read("mine.yaml"));
}

#[test]
fn spec_without_a_section_or_a_final_line_break_gets_both() {
    let folder = TestDir::new();
    let small =
        "api: { title: Store, base_url: https://store.example, key: { header: x-pet-key, environment: KEY } }
endpoints:
  drop: { delete: /all, description: Drops all. }";
    folder.write("small.yaml", small);
    let run = folder.import(&["store.json", "--all", "--into", "small.yaml"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let text = folder.read("small.yaml");
    assert!(
        text.starts_with(small) && text.contains("\nschemas:\n  Pet:\n") && text.contains("\nenums:\n"),
        "{text}"
    );
}

#[test]
fn section_in_braces_is_an_error_that_leaves_the_spec_as_it_was() {
    let folder = TestDir::new();
    let braces =
        "api: { title: Store, base_url: https://store.example, key: { header: x-pet-key, environment: KEY } }
endpoints: { drop: { delete: /all, description: Drops all. } }
";
    folder.write("braces.yaml", braces);
    let run = folder.import(&["store.json", "deletePet", "--into", "braces.yaml"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("cannot add to braces.yaml: the section `endpoints` is written in braces"),
        "{}",
        run.stderr
    );
    assert_eq!(folder.read("braces.yaml"), braces);
}

#[test]
fn invalid_spec_is_reported_before_anything_is_added() {
    let folder = TestDir::new();
    folder.write("mine.yaml", &MINE.replace("Animal # an animal", "Nothing"));
    let before = folder.read("mine.yaml");
    let run = folder.import(&["store.json", "deletePet", "--into", "mine.yaml"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("error[unknown-type]"), "{}", run.stderr);
    assert_eq!(folder.read("mine.yaml"), before);
}

#[test]
fn name_of_another_type_of_the_spec_is_not_taken() {
    let folder = TestDir::new();
    folder.write("mine.yaml", MINE);
    let animal = json!({ "type": "object", "properties": { "wheels": { "type": "integer" } } });
    let response = json!({ "$ref": "#/components/schemas/Animal" });
    let operation = json!({
        "operationId": "make",
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "responses": { "200": { "description": "", "content": { "application/json": { "schema": response } } } },
    });
    folder.write("vendor.json", &document(&operation, &json!({ "Animal": animal })).to_string());
    let run = folder.import(&["vendor.json", "make", "--spec", "mine.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.contains("response: AnimalModel") && run.stdout.contains("  AnimalModel:\n"),
        "{}",
        run.stdout
    );
}
