//! Patches for random documents: every patch is a valid addition to the spec, and the patched spec agrees.

use codegen::Source;
use codegen::drift::Drift;
use serde_json::{Map, Value, json};

const SPEC: &str = include_str!("store.yaml");

/// The number of documents.
const COUNT: u64 = 120;

/// Ordinary names, and names with a special meaning in YAML, Rust or the spec language.
const NAMES: &[&str] = &[
    "age",
    "colour",
    "home",
    "tag",
    "a-b",
    "a_b",
    "a b",
    "A_B",
    "aB",
    "class",
    "type",
    "self",
    "Self",
    "crate",
    "extra",
    "from_json",
    "rejected",
    "body",
    "send",
    "limit",
    "camelCase",
    "PascalCase",
    "2x",
    "9",
    "+1",
    "-1",
    "",
    " ",
    "yes",
    "No",
    "null",
    "~",
    "true",
    "1.5",
    "1e3",
    "0x1F",
    "-",
    "--",
    "- x",
    "? x",
    "*x",
    "&x",
    "!x",
    "@id",
    "$ref",
    "a.b",
    "a/b",
    "a: b",
    "a #b",
    "{x}",
    "[x]",
    "'x'",
    "\"x\"",
    "back\\slash",
    "line\nbreak",
    "tab\t",
    "\u{202e}rtl",
    "\u{7f}",
    "\u{feff}",
    "\u{85}",
    "naïve",
    "ключ",
    "名前",
    "😀",
    "unknown",
    "Unknown",
    "None",
    "properties",
    "description",
];

/// Names of components.
const COMPONENTS: &[&str] = &[
    "Box",
    "Error",
    "Pet",
    "Client",
    "home_model",
    "HomeModel",
    "List[Pet]",
    "ListPets",
    "日本",
    "mod",
    "2d",
    "Value",
];

