//! Descriptions, which are imported on request.

use codegen::{ImportOptions, Source};
use serde_json::json;

fn imported(text: &str) -> String {
    let options = ImportOptions { descriptions: true, ..ImportOptions::default() };
    let source = Source { name: "vendor.json", text };
    let import = codegen::import(source, None, &options).unwrap_or_else(|error| panic!("{error:?}"));
    import.spec()
}

#[test]
fn lists_and_code_of_a_description_are_kept() {
    let prose = "Kinds of\nitems:\n- a\n- `b`,\n  which is rare\n\n```json\n{ \"id\":\n    1 }\n```";
    let item = json!({ "type": "object", "description": prose, "properties": {
        "id": { "type": "string", "description": prose } } });
    let reference = json!({ "$ref": "#/components/schemas/Item" });
    let operation = json!({ "operationId": "get_item", "description": prose, "responses": {
        "200": { "description": "", "content": { "application/json": { "schema": reference } } } } });
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Items", "version": "1" }, "servers": [{ "url": "https://items.example" }],
        "paths": { "/item": { "get": operation } }, "components": { "schemas": { "Item": item } },
    });
    let spec = imported(&document.to_string());
    let block = "    description: |-\n      Kinds of items:\n\n      - a\n      - `b`, which is rare\n\n      ```text\n      { \"id\":\n          1 }\n      ```\n";
    assert_eq!(spec.matches(block).count(), 2, "{spec}");
    let source = Source { name: "spec.yaml", text: &spec };
    let checked = codegen::check(source).unwrap_or_else(|report| panic!("{}", report.render(source, false)));
    assert_eq!(imported(&checked.openapi()), spec);
}
