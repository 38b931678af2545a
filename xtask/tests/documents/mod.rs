//! Random OpenAPI documents, the same every time, and values to damage them with.

#![allow(dead_code, reason = "each test target uses a part")]

use serde_json::{Map, Value, json};

/// Ordinary names, and names with a special meaning in YAML, Rust or the spec language.
pub(crate) const NAMES: &[&str] = &[
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
pub(crate) struct Random(pub(crate) u64);

/// Formats of text and numbers, whether or not a spec has a type for them.
const FORMATS: &[&str] =
    &["date-time", "date", "int32", "int64", "uint64", "float", "double", "byte", "base64url", "uuid"];

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).expect("31 bits") % limit
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub(crate) fn name(&mut self) -> &'static str {
        NAMES[self.below(NAMES.len())]
    }

    fn parameter(&mut self) -> &'static str {
        const HEADERS: [&str; 5] = ["Host", "content-type", "X-Trace-2", "trace", "TE"];
        if self.one_in(4) { HEADERS[self.below(HEADERS.len())] } else { self.name() }
    }

    pub(crate) fn names(&mut self) -> Vec<&'static str> {
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
        let mut schema = if self.one_in(9) { json!({}) } else { json!({ "type": self.pick(&types) }) };
        if self.one_in(3) {
            schema["format"] = json!(self.pick(FORMATS));
        }
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
            8 if self.one_in(6) => json!({ "type": "object", "additionalProperties": false }),
            8 => self.object(inner),
            9 => json!({ "anyOf": [self.schema(inner), { "type": "null" }] }),
            10 => {
                let alternatives: Vec<_> = (0..=self.below(3)).map(|_| self.schema(inner)).collect();
                let mut union = json!({ "oneOf": alternatives });
                if self.one_in(6) {
                    union["discriminator"] = json!({ "propertyName": self.name() });
                }
                union
            }
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
        let mut object = json!({ "type": "object", "properties": properties, "required": required });
        if self.one_in(8) {
            let others = if self.one_in(2) { self.schema(depth) } else { json!(self.one_in(2)) };
            object["additionalProperties"] = others;
        }
        if self.one_in(8) {
            object["title"] = json!(self.name());
        }
        object
    }

    /// Adds operations, properties and values to the document of the spec.
    pub(crate) fn document(&mut self, mut document: Value) -> Value {
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

    /// A document with operations of every kind, most of which a spec can have.
    pub(crate) fn api(&mut self) -> Value {
        let mut schemas = Map::new();
        for name in COMPONENTS {
            let schema = if self.one_in(4) { self.schema(2) } else { self.object(2) };
            schemas.insert((*name).to_owned(), schema);
        }
        if self.one_in(2) {
            self.add_subtypes(&mut schemas);
        }
        let mut paths = Map::new();
        for number in 0..=self.below(6) {
            let (path, names) = self.path(number);
            let mut item = Map::new();
            if self.one_in(4) {
                item.insert("parameters".to_owned(), json!([self.parameter_of("header")]));
            }
            for method in ["get", "post", "put", "patch", "delete", "head"] {
                if self.one_in(3) {
                    let operation = self.operation(method, &names);
                    item.insert(method.to_owned(), operation);
                }
            }
            paths.insert(path, Value::Object(item));
        }
        json!({
            "openapi": self.pick(&["3.0.3", "3.1.0"]),
            "info": { "title": self.name(), "version": "1" },
            "servers": [{ "url": self.pick(&["https://pets.example/v1/", "/v1", "https://{host}"]) }],
            "components": { "schemas": schemas },
            "paths": paths,
        })
    }

    /// Makes a component a base with a discriminator, and others its subtypes.
    fn add_subtypes(&mut self, schemas: &mut Map<String, Value>) {
        let base = *self.pick(COMPONENTS);
        let mut mapping = Map::new();
        for subtype in COMPONENTS.iter().filter(|name| **name != base) {
            if self.one_in(3) {
                let mut schema = self.object(1);
                schema["allOf"] = json!([{ "$ref": format!("#/components/schemas/{base}") }]);
                schemas.insert((*subtype).to_owned(), schema);
                mapping.insert(self.name().to_owned(), json!(format!("#/components/schemas/{subtype}")));
            }
        }
        let tag = self.name();
        let mut schema = self.object(1);
        schema["properties"][tag] = json!({ "type": "string" });
        schema["required"] = json!([tag]);
        schema["discriminator"] = json!({ "propertyName": tag, "mapping": mapping });
        schemas.insert(base.to_owned(), schema);
    }

    fn path(&mut self, number: usize) -> (String, Vec<&'static str>) {
        match self.below(5) {
            0 => (format!("/pets{number}"), Vec::new()),
            1 => (format!("/pets{number}/{{pet-id}}"), vec!["pet-id"]),
            2 => (format!("/pets{number}/{{pet-id}}/toys/{{toy}}"), vec!["toy", "pet-id"]),
            3 => (format!("/pets/{{id}}.json{number}"), vec!["id"]),
            // The same route as others of the kind.
            _ => (format!("/pets/{{id{number}}}"), if self.one_in(4) { Vec::new() } else { vec!["other"] }),
        }
    }

    fn operation(&mut self, method: &str, path: &[&str]) -> Value {
        let mut parameters: Vec<Value> = path
            .iter()
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": self.scalar() }))
            .collect();
        for _ in 0..self.below(4) {
            let location = *self.pick(&["query", "query", "header", "cookie"]);
            parameters.push(self.parameter_of(location));
        }
        let mut responses = Map::new();
        for status in ["200", "201", "204", "default", "404", "422", "5XX"] {
            if self.one_in(3) {
                responses.insert(status.to_owned(), self.content());
            }
        }
        let mut operation = json!({ "parameters": parameters, "responses": responses });
        if self.one_in(2) {
            operation["operationId"] = json!(self.name());
        }
        if self.one_in(6) {
            operation["deprecated"] = json!(true);
        }
        if method != "get" && self.one_in(2) || self.one_in(9) {
            operation["requestBody"] = self.content();
            operation["requestBody"]["required"] = json!(self.one_in(2));
        }
        operation
    }

    fn parameter_of(&mut self, location: &str) -> Value {
        let mut parameter = json!({
            "name": self.parameter(), "in": location, "required": self.one_in(3), "schema": self.schema(1),
        });
        if self.one_in(5) {
            parameter["explode"] = json!(self.one_in(2));
        }
        if self.one_in(8) {
            parameter["style"] = json!(self.pick(&["form", "pipeDelimited", "deepObject"]));
        }
        parameter
    }

    fn content(&mut self) -> Value {
        match self.below(8) {
            0 => json!({ "description": "" }),
            1 => json!({ "description": "", "content": { "text/plain": {} } }),
            2 => json!({ "description": "", "content": { "application/json": {} } }),
            3 => {
                json!({ "description": "", "content": { "application/problem+json": { "schema": self.schema(1) } } })
            }
            _ => {
                json!({ "description": "", "content": { "application/json": { "schema": self.schema(2) } } })
            }
        }
    }
}

/// Values that are invalid at most locations of a document.
pub(crate) fn junk() -> Vec<Value> {
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
pub(crate) fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
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