/// xorshift64*: the same documents every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).expect("31 bits") % limit
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    fn name(&mut self) -> &'static str {
        NAMES[self.below(NAMES.len())]
    }

    fn parameter(&mut self) -> &'static str {
        const HEADERS: [&str; 5] = ["Host", "content-type", "X-Trace-2", "trace", "TE"];
        if self.one_in(4) { HEADERS[self.below(HEADERS.len())] } else { self.name() }
    }

    fn names(&mut self) -> Vec<&'static str> {
        (0..=self.below(5)).map(|_| self.name()).collect()
    }

    fn number(&mut self) -> Value {
        self.pick(&[json!(0), json!(1), json!(7.0), json!(2.5), json!(-3), json!(1e30), json!(100)]).clone()
    }

    fn value(&mut self) -> Value {
        match self.below(6) {
            0 => json!(self.name()),
            1 => json!(self.one_in(2)),
            2 => json!([]),
            3 => json!(null),
            _ => self.number(),
        }
    }

    /// Adds limits, a default and other annotations, valid or not.
    fn annotate(&mut self, mut schema: Value) -> Value {
        for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
            if self.one_in(4) {
                schema[keyword] = self.number();
            }
        }
        if self.one_in(3) {
            schema["default"] = self.value();
        }
        for keyword in ["nullable", "deprecated"] {
            if self.one_in(6) {
                schema[keyword] = json!(true);
            }
        }
        schema
    }

    fn scalar(&mut self) -> Value {
        let types = [
            json!("string"),
            json!("integer"),
            json!("number"),
            json!("boolean"),
            json!(["integer", "null"]),
        ];
        let schema = if self.one_in(9) { json!({}) } else { json!({ "type": self.pick(&types) }) };
        self.annotate(schema)
    }

    fn schema(&mut self, depth: usize) -> Value {
        let kinds = if depth == 0 { 6 } else { 15 };
        let inner = depth.saturating_sub(1);
        match self.below(kinds) {
            0..=2 => self.scalar(),
            3 => {
                let values = self.names();
                self.annotate(json!({ "enum": values }))
            }
            4 => {
                json!({ "type": "string", "anyOf": [{ "type": "string" }, { "type": "null" }], "enum": self.names() })
            }
            5 => json!({ "enum": [1, 2, 3] }),
            6 => json!({ "type": "array", "items": self.schema(inner) }),
            7 => json!({ "type": "object", "additionalProperties": self.schema(inner) }),
            8 => self.object(inner),
            9 => json!({ "anyOf": [self.schema(inner), { "type": "null" }] }),
            10 => json!({ "oneOf": [self.schema(inner), self.schema(inner)] }),
            11 => json!({ "allOf": [self.object(inner), self.object(inner)], "required": self.names() }),
            12 => {
                let mut object = self.object(inner);
                object["allOf"] = json!([self.reference()]);
                object
            }
            13 => json!({ "anyOf": [{ "type": "string" }, { "enum": self.names() }] }),
            _ => self.reference(),
        }
    }

    fn reference(&mut self) -> Value {
        json!({ "$ref": format!("#/components/schemas/{}", self.pick(COMPONENTS).replace('/', "~1")) })
    }

    fn object(&mut self, depth: usize) -> Value {
        let names = self.names();
        let properties: Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), self.schema(depth))).collect();
        // A required property that contains its own schema has no finite value, so patches make it optional.
        let is_flat = |schema: &Value| schema.get("type").is_some_and(|ty| ty != "object");
        let required: Vec<_> =
            properties.iter().filter(|(_, schema)| is_flat(schema)).map(|(name, _)| name.clone()).collect();
        let required = if self.one_in(2) { required } else { Vec::new() };
        json!({ "type": "object", "properties": properties, "required": required })
    }

    /// Adds operations, properties and values to the document of the spec.
    fn document(&mut self, mut document: Value) -> Value {
        document["components"]["schemas"]["Box"] = json!({ "type": "array", "items": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Box" }] } });
        for name in COMPONENTS {
            if document["components"]["schemas"].get(name).is_none() {
                let schema = if self.one_in(4) { self.schema(2) } else { self.object(2) };
                document["components"]["schemas"][*name] = schema;
            }
        }
        for _ in 0..=self.below(4) {
            let schema = *self.pick(&["Pet", "PetList", "Owner"]);
            let pointer = format!("/components/schemas/{schema}/properties");
            let name = self.name();
            if document.pointer(&pointer).expect("properties").get(name).is_none() {
                let property = self.schema(2);
                document.pointer_mut(&pointer).expect("properties")[name] = property;
            }
        }
        for _ in 0..self.below(4) {
            let operation =
                *self.pick(&["/paths/~1v1~1pets/get", "/paths/~1v1~1owners~1{owner_id}~1pets/post"]);
            let parameter = json!({
                "name": self.parameter(), "in": self.pick(&["query", "header", "cookie"]), "required": self.one_in(3),
                "schema": self.schema(1),
            });
            let operation = document.pointer_mut(operation).expect("an operation");
            operation["parameters"].as_array_mut().expect("parameters").push(parameter);
            operation["responses"][*self.pick(&["429", "4XX", "default", "500"])] =
                json!({ "description": "" });
        }
        for name in self.names() {
            let values = document.pointer_mut("/components/schemas/Species/enum").expect("values");
            values.as_array_mut().expect("values").push(json!(name));
        }
        document
    }
}

fn drift(spec: &str, document: &str) -> Drift {
    let source = Source { name: "store.yaml", text: spec };
    let checked =
        codegen::check(source).unwrap_or_else(|report| panic!("{}\n{spec}", report.render(source, false)));
    checked.drift(Source { name: "vendor.json", text: document }, None).expect("it can be compared")
}

/// The spec with the lines of a patch inserted.
fn apply(spec: &str, patch: &str) -> String {
    let mut lines: Vec<&str> = spec.lines().collect();
    let groups = patch.split("# store.yaml:").skip(1);
    for group in groups {
        let (head, added) = group.split_once('\n').expect("lines");
        let (_, target) = head.split_once(": add to ").expect("a target");
        let mut at = 0;
        for (depth, key) in target.split('.').enumerate() {
            let key = format!("{}{key}:", "  ".repeat(depth));
            at += 1 + lines[at..].iter().position(|line| *line == key).unwrap_or_else(|| panic!("{target}"));
        }
        lines.splice(at..at, added.lines());
    }
    lines.join("\n") + "\n"
}

#[test]
fn patches_of_generated_documents_are_accepted_and_make_the_spec_agree() {
    let source = Source { name: "store.yaml", text: SPEC };
    let base: Value = serde_json::from_str(&codegen::check(source).expect("a spec").openapi()).expect("JSON");
    for seed in 1..=COUNT {
        let document = Random(seed).document(base.clone()).to_string();
        let patch = drift(SPEC, &document).patch(source);
        let patched = apply(SPEC, &patch);
        let sources =
            [("store.yaml", &patched), ("vendor.json", &document)].map(|(name, text)| Source { name, text });
        let rest = drift(&patched, &document).to_json(sources[0], sources[1]).to_text();
        let rest: Value = serde_json::from_str(&rest).expect("JSON");
        let messages = rest["differences"].as_array().expect("a list").iter();
        let messages = messages.map(|difference| difference["message"].as_str().expect("a message"));
        let unexpected: Vec<_> =
            messages.filter(|message| !message.ends_with("which a spec cannot declare there")).collect();
        assert!(unexpected.is_empty(), "seed {seed}: {unexpected:#?}\n{document}\n{patch}");
        assert!(!patch.is_empty(), "seed {seed}");
    }
}

/// Values that are invalid at most locations of a document.
fn junk() -> Vec<Value> {
    let reference = |to: &str| json!({ "$ref": to });
    vec![
        json!(null),
        json!(true),
        json!(-1.5),
        json!(1e300),
        json!(""),
        json!("x\n\u{202e}"),
        json!([]),
        json!({}),
        json!([null]),
        json!(["string", "null"]),
        reference("#"),
        reference("#/components/schemas/Pet"),
        json!({ "$ref": 7 }),
        json!({ "type": 7, "enum": 7, "allOf": 7 }),
        json!({ "anyOf": [], "properties": [] }),
        json!({ "required": "x", "additionalProperties": {}, "x-documented": 7 }),
    ]
}

/// All members and items inside a value, by pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut inside = |key: &str, value: &Value| {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(pointer.clone());
        pointers(value, &pointer, found);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| inside(key, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, value)| inside(&n.to_string(), value)),
        _ => {}
    }
}

#[test]
fn malformed_documents_are_compared_or_rejected() {
    let checked = codegen::check(Source { name: "store.yaml", text: SPEC }).expect("a spec");
    let base: Value = serde_json::from_str(&checked.openapi()).expect("JSON");
    let mut compared = 0;
    for seed in 1..=COUNT {
        let mut random = Random(seed);
        let mut document = random.document(base.clone());
        for _ in 0..8 {
            let mut found = Vec::new();
            pointers(&document, "", &mut found);
            let pointer: &String = random.pick(&found);
            *document.pointer_mut(pointer).expect("it was found") = random.pick(&junk()).clone();
        }
        let text = document.to_string();
        let source = Source { name: "vendor.json", text: &text };
        if let Ok(drift) = checked.drift(source, None) {
            let spec = Source { name: "store.yaml", text: SPEC };
            assert!(!drift.render(spec, source, true, false).is_empty());
            compared += usize::from(!drift.patch(spec).is_empty());
        }
    }
    assert!(compared > 50, "{compared}");
}
